//! Whole transformers: encoders, decoders, and both together.
//!
//! - [`Config`] says what one is made of, and which weights that needs;
//! - [`Transformer`] runs it with every intermediate kept ([`Trace`]), whole or going on from a
//!   [`Cache`], with heads turned off if asked ([`Options`]);
//! - [`next`] shows how the next token is chosen;
//! - [`report`] measures what each head looks at, [`Heads`] is that of a whole model;
//! - [`write()`] and [`read`] keep a trained [`Model`] in a file;
//! - [`REAL`] lists the published models, and counts what they are made of.

mod config;
mod error;
mod file;
mod generate;
mod heads;
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
pub use heads::Heads;
pub use network::Transformer;
pub use parameters::BUCKETS;
pub use real::{Factor, Part, REAL, RealActivation, RealModel, RealNorm, Term};
pub use report::{Example, Figure, HeadReport, Measure, Pair, PairKind, report};
pub use sample::{Candidate, Cut, Distribution, Sampling, next};
pub use trace::{AttentionTrace, BlockTrace, Options, Stack, StackTrace, Trace};
