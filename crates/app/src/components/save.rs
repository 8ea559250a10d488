//! Taking out what the page shows: as a picture, as numbers, into a file or the clipboard.
//!
//! The code comes when a menu opens; what the page needs from the start must not refer to it
//! but through `later`.

mod deed;
mod figure;
mod item;
mod json;
mod menu;
mod table;

pub use deed::Deed;
pub use figure::{FigureMenu, settings, summary};
pub use item::{Item, Source, slug};
pub use json::json;
pub use menu::{Choice, Group, Menu, groups};
pub use table::Table;
