//! The dense kernel: every query times every key, a tile at a time.
//!
//! Scores are made, softened and used tile by tile. Between tiles each query carries its
//! largest score so far and the sum of its exponentials (Milakov and Gimelshein 2018), by
//! which what is already in the output is rescaled (Dao et al. 2022, algorithm 1). One tile
//! that holds all is the ordinary way.
//!
//! Each score is the sum of its products in order, as in [`crate::trace`], to the bit: where
//! logits are large, two orders would give two softmaxes. (In a build with relaxed SIMD a
//! product and its sum are rounded once, so that the last bits differ.)
//!
//! It is written in safe code that the compiler turns into vectors of four. In Node 20 on an
//! AMD EPYC, with `simd128`, one thread and d = 64, as a share of what twelve independent sums
//! of products reach without loading anything (47 GFLOP/s), medians of alternating runs:
//!
//! | n | 256 | 1,024 | 2,048 | 4,096 |
//! |---|---|---|---|---|
//! | tiles of 32 · 512 | 72 % | 74 % | 74 % | 74 % |
//! | one tile | 71 % | 69 % | 59 % | 57 % |
//!
//! For n = 1,024 [`crate::attend`], with ndarray's product and the library's exponential,
//! reaches 24 %. The product q · kᵀ alone comes to 67 % with ndarray (`matrixmultiply`) and to
//! 61 % with `gemm` 0.19 (18 % without its feature for `simd128`), which pack and store a
//! whole matrix for it, so that neither would be a gain here.

mod exp;
mod micro;
mod pack;

use std::array;
use std::ops::Range;

use ndarray::{Array3, Axis};

use super::asked::{Asked, Head};
use super::cost::{Cost, Counter, MAX_COST, Size, too_large};
use super::pattern::all_pairs;
use crate::AttentionError;

pub(super) use exp::exp;
use micro::outers;
pub(super) use micro::{LANES, ROWS};
pub(super) use pack::{side_by_side, spread};

/// How many queries and keys are taken at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tile {
    pub(super) queries: usize,
    pub(super) keys: usize,
    /// Whether each tile of scores has a place of its own, until the end.
    pub(super) keep: bool,
}

/// The buffers, for tiles of at most their size.
struct Room {
    /// `[keys ÷ 8, d_k, 8]`: eight keys side by side.
    keys: Vec<[f32; LANES]>,
    /// `[d_v ÷ 8, keys, 8]`: eight dimensions of the values.
    values: Vec<[f32; LANES]>,
    /// `[queries ÷ 4, d_k, 4]`: four queries side by side.
    queries: Vec<[f32; ROWS]>,
    /// `[queries ÷ 4, 4, 8]`: their products with eight keys.
    products: Vec<[[f32; LANES]; ROWS]>,
    /// `[queries ÷ 4, keys, 4]`: scores, then exponentials. Of all queries, if they are kept.
    scores: Vec<[f32; ROWS]>,
    /// `[queries ÷ 4, 4]`: what each row of the output is to be rescaled by.
    rescale: Vec<[f32; ROWS]>,
    /// `[n_q ÷ 4, 4]`: the largest score so far, of all queries.
    max: Vec<[f32; ROWS]>,
    /// `[n_q ÷ 4, 4]`: the sum of exponentials so far.
    sum: Vec<[f32; ROWS]>,
}

/// The output of all heads.
pub(super) fn attend(
    operation: &'static str,
    asked: &Asked,
    tile: Tile,
    counter: &mut dyn Counter,
) -> Result<Array3<f32>, AttentionError> {
    let (n_q, n_k) = (asked.checked.n_q, asked.checked.n_k);
    let tile = tile.within(n_q, n_k);
    let mut room = Room::new(operation, asked, tile)?;
    let mut output = asked.output();
    counter.hold(output.len() + room.floats());
    for (index, mut output) in output.axis_iter_mut(Axis(0)).enumerate() {
        if let Some(output) = output.as_slice_mut() {
            room.attend(asked, asked.head(index), tile, output, counter);
        }
    }
    Ok(output)
}

