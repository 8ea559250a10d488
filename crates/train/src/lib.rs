//! Gradients, optimizer and tasks for small transformers.
//!
//! - [`Tape`] records operations on arrays and differentiates them;
//! - [`Model`] is a transformer with any of the encodings of [`attention::encoding::ALL`];
//! - [`Trainer`] takes it through one [`Batch`] after the other, with [`AdamW`].
//!
//! This crate knows nothing of the web, of JSON, or of what is shown; it runs the same
//! natively and in wasm.
//!
//! ```
//! use train::{Batch, ModelConfig, OptimizerConfig, Trainer};
//!
//! let config = ModelConfig { vocabulary: 3, classes: 3, ..ModelConfig::default() };
//! let mut trainer = Trainer::new(config, OptimizerConfig::default(), 1)?;
//! // Which token stood one place back?
//! let batch = Batch {
//!     tokens: vec![2, 0, 1],
//!     lengths: vec![3],
//!     targets: vec![None, Some(2), Some(0)],
//!     ..Batch::default()
//! };
//! let before = trainer.evaluate(&batch)?.loss;
//! for _ in 0..20 {
//!     trainer.step(&batch)?;
//! }
//! assert!(trainer.evaluate(&batch)?.loss < before / 2.0);
//! # Ok::<(), train::TrainError>(())
//! ```

mod batch;
mod error;
mod kernel;
mod model;
mod op;
mod optimizer;
mod parallel;
mod schedule;
mod tape;
pub mod task;
mod trainer;

pub use batch::Batch;
pub use error::TrainError;
pub use model::Model;
pub use models::transformer::{Activation, Biases, Config as ModelConfig, Family, Norm};
pub use op::{Attend, Graded, Rotation, ScoreBias};
pub use optimizer::{AdamW, clip};
pub use schedule::{OptimizerConfig, learning_rate};
pub use tape::{Tape, Var};
pub use trainer::{Metrics, State, Trainer};
