//! What can be wrong with what the crate was given.

use attention::AttentionError;
use models::transformer::ConfigError;

use crate::Var;

/// A configuration, a batch or a shape that training can't work with.
///
/// ```
/// use train::{Model, ModelConfig, TrainError};
///
/// let error = Model::new(ModelConfig { heads: 3, ..ModelConfig::default() }, 1).unwrap_err();
/// assert_eq!(error.to_string(), "config: heads is 3, needed is a number that divides d_model, 32");
/// assert!(matches!(error, TrainError::Config { field: "heads", .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    /// An operation was given a shape or a value that it can't work with.
    #[error(transparent)]
    Attention(#[from] AttentionError),
    /// A setting outside of what makes sense.
    #[error("config: {field} is {given}, needed is {needed}")]
    Config {
        /// Which setting.
        field: &'static str,
        /// What it is.
        given: String,
        /// What it should be.
        needed: String,
    },
    /// A batch that contradicts itself or the model.
    #[error("batch: {field} is {given}, needed is {needed}")]
    Batch {
        /// Which part of the batch.
        field: &'static str,
        /// What it is.
        given: String,
        /// What it should be.
        needed: String,
    },
    /// A parameter that the model doesn't have.
    #[error("parameter: there is no {name}")]
    NoParameter {
        /// The name that was asked for.
        name: String,
    },
    /// A sequence goes on where the table of learned positions has ended.
    #[error("learned: there is no vector for position {position}, as the table has {length} rows")]
    NoPosition {
        /// The first position without a vector, from 0.
        position: usize,
        /// How many rows the table has.
        length: usize,
    },
    /// The loss or a gradient is infinite or NaN; the parameters are those before the step.
    #[error(
        "step {step}: the loss is {loss}, the norm of the gradients {norm}; needed is a finite number, so try a lower learning rate"
    )]
    Diverged {
        /// Which step, from 0.
        step: u32,
        /// The loss, as text, for it may be NaN.
        loss: String,
        /// The norm of all gradients, as text.
        norm: String,
    },
}

impl From<ConfigError> for TrainError {
    fn from(ConfigError { field, given, needed }: ConfigError) -> Self {
        Self::Config { field, given, needed }
    }
}

impl TrainError {
    pub(crate) fn config(
        field: &'static str,
        given: impl ToString,
        needed: impl Into<String>,
    ) -> Self {
        Self::Config { field, given: given.to_string(), needed: needed.into() }
    }

    pub(crate) fn batch(
        field: &'static str,
        given: impl ToString,
        needed: impl Into<String>,
    ) -> Self {
        Self::Batch { field, given: given.to_string(), needed: needed.into() }
    }

    pub(crate) fn shape(
        operation: &'static str,
        field: &'static str,
        given: &[usize],
        needed: impl Into<String>,
    ) -> Self {
        let (given, needed) = (given.to_vec(), needed.into());
        AttentionError::Shape { operation, field, given, needed }.into()
    }

    pub(crate) fn value(
        operation: &'static str,
        field: &'static str,
        given: impl ToString,
        needed: impl Into<String>,
    ) -> Self {
        let (given, needed) = (given.to_string(), needed.into());
        AttentionError::Value { operation, field, given, needed }.into()
    }
}

/// Refuses an array whose shape is not the one needed.
pub(crate) fn check_shape(
    operation: &'static str,
    field: &'static str,
    given: Var,
    (rows, columns): (usize, usize),
) -> Result<(), TrainError> {
    if given.dim() == (rows, columns) {
        return Ok(());
    }
    let (given_rows, given_columns) = given.dim();
    let needed = format!("[{rows}, {columns}]");
    Err(TrainError::shape(operation, field, &[given_rows, given_columns], needed))
}
