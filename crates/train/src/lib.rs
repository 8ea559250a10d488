//! Gradients, optimizer and tasks for small transformers.
//!
//! This crate knows nothing of the web, of JSON, or of what is shown; it runs the same
//! natively and in wasm.

mod batch;

pub use batch::Batch;
