//! What a transformer can't work with.

use attention::AttentionError;

use super::ConfigError;

/// A model, a sequence or a setting that doesn't fit.
///
/// ```
/// use models::transformer::{Sampling, next};
/// use ndarray::array;
///
/// let error = next(array![0.0, f32::NAN].view(), &Sampling::default()).unwrap_err();
/// assert_eq!(error.to_string(), "next: logits is NaN at 1, needed is finite numbers");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransformerError {
    /// Something of the wrong shape, length or value.
    #[error("{operation}: {field} is {given}, needed is {needed}")]
    Misfit {
        /// What was asked for.
        operation: &'static str,
        /// Which part of what was given.
        field: String,
        /// What it is.
        given: String,
        /// What it should be.
        needed: String,
    },
    /// No model can be made of that.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The mathematics refused its inputs.
    #[error(transparent)]
    Attention(#[from] AttentionError),
}

impl TransformerError {
    pub(super) fn misfit(
        operation: &'static str,
        field: impl Into<String>,
        given: impl ToString,
        needed: impl Into<String>,
    ) -> Self {
        let (field, given, needed) = (field.into(), given.to_string(), needed.into());
        Self::Misfit { operation, field, given, needed }
    }
}
