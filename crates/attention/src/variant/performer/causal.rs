//! With the causal mask: the summary of the keys grows as the queries go on.
//!
//! The features of a few tokens are made at once, by the kernel's products. From there on it
//! is one token after the other, so that nothing of a token, be it the largest exponent, gets
//! into what was before it.

use std::array;

use ndarray::{Array3, Axis};

use super::super::asked::{Asked, Head};
use super::super::cost::Counter;
use super::super::kernel::{LANES, ROWS, exp, score, side_by_side, spread};
use super::{Sizes, shifts};

/// How many tokens are taken at once.
const TOKENS: usize = 32;

/// The buffers. A tile of features is `[m ÷ 4, tokens, 4]`.
struct Room {
    /// `[m ÷ 4, d, 4]`: four directions side by side.
    directions: Vec<[f32; ROWS]>,
    /// `[tokens ÷ 8, d, 8]`: the tokens' keys, then their queries.
    tokens: Vec<[f32; LANES]>,
    /// `[d_v ÷ 8, tokens, 8]`: their values.
    values: Vec<[f32; LANES]>,
    /// `[tokens]`: what is added to the keys' exponents.
    shifts: Vec<f32>,
    /// `[m ÷ 4, 4, 8]`.
    products: Vec<[[f32; LANES]; ROWS]>,
    /// φ(k): first as exponents, then less the largest so far.
    keys: Vec<[f32; ROWS]>,
    /// φ(q): first as exponents, to which the keys' largest so far is added.
    queries: Vec<[f32; ROWS]>,
    /// By what the summary is rescaled before a key is added to it.
    rescale: Vec<[f32; ROWS]>,
    /// `[tokens, 4]`: of every fourth direction, the largest exponent of the query.
    largest: Vec<[f32; ROWS]>,
    /// `[tokens, 4]`: of every fourth direction, the sum of its weights.
    totals: Vec<[f32; ROWS]>,
    /// `[tokens, 8]`: eight columns of the output.
    outputs: Vec<[f32; LANES]>,
    /// `[m ÷ 4, 4]`: the keys' largest exponents so far.
    max: Vec<[f32; ROWS]>,
    /// `[m ÷ 4, 4]`: Σ φ(k) so far.
    sum: Vec<[f32; ROWS]>,
    /// `[d_v ÷ 8, m ÷ 4, 4, 8]`: Σ φ(k) v so far.
    summary: Vec<[[f32; LANES]; ROWS]>,
}

/// How many numbers are held beside the output.
pub(super) fn floats(Sizes { n, d, d_v, m }: Sizes) -> u128 {
    let tokens = n.min(TOKENS);
    let [tokens, d, d_v, m] = [tokens, d, d_v, m].map(|x| x as u128);
    let padded = |x: u128, to: usize| x.div_ceil(to as u128) * to as u128;
    let (lanes, rows) = (LANES as u128, ROWS as u128);
    let each = 1 + 2 * rows + lanes + 3 * padded(m, ROWS) + padded(d_v, LANES);
    // The directions themselves are there as well.
    m * d
        + padded(tokens, LANES) * d
        + tokens * each
        + padded(m, ROWS) * (d + lanes + 2 + padded(d_v, LANES))
}

/// Adds each head's output to zeros.
pub(super) fn attend(
    sizes: Sizes,
    directions: &[f32],
    factors: (f32, f32),
    asked: &Asked,
    output: &mut Array3<f32>,
    counter: &mut dyn Counter,
) {
    let Sizes { n, d, d_v, m } = sizes;
    let mut room = Room::new(sizes, directions);
    counter.hold(directions.len() + room.floats());
    for (index, mut output) in output.axis_iter_mut(Axis(0)).enumerate() {
        let head = asked.head(index);
        room.forget();
        for start in (0..n).step_by(TOKENS) {
            let len = TOKENS.min(n - start);
            room.project(sizes, head, start, len, factors);
            room.soften(m, len);
            if let Some(output) = output.as_slice_mut() {
                room.add_values(d_v, len, &mut output[start * d_v..(start + len) * d_v]);
            }
            counter.multiply_adds(len * (2 * m + 1), d);
            counter.multiply_adds(len * 2 * m, d_v);
            counter.multiply_adds(len, m);
        }
    }
}

