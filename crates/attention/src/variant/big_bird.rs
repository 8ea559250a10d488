//! Near, global and random keys.

use std::ops::Range;

use ndarray::{Array3, ArrayView3};
use rand::seq::index::sample;
use rand_pcg::Pcg32;
use rand_seeder::Seeder;

use super::cost::{Cost, Counter, Size, too_large};
use super::longformer::union_pairs;
use super::pattern::{Pattern, cut, near, tidy};
use super::{Compute, Globals, Origin, pairs};
use crate::{AttentionError, MAX_ELEMENTS, Options};

/// BigBird (Zaheer et al. 2020, section 2): a sliding window, global tokens, and for each
/// other query some further keys drawn at random, distinct and none of those it attends to
/// anyway. Where fewer are left than are to be drawn, it attends to all.
///
/// With `block` above 1 the text is cut into blocks of so many tokens, the last of which may
/// be shorter, and window, globals and random keys are blocks of queries and of keys
/// (the appendix on the implementation there). A causal mask hides what comes later, whatever was drawn.
///
/// ```
/// use attention::variant::{BigBird, Globals, Size, Variant};
/// let big_bird = BigBird { window: 2, globals: Globals::first(1), random: 2, block: 1, seed: 1 };
/// let keys = big_bird.keys(100, 50, false)?;
/// assert!(keys.contains(&(0..1)) && keys.iter().map(|keys| keys.len()).sum::<usize>() == 6);
/// // 298 near ones, 199 of the first row and column less 3 of both kinds, 2 · 99 drawn.
/// let cost = big_bird.cost(Size { n: 100, d: 64, causal: false })?;
/// assert_eq!(cost.pairs, 298 + 199 - 3 + 198);
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BigBird {
    /// As for [`super::SlidingWindow`], in blocks.
    pub window: usize,
    /// The global tokens, or blocks.
    pub globals: Globals,
    /// How many keys, or blocks, are drawn for each query that isn't global.
    pub random: usize,
    /// How many tokens a block has; at least 1.
    pub block: usize,
    /// What the random keys are drawn from.
    pub seed: u32,
}

impl BigBird {
    /// The blocks that a block of queries attends to.
    fn blocks(&self, blocks: usize, at: usize, keys: &mut Vec<Range<usize>>) {
        if self.globals.contain(at) {
            keys.push(0..blocks);
            return;
        }
        keys.push(near(blocks, at, self.window / 2));
        keys.extend(self.globals.among(blocks));
        tidy(keys);
        let free = blocks - keys.iter().map(Range::len).sum::<usize>();
        if free <= self.random {
            keys.clear();
            keys.push(0..blocks);
        } else if self.random > 0 {
            let taken = keys.len();
            // A block's own generator, so that its draw depends on no other's.
            let mut rng: Pcg32 = Seeder::from((NAME, self.seed, at as u64)).into_rng();
            for drawn in sample(&mut rng, free, self.random) {
                // The drawn one is counted among those that are free.
                let skip = |at: usize, taken: &Range<usize>| {
                    if taken.start <= at { at + taken.len() } else { at }
                };
                let key = keys[..taken].iter().fold(drawn, skip);
                keys.push(key..key + 1);
            }
            tidy(keys);
        }
    }

    /// How many pairs there are, block by block.
    fn count(&self, n: usize, causal: bool) -> u128 {
        let blocks = n.div_ceil(self.block);
        let mut keys = Vec::new();
        let mut pairs = 0;
        for (at, start) in (0..blocks).zip((0..n).step_by(self.block)) {
            let queries = start..n.min(start + self.block);
            keys.clear();
            self.blocks(blocks, at, &mut keys);
            self.to_tokens(n, &mut keys);
            if causal {
                cut(&mut keys, queries.end);
            }
            let seen = keys.iter().map(Range::len).sum::<usize>() as u128;
            let rows = queries.len() as u128;
            // In its own block, which it always attends to, a query misses those after it.
            pairs += seen * rows - if causal { rows * (rows - 1) / 2 } else { 0 };
        }
        pairs
    }

    /// The pairs without going through all queries, if every one has as many keys to draw
    /// from as are drawn.
    fn formula(&self, n: usize, causal: bool) -> Option<u128> {
        let blocks = n.checked_div(self.block)?;
        let globals: usize = self.globals.among(blocks).map(|range| range.len()).sum();
        let most = [self.window, 1, globals, self.random]
            .iter()
            .try_fold(0usize, |sum, x| sum.checked_add(*x))?;
        if causal || !n.is_multiple_of(self.block) || blocks < most {
            return None;
        }
        let drawn = self.random as u128 * (blocks - globals) as u128;
        let area = self.block as u128 * self.block as u128;
        Some((union_pairs(blocks, self.window / 2, &self.globals, causal)? + drawn) * area)
    }

    fn to_tokens(&self, n: usize, keys: &mut [Range<usize>]) {
        let token = |block: usize| block.saturating_mul(self.block).min(n);
        keys.iter_mut().for_each(|keys| *keys = token(keys.start)..token(keys.end));
    }
}

const NAME: &str = "big_bird";

impl Pattern for BigBird {
    fn keys(&self, n: usize, query: usize, keys: &mut Vec<Range<usize>>) {
        self.blocks(n.div_ceil(self.block), query / self.block, keys);
        self.to_tokens(n, keys);
    }
}

impl Compute for BigBird {
    const NAME: &'static str = NAME;
    const ORIGIN: Origin = Origin::Exact;

    fn check(&self) -> Result<(), AttentionError> {
        match self.block {
            0 => Err(AttentionError::value(NAME, "block", 0, "at least 1")),
            _ => Ok(()),
        }
    }

    fn cost(&self, Size { n, d, causal }: Size) -> Result<Cost, AttentionError> {
        self.check()?;
        let pairs = match self.formula(n, causal) {
            Some(pairs) => pairs,
            None => {
                // Someone has to draw them all.
                let blocks = n.div_ceil(self.block);
                let draws = blocks as u128 * self.random.clamp(1, blocks.max(1)) as u128;
                if draws > MAX_ELEMENTS as u128 {
                    return Err(too_large(NAME, draws));
                }
                self.count(n, causal)
            }
        };
        pairs::cost(NAME, pairs, n, d)
    }

    fn attend(
        &self,
        inputs: [ArrayView3<f32>; 3],
        options: &Options,
        counter: &mut dyn Counter,
    ) -> Result<Array3<f32>, AttentionError> {
        self.check()?;
        pairs::attend(NAME, self, inputs, options, counter)
    }
}
