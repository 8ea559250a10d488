//! Every query with every key, all scores at once.

use std::ops::Range;

use ndarray::{Array3, ArrayView3};

use super::asked::Asked;
use super::cost::{Cost, Counter, Size};
use super::kernel::{self, Tile};
use super::pattern::Pattern;
use super::{Compute, Origin};
use crate::error::check_size;
use crate::{AttentionError, Options};

/// Full attention as Vaswani et al. 2017 (equation 1) write it down: scores, then weights, then
/// the output. All n² of them are held until the end. It takes every option.
///
/// A few queries are taken from the scores to the output at a time: if each of the three steps
/// went through all pairs before the next, it would wait for the memory that is far away, and
/// time would grow faster than n².
///
/// ```
/// use attention::variant::{Full, Size, Variant};
/// let cost = Full.cost(Size { n: 1024, d: 64, causal: false })?;
/// assert_eq!((cost.pairs, cost.multiply_adds), (1_048_576, 134_217_728));
/// // The scores, [1024, 1024]; output and copies of k and v, [1024, 64] each; for each query
/// // two numbers; and for each of 32 at a time its copy, its products with eight keys and one
/// // number.
/// assert_eq!(cost.bytes, 4 * (1_048_576 + 3 * 65_536 + 2 * 1024 + 32 * (64 + 8 + 1)));
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Full;

const WHOLE: Tile = Tile { queries: 32, keys: usize::MAX, keep: true };

impl Pattern for Full {
    fn keys(&self, n: usize, _: usize, keys: &mut Vec<Range<usize>>) {
        keys.push(0..n);
    }
}

impl Compute for Full {
    const NAME: &'static str = "full";
    const ORIGIN: Origin = Origin::Exact;

    fn cost(&self, size: Size) -> Result<Cost, AttentionError> {
        kernel::cost(Self::NAME, size, WHOLE)
    }

    fn attend(
        &self,
        inputs: [ArrayView3<f32>; 3],
        options: &Options,
        counter: &mut dyn Counter,
    ) -> Result<Array3<f32>, AttentionError> {
        let asked = Asked::new(Self::NAME, inputs, options)?;
        check_size(Self::NAME, "scores", &[asked.checked.n_q, asked.checked.n_k])?;
        kernel::attend(Self::NAME, &asked, WHOLE, counter)
    }
}