impl Room {
    fn new(Sizes { n, d, d_v, m }: Sizes, directions: &[f32]) -> Self {
        let (tokens, quads, panels) = (n.min(TOKENS), m.div_ceil(ROWS), d_v.div_ceil(LANES));
        let features = || vec![[0.0; ROWS]; quads * tokens];
        let mut room = Self {
            directions: vec![[0.0; ROWS]; quads * d],
            tokens: vec![[0.0; LANES]; tokens.div_ceil(LANES) * d],
            values: vec![[0.0; LANES]; panels * tokens],
            shifts: vec![0.0; tokens],
            products: vec![[[0.0; LANES]; ROWS]; quads],
            keys: features(),
            queries: features(),
            rescale: features(),
            largest: vec![[0.0; ROWS]; tokens],
            totals: vec![[0.0; ROWS]; tokens],
            outputs: vec![[0.0; LANES]; tokens],
            max: vec![[0.0; ROWS]; quads],
            sum: vec![[0.0; ROWS]; quads],
            summary: vec![[[0.0; LANES]; ROWS]; panels * quads],
        };
        side_by_side(directions, d, 1.0, &mut room.directions);
        room
    }

    /// How many numbers the buffers hold.
    fn floats(&self) -> usize {
        let rows = [
            &self.directions,
            &self.keys,
            &self.queries,
            &self.rescale,
            &self.largest,
            &self.totals,
            &self.max,
            &self.sum,
        ];
        let lanes = [&self.tokens, &self.values, &self.outputs];
        rows.map(Vec::len).iter().sum::<usize>() * ROWS
            + lanes.map(Vec::len).iter().sum::<usize>() * LANES
            + self.products.as_flattened().as_flattened().len()
            + self.summary.as_flattened().as_flattened().len()
            + self.shifts.len()
    }

    /// Before the first token.
    fn forget(&mut self) {
        // From the least finite number up, so that −∞ less the maximum is −∞ and never NaN.
        self.max.fill([f32::MIN; ROWS]);
        self.sum.fill([0.0; ROWS]);
        self.summary.as_flattened_mut().fill([0.0; LANES]);
    }

