//! The exponential, from additions and multiplications only.

use std::f32::consts::LOG2_E;

/// ln 2 in two parts, the first with so few digits that its multiples are exact.
const LN_2: (f32, f32) = (0.693_359_4, -2.121_944_4e-4);

/// Adding it leaves no digits after the point, and the integer in the lowest bits.
const ROUNDER: f32 = 12_582_912.0; // 1.5 · 2²³

/// e^x to within 2 units in the last place, for x held within ±87, where both e^x and e^−x
/// are ordinary `f32`. A NaN stays one.
///
/// x is split into n · ln 2 + r with |r| ≤ ln 2 ÷ 2, and e^r is summed from its Taylor series.
/// Unlike the function of the standard library it is the same on every machine, and loops
/// over it become vectors.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // Comparisons and not `clamp`, which would make two of one instruction.
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 87.0 { 87.0 } else { x };
    let shifted = x * LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = (x - n * LN_2.0) - n * LN_2.1;
    let mut series = 1.0 / 5040.0;
    for coefficient in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        series = series * r + coefficient;
    }
    // 2^n: n goes into the exponent's place, above the 23 bits of the fraction.
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    series * power
}

/// 1 ÷ (1 + e^−x).
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Softmax of a row of finite scores where they stand, and ln Σ e^x of what they were.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn softmax_in_place(row: &mut [f32]) -> f64 {
    // A NaN must come through: it is larger than nothing, but nothing is larger than it.
    let max = row.iter().fold(f32::NEG_INFINITY, |max, &x| if x <= max { max } else { x });
    for x in row.iter_mut() {
        *x = exp(*x - max);
    }
    let sum = super::sum(row);
    let factor = 1.0 / sum;
    for x in row.iter_mut() {
        *x *= factor;
    }
    f64::from(max) + f64::from(sum).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_exponential() {
        for i in -86_000..86_000 {
            let x = i as f32 / 1000.0;
            let exact = f64::from(x).exp();
            // Two units in the last place are at most 2 · 2⁻²³ of the value.
            let error = (f64::from(exp(x)) / exact - 1.0).abs();
            assert!(error < 2.4e-7, "{x}: off by {error}");
        }
        assert_eq!((exp(0.0), exp(-1000.0)), (1.0, exp(-87.0)));
        assert!(exp(f32::NAN).is_nan() && exp(1000.0).is_finite());
    }

    #[test]
    fn weights_and_logarithm_of_the_sum() {
        let mut row = [1f32.ln(), 3f32.ln() + 0.0];
        let log_sum = softmax_in_place(&mut row);
        assert!((row[0] - 0.25).abs() < 1e-6 && (row[1] - 0.75).abs() < 1e-6);
        assert!((log_sum - 4f64.ln()).abs() < 1e-6);
        let mut row = [0.0, f32::NAN, 1.0];
        softmax_in_place(&mut row);
        assert!(row.iter().all(|x| x.is_nan()));
    }
}
