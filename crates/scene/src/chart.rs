//! Charts as SVG: lines over two axes, words in a plane, and arrows that turn.
//!
//! The background is transparent, and the picture scales with its `viewBox`. How wide a
//! text is, is estimated here rather than measured: a chart is then the same in a browser,
//! in a worker, which has no document to measure in, and in a test.

mod axis;
pub(crate) mod canvas;
mod labels;
mod lines;
mod plane;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod turns;

pub use lines::{Backdrop, Band, Chart, Limit, Reference, Series, lines, lines_over};
pub use plane::{Group, Plane, plane};
pub use turns::{Arrow, Turns, turns};
