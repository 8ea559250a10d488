//! What nothing can be faster than.

use core::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat};

use wasm_bindgen::prelude::wasm_bindgen;

/// How many sums are under way at once, so that none waits for its own last addition.
const SUMS: usize = 12;

/// Multiplies and adds in registers alone, without loading a number: twelve independent sums
/// of four lanes, so many rounds. Gives how many multiply-adds that were.
#[wasm_bindgen]
#[target_feature(enable = "simd128")]
pub fn multiply_adds(rounds: u32, seed: f32) -> f64 {
    // The seed is the caller's, so that the compiler can't know the end beforehand.
    let (factor, term) = (f32x4_splat(seed), f32x4_splat(1.0 - seed));
    let mut sums = [f32x4_splat(0.0); SUMS];
    for (i, sum) in sums.iter_mut().enumerate() {
        *sum = f32x4_splat(i as f32);
    }
    for _ in 0..rounds {
        for sum in &mut sums {
            *sum = f32x4_add(f32x4_mul(*sum, factor), term);
        }
    }
    let all = sums.into_iter().fold(f32x4_splat(0.0), |all, sum| f32x4_add(all, sum));
    let done = f64::from(rounds) * (SUMS * 4) as f64;
    // Every sum goes towards 1, so this is always so; but only whoever sums up knows.
    if f32x4_extract_lane::<0>(all).is_nan() { 0.0 } else { done }
}
