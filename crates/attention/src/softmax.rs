//! From scores to weights.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1};

use crate::AttentionError;
use crate::error::check_positive;

/// Softmax of a row of scores: exp(x_j) ÷ Σ exp(x_k), numbers from 0 to 1 that sum to 1.
///
/// The largest score m is subtracted first, which changes nothing in exact arithmetic and
/// keeps exp from overflowing. At the edges it takes the limits: scores of +∞ share the
/// weight equally, a score of −∞ gets exactly 0, and where all scores are −∞ all weights are
/// 0. A NaN makes all weights NaN.
///
/// ```
/// use attention::softmax;
/// use ndarray::array;
///
/// let weights = softmax(array![1f32.ln(), 3f32.ln()].view());
/// assert!((weights[0] - 0.25).abs() < 1e-6 && (weights[1] - 0.75).abs() < 1e-6);
/// let inf = f32::INFINITY;
/// assert_eq!(softmax(array![1e30, inf, inf].view()), array![0.0, 0.5, 0.5]);
/// assert_eq!(softmax(array![-inf, -inf].view()), array![0.0, 0.0]);
/// ```
pub fn softmax(row: ArrayView1<f32>) -> Array1<f32> {
    let mut weights = row.to_owned();
    softmax_in_place(weights.view_mut(), 1.0);
    weights
}

/// Softmax of the scores divided by a temperature: low ones sharpen, high ones level.
///
/// Each exponential is exp((x − m) ÷ T) with m the largest score, and the divisor is their
/// sum, added in order.
///
/// # Errors
/// [`AttentionError::Value`] if the temperature is not finite and above 0.
///
/// ```
/// use ndarray::array;
/// let weights = attention::softmax_with_temperature(array![0.0, 2.0 * 3f32.ln()].view(), 2.0)?;
/// assert!((weights[0] - 0.25).abs() < 1e-6 && (weights[1] - 0.75).abs() < 1e-6);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn softmax_with_temperature(
    row: ArrayView1<f32>,
    temperature: f32,
) -> Result<Array1<f32>, AttentionError> {
    check_positive("softmax_with_temperature", "temperature", temperature)?;
    let mut weights = row.to_owned();
    softmax_in_place(weights.view_mut(), temperature);
    Ok(weights)
}

/// Softmax of each row of `[rows, columns]`, at a temperature (1 changes nothing).
///
/// # Errors
/// [`AttentionError::Value`] if the temperature is not finite and above 0.
///
/// ```
/// use ndarray::array;
/// let weights = attention::softmax_rows(array![[5.0, 5.0], [0.0, f32::NEG_INFINITY]].view(), 1.0)?;
/// assert_eq!(weights, array![[0.5, 0.5], [1.0, 0.0]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn softmax_rows(
    scores: ArrayView2<f32>,
    temperature: f32,
) -> Result<Array2<f32>, AttentionError> {
    check_positive("softmax_rows", "temperature", temperature)?;
    let mut weights = scores.to_owned();
    for row in weights.rows_mut() {
        softmax_in_place(row, temperature);
    }
    Ok(weights)
}

/// Turns scores into weights where they stand; the temperature has been checked.
pub(crate) fn softmax_in_place(mut row: ArrayViewMut1<f32>, temperature: f32) {
    let max =
        row.iter().fold(f32::NEG_INFINITY, |max, &x| if x > max || x.is_nan() { x } else { max });
    if max == f32::NEG_INFINITY || max.is_nan() {
        row.fill(if max.is_nan() { f32::NAN } else { 0.0 });
    } else if max == f32::INFINITY {
        let share = 1.0 / row.iter().filter(|&&x| x == max).count() as f32;
        row.mapv_inplace(|x| if x == max { share } else { 0.0 });
    } else {
        let mut sum = 0.0;
        for x in &mut row {
            // The difference is taken first: dividing by a small temperature could overflow.
            *x = ((*x - max) / temperature).exp();
            sum += *x;
        }
        row.mapv_inplace(|x| x / sum);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::{softmax, softmax_rows, softmax_with_temperature};

    const INF: f32 = f32::INFINITY;

    fn check(row: Array1<f32>, expected: Array1<f32>) {
        let weights = softmax(row.view());
        let close = weights.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(close && weights.len() == expected.len(), "{row} gives {weights}, not {expected}");
    }

    #[test]
    fn edges() {
        check(array![], array![]);
        check(array![7.0], array![1.0]);
        check(array![-INF], array![0.0]);
        check(array![1e38, 1e38], array![0.5, 0.5]);
        check(array![f32::MIN, f32::MAX], array![0.0, 1.0]);
        check(array![INF, -INF, INF, 0.0], array![0.5, 0.0, 0.5, 0.0]);
        check(array![-INF, 3.0, -INF], array![0.0, 1.0, 0.0]);
    }

    #[test]
    fn nan_is_not_hidden() {
        for row in [array![f32::NAN, -INF], array![INF, f32::NAN], array![1.0, f32::NAN, 2.0]] {
            assert!(softmax(row.view()).iter().all(|w| w.is_nan()), "{row}");
        }
    }

    #[test]
    fn extreme_temperatures() {
        let row = array![1.0, 2.0, 3.0];
        let at = |t| softmax_with_temperature(row.view(), t).unwrap();
        assert_eq!(at(1e-40), array![0.0, 0.0, 1.0]);
        assert!(at(1e30).iter().all(|w| (w - 1.0 / 3.0).abs() < 1e-6));
        for t in [0.0, -1.0, INF, f32::NAN] {
            assert!(softmax_with_temperature(row.view(), t).is_err(), "{t}");
            assert!(softmax_rows(array![[1.0]].view(), t).is_err(), "{t}");
        }
    }
}
