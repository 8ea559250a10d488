//! Who may look at whom.

use ndarray::{Array2, Array3, ArrayView3, Axis};

use crate::AttentionError;
use crate::error::check_size;

/// What keeps a query from looking at a key. The parts add up: a key is seen only where
/// every part that is there allows it. The default allows everything.
///
/// ```
/// use attention::Mask;
/// use ndarray::array;
///
/// let x = f32::NEG_INFINITY;
/// let mask = Mask::causal().matrix(1, 3, 3)?;
/// assert_eq!(mask, array![[[0.0, x, x], [0.0, 0.0, x], [0.0, 0.0, 0.0]]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mask {
    /// Whether a query sees only the keys up to its own position.
    pub causal: bool,
    /// The position of the first query among the keys, for `causal` and `window`: query i
    /// stands at position p = i + offset. With a cache it is the number of cached keys; below
    /// 0 where the first queries stand before all keys.
    pub offset: isize,
    /// How far a query sees to either side.
    pub window: Option<Window>,
    /// True where the query may look at the key. `[heads, n_q, n_k]` or anything that
    /// broadcasts to it, such as `[1, n_q, n_k]`, the same for all heads.
    pub allowed: Option<Array3<bool>>,
    /// Added to the scaled scores: finite, or −∞ where the query may not look. Shaped as
    /// `allowed` is.
    pub added: Option<Array3<f32>>,
}

/// A sliding window: the query at position p sees keys from p − left to p + right.
///
/// ```
/// use attention::{Mask, Window};
/// use ndarray::array;
///
/// let window = Some(Window { left: Some(1), right: Some(0) });
/// let x = f32::NEG_INFINITY;
/// let mask = Mask { window, ..Mask::default() }.matrix(1, 3, 3)?;
/// assert_eq!(mask, array![[[0.0, x, x], [0.0, 0.0, x], [x, 0.0, 0.0]]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// How many keys before the query's own position; no bound if absent.
    pub left: Option<usize>,
    /// How many keys after it; no bound if absent.
    pub right: Option<usize>,
}

impl Mask {
    /// Each query sees the keys up to its own position.
    ///
    /// ```
    /// assert!(attention::Mask::causal().causal);
    /// ```
    pub fn causal() -> Self {
        Self { causal: true, ..Self::default() }
    }

    /// A mask that is the same for all heads, from `[n_q, n_k]` where true means "may look".
    ///
    /// ```
    /// use ndarray::array;
    /// let mask = attention::Mask::allowing(array![[true, false]]).matrix(2, 1, 2)?;
    /// assert_eq!(mask, array![[[0.0, f32::NEG_INFINITY]], [[0.0, f32::NEG_INFINITY]]]);
    /// # Ok::<(), attention::AttentionError>(())
    /// ```
    pub fn allowing(allowed: Array2<bool>) -> Self {
        Self { allowed: Some(allowed.insert_axis(Axis(0))), ..Self::default() }
    }

    /// Whether nothing at all is masked, whatever the shape.
    ///
    /// ```
    /// use attention::Mask;
    /// assert!(Mask::default().is_open());
    /// assert!(!Mask::causal().is_open());
    /// ```
    pub fn is_open(&self) -> bool {
        !self.causal && self.window.is_none() && self.allowed.is_none() && self.added.is_none()
    }

    /// What is added to the scaled scores, `[heads, n_q, n_k]`: −∞ where the query may not
    /// look, elsewhere what `added` says or 0.
    ///
    /// # Errors
    /// [`AttentionError::Shape`] if `allowed` or `added` don't broadcast to that shape or if
    /// it is too large, [`AttentionError::Value`] if `added` holds NaN or +∞.
    ///
    /// ```
    /// use attention::Mask;
    /// use ndarray::array;
    ///
    /// let mask = Mask { causal: true, offset: 1, added: Some(array![[[0.5]]]), ..Mask::default() };
    /// assert_eq!(mask.matrix(1, 1, 3)?, array![[[0.5, 0.5, f32::NEG_INFINITY]]]);
    /// # Ok::<(), attention::AttentionError>(())
    /// ```
    pub fn matrix(
        &self,
        heads: usize,
        n_q: usize,
        n_k: usize,
    ) -> Result<Array3<f32>, AttentionError> {
        let shape = (heads, n_q, n_k);
        check_size("mask", "matrix", &[heads, n_q, n_k])?;
        let checked = self.check("mask", shape)?;
        Ok(Array3::from_shape_fn(shape, |(head, i, j)| checked.at(head, i, j)))
    }

    /// The mask with its arrays seen as `[heads, n_q, n_k]`.
    pub(crate) fn check(
        &self,
        operation: &'static str,
        shape: (usize, usize, usize),
    ) -> Result<CheckedMask<'_>, AttentionError> {
        Ok(CheckedMask {
            mask: self,
            allowed: broadcast(operation, "mask.allowed", self.allowed.as_ref(), shape)?,
            added: check_added(operation, "mask.added", self.added.as_ref(), shape)?,
        })
    }
}

