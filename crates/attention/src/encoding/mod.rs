//! How word order reaches attention, which by itself has none: permuted tokens give the same
//! outputs, permuted.
//!
//! An encoding acts through three hooks, each of which does nothing unless the encoding says
//! otherwise: it adds to the embeddings, rotates queries and keys, or biases the scores.
//! [`ALL`] lists them; a new one is a file and a line there.

mod alibi;
mod learned;
mod none;
mod rope;
mod sinusoidal;
mod t5;

use std::ops::Range;

use ndarray::{Array2, Array3, ArrayViewMut2};

use crate::AttentionError;

pub use alibi::{Alibi, slopes};
pub use learned::Learned;
pub use none::NoEncoding;
pub use rope::{Convention, Rope, apply_rotation};
pub use sinusoidal::Sinusoidal;
pub use t5::{Buckets, T5};

/// A way to tell attention about positions.
///
/// ```
/// use attention::encoding::{Alibi, Encoding, Sinusoidal};
/// use ndarray::array;
///
/// assert_eq!(Sinusoidal::default().added(1, 4)?, Some(array![[0.0, 1.0, 0.0, 1.0]]));
/// assert_eq!(Sinusoidal::default().bias(8, 0..1, 2)?, None);
/// assert_eq!(Alibi.bias(8, 0..1, 2)?.map(|b| b[[0, 0, 1]]), Some(-0.5));
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub trait Encoding: Send + Sync {
    /// The name in URLs and in the JavaScript package.
    fn name(&self) -> &'static str;

    /// What is added to the embeddings at positions 0 to `length`: `[length, d_model]`, or
    /// nothing.
    ///
    /// # Errors
    /// [`AttentionError`] if the encoding has no vectors of that shape.
    fn added(&self, length: usize, d_model: usize) -> Result<Option<Array2<f32>>, AttentionError> {
        let _ = (length, d_model);
        Ok(None)
    }

    /// Rotates the queries or the keys of one head, `[n, d_k]`, in place. The first row stands
    /// at position `offset`.
    ///
    /// # Errors
    /// [`AttentionError`] if the encoding can't rotate vectors of that width.
    fn rotate(&self, x: ArrayViewMut2<f32>, offset: usize) -> Result<(), AttentionError> {
        let _ = (x, offset);
        Ok(())
    }

    /// What is added to the scaled scores: `[heads, n_q, n_k]`, or nothing. The queries stand
    /// at the positions `queries`, the keys at 0 to `n_k`.
    ///
    /// # Errors
    /// [`AttentionError`] if the encoding has no bias for that many heads, or if it would be
    /// too large.
    fn bias(
        &self,
        heads: usize,
        queries: Range<usize>,
        n_k: usize,
    ) -> Result<Option<Array3<f32>>, AttentionError> {
        let _ = (heads, queries, n_k);
        Ok(None)
    }
}

/// The numbers that encodings with tables of their own are given from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables {
    /// `[length, d_model]`: one vector for each position, for [`Learned`].
    pub positions: Array2<f32>,
    /// `[buckets, heads]`: one bias for each bucket of distances and each head, for [`T5`].
    pub buckets: Array2<f32>,
}

/// One line of the list of encodings.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The name, as [`Encoding::name`] gives it.
    pub name: &'static str,
    /// Makes the encoding with the settings of the paper that brought it.
    pub build: fn(Tables) -> Box<dyn Encoding>,
}

/// All encodings, in the order of menus.
///
/// ```
/// use attention::encoding::ALL;
/// let names: Vec<_> = ALL.iter().map(|entry| entry.name).collect();
/// assert_eq!(names, ["none", "sinusoidal", "learned", "rope", "alibi", "t5"]);
/// ```
pub const ALL: [Entry; 6] = [
    Entry { name: none::NAME, build: |_| Box::new(NoEncoding) },
    Entry { name: sinusoidal::NAME, build: |_| Box::new(Sinusoidal::default()) },
    Entry { name: learned::NAME, build: |tables| Box::new(Learned { table: tables.positions }) },
    Entry { name: rope::NAME, build: |_| Box::new(Rope::default()) },
    Entry { name: alibi::NAME, build: |_| Box::new(Alibi) },
    Entry { name: t5::NAME, build: |tables| Box::new(T5::new(tables.buckets)) },
];

/// The frequency of pair i of d / 2, in radians per position: base^(−2i ÷ d).
fn frequency(base: f64, pair: usize, d: usize) -> f64 {
    base.powf(-(2.0 * pair as f64) / d as f64)
}
