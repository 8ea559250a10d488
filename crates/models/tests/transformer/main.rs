//! What must hold of whole transformers whatever they are made of.

#![allow(clippy::expect_used, reason = "models that can't be made should stop the test")]

mod configs;
mod file;
mod generate;
mod heads;
