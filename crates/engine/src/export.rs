//! What leaves the page: the numbers as documents, and as programs that compute them anew.
//!
//! The documents serialize to JSON; `www/schema/` describes them, and a test holds them to it.

mod document;
mod program;
mod python;

pub use document::{
    Cell, ChartDocument, FigureDocument, MatrixDocument, Number, Setting, TraceDocument,
};
pub use program::{numpy, pytorch};
