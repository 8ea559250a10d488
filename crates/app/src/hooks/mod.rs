//! Hooks: the browser's side effects, one file each.

mod focus;
mod idle;
mod layer;
mod model;
mod print;
mod record;
mod room;
mod size;
mod theme;
mod type_size;
mod worker;

pub use focus::{focus_ledger, focused, use_kept_focus};
pub use idle::use_idle;
pub use layer::{Instead, Layer, trained_layer, use_layer};
pub use model::{Fetched, use_model};
pub use print::{is_printing, use_print};
pub use record::use_record;
pub use room::{Room, use_room, use_whole_room};
pub use size::use_size;
pub use theme::use_theme;
pub use type_size::by_type;
pub use worker::use_worker;
