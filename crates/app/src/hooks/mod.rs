//! Hooks: the browser's side effects, one file each.

mod focus;
mod idle;
mod print;
mod record;
mod size;
mod theme;
mod viewport;
mod worker;

pub use focus::use_kept_focus;
pub use idle::use_idle;
pub use print::{is_printing, use_print};
pub use record::use_record;
pub use size::use_size;
pub use theme::use_theme;
pub use viewport::use_viewport;
pub use worker::use_worker;
