//! Every query with every key, a tile of scores at a time.

use std::ops::Range;

use ndarray::{Array3, ArrayView3};

use super::asked::Asked;
use super::cost::{Cost, Counter, Size};
use super::kernel::{self, Tile};
use super::pattern::Pattern;
use super::{Compute, Origin};
use crate::{AttentionError, Options};

/// FlashAttention (Dao et al. 2022): exact, and never more than a tile of the scores at once,
/// so that memory grows with n and not with n². It takes every option.
///
/// ```
/// use attention::Options;
/// use attention::variant::{Flash, Full, Size, Variant};
/// use ndarray::Array3;
///
/// let x = Array3::from_shape_fn((1, 9, 2), |(_, i, j)| (i * 2 + j) as f32 / 9.0);
/// let tiles = Flash { queries: 4, keys: 4 };
/// let by = |variant: &dyn Variant| {
///     variant.attend(x.view(), x.view(), x.view(), &Options::default())
/// };
/// let difference = by(&tiles)? - by(&Full)?;
/// assert!(difference.iter().all(|x| x.abs() < 1e-6));
///
/// let bytes = |n| tiles.cost(Size { n, d: 64, causal: false }).map(|cost| cost.bytes);
/// assert_eq!(bytes(2000)? - bytes(1000)?, bytes(3000)? - bytes(2000)?); // linear
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flash {
    /// How many queries a tile has; 0 is taken as 1.
    pub queries: usize,
    /// How many keys a tile has; 0 is taken as 1.
    pub keys: usize,
}

impl Default for Flash {
    /// Tiles whose scores, 64 KiB, and whose keys and values, 256 KiB at d = 64, stay in the
    /// fast memory of most processors. Others are within a few hundredths of their speed.
    fn default() -> Self {
        Self { queries: 32, keys: 512 }
    }
}

impl From<Flash> for Tile {
    fn from(Flash { queries, keys }: Flash) -> Self {
        Self { queries, keys, keep: false }
    }
}

impl Pattern for Flash {
    fn keys(&self, n: usize, _: usize, keys: &mut Vec<Range<usize>>) {
        keys.push(0..n);
    }
}

impl Compute for Flash {
    const NAME: &'static str = "flash";
    const ORIGIN: Origin = Origin::Reconstructed;

    fn cost(&self, size: Size) -> Result<Cost, AttentionError> {
        kernel::cost(Self::NAME, size, (*self).into())
    }

    fn attend(
        &self,
        inputs: [ArrayView3<f32>; 3],
        options: &Options,
        counter: &mut dyn Counter,
    ) -> Result<Array3<f32>, AttentionError> {
        let asked = Asked::new(Self::NAME, inputs, options)?;
        kernel::attend(Self::NAME, &asked, (*self).into(), counter)
    }
}
