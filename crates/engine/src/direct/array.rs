//! Numbers with a shape, as they cross the boundary.

use ndarray::{ArrayBase, ArrayView3, Data, Dimension};
use serde::{Deserialize, Serialize};

use super::FieldError;

/// The most numbers that one array may hold here: 2²⁵, which as `f32` are 128 MiB.
///
/// Attention keeps three arrays the size of its scores beside them, and the caller gets
/// copies; a browser gives a page 4 GiB in all.
pub const MAX_NUMBERS: usize = 1 << 25;

/// Numbers row by row, and how many there are along each axis.
///
/// ```
/// use engine::direct::Array;
///
/// let rows = Array::from(ndarray::array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// assert_eq!(rows, Array { data: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0], shape: vec![2, 3] });
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Array<T = f32> {
    /// The numbers, the last axis first to change.
    pub data: Vec<T>,
    /// The length of each axis.
    pub shape: Vec<usize>,
}

impl<T: Clone, S: Data<Elem = T>, D: Dimension> From<ArrayBase<S, D>> for Array<T> {
    fn from(array: ArrayBase<S, D>) -> Self {
        Self { shape: array.shape().to_vec(), data: array.iter().cloned().collect() }
    }
}

impl<T> Array<T> {
    /// The array as `[heads, n, d]`, be it that or `[n, d]`, which is one head.
    pub(super) fn heads(&self, field: &str, needed: &str) -> Result<ArrayView3<'_, T>, FieldError> {
        let shape = match *self.shape {
            [n, d] => [1, n, d],
            [heads, n, d] => [heads, n, d],
            _ => return Err(self.misshapen(field, needed)),
        };
        check_size(&format!("{field}.shape"), &self.shape)?;
        let size: usize = self.shape.iter().product();
        if self.data.len() != size {
            let needed = format!("{size} for the shape {:?}", self.shape);
            let given = format!("{} numbers", self.data.len());
            return Err(FieldError::new(format!("{field}.data"), given, needed));
        }
        ArrayView3::from_shape(shape, &self.data).map_err(|_| self.misshapen(field, needed))
    }

    /// The error of a shape that doesn't fit.
    pub(super) fn misshapen(&self, field: &str, needed: &str) -> FieldError {
        FieldError::new(format!("{field}.shape"), format!("{:?}", self.shape), needed)
    }
}

impl<T: Copy> Array<T> {
    /// Refuses the array if one of its numbers isn't as needed.
    pub(super) fn check_numbers(
        &self,
        field: &str,
        needed: &str,
        is_good: impl Fn(T) -> bool,
    ) -> Result<(), FieldError>
    where
        T: Into<f64>,
    {
        match self.data.iter().position(|&x| !is_good(x)) {
            None => Ok(()),
            Some(at) => {
                let given = format!("{} at index {at}", spelled(self.data[at].into()));
                Err(FieldError::new(format!("{field}.data"), given, needed))
            }
        }
    }
}

/// Refuses a shape of more numbers than can be held.
pub(super) fn check_size(field: &str, shape: &[usize]) -> Result<(), FieldError> {
    // An axis of length 0 must not hide that the others overflow.
    let size = shape.iter().filter(|&&n| n > 0).try_fold(1usize, |size, &n| size.checked_mul(n));
    match size {
        Some(size) if size <= MAX_NUMBERS => Ok(()),
        _ => {
            let needed = format!("at most {MAX_NUMBERS} numbers in all");
            Err(FieldError::new(field, format!("{shape:?}"), needed))
        }
    }
}

/// A number as JavaScript spells it, at least where Rust doesn't.
pub(super) fn spelled(x: f64) -> String {
    match x {
        f64::INFINITY => "Infinity".into(),
        f64::NEG_INFINITY => "-Infinity".into(),
        x => x.to_string(),
    }
}
