//! Normalisation of the vectors between the layers.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use crate::AttentionError;

/// What layer normalisation measures of each row of `[n, d]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// `[n]`: the mean of the row.
    pub mean: Array1<f32>,
    /// `[n]`: 1 ÷ √(variance + epsilon), the variance being that of the whole row (divided by
    /// d, not by d − 1).
    pub inverse_deviation: Array1<f32>,
}

/// The mean and the inverse deviation of each row of x, `[n, d]`, summed in `f64`.
///
/// # Errors
/// [`AttentionError::Shape`] if d is 0, [`AttentionError::Value`] if epsilon is below 0 or not
/// finite.
///
/// ```
/// use ndarray::array;
/// let moments = attention::moments(array![[1.0, 3.0]].view(), 0.0)?;
/// assert_eq!((moments.mean[0], moments.inverse_deviation[0]), (2.0, 1.0));
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn moments(x: ArrayView2<f32>, epsilon: f32) -> Result<Moments, AttentionError> {
    check("moments", x, epsilon)?;
    let (mean, inverse_deviation): (Vec<f32>, Vec<f32>) = x
        .rows()
        .into_iter()
        .map(|row| {
            let mean = mean_of(row, f64::from);
            let variance = mean_of(row, |x| (f64::from(x) - mean).powi(2));
            (mean as f32, inverse_sqrt(variance, epsilon))
        })
        .unzip();
    Ok(Moments { mean: mean.into(), inverse_deviation: inverse_deviation.into() })
}

/// Layer normalisation of each row: (x − mean) ÷ √(variance + epsilon) · scale + bias (Ba et
/// al. 2016, equation 4).
///
/// x is `[n, d]`, scale and bias are `[d]`.
///
/// # Errors
/// [`AttentionError::Shape`] if scale or bias don't fit or d is 0, [`AttentionError::Value`]
/// if epsilon is below 0 or not finite.
///
/// ```
/// use ndarray::array;
/// let (x, scale, bias) = (array![[1.0, 3.0]], array![1.0, 2.0], array![0.0, 10.0]);
/// let y = attention::layer_norm(x.view(), scale.view(), Some(bias.view()), 0.0)?;
/// assert_eq!(y, array![[-1.0, 12.0]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn layer_norm(
    x: ArrayView2<f32>,
    scale: ArrayView1<f32>,
    bias: Option<ArrayView1<f32>>,
    epsilon: f32,
) -> Result<Array2<f32>, AttentionError> {
    check("layer_norm", x, epsilon)?;
    check_width("layer_norm", "scale", scale, x)?;
    let Moments { mean, inverse_deviation } = moments(x, epsilon)?;
    // [n, d] - [n, 1] -> [n, d]; [n, d] * [n, 1] * [d] -> [n, d]
    let mut y = &x - &mean.insert_axis(Axis(1));
    y *= &inverse_deviation.insert_axis(Axis(1));
    y *= &scale;
    if let Some(bias) = bias {
        check_width("layer_norm", "bias", bias, x)?;
        y += &bias;
    }
    Ok(y)
}

/// Root-mean-square normalisation of each row: x ÷ √(mean of x² + epsilon) · scale (Zhang and
/// Sennrich 2019, equation 4).
///
/// x is `[n, d]`, scale is `[d]`.
///
/// # Errors
/// [`AttentionError::Shape`] if scale doesn't fit or d is 0, [`AttentionError::Value`] if
/// epsilon is below 0 or not finite.
///
/// ```
/// use ndarray::array;
/// let y = attention::rms_norm(array![[1.0, 7.0]].view(), array![5.0, 5.0].view(), 0.0)?;
/// assert_eq!(y, array![[1.0, 7.0]]); // √((1 + 49) ÷ 2) = 5
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn rms_norm(
    x: ArrayView2<f32>,
    scale: ArrayView1<f32>,
    epsilon: f32,
) -> Result<Array2<f32>, AttentionError> {
    check("rms_norm", x, epsilon)?;
    check_width("rms_norm", "scale", scale, x)?;
    let inverse = inverse_root_mean_squares(x, epsilon)?;
    let mut y = x.to_owned();
    y *= &inverse.insert_axis(Axis(1)); // [n, d] * [n, 1] -> [n, d]
    y *= &scale; // [n, d] * [d] -> [n, d]
    Ok(y)
}

/// 1 ÷ √(mean of x² + epsilon) of each row of x, `[n, d]`, summed in `f64`: `[n]`.
///
/// # Errors
/// [`AttentionError::Shape`] if d is 0, [`AttentionError::Value`] if epsilon is below 0 or not
/// finite.
///
/// ```
/// use ndarray::array;
/// let inverse = attention::inverse_root_mean_squares(array![[1.0, 7.0]].view(), 0.0)?;
/// assert_eq!(inverse, array![0.2]); // √((1 + 49) ÷ 2) = 5
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn inverse_root_mean_squares(
    x: ArrayView2<f32>,
    epsilon: f32,
) -> Result<Array1<f32>, AttentionError> {
    check("inverse_root_mean_squares", x, epsilon)?;
    let of = |row| inverse_sqrt(mean_of(row, |x| f64::from(x).powi(2)), epsilon);
    Ok(x.rows().into_iter().map(of).collect())
}

fn mean_of(row: ArrayView1<f32>, f: impl Fn(f32) -> f64) -> f64 {
    row.iter().map(|&x| f(x)).sum::<f64>() / row.len() as f64
}

/// A row without any spread and no epsilon to help would be divided by 0; it stays 0.
fn inverse_sqrt(square: f64, epsilon: f32) -> f32 {
    let sum = square + f64::from(epsilon);
    if sum == 0.0 { 0.0 } else { (1.0 / sum.sqrt()) as f32 }
}

fn check(operation: &'static str, x: ArrayView2<f32>, epsilon: f32) -> Result<(), AttentionError> {
    if x.ncols() == 0 {
        return Err(AttentionError::shape(operation, "x", x.shape(), "[n, d] with d at least 1"));
    }
    if !(epsilon.is_finite() && epsilon >= 0.0) {
        let needed = "a finite number, at least 0";
        return Err(AttentionError::value(operation, "epsilon", epsilon, needed));
    }
    Ok(())
}

fn check_width(
    operation: &'static str,
    field: &'static str,
    vector: ArrayView1<f32>,
    x: ArrayView2<f32>,
) -> Result<(), AttentionError> {
    if vector.len() == x.ncols() {
        return Ok(());
    }
    Err(AttentionError::shape(operation, field, vector.shape(), format!("[{}]", x.ncols())))
}
