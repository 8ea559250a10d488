//! Whole transformers.

mod error;
mod real;
mod report;
mod sample;

pub use error::TransformerError;
pub use real::{REAL, RealActivation, RealModel, RealNorm};
pub use report::{Example, Figure, HeadReport, Measure, Pair, PairKind, report};
pub use sample::{Candidate, Cut, Distribution, Sampling, next, probabilities};

/// TEMP
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// E
    Encoder,
    /// D
    Decoder,
    /// ED
    EncoderDecoder,
}
