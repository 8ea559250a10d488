//! Draws that are the same on every machine: all go through `u32`, whose draws don't depend
//! on how wide a pointer is.

use rand_distr::{Distribution, Uniform};
use rand_pcg::Pcg32;

/// A number below `count`, each as likely as any other; 0 if there is none.
pub(super) fn below(rng: &mut Pcg32, count: usize) -> u32 {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    Uniform::new(0, count).map_or(0, |numbers| numbers.sample(rng))
}

/// Two different numbers below `count`, each pair and either order as likely as any other.
pub(super) fn two_below(rng: &mut Pcg32, count: usize) -> [u32; 2] {
    let first = below(rng, count);
    let second = below(rng, count.saturating_sub(1));
    // What is left of the numbers when the first is taken out.
    [first, second + u32::from(second >= first)]
}

/// Puts items in an order that is as likely as any other (Durstenfeld, 1964).
pub(super) fn shuffle<T>(rng: &mut Pcg32, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(rng, last + 1) as usize);
    }
}
