//! Sums, in eight lanes: a machine adds them side by side, and all machines alike.

const LANES: usize = 8;

/// Σ x.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn sum(x: &[f32]) -> f32 {
    let (chunks, rest) = x.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x;
        }
    }
    total(lanes) + rest.iter().sum::<f32>()
}

/// Σ (x − mean)².
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn sum_squared_differences(x: &[f32], mean: f32) -> f32 {
    let (chunks, rest) = x.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += (x - mean) * (x - mean);
        }
    }
    total(lanes) + rest.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>()
}

/// Σ x · y.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn dot(x: &[f32], y: &[f32]) -> f32 {
    let ((x, x_rest), (y, y_rest)) = (x.as_chunks::<LANES>(), y.as_chunks::<LANES>());
    let mut lanes = [0.0; LANES];
    for (x, y) in x.iter().zip(y) {
        for (lane, (x, y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += x * y;
        }
    }
    total(lanes) + x_rest.iter().zip(y_rest).map(|(x, y)| x * y).sum::<f32>()
}

/// Σ x², in `f64`, for there may be many.
pub(crate) fn sum_squares(x: &[f32]) -> f64 {
    x.chunks(1024).map(|x| f64::from(dot(x, x))).sum()
}

/// x += y.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn add_assign(x: &mut [f32], y: &[f32]) {
    for (x, y) in x.iter_mut().zip(y) {
        *x += y;
    }
}

fn total([a, b, c, d, e, f, g, h]: [f32; LANES]) -> f32 {
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_left_out() {
        for n in 0..40_u8 {
            let x: Vec<f32> = (1..=n).map(f32::from).collect();
            let n = f32::from(n);
            assert_eq!(sum(&x), n * (n + 1.0) / 2.0);
            assert_eq!(dot(&x, &x), n * (n + 1.0) * (2.0 * n + 1.0) / 6.0);
            assert_eq!(sum_squares(&x), f64::from(dot(&x, &x)));
            assert_eq!(sum_squared_differences(&x, 0.0), dot(&x, &x));
            assert_eq!(sum_squared_differences(&x, 1.0), dot(&x, &x) - 2.0 * sum(&x) + n);
        }
    }
}
