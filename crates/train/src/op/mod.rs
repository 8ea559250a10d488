//! The operations: each a method of [`crate::Tape`], its way back beside it.

mod activate;
mod add;
mod attend;
mod compare;
mod cross_entropy;
mod gather;
mod layer_norm;
mod multiply;
mod project;
mod rms_norm;
mod rotate;

pub use attend::{Attend, ScoreBias};
pub use cross_entropy::Graded;
pub use rotate::Rotation;

use std::sync::Arc;

/// Where each sequence of a packed array begins, and how long it is.
fn sequences(lengths: &Arc<[usize]>) -> impl Iterator<Item = (usize, usize)> + '_ {
    lengths.iter().scan(0, |end, &length| {
        let start = *end;
        *end += length;
        Some((start, length))
    })
}
