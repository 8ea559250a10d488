//! What can be wrong with a question to a task.

/// A setting, a length or a count that a task can't work with.
///
/// ```
/// use train::task::{Problem, Settings};
///
/// let settings = Settings { length: 4, vocabulary: 6, k: 7 };
/// let error = Problem::new("back", settings).unwrap_err();
/// assert_eq!(error.to_string(), "task: k is 7, needed is at most 3, one less than length");
/// assert_eq!(error.field, "k");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("task: {field} is {given}, needed is {needed}")]
pub struct TaskError {
    /// Which of the inputs.
    pub field: &'static str,
    /// What it is.
    pub given: String,
    /// What it should be.
    pub needed: String,
}

impl TaskError {
    pub(crate) fn new(
        field: &'static str,
        given: impl ToString,
        needed: impl Into<String>,
    ) -> Self {
        Self { field, given: given.to_string(), needed: needed.into() }
    }
}
