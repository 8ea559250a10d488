//! Every query with the keys near it, and some tokens with all.

use std::iter;
use std::ops::Range;

use ndarray::{Array3, ArrayView3};

use super::cost::{Cost, Counter, MAX_COST, Size, too_large};
use super::pattern::{Pattern, all_pairs, near, near_pairs, tidy};
use super::{Compute, Origin, pairs};
use crate::{AttentionError, Options};

/// Longformer (Beltagy et al. 2020, section 3.1): a sliding window, and global tokens that
/// attend to all and are attended by all. Queries, keys and values are the same for both
/// kinds of pairs, whereas the paper's model learns separate ones.
///
/// ```
/// use attention::variant::{Globals, Longformer, Size, Variant};
/// let longformer = Longformer { window: 2, globals: Globals::at([0, 5]) };
/// assert_eq!(longformer.keys(9, 5, false)?, [0..9]);
/// assert_eq!(longformer.keys(9, 3, false)?, [0..1, 2..6]); // 2, 3, 4 and the global 5
/// let cost = longformer.cost(Size { n: 9, d: 64, causal: false })?;
/// // 25 near ones, 2 · 7 and 2 · 6 more of the global tokens, 2 of which are of both.
/// assert_eq!(cost.pairs, 25 + 14 + 12 - 2);
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Longformer {
    /// As for [`super::SlidingWindow`].
    pub window: usize,
    /// The global tokens.
    pub globals: Globals,
}

/// Tokens that attend to all and are attended by all. Those that a text is too short for are
/// left out.
///
/// ```
/// use attention::variant::Globals;
/// assert_eq!(Globals::at([2, 0, 1, 1]), Globals::first(3));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Globals {
    /// In order, and no two touch.
    ranges: Vec<Range<usize>>,
}

impl Globals {
    /// The first tokens, as many as given.
    ///
    /// ```
    /// assert_eq!(attention::variant::Globals::first(0), Default::default());
    /// ```
    pub fn first(count: usize) -> Self {
        Self::from_ranges(iter::once(0..count))
    }

    /// Tokens by their positions, in any order.
    ///
    /// ```
    /// use attention::variant::Globals;
    /// assert_ne!(Globals::at([1]), Globals::first(1));
    /// ```
    pub fn at(positions: impl IntoIterator<Item = usize>) -> Self {
        Self::from_ranges(positions.into_iter().map(|at| at..at.saturating_add(1)))
    }

    fn from_ranges(ranges: impl Iterator<Item = Range<usize>>) -> Self {
        let mut ranges = ranges.collect();
        tidy(&mut ranges);
        Self { ranges }
    }

    /// The ranges among n tokens.
    pub(super) fn among(&self, n: usize) -> impl Iterator<Item = Range<usize>> + Clone {
        self.ranges.iter().map(move |range| range.start.min(n)..range.end.min(n))
    }

    /// Whether the token is one of them.
    pub(super) fn contain(&self, token: usize) -> bool {
        self.ranges.iter().any(|range| range.contains(&token))
    }
}

impl Pattern for Longformer {
    fn keys(&self, n: usize, query: usize, keys: &mut Vec<Range<usize>>) {
        if self.globals.contain(query) {
            keys.push(0..n);
            return;
        }
        keys.push(near(n, query, self.window / 2));
        keys.extend(self.globals.among(n));
        tidy(keys);
    }
}

/// The pairs of a window together with those of global tokens.
///
/// With the band W, the rows R and the columns C of the global tokens:
/// |W ∪ R ∪ C| = |W| + |R ∪ C| − |W ∩ R| − |W ∩ C| + |W ∩ R ∩ C|. Nothing if it is more than
/// can be told.
pub(super) fn union_pairs(n: usize, half: usize, globals: &Globals, causal: bool) -> Option<u128> {
    let count: u128 = globals.among(n).map(|range| range.len() as u128).sum();
    // So many global tokens that already their pairs with each other are too many: there is
    // no need to go through all.
    if count * count / 2 > u128::from(MAX_COST) {
        return None;
    }
    let tokens = || globals.among(n).flatten();
    let sum = |f: &dyn Fn(usize) -> usize| tokens().map(|i| f(i) as u128).sum::<u128>();
    let (before, after) = (|i: usize| i.min(half), |i: usize| (n - 1 - i).min(half));
    let cross = if causal {
        // Rows up to the diagonal, columns from it; what they share are pairs of globals.
        sum(&|i| i + 1) + sum(&|j| n - j) - count * (count + 1) / 2
    } else {
        2 * count * n as u128 - count * count
    };
    let near_cross = if causal {
        sum(&|i| before(i) + 1) + sum(&|j| after(j) + 1)
    } else {
        2 * sum(&|i| before(i) + 1 + after(i))
    };
    // Pairs of globals that are near each other: the earlier one of each pair is counted.
    let mut earlier = tokens().peekable();
    let (mut passed, mut near) = (0u128, 0u128);
    for (rank, token) in tokens().enumerate() {
        while earlier.next_if(|&other| token - other > half).is_some() {
            passed += 1;
        }
        near += rank as u128 - passed;
    }
    let near_both = if causal { near + count } else { 2 * near + count };
    Some(near_pairs(n, half, causal) + cross + near_both - near_cross)
}

impl Compute for Longformer {
    const NAME: &'static str = "longformer";
    const ORIGIN: Origin = Origin::Exact;

    fn cost(&self, Size { n, d, causal }: Size) -> Result<Cost, AttentionError> {
        let pairs = union_pairs(n, self.window / 2, &self.globals, causal)
            .ok_or_else(|| too_large(Self::NAME, all_pairs(n, causal)))?;
        pairs::cost(Self::NAME, pairs, n, d)
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
