//! Results to pixels and SVG: colour maps, the numbers in cells, the layout of heatmaps
//! and their hit tests, charts.
//!
//! This crate knows nothing of the page, of Yew or of the engine, and runs natively; what
//! it returns are plain bytes, numbers and strings.

mod colour;
mod domain;
mod error;
mod map;
mod oklab;
mod sheet;

pub mod chart;
pub mod format;
pub mod heatmap;
pub mod layout;

pub use colour::{Rgb, Theme};
pub use domain::Domain;
pub use error::SceneError;
pub use map::{colour, ink, legend, rgba};
pub use sheet::Sheet;
