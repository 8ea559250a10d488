//! The nonlinearity of the feed-forward layers.

use std::f64::consts::FRAC_1_SQRT_2;

/// The Gaussian error linear unit x · Φ(x), Φ being the normal distribution function
/// (Hendrycks and Gimpel 2016, section 2), computed in `f64` and rounded once.
///
/// ```
/// use attention::gelu_exact;
/// assert_eq!(gelu_exact(0.0), 0.0);
/// assert!((gelu_exact(1.0) - 0.841_344_7).abs() < 1e-7);
/// assert!((gelu_exact(-1.0) + 0.158_655_3).abs() < 1e-7);
/// assert_eq!(gelu_exact(f32::NEG_INFINITY), 0.0);
/// ```
pub fn gelu_exact(x: f32) -> f32 {
    let wide = f64::from(x);
    // Φ(x) = erfc(−x ÷ √2) ÷ 2 keeps its digits far down the left tail, where 1 + erf loses
    // them.
    at_limits(x, 0.5 * wide * libm::erfc(-wide * FRAC_1_SQRT_2))
}

/// The approximation of [`gelu_exact`] by x ÷ 2 · (1 + tanh(√(2 ÷ π) · (x + 0.044715 x³)))
/// (Hendrycks and Gimpel 2016, section 2), computed in `f64` and rounded once.
///
/// ```
/// use attention::gelu_tanh;
/// assert!((gelu_tanh(1.0) - 0.841_192).abs() < 1e-6);
/// assert!((gelu_tanh(-1.0) + 0.158_808).abs() < 1e-6);
/// ```
pub fn gelu_tanh(x: f32) -> f32 {
    let wide = f64::from(x);
    let inner = (2.0 / std::f64::consts::PI).sqrt() * (wide + 0.044_715 * wide.powi(3));
    at_limits(x, 0.5 * wide * (1.0 + inner.tanh()))
}

/// The sigmoid linear unit x · σ(x) with σ(x) = 1 ÷ (1 + e^−x), also called Swish (Hendrycks and
/// Gimpel 2016, section 2), computed in `f64` and rounded once.
///
/// ```
/// use attention::silu;
/// assert!((silu(1.0) - 0.731_058_6).abs() < 1e-7);
/// assert_eq!((silu(0.0), silu(f32::NEG_INFINITY)), (0.0, 0.0));
/// ```
pub fn silu(x: f32) -> f32 {
    let wide = f64::from(x);
    at_limits(x, wide / (1.0 + (-wide).exp()))
}

/// At −∞ the formulas say ∞ · 0, where the limit is 0.
fn at_limits(x: f32, value: f64) -> f32 {
    if x == f32::NEG_INFINITY { 0.0 } else { value as f32 }
}
