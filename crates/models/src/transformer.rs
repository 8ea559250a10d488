//! Whole transformers: encoders, decoders, and both together.

mod config;
mod parameters;

pub use config::{Activation, Biases, Config, ConfigError, EncodingName, Family, Norm};
pub use parameters::BUCKETS;
