//! An exponential that runs on whole vectors.

use std::f32::consts::LOG2_E;
use std::f64::consts::LN_2;

/// Below this, the exponential is less than the smallest normal number and is taken as 0.
const LOWEST: f32 = -87.336_54;

/// Added to a number and taken away again, it leaves the nearest whole number; and the last
/// bits of the sum are that number.
const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³

/// ln 2 in two parts, of which the first has so few bits that its multiples are exact.
const LN_2_HIGH: f32 = 355.0 / 512.0;
const LN_2_LOW: f32 = (LN_2 - 355.0 / 512.0) as f32;

/// e^x for x ≤ 0, to a relative error of 2·10⁻⁷; 0 from −∞ to [`LOWEST`], NaN for NaN.
///
/// x is n · ln 2 + f, with n whole and |f| ≤ ln 2 ÷ 2, so that e^x = 2ⁿ · e^f. The polynomial
/// for e^f was fitted to the least largest relative error, 1.1·10⁻⁷, with its first two
/// coefficients kept at 1, which makes e⁰ exactly 1.
#[inline(always)]
pub(in super::super) fn exp(x: f32) -> f32 {
    let shifted = x * LOG2_E + ROUND;
    let n = shifted - ROUND;
    let f = x - n * LN_2_HIGH - n * LN_2_LOW;
    let curve = 0.499_992_28 + f * (0.166_671_16 + f * (0.041_890_55 + f * 0.008_312_478));
    let power = 1.0 + (f + f * f * curve);
    // The exponent's bits begin at the 23rd.
    let scaled = f32::from_bits(power.to_bits().wrapping_add(shifted.to_bits() << 23));
    if x < LOWEST { 0.0 } else { scaled }
}

#[cfg(test)]
mod tests {
    use super::{LOWEST, exp};

    #[test]
    fn near_the_exponential_over_its_whole_range() {
        let mut worst = (0.0, 0.0);
        // A step that is no multiple of anything.
        for step in 0..3_000_000 {
            let x = step as f32 * (LOWEST / 3_000_000.0);
            let exact = f64::from(x).exp();
            let error = (f64::from(exp(x)) - exact).abs() / exact;
            worst = if error > worst.0 { (error, x) } else { worst };
        }
        assert!(worst.0 < 2e-7, "an error of {} at {}", worst.0, worst.1);
    }

    #[test]
    fn edges() {
        assert_eq!((exp(0.0), exp(-0.0)), (1.0, 1.0));
        assert!(exp(LOWEST) > 0.0);
        for x in [LOWEST.next_down(), -1e4, f32::MIN, f32::NEG_INFINITY] {
            assert_eq!(exp(x), 0.0, "{x}");
        }
        assert!(exp(f32::NAN).is_nan());
    }
}
