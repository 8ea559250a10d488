//! Sines and cosines added to the embeddings.

use ndarray::Array2;

use super::{Encoding, frequency};
use crate::AttentionError;
use crate::error::{check_positive, check_size};

pub(super) const NAME: &str = "sinusoidal";

/// Vaswani et al. 2017, section 3.5: dimension 2i of position p is sin(p ÷ base^(2i ÷ d_model)),
/// dimension 2i + 1 its cosine. An odd d_model ends on a sine.
///
/// ```
/// use attention::encoding::{Encoding, Sinusoidal};
/// let table = Sinusoidal::default().added(2, 4)?.unwrap_or_default();
/// assert!((table[[1, 0]] - 0.841_471).abs() < 1e-6); // sin 1
/// assert!((table[[1, 1]] - 0.540_302).abs() < 1e-6); // cos 1
/// assert!((table[[1, 2]] - 0.01).abs() < 1e-6); // sin (1 ÷ 100)
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sinusoidal {
    /// What the wavelengths grow towards, in units of 2π positions. Finite and above 0. Rounded
    /// to `f32` it would turn far positions too far.
    pub base: f64,
}

impl Default for Sinusoidal {
    fn default() -> Self {
        Self { base: 10_000.0 }
    }
}

impl Encoding for Sinusoidal {
    fn name(&self) -> &'static str {
        NAME
    }

    fn added(&self, length: usize, d_model: usize) -> Result<Option<Array2<f32>>, AttentionError> {
        check_positive(NAME, "base", self.base)?;
        check_size(NAME, "added", &[length, d_model])?;
        // At position 10,000 an f32 angle would be off by half a thousandth: f64 to the end.
        Ok(Some(Array2::from_shape_fn((length, d_model), |(position, column)| {
            let angle = position as f64 * frequency(self.base, column / 2, d_model);
            (if column % 2 == 0 { angle.sin() } else { angle.cos() }) as f32
        })))
    }
}