/// What the kernel costs.
pub(super) fn cost(
    operation: &'static str,
    Size { n, d, causal }: Size,
    tile: Tile,
) -> Result<Cost, AttentionError> {
    let pairs = all_pairs(n, causal);
    if pairs > u128::from(MAX_COST) {
        return Err(too_large(operation, pairs));
    }
    let tile = tile.within(n, n);
    let padded = |n: usize, to: usize| n.div_ceil(to) as u128 * to as u128;
    let (queries, keys, wide) = (tile.queries as u128, tile.keys as u128, d as u128);
    let packed = padded(tile.keys, LANES) * wide + padded(d, LANES) * keys + queries * wide;
    let scores = (tile.kept_quads(n) * ROWS) as u128 * keys;
    let softmax = queries * LANES as u128 + scores + queries + 2 * padded(n, ROWS);
    Cost::new(operation, pairs, 2 * pairs * wide, n as u128 * wide + packed + softmax)
}

impl Tile {
    fn within(self, n_q: usize, n_k: usize) -> Self {
        let clamped = |length: usize, n: usize| length.clamp(1, n.max(1));
        // Whole groups of queries, so that none is shared between two tiles.
        let queries = clamped(self.queries, n_q).next_multiple_of(ROWS);
        Self { queries, keys: clamped(self.keys, n_k), ..self }
    }

    /// Of how many groups of queries there are scores at one time.
    fn kept_quads(self, n_q: usize) -> usize {
        if self.keep { n_q.div_ceil(ROWS) } else { self.queries.div_ceil(ROWS) }
    }
}

impl Room {
    fn new(operation: &'static str, asked: &Asked, tile: Tile) -> Result<Self, AttentionError> {
        let (n_q, d_k, d_v) = (asked.checked.n_q, asked.checked.d_k, asked.checked.d_v);
        let (quads, all_quads) = (tile.queries.div_ceil(ROWS), n_q.div_ceil(ROWS));
        let mut scores = Vec::new();
        // What may be large is asked for in a way that can be refused.
        let kept = tile.kept_quads(n_q) * tile.keys;
        scores.try_reserve_exact(kept).map_err(|_| {
            let given = [kept / tile.keys * ROWS, tile.keys];
            AttentionError::shape(operation, "scores", &given, "what memory can hold")
        })?;
        scores.resize(kept, [0.0; ROWS]);
        Ok(Self {
            keys: vec![[0.0; LANES]; tile.keys.div_ceil(LANES) * d_k],
            values: vec![[0.0; LANES]; d_v.div_ceil(LANES) * tile.keys],
            queries: vec![[0.0; ROWS]; quads * d_k],
            products: vec![[[0.0; LANES]; ROWS]; quads],
            scores,
            rescale: vec![[0.0; ROWS]; quads],
            max: vec![[0.0; ROWS]; all_quads],
            sum: vec![[0.0; ROWS]; all_quads],
        })
    }

    /// How many numbers the buffers hold.
    fn floats(&self) -> usize {
        let rows = [&self.queries, &self.scores, &self.rescale, &self.max, &self.sum];
        let lanes = [&self.keys, &self.values];
        rows.map(Vec::len).iter().sum::<usize>() * ROWS
            + lanes.map(Vec::len).iter().sum::<usize>() * LANES
            + self.products.as_flattened().as_flattened().len()
    }

    /// One head: `[n_q, d_v]`, zeros, becomes its output.
    fn attend(
        &mut self,
        asked: &Asked,
        head: Head,
        tile: Tile,
        output: &mut [f32],
        counter: &mut dyn Counter,
    ) {
        let (n_q, n_k) = (asked.checked.n_q, asked.checked.n_k);
        let (d_k, d_v) = (asked.checked.d_k, asked.checked.d_v);
        // From the least finite number up, so that −∞ less the maximum is −∞ and never NaN.
        self.max.fill([f32::MIN; ROWS]);
        self.sum.fill([0.0; ROWS]);
        for start in (0..n_k).step_by(tile.keys) {
            let keys = start..n_k.min(start + tile.keys);
            side_by_side(&head.k[keys.start * d_k..keys.end * d_k], d_k, 1.0, &mut self.keys);
            spread(&head.v[keys.start * d_v..keys.end * d_v], d_v, &mut self.values);
            for start in (0..n_q).step_by(tile.queries) {
                let queries = start..n_q.min(start + tile.queries);
                if asked.limit(queries.end - 1) <= keys.start {
                    continue;
                }
                side_by_side(
                    &head.q[queries.start * d_k..queries.end * d_k],
                    d_k,
                    asked.query_factor(),
                    &mut self.queries,
                );
                let place = if tile.keep { start / ROWS * keys.len() } else { 0 };
                let seen = Seen { asked, head, queries, keys: keys.clone(), place };
                self.score(&seen, counter);
                self.soften(&seen);
                self.add_values(&seen, output, counter);
            }
        }
        if d_v == 0 {
            return;
        }
        let sums = self.sum.as_flattened();
        for (row, &sum) in output.chunks_exact_mut(d_v).zip(sums).filter(|(_, sum)| **sum > 0.0) {
            row.iter_mut().for_each(|x| *x /= sum);
        }
    }

