//! Charts as SVG: lines over two axes, and words in a plane.
//!
//! The background is transparent, and the picture scales with its `viewBox`. How wide a
//! text is, is estimated here rather than measured: a chart is then the same in a browser,
//! in a worker, which has no document to measure in, and in a test.

mod axis;
mod canvas;
mod labels;
mod lines;
mod plane;
#[cfg(test)]
mod tests;
mod text;

pub use lines::{Chart, Reference, Series, lines};
pub use plane::{Group, Plane, plane};
