//! How much FlashAttention moves between slow and fast memory, beside the ordinary way.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::EngineError;

/// How many tokens may be asked for.
pub const TOKENS: RangeInclusive<usize> = 1..=1 << 20;

/// How wide queries, keys and values may be.
pub const WIDTHS: RangeInclusive<usize> = 1..=1 << 10;

/// Bytes in a number, an `f32`.
const NUMBER: u64 = 4;

/// How much is moved by one head, both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// By attention done in three steps.
    pub standard: Moved,
    /// By FlashAttention.
    pub flash: Moved,
    /// How many queries a tile has: B_r.
    pub queries: usize,
    /// How many keys a tile has: B_c.
    pub keys: usize,
}

/// Bytes from and to slow memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Read from slow memory.
    pub read: u64,
    /// Written to it.
    pub written: u64,
}

impl Moved {
    /// Both.
    ///
    /// ```
    /// assert_eq!(engine::cost::Moved { read: 8, written: 4 }.total(), 12);
    /// ```
    pub fn total(self) -> u64 {
        self.read + self.written
    }
}

/// How much is moved for n tokens of width d in `f32`, with `fast` bytes of fast memory,
/// without a mask (Dao et al. 2022).
///
/// - **Standard** (algorithm 0): reads Q and K and writes the scores; reads them and writes the
///   weights; reads those and V and writes the output. Each is taken to move just once, which
///   no small memory could do for the products: the ordinary way is given the benefit.
/// - **FlashAttention** (algorithm 1): with B_c = ⌈M ÷ 4d⌉ keys and B_r = min(B_c, d) queries
///   in a tile, M the fast memory in numbers, it writes zeros as output and −∞ and 0 as the
///   running maxima and sums; then for each tile of keys it reads K and V of the tile, and for
///   each tile of queries reads Q, output, maximum and sum, and writes the last three.
///
/// # Errors
///
/// [`EngineError`] if n or d are out of bounds, or fast memory doesn't hold a single vector.
///
/// ```
/// use engine::cost::traffic;
///
/// // 100 KiB are 25,600 numbers: tiles of 100 keys and 64 queries.
/// let moved = traffic(1000, 64, 100 * 1024)?;
/// assert_eq!((moved.keys, moved.queries), (100, 64));
/// // 4 n d + 4 n² numbers.
/// assert_eq!(moved.standard.total(), 4 * (4 * 1000 * 64 + 4 * 1000 * 1000));
/// // K and V once; Q, output, maxima and sums ten times, and the last three back.
/// assert_eq!(moved.flash.read, 4 * (2 * 64_000 + 10 * (2 * 64_000 + 2000)));
/// assert_eq!(moved.flash.written, 4 * 11 * (64_000 + 2000));
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn traffic(n: usize, d: usize, fast: usize) -> Result<Traffic, EngineError> {
    let numbers = fast as u64 / NUMBER;
    if !TOKENS.contains(&n) || !WIDTHS.contains(&d) || numbers < d as u64 {
        return Err(EngineError::Traffic { n, d, fast });
    }
    let (n, d) = (n as u64, d as u64);
    // Tiles are cut to what there is.
    let keys = numbers.div_ceil(4 * d).min(n);
    // How often all queries pass by.
    let rounds = n.div_ceil(keys);
    let moved = |read, written| Moved { read: NUMBER * read, written: NUMBER * written };
    Ok(Traffic {
        standard: moved(3 * n * d + 2 * n * n, n * d + 2 * n * n),
        flash: moved(2 * n * d + rounds * 2 * (n * d + n), (rounds + 1) * (n * d + 2 * n)),
        queries: keys.min(d) as usize,
        keys: keys as usize,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Goes through algorithm 1 and counts.
    fn walk(n: usize, d: usize, fast: usize) -> Moved {
        let numbers = fast / 4;
        let b_c = numbers.div_ceil(4 * d);
        let b_r = b_c.min(d);
        // Line 2: O, ℓ and m.
        let (mut read, mut written) = (0, n * d + n + n);
        for from in (0..n).step_by(b_c) {
            let keys = b_c.min(n - from);
            read += 2 * keys * d; // line 6: K_j and V_j
            for from in (0..n).step_by(b_r) {
                let queries = b_r.min(n - from);
                read += 2 * queries * d + 2 * queries; // line 8: Q_i, O_i, ℓ_i and m_i
                written += queries * d + 2 * queries; // lines 12 and 13: O_i, ℓ_i and m_i
            }
        }
        Moved { read: 4 * read as u64, written: 4 * written as u64 }
    }

    #[test]
    fn the_formula_counts_what_the_loops_move() {
        for n in [1, 2, 7, 64, 100, 1000] {
            for d in [1, 3, 16, 64] {
                for fast in [4 * d, 4 * d + 3, 1000, 4096, 100_000, 10_000_000] {
                    let Ok(moved) = traffic(n, d, fast) else {
                        assert!(fast < 4 * d);
                        continue;
                    };
                    assert_eq!(moved.flash, walk(n, d, fast), "{n} {d} {fast}");
                }
            }
        }
    }

    #[test]
    fn more_fast_memory_never_moves_more() {
        let totals = (8..24).map(|bits| traffic(8192, 64, 1 << bits).unwrap().flash.total());
        let totals: Vec<_> = totals.collect();
        assert!(totals.windows(2).all(|pair| pair[0] >= pair[1]), "{totals:?}");
        // With room for everything, each number is moved about once.
        assert!(totals[15] < 8 * 8192 * 64 * 4, "{totals:?}");
    }

    #[test]
    fn what_does_not_fit_is_refused_and_the_largest_can_be_told() {
        for (n, d, fast) in [(0, 64, 1 << 20), (1, 0, 1 << 20), (1, 64, 255), (1 << 21, 1, 4)] {
            assert_eq!(traffic(n, d, fast), Err(EngineError::Traffic { n, d, fast }));
        }
        let most = traffic(1 << 20, 1 << 10, 1 << 12).unwrap();
        assert!(most.flash.total() > most.standard.total());
    }
}
