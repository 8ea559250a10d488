//! What can be wrong with what a function was given.

/// The most numbers that one array made here may hold: 2²⁸, which as `f32` are 1 GiB.
///
/// Asking for more is an error rather than an aborted process.
pub const MAX_ELEMENTS: usize = 1 << 28;

/// A shape or a value that an operation can't work with.
///
/// ```
/// use attention::{AttentionError, matmul};
/// use ndarray::Array2;
///
/// let error = matmul(Array2::zeros((2, 3)).view(), Array2::zeros((4, 5)).view()).unwrap_err();
/// assert_eq!(error.to_string(), "matmul: b has shape [4, 5], needed is [3, columns]");
/// assert!(matches!(error, AttentionError::Shape { operation: "matmul", field: "b", .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttentionError {
    /// An array of the wrong shape.
    #[error("{operation}: {field} has shape {given:?}, needed is {needed}")]
    Shape {
        /// The function that was called.
        operation: &'static str,
        /// Which of its arguments.
        field: &'static str,
        /// The shape it has.
        given: Vec<usize>,
        /// The shape it should have, in words or as `[rows, columns]`.
        needed: String,
    },
    /// A number outside of what makes sense.
    #[error("{operation}: {field} is {given}, needed is {needed}")]
    Value {
        /// The function that was called.
        operation: &'static str,
        /// Which of its arguments.
        field: &'static str,
        /// What it is.
        given: String,
        /// What it should be.
        needed: String,
    },
}

impl AttentionError {
    pub(crate) fn shape(
        operation: &'static str,
        field: &'static str,
        given: &[usize],
        needed: impl Into<String>,
    ) -> Self {
        Self::Shape { operation, field, given: given.to_vec(), needed: needed.into() }
    }

    pub(crate) fn value(
        operation: &'static str,
        field: &'static str,
        given: impl ToString,
        needed: impl Into<String>,
    ) -> Self {
        Self::Value { operation, field, given: given.to_string(), needed: needed.into() }
    }
}

/// Refuses an array that memory could not hold, before it is allocated.
pub(crate) fn check_size(
    operation: &'static str,
    field: &'static str,
    shape: &[usize],
) -> Result<(), AttentionError> {
    // Zero-sized axes are left out, as they would hide the size of the others from ndarray,
    // which panics where their product overflows.
    let elements =
        shape.iter().filter(|&&n| n > 0).try_fold(1usize, |product, &n| product.checked_mul(n));
    match elements {
        Some(n) if n <= MAX_ELEMENTS => Ok(()),
        _ => Err(AttentionError::shape(
            operation,
            field,
            shape,
            format!("at most {MAX_ELEMENTS} numbers in all"),
        )),
    }
}

/// Refuses a number that is not finite and above 0.
pub(crate) fn check_positive<T: Copy + std::fmt::Display + Into<f64>>(
    operation: &'static str,
    field: &'static str,
    value: T,
) -> Result<(), AttentionError> {
    let exact: f64 = value.into();
    if exact.is_finite() && exact > 0.0 {
        return Ok(());
    }
    Err(AttentionError::value(operation, field, value, "a finite number above 0"))
}
