//! Products, and how large a matrix is.

use ndarray::{ArrayView1, ArrayView2, ArrayViewMut1, NdFloat};

use super::cost::Counter;

/// Adds a product to sums: [m] · [m, p] -> [p].
pub(super) fn add_product<F: NdFloat>(
    factors: ArrayView1<F>,
    weights: ArrayView2<F>,
    mut sums: ArrayViewMut1<F>,
    counter: &mut impl Counter,
) {
    for (&factor, row) in factors.iter().zip(weights.rows()) {
        sums.scaled_add(factor, &row);
        counter.multiply_adds(row.len());
    }
}

/// The Frobenius norm, √Σ x², of a matrix whose numbers may be too small or too large to be
/// squared.
///
/// ```
/// use models::recurrent::norm;
/// use ndarray::array;
///
/// assert_eq!(norm(array![[3.0, 0.0], [0.0, 4.0]].view()), 5.0);
/// assert_eq!(norm(array![[3e-200, 4e-200]].view()), 5e-200);
/// ```
pub fn norm(matrix: ArrayView2<f64>) -> f64 {
    let largest = matrix.iter().fold(0f64, |largest, x| largest.max(x.abs()));
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    largest * matrix.iter().map(|x| (x / largest).powi(2)).sum::<f64>().sqrt()
}

/// How often [`largest_singular_value`] squares: the power 2²⁴ of a matrix has the largest
/// value alone left, as far as `f64` can tell.
const SQUARINGS: i32 = 24;

/// The most that multiplying by a matrix can lengthen a vector.
///
/// It is the limit of ‖(UᵀU)ᵖ‖ to the power 1 ÷ 2p, with the powers by repeated squaring.
/// Where it is below 1 for the weights between the states of an RNN, gradients must vanish;
/// only where it is above 1 can they explode (Pascanu et al. 2013, section 2.1).
///
/// ```
/// use models::recurrent::largest_singular_value;
/// use ndarray::array;
///
/// let turned = largest_singular_value(array![[0.0, -0.5], [0.5, 0.0]].view());
/// assert!((turned - 0.5).abs() < 1e-6);
/// ```
pub fn largest_singular_value(matrix: ArrayView2<f32>) -> f64 {
    let matrix = matrix.mapv(f64::from);
    // [h, h] · [h, h] -> [h, h], the same with every squaring
    let mut power = matrix.t().dot(&matrix);
    let mut logarithm = 0.0;
    for exponent in 0..SQUARINGS {
        let size = norm(power.view());
        if size == 0.0 {
            return 0.0;
        }
        logarithm += size.ln() / 2f64.powi(exponent);
        power /= size;
        power = power.dot(&power);
    }
    (logarithm / 2.0).exp()
}
