//! What can be wrong with a sequence.

use attention::{AttentionError, MAX_ELEMENTS};

/// A sequence that a layer can't work with.
///
/// ```
/// use models::recurrent::{Draw, Rnn, SequenceLayer};
/// use ndarray::Array2;
///
/// let rnn = Rnn::invented(Draw { d: 3, h: 2, gain: 1.0, seed: 1 });
/// let error = rnn.run(Array2::zeros((5, 4)).view()).unwrap_err();
/// assert_eq!(error.to_string(), "rnn: x has shape [5, 4], needed is [n, 3]");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecurrentError {
    /// An array of the wrong shape.
    #[error("{operation}: {field} has shape {given:?}, needed is {needed}")]
    Shape {
        /// The layer that was run.
        operation: &'static str,
        /// Which array.
        field: &'static str,
        /// The shape it has, or would have.
        given: Vec<usize>,
        /// The shape it should have.
        needed: String,
    },
    /// Attention, which may stand where a recurrent layer does, refused its inputs.
    #[error(transparent)]
    Attention(#[from] AttentionError),
}

/// Checks the width of the inputs, and that there is room for `wide` numbers for each.
pub(super) fn check(
    operation: &'static str,
    given: (usize, usize),
    d: usize,
    wide: usize,
) -> Result<(), RecurrentError> {
    let (n, width) = given;
    let refuse =
        |field, given, needed| Err(RecurrentError::Shape { operation, field, given, needed });
    if width != d {
        return refuse("x", vec![n, width], format!("[n, {d}]"));
    }
    match n.checked_mul(wide) {
        Some(all) if all <= MAX_ELEMENTS => Ok(()),
        _ => refuse("result", vec![n, wide], format!("at most {MAX_ELEMENTS} numbers in all")),
    }
}
