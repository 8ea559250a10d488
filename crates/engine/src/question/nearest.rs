//! Whose value does the output resemble most?

use ndarray::ArrayView1;

use super::{Choices, Question, largest};
use crate::{MatrixName, Trace};

pub(super) const QUESTION: Question = Question {
    name: "nearest",
    choices: Choices::Words,
    measure: |trace, head, row| Ok(likeness(trace, head, row).map(largest)),
};

/// The cosine of the angle between the head's output of a word and each word's value. `None`
/// where one of them is zero, which has no direction.
fn likeness(trace: &Trace, head: usize, row: usize) -> Option<Vec<f32>> {
    let outputs = trace.matrix(MatrixName::HeadOutput, head)?;
    let values = trace.matrix(MatrixName::Values, head)?;
    let output = outputs.values.outer_iter().nth(row)?;
    values.values.outer_iter().map(|value| cosine(output, value)).collect()
}

fn cosine(a: ArrayView1<'_, f32>, b: ArrayView1<'_, f32>) -> Option<f32> {
    let length = (a.dot(&a) * b.dot(&b)).sqrt();
    (length > 0.0).then(|| a.dot(&b) / length)
}
