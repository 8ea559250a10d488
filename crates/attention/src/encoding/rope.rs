//! Queries and keys rotated by an angle that grows with the position.

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Zip};

use super::{Encoding, frequency};
use crate::AttentionError;
use crate::error::{check_positive, check_size};

pub(super) const NAME: &str = "rope";

/// Rotary position embedding (Su et al. 2021, equation 15): the vector of width d is taken as
/// d ÷ 2 points in the plane, and pair i of position p is turned by p · base^(−2i ÷ d) radians.
/// A query and a key then meet at an angle that depends on their distance only.
///
/// ```
/// use attention::encoding::{Encoding, Rope};
/// use ndarray::array;
///
/// let mut q = array![[1.0, 0.0], [1.0, 0.0]];
/// Rope::default().rotate(q.view_mut(), 0)?;
/// assert_eq!(q.row(0), array![1.0, 0.0]); // position 0 is not turned
/// assert!((q[[1, 0]] - 0.540_302).abs() < 1e-6); // cos 1
/// assert!((q[[1, 1]] - 0.841_471).abs() < 1e-6); // sin 1
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rope {
    /// What the wavelengths grow towards, in units of 2π positions. Finite and above 0. Rounded
    /// to `f32` it would turn far positions too far.
    pub base: f64,
    /// Which dimensions make a pair.
    pub convention: Convention,
}

/// Which dimensions of a vector of width d make a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// 2i and 2i + 1, as in the paper.
    #[default]
    Interleaved,
    /// i and i + d ÷ 2, as in GPT-NeoX and LLaMA's common ports.
    HalfSplit,
}

impl Default for Rope {
    fn default() -> Self {
        Self { base: 10_000.0, convention: Convention::default() }
    }
}

impl Rope {
    /// The angles in radians, `[length, d ÷ 2]`, for positions from 0 and vectors of width d.
    ///
    /// # Errors
    /// [`AttentionError::Value`] if d is odd or the base is not finite and above 0,
    /// [`AttentionError::Shape`] if the table would be too large.
    ///
    /// ```
    /// use ndarray::array;
    /// let angles = attention::encoding::Rope::default().angles(3, 4)?;
    /// assert_eq!(angles, array![[0.0, 0.0], [1.0, 0.01], [2.0, 0.02]]);
    /// # Ok::<(), attention::AttentionError>(())
    /// ```
    pub fn angles(&self, length: usize, d: usize) -> Result<Array2<f32>, AttentionError> {
        Ok(self.exact_angles(0, (length, d))?.mapv(|angle| angle as f32))
    }

    /// The cosines and the sines of the angles, each `[length, d ÷ 2]`, from angles in `f64`
    /// and rounded once.
    ///
    /// # Errors
    /// As [`Rope::angles`].
    ///
    /// ```
    /// let (cos, sin) = attention::encoding::Rope::default().tables(2, 2)?;
    /// assert!((cos[[1, 0]] - 0.540_302).abs() < 1e-6 && (sin[[1, 0]] - 0.841_471).abs() < 1e-6);
    /// # Ok::<(), attention::AttentionError>(())
    /// ```
    pub fn tables(
        &self,
        length: usize,
        d: usize,
    ) -> Result<(Array2<f32>, Array2<f32>), AttentionError> {
        self.tables_from(0, (length, d))
    }

    fn tables_from(
        &self,
        offset: usize,
        (length, d): (usize, usize),
    ) -> Result<(Array2<f32>, Array2<f32>), AttentionError> {
        let angles = self.exact_angles(offset, (length, d))?;
        Ok((angles.mapv(|angle| angle.cos() as f32), angles.mapv(|angle| angle.sin() as f32)))
    }

    fn exact_angles(
        &self,
        offset: usize,
        (length, d): (usize, usize),
    ) -> Result<Array2<f64>, AttentionError> {
        check_positive(NAME, "base", self.base)?;
        if d % 2 != 0 {
            return Err(AttentionError::value(NAME, "d", d, "an even number"));
        }
        check_size(NAME, "angles", &[length, d])?;
        Ok(Array2::from_shape_fn((length, d / 2), |(row, pair)| {
            (offset as f64 + row as f64) * frequency(self.base, pair, d)
        }))
    }
}

impl Encoding for Rope {
    fn name(&self) -> &'static str {
        NAME
    }

    fn rotate(&self, x: ArrayViewMut2<f32>, offset: usize) -> Result<(), AttentionError> {
        let (cos, sin) = self.tables_from(offset, x.dim())?;
        apply_rotation(x, cos.view(), sin.view(), self.convention)
    }
}

/// Rotates the rows of x in place by given cosines and sines: the pair (a, b) becomes
/// (a · cos − b · sin, a · sin + b · cos).
///
/// x is `[n, d]`, cos and sin are `[n, pairs]`. With fewer pairs than d ÷ 2, only the first
/// 2 · pairs dimensions turn and the rest stay (a partial rotation).
///
/// # Errors
/// [`AttentionError::Shape`] if the shapes don't fit together.
///
/// ```
/// use attention::encoding::{Convention, apply_rotation};
/// use ndarray::array;
///
/// let (cos, sin) = (array![[0.0]], array![[1.0]]); // a quarter turn
/// let mut x = array![[1.0, 2.0, 3.0]];
/// apply_rotation(x.view_mut(), cos.view(), sin.view(), Convention::Interleaved)?;
/// assert_eq!(x, array![[-2.0, 1.0, 3.0]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn apply_rotation(
    mut x: ArrayViewMut2<f32>,
    cos: ArrayView2<f32>,
    sin: ArrayView2<f32>,
    convention: Convention,
) -> Result<(), AttentionError> {
    let ((n, d), (rows, pairs)) = (x.dim(), cos.dim());
    if rows != n || pairs > d / 2 {
        let needed = format!("[{n}, at most {}]", d / 2);
        return Err(AttentionError::shape("apply_rotation", "cos", cos.shape(), needed));
    }
    if sin.dim() != cos.dim() {
        let needed = format!("[{rows}, {pairs}], as cos has");
        return Err(AttentionError::shape("apply_rotation", "sin", sin.shape(), needed));
    }
    Zip::from(x.rows_mut()).and(cos.rows()).and(sin.rows()).for_each(|mut x, cos, sin| {
        for pair in 0..pairs {
            let (first, second) = match convention {
                Convention::Interleaved => (2 * pair, 2 * pair + 1),
                Convention::HalfSplit => (pair, pair + pairs),
            };
            let (a, b, cos, sin) = (x[first], x[second], cos[pair], sin[pair]);
            x[first] = a * cos - b * sin;
            x[second] = a * sin + b * cos;
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::{Convention, apply_rotation};

    #[test]
    fn the_rest_stays_in_a_partial_rotation() {
        let (cos, sin) = (array![[0.0, -1.0]], array![[1.0, 0.0]]); // a quarter and a half turn
        for (convention, expected) in [
            (Convention::Interleaved, array![[-2.0, 1.0, -3.0, -4.0, 5.0, 6.0]]),
            (Convention::HalfSplit, array![[-3.0, -2.0, 1.0, -4.0, 5.0, 6.0]]),
        ] {
            let mut x = array![[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]];
            apply_rotation(x.view_mut(), cos.view(), sin.view(), convention).unwrap();
            assert_eq!(x, expected, "{convention:?}");
        }
    }
}
