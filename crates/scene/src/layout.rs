//! Where the cells of heatmaps stand, and which cell a pointer is over.

mod cross;
mod grid;

pub use cross::{Cross, Factors, Gutters, Part, Placed};
pub use grid::{Grid, MAX_CELL, MIN_CELL, NUMBER_HEIGHT, NUMBER_WIDTH};
