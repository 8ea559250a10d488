//! Matrix products whose additions are done in an order that can be written out.

use ndarray::{Array2, ArrayView2};

use crate::AttentionError;
use crate::error::check_size;

/// The matrix product a · b: `[n, m] · [m, p] -> [n, p]`.
///
/// Each result starts from 0 and gets its m products added in order, each product and each
/// sum rounded to `f32` and never fused, so that a reader who writes the sum out arrives at
/// the same bits. The one exception: where finite operands overflow to ∞ − ∞, which would be
/// NaN, the sum is done again in `f64` and only the result is rounded.
///
/// # Errors
/// [`AttentionError::Shape`] if b has not as many rows as a has columns, or if the result
/// would be too large.
///
/// ```
/// use ndarray::array;
/// let product = attention::matmul(array![[1.0, 2.0]].view(), array![[3.0], [4.0]].view())?;
/// assert_eq!(product, array![[11.0]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn matmul(a: ArrayView2<f32>, b: ArrayView2<f32>) -> Result<Array2<f32>, AttentionError> {
    let ((n, m), (rows, p)) = (a.dim(), b.dim());
    if rows != m {
        return Err(AttentionError::shape("matmul", "b", b.shape(), format!("[{m}, columns]")));
    }
    check_size("matmul", "result", &[n, p])?;
    // [n, m] · [m, p] -> [n, p]
    let mut product = sum_rows(a, b, |_| true);
    settle_overflow(a, b, &mut product);
    Ok(product)
}

/// The sum of the rows of `values`, each times its weight: `[n, m] · [m, p] -> [n, p]`.
///
/// The same as [`matmul`], bit for bit, as long as all values are finite. But a row whose
/// weight is exactly 0 is left out rather than multiplied, so that an ∞ or NaN behind a mask
/// (0 · ∞ is NaN) can't reach the result.
///
/// # Errors
/// [`AttentionError::Shape`] as for [`matmul`].
///
/// ```
/// use ndarray::array;
/// let values = array![[2.0, 4.0], [f32::INFINITY, f32::NAN]];
/// let sum = attention::weighted_sum(array![[0.5, 0.0]].view(), values.view())?;
/// assert_eq!(sum, array![[1.0, 2.0]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn weighted_sum(
    weights: ArrayView2<f32>,
    values: ArrayView2<f32>,
) -> Result<Array2<f32>, AttentionError> {
    let ((n, m), (rows, p)) = (weights.dim(), values.dim());
    if rows != m {
        let needed = format!("[{m}, columns]");
        return Err(AttentionError::shape("weighted_sum", "values", values.shape(), needed));
    }
    check_size("weighted_sum", "result", &[n, p])?;
    // [n, m] · [m, p] -> [n, p]
    Ok(sum_rows(weights, values, |weight| weight != 0.0))
}

/// Σ over k of a[i, k] times row k of b, for the factors that count.
fn sum_rows(a: ArrayView2<f32>, b: ArrayView2<f32>, counts: impl Fn(f32) -> bool) -> Array2<f32> {
    let mut sums = Array2::zeros((a.nrows(), b.ncols()));
    // Both are now in standard layout, so that every row is a slice: over slices the inner loop
    // runs on whole vectors.
    let b = b.as_standard_layout();
    for (mut sums, factors) in sums.rows_mut().into_iter().zip(a.rows()) {
        let Some(sums) = sums.as_slice_mut() else { continue };
        for (&factor, row) in factors.iter().zip(b.rows()).filter(|(factor, _)| counts(**factor)) {
            for (sum, &x) in sums.iter_mut().zip(row.to_slice().unwrap_or_default()) {
                *sum += factor * x;
            }
        }
    }
    sums
}

/// Does the sums of finite numbers that came out as NaN again, in `f64`, where the products
/// of `f32` can't overflow.
pub(crate) fn settle_overflow(a: ArrayView2<f32>, b: ArrayView2<f32>, product: &mut Array2<f32>) {
    if !product.iter().any(|x| x.is_nan()) {
        return;
    }
    for ((i, j), sum) in product.indexed_iter_mut().filter(|(_, x)| x.is_nan()) {
        let (row, column) = (a.row(i), b.column(j));
        if row.iter().chain(column).all(|x| x.is_finite()) {
            let exact: f64 =
                row.iter().zip(column).map(|(&x, &y)| f64::from(x) * f64::from(y)).sum();
            *sum = exact as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::{matmul, weighted_sum};

    #[test]
    fn sums_are_those_a_reader_writes_out() {
        let a = Array2::from_shape_fn((5, 37), |(i, k)| ((i * 31 + k * 17) as f32).sin());
        let b = Array2::from_shape_fn((37, 9), |(k, j)| ((k * 13 + j * 7) as f32).cos());
        for (b, how) in
            [(b.clone(), "rows"), (b.t().as_standard_layout().t().to_owned(), "columns")]
        {
            let product = matmul(a.view(), b.view()).unwrap();
            for ((i, j), &given) in product.indexed_iter() {
                let mut sum = 0f32;
                for k in 0..37 {
                    sum += a[[i, k]] * b[[k, j]];
                }
                assert_eq!(given.to_bits(), sum.to_bits(), "cell ({i}, {j}), b in {how}");
            }
            assert_eq!(weighted_sum(a.view(), b.view()).unwrap(), product);
        }
    }

    #[test]
    fn opposite_overflows_are_settled() {
        let a = array![[1e30, 1e30, 3.0]];
        let b = array![[1e30], [-1e30], [2.0]];
        assert_eq!(matmul(a.view(), b.view()).unwrap(), array![[6.0]]);
        let given_nan = matmul(array![[f32::NAN]].view(), array![[1.0]].view()).unwrap();
        assert!(given_nan[[0, 0]].is_nan());
    }

    #[test]
    fn empty_sums_are_zero() {
        let empty = matmul(Array2::zeros((2, 0)).view(), Array2::zeros((0, 3)).view()).unwrap();
        assert_eq!(empty, Array2::<f32>::zeros((2, 3)));
    }
}
