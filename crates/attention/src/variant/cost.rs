//! What attending costs, and the counting of it.

use crate::AttentionError;

/// The largest figure of a [`Cost`]: 2⁵³, up to which JavaScript's numbers are exact too.
pub const MAX_COST: u64 = 1 << 53;

/// What one head attends over: as many keys as queries, and values as wide as keys.
///
/// ```
/// use attention::variant::{Full, Size, Variant};
/// let cost = Full.cost(Size { n: 4, d: 8, causal: true })?;
/// assert_eq!((cost.pairs, cost.multiply_adds), (10, 2 * 10 * 8));
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How many tokens.
    pub n: usize,
    /// How wide queries, keys and values are.
    pub d: usize,
    /// Whether a query sees only the keys up to its own position.
    pub causal: bool,
}

/// What it costs to attend.
///
/// ```
/// use attention::variant::{Cost, Size, SlidingWindow, Variant};
/// let cost = SlidingWindow { window: 2 }.cost(Size { n: 5, d: 4, causal: false })?;
/// // 5 tokens with 3 keys each, without one at either end; 5 · 4 outputs and 5 scores.
/// assert_eq!(cost, Cost { pairs: 13, multiply_adds: 2 * 13 * 4, bytes: 4 * (20 + 5) });
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// How many (query, key) are not masked.
    pub pairs: u64,
    /// How many products are added to a sum: d for the score of a pair and d for its value.
    /// The softmax and the scaling are not among them, nor are the zeros that fill a vector.
    pub multiply_adds: u64,
    /// The most memory, in bytes, that numbers take beside q, k and v at one time: the
    /// output and all that is kept on the way to it.
    pub bytes: u64,
}

impl Cost {
    /// A cost, if all of its figures can be told.
    pub(super) fn new(
        operation: &'static str,
        pairs: u128,
        multiply_adds: u128,
        floats: u128,
    ) -> Result<Self, AttentionError> {
        let bytes = floats.saturating_mul(size_of::<f32>() as u128);
        let figure = |x: u128| u64::try_from(x).ok().filter(|&x| x <= MAX_COST);
        match (figure(pairs), figure(multiply_adds), figure(bytes)) {
            (Some(pairs), Some(multiply_adds), Some(bytes)) => {
                Ok(Self { pairs, multiply_adds, bytes })
            }
            _ => Err(too_large(operation, pairs.max(multiply_adds).max(bytes))),
        }
    }
}

/// The error of a figure above [`MAX_COST`].
pub(super) fn too_large(operation: &'static str, figure: u128) -> AttentionError {
    AttentionError::value(operation, "n, d", figure, format!("a cost of at most {MAX_COST}"))
}

/// Is told of all work while it is done. A method that does nothing costs nothing.
pub(super) trait Counter {
    /// Pairs of a query and a key that aren't masked.
    fn pairs(&mut self, pairs: usize) {
        let _ = pairs;
    }

    /// Sums of that many products, each as long as told.
    fn multiply_adds(&mut self, sums: usize, length: usize) {
        let _ = (sums, length);
    }

    /// Memory for that many numbers, held until the end.
    fn hold(&mut self, floats: usize) {
        let _ = floats;
    }
}

/// Counts nothing.
pub(super) struct Nothing;

impl Counter for Nothing {}

/// Counts everything.
#[derive(Default)]
pub(super) struct Tally(pub Cost);

impl Counter for Tally {
    fn pairs(&mut self, pairs: usize) {
        self.0.pairs += pairs as u64;
    }

    fn multiply_adds(&mut self, sums: usize, length: usize) {
        self.0.multiply_adds += sums as u64 * length as u64;
    }

    fn hold(&mut self, floats: usize) {
        self.0.bytes += (floats * size_of::<f32>()) as u64;
    }
}
