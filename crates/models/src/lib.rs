//! Tokenizers, embeddings and weights.
//!
//! - [`tokenizer`] cuts a sentence into tokens;
//! - [`invented`] draws numbers that nobody has trained, always the same for the same seed;
//! - [`layer`] holds the weights of one multi-head attention layer;
//! - [`recurrent`] reads a sequence one word after the other (RNN, LSTM);
//! - [`transformer`] is whole transformers: what they are made of, what they compute, and their files.
//!
//! This crate knows nothing of the web, of JSON, or of what is shown.

pub mod invented;
pub mod layer;
pub mod recurrent;
pub mod tokenizer;
pub mod transformer;

pub use layer::{Layer, Shape};
pub use tokenizer::{Token, TokenizerKind, tokens};
