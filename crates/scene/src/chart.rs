//! Charts as SVG: lines over two axes, and words in a plane.
//!
//! The text of an SVG has no background and scales with its `viewBox`. Widths of texts are
//! estimated here rather than measured, so that a chart is the same in a browser, in a
//! worker and in a test.

mod lines;
mod plane;

pub use lines::{Chart, Reference, Series};
pub use plane::{Group, Plane};
