//! Attention over chosen pairs only, one query after the other.

use ndarray::{Array3, ArrayView3, Axis};

use super::asked::Asked;
use super::cost::{Cost, Counter};
use super::kernel::exp;
use super::pattern::{Pattern, cut};
use crate::{AttentionError, Options};

/// The output over a pattern's pairs. Beside it, one row of scores is held.
pub(super) fn attend(
    operation: &'static str,
    pattern: &impl Pattern,
    inputs: [ArrayView3<f32>; 3],
    options: &Options,
    counter: &mut dyn Counter,
) -> Result<Array3<f32>, AttentionError> {
    let asked = Asked::new(operation, inputs, options)?;
    asked.check_square(operation)?;
    let (n, d_k, d_v) = (asked.checked.n_q, asked.checked.d_k, asked.checked.d_v);
    let mut output = asked.output();
    let mut scores = vec![0.0; n];
    counter.hold(output.len() + scores.len());
    let mut ranges = Vec::new();
    for (index, mut output) in output.axis_iter_mut(Axis(0)).enumerate() {
        let head = asked.head(index);
        for (query, mut output) in output.rows_mut().into_iter().enumerate() {
            ranges.clear();
            pattern.keys(n, query, &mut ranges);
            cut(&mut ranges, asked.limit(query));
            let q = &head.q[query * d_k..][..d_k];
            let mut pairs = 0;
            for keys in &ranges {
                let scores = &mut scores[pairs..][..keys.len()];
                dots(q, &head.k[keys.start * d_k..keys.end * d_k], scores);
                asked.finish(head, query, keys.clone(), scores);
                pairs += keys.len();
            }
            counter.pairs(pairs);
            counter.multiply_adds(pairs, d_k);
            soften(&mut scores[..pairs], asked.temperature());
            let mut weights = &scores[..pairs];
            let Some(output) = output.as_slice_mut() else { continue };
            for keys in &ranges {
                let (these, rest) = weights.split_at(keys.len());
                add_rows(these, &head.v[keys.start * d_v..keys.end * d_v], output);
                weights = rest;
            }
            counter.multiply_adds(pairs, d_v);
        }
    }
    Ok(output)
}

/// What attending over a pattern costs, given its pairs.
pub(super) fn cost(
    operation: &'static str,
    pairs: u128,
    n: usize,
    d: usize,
) -> Result<Cost, AttentionError> {
    let (n, d) = (n as u128, d as u128);
    Cost::new(operation, pairs, 2 * pairs * d, n * d + n)
}

/// Scores to weights. Where all scores are −∞ there is nothing to look at: all weights are 0.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn soften(scores: &mut [f32], temperature: f32) {
    // From the least finite number up, so that −∞ less the maximum is −∞ and never NaN.
    let max = in_lanes(scores, f32::MIN, |max, x| if x > max { x } else { max });
    if temperature == 1.0 {
        scores.iter_mut().for_each(|x| *x = exp(*x - max));
    } else {
        scores.iter_mut().for_each(|x| *x = exp((*x - max) / temperature));
    }
    let sum = in_lanes(scores, 0.0, |sum, x| sum + x);
    if sum > 0.0 {
        scores.iter_mut().for_each(|x| *x /= sum);
    }
}

/// All numbers made into one, eight under way at a time, so that none waits for the one before.
#[inline(always)]
fn in_lanes(numbers: &[f32], start: f32, join: impl Fn(f32, f32) -> f32) -> f32 {
    let (eights, rest) = numbers.as_chunks::<8>();
    let mut lanes = [start; 8];
    for eight in eights {
        for (lane, x) in lanes.iter_mut().zip(eight) {
            *lane = join(*lane, *x);
        }
    }
    lanes.iter().chain(rest).fold(start, |all, &x| join(all, x))
}

/// The product of a vector with each of several rows: `[d] · [n, d]ᵀ -> [n]`.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(super) fn dots(x: &[f32], rows: &[f32], products: &mut [f32]) {
    let d = x.len();
    let (fours, rest) = products.as_chunks_mut::<4>();
    let (rows, last) = rows.split_at(fours.len() * 4 * d);
    // Four rows at a time, so that each number of x is loaded once for four products.
    for (products, rows) in fours.iter_mut().zip(rows.chunks_exact(4 * d)) {
        let ((a, b), (c, e)) = {
            let (front, back) = rows.split_at(2 * d);
            (front.split_at(d), back.split_at(d))
        };
        *products = dot([a, b, c, e], x);
    }
    for (product, row) in rest.iter_mut().zip(last.chunks_exact(d)) {
        [*product] = dot([row], x);
    }
}

/// R rows times a vector, in four partial sums each.
#[inline(always)]
fn dot<const R: usize>(rows: [&[f32]; R], x: &[f32]) -> [f32; R] {
    let (xs, x_rest) = x.as_chunks::<4>();
    let parts = rows.map(|row| row[..x.len()].as_chunks::<4>());
    let mut sums = [[0f32; 4]; R];
    for (i, x) in xs.iter().enumerate() {
        for (sum, (row, _)) in sums.iter_mut().zip(&parts) {
            for lane in 0..4 {
                sum[lane] += row[i][lane] * x[lane];
            }
        }
    }
    let mut products = [0.0; R];
    for (product, (sum, (_, rest))) in products.iter_mut().zip(sums.iter().zip(&parts)) {
        *product = (sum[0] + sum[1]) + (sum[2] + sum[3]);
        for (row, x) in rest.iter().zip(x_rest) {
            *product += row * x;
        }
    }
    products
}

/// Adds rows, each times its weight, to a vector: `[n] · [n, d] -> [d]`.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(super) fn add_rows(weights: &[f32], rows: &[f32], sums: &mut [f32]) {
    let d = sums.len();
    if d == 0 {
        return;
    }
    let (fours, rest) = weights.as_chunks::<4>();
    let (rows, last) = rows.split_at(fours.len() * 4 * d);
    for (w, rows) in fours.iter().zip(rows.chunks_exact(4 * d)) {
        let (front, back) = rows.split_at(2 * d);
        let ((a, b), (c, e)) = (front.split_at(d), back.split_at(d));
        for ((((sum, a), b), c), e) in sums.iter_mut().zip(a).zip(b).zip(c).zip(e) {
            *sum += w[0] * a + w[1] * b + (w[2] * c + w[3] * e);
        }
    }
    for (w, row) in rest.iter().zip(last.chunks_exact(d)) {
        for (sum, x) in sums.iter_mut().zip(row) {
            *sum += w * x;
        }
    }
}
