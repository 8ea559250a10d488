//! What leaves the page: the numbers as documents, and as programs that compute them anew.
//!
//! The documents serialize to JSON; `www/export.schema.json` describes them, and a test holds them to it.

mod document;
mod program;
mod python;

use serde::{Serialize, Serializer};

pub use document::{
    Cell, ChartDocument, FigureDocument, MatrixDocument, Number, Setting, TraceDocument,
};
pub use program::{numpy, pytorch};

/// Hands a document to a serializer; who writes it needs not know how it is made.
///
/// # Errors
///
/// As the serializer's.
pub fn give<S: Serializer>(document: &impl Serialize, to: S) -> Result<S::Ok, S::Error> {
    document.serialize(to)
}