    /// The products of the tile's queries and keys.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn score(&mut self, seen: &Seen, counter: &mut dyn Counter) {
        let d_k = seen.asked.checked.d_k;
        let len = seen.keys.len();
        // Panels of keys outside, so that each stays in the fastest memory for all queries.
        for (panel, keys) in self.keys.chunks_exact(d_k).enumerate().take(len.div_ceil(LANES)) {
            let start = panel * LANES;
            // Of causal queries, the later ones see more.
            let first = (0..seen.quads()).take_while(|&quad| seen.most(quad) <= start).count();
            let queries = &self.queries[first * d_k..seen.quads() * d_k];
            let scores = &mut self.scores[seen.place + first * len..];
            score(queries, keys, &mut self.products, scores, (len, start));
        }
        for query in seen.queries.clone() {
            counter.pairs(seen.visible(query));
            counter.multiply_adds(seen.visible(query), d_k);
        }
    }

    /// Scores to exponentials, and the running maximum and sum of each query.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn soften(&mut self, seen: &Seen) {
        let len = seen.keys.len();
        let first = seen.queries.start / ROWS;
        let running = self.max[first..].iter_mut().zip(&mut self.sum[first..]);
        let scores = &mut self.scores[seen.place..];
        let rows = scores.chunks_exact_mut(len).zip(&mut self.rescale);
        for (quad, ((scores, rescale), (max, sum))) in
            rows.zip(running).enumerate().take(seen.quads())
        {
            let scores = &mut scores[..seen.most(quad)];
            let queries = seen.quad(quad);
            seen.asked.finish_side_by_side(seen.head, queries.clone(), seen.keys.clone(), scores);
            for (row, query) in queries.enumerate() {
                let hidden = &mut scores[seen.visible(query)..];
                hidden.iter_mut().for_each(|scores| scores[row] = f32::NEG_INFINITY);
            }
            let before = *max;
            let (largest, temperature) = (largest(scores, before), seen.asked.temperature());
            *max = largest;
            if temperature == 1.0 {
                exponentials(scores, rescale, sum, |row, x| exp(x - largest[row]), before);
            } else {
                let exp = |row: usize, x: f32| exp((x - largest[row]) / temperature);
                exponentials(scores, rescale, sum, exp, before);
            }
        }
    }

    /// Adds the tile's values, each times its weight, to the output.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn add_values(&mut self, seen: &Seen, output: &mut [f32], counter: &mut dyn Counter) {
        let (d_v, len) = (seen.asked.checked.d_v, seen.keys.len());
        if d_v == 0 {
            return;
        }
        let scores = &self.scores[seen.place..];
        let output = &mut output[seen.queries.start * d_v..seen.queries.end * d_v];
        for (panel, values) in self.values.chunks_exact(len).enumerate().take(d_v.div_ceil(LANES)) {
            let quads = scores.chunks_exact(len).zip(&self.rescale);
            for (quad, ((weights, rescale), rows)) in
                quads.zip(output.chunks_mut(ROWS * d_v)).enumerate()
            {
                let most = seen.most(quad);
                let (weights, values) = (&weights[..most], &values[..most]);
                add_values(weights, values, rescale, rows, (d_v, panel * LANES));
            }
        }
        for query in seen.queries.clone() {
            counter.multiply_adds(seen.visible(query), d_v);
        }
    }
}

