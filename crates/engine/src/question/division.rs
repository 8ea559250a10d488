//! What does the division by √d_k do to the largest weight?

use super::{Choices, Measured, Question, SAME};
use crate::{EngineError, MatrixName, Settings, Trace, trace};

pub(super) const QUESTION: Question =
    Question { name: "division", choices: Choices::Size, measure };

/// The largest weight with the division, then without it; which choice the second is, beside
/// the first: smaller, the same or larger.
fn measure(trace: &Trace, head: usize, row: usize) -> Result<Option<Measured>, EngineError> {
    let other = Settings { scale: !trace.settings.scale, ..trace.settings.clone() };
    let other = trace::trace(&other)?;
    let pair = [trace, &other].map(|trace| largest_weight(trace, head, row));
    let [Some(given), Some(other)] = pair else { return Ok(None) };
    let (with, without) = if trace.settings.scale { (given, other) } else { (other, given) };
    let right = match without - with {
        change if change.abs() <= SAME => 1,
        change if change < 0.0 => 0,
        _ => 2,
    };
    Ok(Some(Measured { right: vec![right], values: vec![with, without] }))
}

fn largest_weight(trace: &Trace, head: usize, row: usize) -> Option<f32> {
    let weights = trace.matrix(MatrixName::Weights, head)?;
    let row = weights.values.outer_iter().nth(row)?;
    Some(row.iter().copied().fold(0.0, f32::max)).filter(|weight| *weight > 0.0)
}
