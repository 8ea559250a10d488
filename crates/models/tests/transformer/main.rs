//! What must hold of whole transformers whatever they are made of.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "models and files that can't be made should stop the test"
)]

mod configs;
mod file;
mod generate;
mod heads;
