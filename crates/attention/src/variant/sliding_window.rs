//! Every query with the keys near it.

use std::ops::Range;

use ndarray::{Array3, ArrayView3};

use super::cost::{Cost, Counter, Size};
use super::pattern::{Pattern, near, near_pairs};
use super::{Compute, Origin, pairs};
use crate::{AttentionError, Options};

/// A sliding window (Beltagy et al. 2020, section 3.1): each query attends to `window` ÷ 2
/// keys on each side, rounded down, and to itself; at the ends there are fewer.
///
/// As the other sparse variants it takes every option; what a mask hides of the window is
/// computed all the same. There must be as many keys as queries.
///
/// ```
/// use attention::variant::{SlidingWindow, Variant};
/// let near = SlidingWindow { window: 4 };
/// assert_eq!(near.keys(10, 5, false)?, [3..8]);
/// assert_eq!(near.keys(10, 5, true)?, [3..6]);
/// assert_eq!(near.keys(10, 0, false)?, [0..3]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlidingWindow {
    /// The full width, the token itself not counted: half of it, rounded down, lies on each
    /// side.
    pub window: usize,
}

impl Pattern for SlidingWindow {
    fn keys(&self, n: usize, query: usize, keys: &mut Vec<Range<usize>>) {
        keys.push(near(n, query, self.window / 2));
    }
}

impl Compute for SlidingWindow {
    const NAME: &'static str = "sliding_window";
    const ORIGIN: Origin = Origin::Exact;

    fn cost(&self, Size { n, d, causal }: Size) -> Result<Cost, AttentionError> {
        pairs::cost(Self::NAME, near_pairs(n, self.window / 2, causal), n, d)
    }

    fn attend(
        &self,
        inputs: [ArrayView3<f32>; 3],
        options: &Options,
        counter: &mut dyn Counter,
    ) -> Result<Array3<f32>, AttentionError> {
        pairs::attend(Self::NAME, self, inputs, options, counter)
    }
}
