//! Which keys a query attends to, as ranges, and how many pairs that makes.

use std::ops::Range;

/// The keys that each query attends to, before any mask.
pub(super) trait Pattern {
    /// Adds the query's keys to an empty list: ranges in order that don't overlap.
    fn keys(&self, n: usize, query: usize, keys: &mut Vec<Range<usize>>);
}

/// The keys at most half a window away.
pub(super) fn near(n: usize, at: usize, half: usize) -> Range<usize> {
    at.saturating_sub(half)..at.saturating_add(half).saturating_add(1).min(n)
}

/// Puts ranges in order and joins those that touch.
pub(super) fn tidy(ranges: &mut Vec<Range<usize>>) {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| range.start);
    ranges.dedup_by(|next, last| {
        let joined = next.start <= last.end;
        if joined {
            last.end = last.end.max(next.end);
        }
        joined
    });
}

/// Leaves only what lies below the limit.
pub(super) fn cut(ranges: &mut Vec<Range<usize>>, limit: usize) {
    for range in ranges.iter_mut() {
        range.end = range.end.min(limit);
    }
    ranges.retain(|range| !range.is_empty());
}

/// The pairs of n tokens with each other.
pub(super) fn all_pairs(n: usize, causal: bool) -> u128 {
    let n = n as u128;
    if causal { n * (n + 1) / 2 } else { n * n }
}

/// The pairs of n tokens with those at most half a window away: a band, whose corners are cut
/// off.
pub(super) fn near_pairs(n: usize, half: usize, causal: bool) -> u128 {
    let half = half.min(n.saturating_sub(1)) as u128;
    let corner = half * (half + 1) / 2;
    let n = n as u128;
    if causal { n * (half + 1) - corner } else { n * (2 * half + 1) - 2 * corner }.min(n * n)
}
