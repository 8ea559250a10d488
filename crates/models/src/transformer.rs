//! Whole transformers: encoders, decoders, and both together.

mod config;
mod error;
mod file;
mod generate;
mod network;
mod parameters;
mod real;
mod report;
mod sample;
mod stack;
mod trace;

pub use config::{Activation, Biases, Config, ConfigError, EncodingName, Family, Norm};
pub use error::TransformerError;
pub use file::{FileError, Model, read, write};
pub use generate::Cache;
pub use network::Transformer;
pub use parameters::BUCKETS;
pub use real::{REAL, RealActivation, RealModel, RealNorm};
pub use report::{Example, Figure, HeadReport, Measure, Pair, PairKind, report};
pub use sample::{Candidate, Cut, Distribution, Sampling, next, probabilities};
pub use trace::{AttentionTrace, BlockTrace, Options, Stack, StackTrace, Trace};
