//! A penalty on the scores that grows with the distance.

use std::ops::Range;

use ndarray::Array3;

use super::Encoding;
use crate::AttentionError;
use crate::error::check_size;

pub(super) const NAME: &str = "alibi";

/// Attention with linear biases (Press et al. 2022, section 3): −slope · |i − j| is added to
/// the scaled score of query i and key j, with a slope for each head.
///
/// The paper has the causal mask, where only j ≤ i counts; without one the penalty here is the
/// same in both directions.
///
/// ```
/// use attention::encoding::{Alibi, Encoding};
/// use ndarray::s;
///
/// let bias = Alibi.bias(8, 2..3, 4)?.unwrap_or_default(); // one query, at position 2
/// assert_eq!(bias.slice(s![0, 0, ..]).to_vec(), [-1.0, -0.5, 0.0, -0.5]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alibi;

impl Encoding for Alibi {
    fn name(&self) -> &'static str {
        NAME
    }

    fn bias(
        &self,
        heads: usize,
        queries: Range<usize>,
        n_k: usize,
    ) -> Result<Option<Array3<f32>>, AttentionError> {
        let shape = (heads, queries.len(), n_k);
        check_size(NAME, "bias", &[shape.0, shape.1, shape.2])?;
        let slopes = slopes(heads)?;
        Ok(Some(Array3::from_shape_fn(shape, |(head, i, j)| {
            -slopes[head] * (queries.start + i).abs_diff(j) as f32
        })))
    }
}

/// The slope of each head, `[heads]` (Press et al. 2022, section 3 and the authors' code).
///
/// For a power of two, head i of h (from 1) has 2^(−8i ÷ h). For other numbers, the slopes of
/// the power of two below come first, then every second slope of the power of two above.
///
/// # Errors
/// [`AttentionError::Shape`] if there are more heads than memory could hold.
///
/// ```
/// use attention::encoding::slopes;
/// assert_eq!(slopes(4)?, [0.25, 0.0625, 0.015_625, 0.003_906_25]);
/// assert_eq!(slopes(3)?, [0.0625, 0.003_906_25, 0.25]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn slopes(heads: usize) -> Result<Vec<f32>, AttentionError> {
    check_size(NAME, "slopes", &[heads])?;
    let Some(exponent) = heads.checked_ilog2() else { return Ok(Vec::new()) };
    let below = 1usize << exponent;
    let slope = |i: usize, of: usize| (-8.0 * i as f64 / of as f64).exp2() as f32;
    let first = (1..=below).map(|i| slope(i, below));
    let rest = (0..heads - below).map(|i| slope(2 * i + 1, 2 * below));
    Ok(first.chain(rest).collect())
}
