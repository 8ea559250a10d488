//! ALiBi: a slope for each head, and the penalties that follow from it.

use attention::encoding::{Alibi, Encoding as _, slopes};
use models::Shape;

use super::{Detail, Positions, Survey, t5::biases};
use crate::{EngineError, Origin};

pub(super) fn survey(survey: &Survey, shape: Shape) -> Result<Positions, EngineError> {
    let length = survey.length;
    // [heads, length, length]
    let bias = Alibi.bias(shape.heads, 0..length, length)?.unwrap_or_default();
    let matrices = biases(bias, Origin::Formula);
    Ok(Positions { matrices, detail: Detail::Alibi(slopes(shape.heads)?) })
}
