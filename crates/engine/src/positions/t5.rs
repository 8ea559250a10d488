//! T5: the bucket of each distance, and the table that holds a bias for each bucket.

use attention::encoding::{Encoding as _, T5};
use models::Shape;
use ndarray::Array3;

use super::{Detail, Positions, Survey, numbered};
use crate::{EngineError, Matrix, MatrixName, Origin, encoding};

pub(super) fn survey(survey: &Survey, shape: Shape) -> Result<Positions, EngineError> {
    let &Survey { length, bidirectional, .. } = survey;
    let t5 = T5 { bidirectional, ..encoding::t5(&survey.settings, shape) };
    let buckets = t5.buckets();
    let furthest = length as i32 - 1;
    let by_distance = (-furthest..=furthest)
        .map(|distance| {
            // One of the two stands at 0.
            let (query, key) = (distance.max(0), (-distance).max(0));
            Ok((distance, buckets.bucket(query as usize, key as usize)?))
        })
        .collect::<Result<_, EngineError>>()?;
    let table = buckets.table(length)?.mapv(|bucket| bucket as f32);
    // [heads, length, length]
    let bias = t5.bias(shape.heads, 0..length, length)?.unwrap_or_default();
    let mut matrices = vec![
        numbered(MatrixName::Buckets, None, Origin::Formula, table),
        numbered(MatrixName::BiasTable, None, Origin::Untrained, t5.table),
    ];
    matrices.extend(biases(bias, Origin::Untrained));
    Ok(Positions { matrices, detail: Detail::T5(by_distance) })
}

/// What each head's scores get, [heads, length, length].
pub(super) fn biases(bias: Array3<f32>, origin: Origin) -> Vec<Matrix> {
    let heads = bias.outer_iter().enumerate();
    heads
        .map(|(head, bias)| numbered(MatrixName::PositionBias, Some(head), origin, bias.to_owned()))
        .collect()
}