/// Groups of four queries times eight keys, from the `start`th of `len` on:
/// `[quads, 4, d_k] · [d_k, 8] -> [quads, len, 4]`.
#[inline(always)]
pub(super) fn score(
    queries: &[[f32; ROWS]],
    keys: &[[f32; LANES]],
    products: &mut [[[f32; LANES]; ROWS]],
    scores: &mut [[f32; ROWS]],
    (len, start): (usize, usize),
) {
    outers(queries, keys, products);
    let quads = queries.len() / keys.len();
    for (scores, products) in scores.chunks_exact_mut(len).zip(&*products).take(quads) {
        for (lane, scores) in scores[start..].iter_mut().take(LANES).enumerate() {
            *scores = products.map(|row| row[lane]);
        }
    }
}

/// Adds values, each times its weight, to eight columns of up to four rows that have `d_v`,
/// from the given one on: `[4, keys] · [keys, 8] -> [4, 8]`.
#[inline(always)]
pub(super) fn add_values(
    weights: &[[f32; ROWS]],
    values: &[[f32; LANES]],
    rescale: &[f32; ROWS],
    rows: &mut [f32],
    (d_v, column): (usize, usize),
) {
    if weights.is_empty() {
        return;
    }
    let mut sums = [[[0.0; LANES]; ROWS]];
    outers(weights, values, &mut sums);
    for ((row, sums), rescale) in rows.chunks_exact_mut(d_v).zip(&sums[0]).zip(rescale) {
        let end = d_v.min(column + LANES);
        for (x, sum) in row[column..end].iter_mut().zip(sums) {
            *x = *x * rescale + sum;
        }
    }
}

/// The largest score of each row, or what was the largest before.
pub(super) fn largest(scores: &[[f32; ROWS]], before: [f32; ROWS]) -> [f32; ROWS] {
    let larger = |a: [f32; ROWS], b: [f32; ROWS]| -> [f32; ROWS] {
        array::from_fn(|row| if a[row] > b[row] { a[row] } else { b[row] })
    };
    // Several at a time, so that a comparison needn't wait for the one before.
    let (fours, rest) = scores.as_chunks::<4>();
    let maxima = fours
        .iter()
        .fold([before; 4], |maxima, scores| array::from_fn(|i| larger(scores[i], maxima[i])));
    rest.iter().copied().chain(maxima).fold(before, |max, scores| larger(scores, max))
}

/// Exponentials in place of scores, what that does to the sum, and the factor for all that
/// was summed up before.
#[inline(always)]
pub(super) fn exponentials(
    scores: &mut [[f32; ROWS]],
    rescale: &mut [f32; ROWS],
    sum: &mut [f32; ROWS],
    exp: impl Fn(usize, f32) -> f32,
    before: [f32; ROWS],
) {
    let mut added = [0.0; ROWS];
    for scores in scores {
        // Whole rows of copies, which the compiler makes vectors of.
        let (row, so_far) = (*scores, added);
        let row: [f32; ROWS] = array::from_fn(|i| exp(i, row[i]));
        added = array::from_fn(|i| so_far[i] + row[i]);
        *scores = row;
    }
    for row in 0..ROWS {
        rescale[row] = exp(row, before[row]);
        sum[row] = sum[row] * rescale[row] + added[row];
    }
}

/// The tile at hand.
struct Seen<'a, 'b> {
    asked: &'a Asked<'b>,
    head: Head<'a>,
    queries: Range<usize>,
    keys: Range<usize>,
    /// Where its scores are.
    place: usize,
}

impl Seen<'_, '_> {
    /// How many groups of four queries there are.
    fn quads(&self) -> usize {
        self.queries.len().div_ceil(ROWS)
    }

    /// The queries of such a group.
    fn quad(&self, quad: usize) -> Range<usize> {
        let start = self.queries.start + quad * ROWS;
        start..self.queries.end.min(start + ROWS)
    }

    /// How many of the tile's keys the query sees.
    fn visible(&self, query: usize) -> usize {
        self.asked.limit(query).clamp(self.keys.start, self.keys.end) - self.keys.start
    }

    /// How many of the tile's keys at least one of the group's queries sees.
    fn most(&self, quad: usize) -> usize {
        self.visible(self.quad(quad).end - 1)
    }
}
