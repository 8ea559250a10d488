//! RoPE: a query and a key turned by their positions, and what their score depends on.

use std::f64::consts::TAU;

use attention::encoding::{Encoding as _, Rope};
use models::{Shape, invented};
use ndarray::{Array1, Array2, Axis};
use serde::{Deserialize, Serialize};

use super::{Detail, Pairing, Positions, Survey, numbered};
use crate::{EngineError, MatrixName, Origin};

/// A query and a key, turned by RoPE (Su et al. 2021, section 3.2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rotations {
    /// Each pair of dimensions.
    pub pairs: Vec<Turned>,
    /// The score of the query and the key as they are, whatever their positions.
    pub score: f32,
    /// Their score after each was turned by its position.
    pub turned_score: f32,
    /// The turned score at the same distance everywhere: (position of the query, of the key,
    /// score).
    pub same_distance: Vec<(usize, usize, f32)>,
    /// How far apart the scores of one distance are at most, over all distances.
    pub deviation: f32,
}

/// One pair of dimensions as a point in the plane, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turned {
    /// Which two dimensions, from 0.
    pub dimensions: (usize, usize),
    /// How many positions one whole turn takes: 2π · base^(2i ÷ d_k).
    pub wavelength: f64,
    /// The angles of the query and of the key, in radians.
    pub angles: [f32; 2],
    /// The query before.
    pub query: [f32; 2],
    /// The query after.
    pub query_turned: [f32; 2],
    /// The key before.
    pub key: [f32; 2],
    /// The key after.
    pub key_turned: [f32; 2],
}

pub(super) fn survey(survey: &Survey, to: usize, shape: Shape) -> Result<Positions, EngineError> {
    let &Survey { length, base, position, shift, pairing, .. } = survey;
    let base = f64::from(base);
    let rope = Rope { base, convention: pairing.into() };
    let d_k = shape.d_k;
    let seed = survey.settings.seed;
    let (query, key) = (invented::embedding("q", seed, d_k), invented::embedding("k", seed, d_k));
    let (queries, keys) = (everywhere(&query, rope, length)?, everywhere(&key, rope, length)?);
    // [length, d_k] · [d_k, length] -> [length, length]
    let scores = attention::matmul(queries.view(), keys.t())?;
    let angles = rope.angles(length, d_k)?;
    let pairs = (0..d_k / 2).map(|pair| {
        let dimensions = match pairing {
            Pairing::Interleaved => (2 * pair, 2 * pair + 1),
            Pairing::HalfSplit => (pair, pair + d_k / 2),
        };
        let of = |x: &Array1<f32>| [x[dimensions.0], x[dimensions.1]];
        let row = |x: &Array2<f32>, at: usize| [x[[at, dimensions.0]], x[[at, dimensions.1]]];
        Turned {
            dimensions,
            wavelength: TAU * base.powf(2.0 * pair as f64 / d_k as f64),
            angles: [angles[[to, pair]], angles[[position, pair]]],
            query: of(&query),
            query_turned: row(&queries, to),
            key: of(&key),
            key_turned: row(&keys, position),
        }
    });
    let here = (0..length).filter_map(|n| {
        let m = n.checked_add_signed(shift as isize).filter(|m| *m < length)?;
        Some((m, n, scores[[m, n]]))
    });
    let rotations = Rotations {
        pairs: pairs.collect(),
        // Position 0 is not turned.
        score: scores[[0, 0]],
        turned_score: scores[[to, position]],
        same_distance: here.collect(),
        deviation: deviation(&scores),
    };
    // Of equal parts in every dimension no pair counts more than another, and what is left
    // is the mean cosine of the angles between the two positions.
    let ones = everywhere(&Array1::ones(d_k), rope, length)?;
    // [length, d_k] · [d_k, length] -> [length, length]
    let similarity = attention::matmul(ones.view(), ones.t())? / d_k as f32;
    let matrices = vec![numbered(MatrixName::Similarity, None, Origin::Computed, similarity)];
    Ok(Positions { matrices, detail: Detail::Rope(rotations) })
}

/// One vector at every position, [d_k] -> [length, d_k].
fn everywhere(x: &Array1<f32>, rope: Rope, length: usize) -> Result<Array2<f32>, EngineError> {
    let mut rows = Array2::zeros((length, x.len()));
    rows.axis_iter_mut(Axis(0)).for_each(|mut row| row.assign(x));
    rope.rotate(rows.view_mut(), 0)?;
    Ok(rows)
}

/// The largest spread of the scores along a diagonal, where the distance is the same.
fn deviation(scores: &Array2<f32>) -> f32 {
    let n = scores.nrows();
    let spread = |query: usize, key: usize| {
        let along = (0..n - query.max(key)).map(|step| scores[[query + step, key + step]]);
        let (low, high) = along.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), score| {
            (low.min(score), high.max(score))
        });
        high - low
    };
    (0..n).flat_map(|start| [spread(start, 0), spread(0, start)]).fold(0.0, f32::max)
}