    /// The exponents of some tokens.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn project(
        &mut self,
        Sizes { d, d_v, .. }: Sizes,
        head: Head,
        start: usize,
        len: usize,
        (query_factor, key_factor): (f32, f32),
    ) {
        let rows = start * d..(start + len) * d;
        for (x, factor, features) in
            [(head.q, query_factor, &mut self.queries), (head.k, key_factor, &mut self.keys)]
        {
            side_by_side(&x[rows.clone()], d, factor, &mut self.tokens);
            for (panel, tokens) in self.tokens.chunks_exact(d).enumerate().take(len.div_ceil(LANES))
            {
                // [m, d] · [d, 8] -> [m, 8]
                let place = (len, panel * LANES);
                score(&self.directions, tokens, &mut self.products, features, place);
            }
        }
        shifts(&self.tokens, d, &mut self.shifts[..len]);
        spread(&head.v[start * d_v..(start + len) * d_v], d_v, &mut self.values);
    }

    /// Exponents to features, and each query's sum of weights.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn soften(&mut self, m: usize, len: usize) {
        self.largest.fill([f32::MIN; ROWS]);
        self.totals.fill([0.0; ROWS]);
        let features = self.keys.chunks_exact_mut(len).zip(self.queries.chunks_exact_mut(len));
        let features = features.zip(self.rescale.chunks_exact_mut(len));
        for (quad, (((keys, queries), rescale), max)) in features.zip(&mut self.max).enumerate() {
            // What fills up the last four is no direction.
            let real = |row| quad * ROWS + row < m;
            let hidden: [f32; ROWS] =
                array::from_fn(|row| if real(row) { 0.0 } else { f32::NEG_INFINITY });
            let tokens = keys.iter_mut().zip(queries).zip(rescale);
            for ((((key, query), rescale), shift), largest) in
                tokens.zip(&self.shifts).zip(&mut self.largest)
            {
                let exponent = key.map(|x| x + shift);
                let before = *max;
                let raised = larger(exponent, before);
                *rescale = array::from_fn(|row| exp(before[row] - raised[row]));
                *key = array::from_fn(|row| exp(exponent[row] - raised[row]));
                let asked = *query;
                let asked = array::from_fn(|row| asked[row] + raised[row] + hidden[row]);
                *query = asked;
                *max = raised;
                *largest = larger(asked, *largest);
            }
        }
        for largest in &mut self.largest {
            *largest =
                [largest.iter().fold(f32::MIN, |max, &x| if x > max { x } else { max }); ROWS];
        }
        let features = self.keys.chunks_exact(len).zip(self.queries.chunks_exact_mut(len));
        let features = features.zip(self.rescale.chunks_exact(len));
        for (((keys, queries), rescale), sum) in features.zip(&mut self.sum) {
            let tokens = keys.iter().zip(queries).zip(rescale);
            for ((((key, query), rescale), largest), total) in
                tokens.zip(&self.largest).zip(&mut self.totals)
            {
                let (key, rescale, largest, asked) = (*key, *rescale, *largest, *query);
                let (before, weighed) = (*sum, *total);
                let weights: [f32; ROWS] = array::from_fn(|row| exp(asked[row] - largest[row]));
                let grown: [f32; ROWS] =
                    array::from_fn(|row| before[row] * rescale[row] + key[row]);
                *total = array::from_fn(|row| weighed[row] + weights[row] * grown[row]);
                (*query, *sum) = (weights, grown);
            }
        }
    }

    /// Token by token, the value is added to the summary and the query asks it.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn add_values(&mut self, d_v: usize, len: usize, output: &mut [f32]) {
        if d_v == 0 {
            return;
        }
        let quads = self.max.len();
        let panels = self.values.chunks_exact(len).zip(self.summary.chunks_exact_mut(quads));
        for (panel, (values, summary)) in panels.enumerate().take(d_v.div_ceil(LANES)) {
            self.outputs.fill([0.0; LANES]);
            let features = self.keys.chunks_exact(len).zip(self.queries.chunks_exact(len));
            let features = features.zip(self.rescale.chunks_exact(len));
            for (((keys, queries), rescale), summary) in features.zip(summary) {
                let tokens = keys.iter().zip(queries).zip(rescale);
                let tokens = tokens.zip(values).zip(&mut self.outputs);
                *summary = tokens.fold(*summary, add_token);
            }
            let column = panel * LANES;
            for (row, sums) in output.chunks_exact_mut(d_v).zip(&self.outputs) {
                let end = d_v.min(column + LANES);
                row[column..end].iter_mut().zip(sums).for_each(|(x, sum)| *x = *sum);
            }
        }
        for (row, totals) in output.chunks_exact_mut(d_v).zip(&self.totals) {
            super::divide(row, totals.iter().sum());
        }
    }
}

/// Four features of a token: key, query and by what to rescale; its value; and the output.
type Token<'a> = (
    (((&'a [f32; ROWS], &'a [f32; ROWS]), &'a [f32; ROWS]), &'a [f32; LANES]),
    &'a mut [f32; LANES],
);

/// The summary with a token, after its query has seen it: `[4, 8]`.
#[inline(always)]
fn add_token(
    mut summary: [[f32; LANES]; ROWS],
    ((((key, query), rescale), value), output): Token,
) -> [[f32; LANES]; ROWS] {
    // Copies, for the compiler makes vectors only of what nothing else can write to.
    let (key, query, rescale, value, mut sums) = (*key, *query, *rescale, *value, *output);
    for row in 0..ROWS {
        for lane in 0..LANES {
            summary[row][lane] = summary[row][lane] * rescale[row] + key[row] * value[lane];
        }
        for lane in 0..LANES {
            sums[lane] += query[row] * summary[row][lane];
        }
    }
    *output = sums;
    summary
}

/// The larger ones of two rows of numbers; of what is none, the second.
fn larger(a: [f32; ROWS], b: [f32; ROWS]) -> [f32; ROWS] {
    array::from_fn(|row| if a[row] > b[row] { a[row] } else { b[row] })
}