/// A mask whose arrays are known to fit.
pub(crate) struct CheckedMask<'a> {
    mask: &'a Mask,
    allowed: Option<ArrayView3<'a, bool>>,
    added: Option<ArrayView3<'a, f32>>,
}

impl CheckedMask<'_> {
    /// What is added to the scaled score of query i and key j.
    pub(crate) fn at(&self, head: usize, i: usize, j: usize) -> f32 {
        // Positions are far below isize::MAX; saturating only keeps absurd offsets from
        // wrapping around.
        let signed = |n: usize| isize::try_from(n).unwrap_or(isize::MAX);
        let (key, position) = (signed(j), signed(i).saturating_add(self.mask.offset));
        let Window { left, right } = self.mask.window.unwrap_or_default();
        let hidden = self.mask.causal && key > position
            || left.is_some_and(|left| key < position.saturating_sub(signed(left)))
            || right.is_some_and(|right| key > position.saturating_add(signed(right)))
            || self.allowed.is_some_and(|allowed| !allowed[[head, i, j]]);
        if hidden { f32::NEG_INFINITY } else { self.added.map_or(0.0, |added| added[[head, i, j]]) }
    }
}

/// Checks what is to be added to scores: a shape that broadcasts, and no number that could
/// turn an infinite score into NaN.
pub(crate) fn check_added<'a>(
    operation: &'static str,
    field: &'static str,
    added: Option<&'a Array3<f32>>,
    shape: (usize, usize, usize),
) -> Result<Option<ArrayView3<'a, f32>>, AttentionError> {
    match added.and_then(|a| a.iter().find(|x| x.is_nan() || **x == f32::INFINITY)) {
        Some(x) => Err(AttentionError::value(operation, field, x, "finite numbers or -inf")),
        None => broadcast(operation, field, added, shape),
    }
}

fn broadcast<'a, T>(
    operation: &'static str,
    field: &'static str,
    array: Option<&'a Array3<T>>,
    shape: (usize, usize, usize),
) -> Result<Option<ArrayView3<'a, T>>, AttentionError> {
    let Some(array) = array else { return Ok(None) };
    let (heads, n_q, n_k) = shape;
    array.broadcast(shape).map(Some).ok_or_else(|| {
        let needed = format!("[{heads}, {n_q}, {n_k}], where any of them may be 1");
        AttentionError::shape(operation, field, array.shape(), needed)
    })
}

/// A score with something added, where −∞ wins over any score, +∞ and NaN included.
pub(crate) fn add(score: f32, added: f32) -> f32 {
    if added == f32::NEG_INFINITY { added } else { score + added }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array3, array};

    use super::{Mask, Window};

    const X: f32 = f32::NEG_INFINITY;

    fn check(mask: Mask, expected: [[f32; 3]; 2]) {
        let given = mask.matrix(1, 2, 3).unwrap();
        assert_eq!(given, Array3::from(vec![expected]), "{mask:?}");
    }

    fn causal(offset: isize) -> Mask {
        Mask { offset, ..Mask::causal() }
    }

    fn window(left: Option<usize>, right: Option<usize>) -> Mask {
        Mask { window: Some(Window { left, right }), ..Mask::default() }
    }

    #[test]
    fn parts_alone_and_together() {
        check(Mask::default(), [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]);
        check(causal(0), [[0.0, X, X], [0.0, 0.0, X]]);
        check(causal(1), [[0.0, 0.0, X], [0.0, 0.0, 0.0]]);
        check(causal(-1), [[X, X, X], [0.0, X, X]]);
        check(causal(isize::MAX), [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]);
        check(causal(isize::MIN), [[X, X, X], [X, X, X]]);
        check(window(Some(0), Some(1)), [[0.0, 0.0, X], [X, 0.0, 0.0]]);
        check(window(Some(usize::MAX), Some(0)), [[0.0, X, X], [0.0, 0.0, X]]);
        check(window(None, None), [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]);
        let rows = Mask::allowing(array![[false, true, true], [true, true, false]]);
        check(rows.clone(), [[X, 0.0, 0.0], [0.0, 0.0, X]]);
        let added = Some(array![[[1.0, 2.0, X]]]);
        check(Mask { added, causal: true, ..rows }, [[X, X, X], [1.0, 2.0, X]]);
    }

    #[test]
    fn misfits_are_errors() {
        let shape = Mask { added: Some(Array3::zeros((2, 2, 3))), ..Mask::default() };
        assert_eq!(
            shape.matrix(3, 2, 3).unwrap_err().to_string(),
            "mask: mask.added has shape [2, 2, 3], needed is [3, 2, 3], where any of them may be 1"
        );
        for x in [f32::NAN, f32::INFINITY] {
            let value = Mask { added: Some(array![[[x]]]), ..Mask::default() };
            assert!(value.matrix(1, 1, 1).is_err());
        }
        assert!(Mask::causal().matrix(1, usize::MAX, 2).is_err());
        assert!(Mask::causal().matrix(0, usize::MAX, 2).is_err());
    }
}
