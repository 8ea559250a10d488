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

/// Full attention as Vaswani et al. 2017 (equation 1) write it down: all scores, then all
/// weights, then the output. It takes every option.
///
/// ```
/// use attention::variant::{Full, Size, Variant};
/// let cost = Full.cost(Size { n: 1024, d: 64, causal: false })?;
/// assert_eq!((cost.pairs, cost.multiply_adds), (1_048_576, 134_217_728));
/// // The scores, [1024, 1024]; output and copies of q, k and v, [1024, 64] each; and for each
/// // query three numbers and its products with eight keys.
/// assert_eq!(cost.bytes, 4 * (1_048_576 + 4 * 65_536 + (3 + 8) * 1024));
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Full;

const WHOLE: Tile = Tile { queries: usize::MAX, keys: usize::MAX };

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
        counter: &mut impl Counter,
    ) -> Result<Array3<f32>, AttentionError> {
        let asked = Asked::new(Self::NAME, inputs, options)?;
        check_size(Self::NAME, "scores", &[asked.checked.n_q, asked.checked.n_k])?;
        kernel::attend(Self::NAME, &asked, WHOLE, counter)
    }
}
