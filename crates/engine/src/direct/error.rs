//! What is wrong with a field.

use std::fmt::Display;

use attention::AttentionError;
use serde::{Deserialize, Serialize};

/// What is wrong with a field that a caller gave.
///
/// ```
/// use engine::direct::FieldError;
///
/// let error = FieldError::new("q.shape", "[3]", "[n, d] or [heads, n, d]");
/// assert_eq!(error.to_string(), "q.shape: [3] given; needed [n, d] or [heads, n, d]");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{field}: {given} given; needed {needed}")]
pub struct FieldError {
    /// The path to it, such as `q.shape`.
    pub field: String,
    /// What stands there.
    pub given: String,
    /// What should.
    pub needed: String,
}

impl FieldError {
    /// A field, what was given and what is needed.
    ///
    /// ```
    /// let error = engine::direct::FieldError::new("heads", 0, "a whole number from 1");
    /// assert_eq!((error.field.as_str(), error.given.as_str()), ("heads", "0"));
    /// ```
    pub fn new(field: impl Into<String>, given: impl Display, needed: impl Into<String>) -> Self {
        Self { field: field.into(), given: given.to_string(), needed: needed.into() }
    }
}

impl From<AttentionError> for FieldError {
    fn from(error: AttentionError) -> Self {
        match error {
            AttentionError::Shape { field, given, needed, .. } => {
                Self::new(field, format!("{given:?}"), needed)
            }
            AttentionError::Value { field, given, needed, .. } => Self::new(field, given, needed),
        }
    }
}
