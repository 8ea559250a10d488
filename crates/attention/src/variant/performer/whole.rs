//! Without a mask: all keys become one summary, and every query asks it.
//!
//! Both are attention of the dense kind, a tile at a time. First the directions attend to the
//! keys: Σ over keys of exp(ω · k − ‖k‖² ÷ 2) v for each direction ω, under its largest
//! exponent. Then the queries attend to the directions, with that exponent added to the score
//! and those sums as values.

use std::array;

use ndarray::{Array3, Axis};

use super::super::asked::{Asked, Head};
use super::super::cost::Counter;
use super::super::kernel::{LANES, ROWS, add_values, exp, largest, score, side_by_side, spread};
use super::{Sizes, shifts};

/// How many rows and columns of scores a tile has: those of [`super::super::Flash`].
const TILE: (usize, usize) = (32, 512);

/// The buffers.
struct Room {
    /// `[m ÷ 4, d, 4]`: four directions side by side, to attend.
    directions: Vec<[f32; ROWS]>,
    /// `[m ÷ 8, d, 8]`: eight directions side by side, to be attended to.
    panels: Vec<[f32; LANES]>,
    /// `[keys ÷ 8, d, 8]`: a tile's keys.
    keys: Vec<[f32; LANES]>,
    /// `[d_v ÷ 8, keys, 8]`: their values.
    values: Vec<[f32; LANES]>,
    /// `[keys]`: what is added to their scores, and 1 for each of them.
    about_keys: Vec<Column>,
    /// `[keys]`.
    shifts: Vec<f32>,
    /// `[m, d_v]`: Σ φ(k) v.
    summary: Vec<f32>,
    /// `[d_v ÷ 8, m, 8]`: the same, eight columns at a time.
    summary_panels: Vec<[f32; LANES]>,
    /// `[m]`: the largest exponents, and Σ φ(k).
    about_directions: Vec<Column>,
    /// `[m ÷ 4, 4]`: the directions' largest exponent so far, and their sum.
    running: Vec<Running>,
    /// `[queries ÷ 4, d, 4]`: a tile's queries.
    queries: Vec<[f32; ROWS]>,
    /// `[queries ÷ 4, 4]`.
    asking: Vec<Running>,
    scores: Scores,
}

/// What is special about a column of scores: something is added to its scores, and its
/// exponentials count so many times in the sum.
#[derive(Clone, Copy, Default)]
struct Column {
    added: f32,
    times: f32,
}

/// The largest score so far and the sum of exponentials, of four rows.
#[derive(Clone, Copy)]
struct Running {
    max: [f32; ROWS],
    sum: [f32; ROWS],
}

/// Some rows, and some columns that they see.
#[derive(Clone, Copy)]
struct Tile<'a> {
    /// `[rows ÷ 4, d, 4]`.
    rows: &'a [[f32; ROWS]],
    /// `[columns ÷ 8, d, 8]`.
    columns: &'a [[f32; LANES]],
    d: usize,
    /// `[columns]`.
    about: &'a [Column],
    /// `[d_v ÷ 8, stride, 8]`, from the first of the columns on.
    values: &'a [[f32; LANES]],
    stride: usize,
    d_v: usize,
}

/// The scores of a tile, and what is needed on the way.
struct Scores {
    /// `[rows ÷ 4, columns, 4]`.
    scores: Vec<[f32; ROWS]>,
    /// `[rows ÷ 4, 4, 8]`.
    products: Vec<[[f32; LANES]; ROWS]>,
    /// `[rows ÷ 4, 4]`.
    rescale: Vec<[f32; ROWS]>,
}

/// How many rows and columns of scores there are at most.
fn tile(Sizes { n, m, .. }: Sizes) -> (usize, usize) {
    (n.max(m).min(TILE.0).next_multiple_of(ROWS), n.max(m).min(TILE.1))
}

/// How many numbers are held beside the output.
pub(super) fn floats(sizes: Sizes) -> u128 {
    let Sizes { n, d, d_v, m } = sizes;
    let (rows, columns) = tile(sizes);
    let keys = n.min(columns);
    let [rows, columns, keys, d, d_v, m] = [rows, columns, keys, d, d_v, m].map(|x| x as u128);
    let padded = |x: u128, to: u128| x.div_ceil(to) * to;
    let directions = padded(m, ROWS as u128) * (d + 2) + padded(m, LANES as u128) * d + 2 * m;
    let summary = m * d_v + padded(d_v, LANES as u128) * m;
    let seen = padded(keys, LANES as u128) * d + padded(d_v, LANES as u128) * keys + 3 * keys;
    // The directions themselves are there as well.
    m * d + directions + summary + seen + rows * (d + 2) + rows * (columns + LANES as u128 + 1)
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
    let mut room = Room::new(sizes, directions);
    counter.hold(directions.len() + room.floats());
    for (index, mut output) in output.axis_iter_mut(Axis(0)).enumerate() {
        let head = asked.head(index);
        room.summarize(sizes, head, factors.1, counter);
        if let Some(output) = output.as_slice_mut() {
            room.ask(sizes, head, factors.0, output, counter);
        }
    }
}

impl Room {
    fn new(sizes: Sizes, directions: &[f32]) -> Self {
        let Sizes { n, d, d_v, m } = sizes;
        let (rows, columns) = tile(sizes);
        let (quads, keys, panels) = (rows / ROWS, n.min(columns), d_v.div_ceil(LANES));
        let mut room = Self {
            directions: vec![[0.0; ROWS]; m.div_ceil(ROWS) * d],
            panels: vec![[0.0; LANES]; m.div_ceil(LANES) * d],
            keys: vec![[0.0; LANES]; keys.div_ceil(LANES) * d],
            values: vec![[0.0; LANES]; panels * keys],
            about_keys: vec![Column::default(); keys],
            shifts: vec![0.0; keys],
            summary: vec![0.0; m * d_v],
            summary_panels: vec![[0.0; LANES]; panels * m],
            about_directions: vec![Column::default(); m],
            running: vec![Running::START; m.div_ceil(ROWS)],
            queries: vec![[0.0; ROWS]; quads * d],
            asking: vec![Running::START; quads],
            scores: Scores {
                scores: vec![[0.0; ROWS]; quads * columns],
                products: vec![[[0.0; LANES]; ROWS]; quads],
                rescale: vec![[0.0; ROWS]; quads],
            },
        };
        side_by_side(directions, d, 1.0, &mut room.directions);
        side_by_side(directions, d, 1.0, &mut room.panels);
        room
    }

    /// How many numbers the buffers hold.
    fn floats(&self) -> usize {
        let rows = [&self.directions, &self.queries, &self.scores.scores, &self.scores.rescale];
        let lanes = [&self.panels, &self.keys, &self.values, &self.summary_panels];
        rows.map(Vec::len).iter().sum::<usize>() * ROWS
            + lanes.map(Vec::len).iter().sum::<usize>() * LANES
            + (self.running.len() + self.asking.len()) * 2 * ROWS
            + (self.about_keys.len() + self.about_directions.len()) * 2
            + self.scores.products.as_flattened().as_flattened().len()
            + self.shifts.len()
            + self.summary.len()
    }

    /// What the directions see of the keys.
    fn summarize(&mut self, sizes: Sizes, head: Head, factor: f32, counter: &mut dyn Counter) {
        let Sizes { n, d, d_v, m } = sizes;
        let (rows, columns) = tile(sizes);
        let quads = rows / ROWS;
        self.summary.fill(0.0);
        self.running.fill(Running::START);
        for start in (0..n).step_by(columns) {
            let keys = start..n.min(start + columns);
            let len = keys.len();
            side_by_side(&head.k[start * d..keys.end * d], d, factor, &mut self.keys);
            spread(&head.v[start * d_v..keys.end * d_v], d_v, &mut self.values);
            shifts(&self.keys, d, &mut self.shifts[..len]);
            for (column, &added) in self.about_keys.iter_mut().zip(&self.shifts[..len]) {
                *column = Column { added, times: 1.0 };
            }
            let directions = self.directions.chunks(quads * d).zip(self.running.chunks_mut(quads));
            for (at, (directions, running)) in directions.enumerate() {
                let summary = &mut self.summary[at * rows * d_v..m.min((at + 1) * rows) * d_v];
                let (columns, values) = (&*self.keys, &*self.values);
                let about = &self.about_keys[..len];
                let tile = Tile { rows: directions, columns, d, about, values, stride: len, d_v };
                self.scores.add(&tile, running, summary);
            }
            counter.multiply_adds(len * (m + 1), d);
            counter.multiply_adds(len * m, d_v);
        }
        spread(&self.summary, d_v, &mut self.summary_panels);
        let maxima =
            self.running.iter().flat_map(|running| running.max.into_iter().zip(running.sum));
        for (about, (added, times)) in self.about_directions.iter_mut().zip(maxima) {
            *about = Column { added, times };
        }
    }

    /// What the queries see of the directions. A query's own norm is left out, for it would
    /// cancel.
    fn ask(
        &mut self,
        sizes: Sizes,
        head: Head,
        factor: f32,
        output: &mut [f32],
        counter: &mut dyn Counter,
    ) {
        let Sizes { n, d, d_v, m } = sizes;
        let (rows, columns) = tile(sizes);
        for start in (0..n).step_by(rows) {
            let queries = start..n.min(start + rows);
            let quads = queries.len().div_ceil(ROWS);
            side_by_side(&head.q[start * d..queries.end * d], d, factor, &mut self.queries);
            let asking = &mut self.asking[..quads];
            asking.fill(Running::START);
            let output = &mut output[start * d_v..queries.end * d_v];
            for first in (0..m).step_by(columns) {
                let tile = Tile {
                    rows: &self.queries[..quads * d],
                    columns: &self.panels[first / LANES * d..],
                    d,
                    about: &self.about_directions[first..m.min(first + columns)],
                    values: self.summary_panels.get(first..).unwrap_or_default(),
                    stride: m,
                    d_v,
                };
                self.scores.add(&tile, asking, output);
            }
            counter.multiply_adds(queries.len() * m, d);
            counter.multiply_adds(queries.len(), m);
            counter.multiply_adds(queries.len() * m, d_v);
            if d_v > 0 {
                let sums = asking.iter().flat_map(|running| running.sum);
                for (row, sum) in output.chunks_exact_mut(d_v).zip(sums) {
                    super::divide(row, sum);
                }
            }
        }
    }
}

impl Scores {
    /// Adds to the output of some rows what they see of some columns.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn add(&mut self, tile: &Tile, running: &mut [Running], output: &mut [f32]) {
        let Tile { rows, columns, d, about, values, stride, d_v } = *tile;
        let len = about.len();
        for (panel, columns) in columns.chunks_exact(d).enumerate().take(len.div_ceil(LANES)) {
            // [rows, d] · [d, 8] -> [rows, 8]
            score(rows, columns, &mut self.products, &mut self.scores, (len, panel * LANES));
        }
        let quads = self.scores.chunks_exact_mut(len).zip(&mut self.rescale);
        for ((scores, rescale), running) in quads.zip(running) {
            *rescale = running.soften(scores, about);
        }
        if d_v == 0 {
            return;
        }
        for panel in 0..d_v.div_ceil(LANES) {
            let values = &values[panel * stride..][..len];
            let quads = self.scores.chunks_exact(len).zip(&self.rescale);
            for ((weights, rescale), rows) in quads.zip(output.chunks_mut(ROWS * d_v)) {
                // [4, columns] · [columns, 8] -> [4, 8]
                add_values(weights, values, rescale, rows, (d_v, panel * LANES));
            }
        }
    }
}

impl Running {
    /// From the least finite number up, so that −∞ less the maximum is −∞ and never NaN.
    const START: Self = Self { max: [f32::MIN; ROWS], sum: [0.0; ROWS] };

    /// Scores to exponentials, and by what all that was summed up before is to be rescaled.
    #[inline(always)]
    fn soften(&mut self, scores: &mut [[f32; ROWS]], about: &[Column]) -> [f32; ROWS] {
        for (scores, column) in scores.iter_mut().zip(about) {
            scores.iter_mut().for_each(|x| *x += column.added);
        }
        let max = largest(scores, self.max);
        let mut added = [0.0; ROWS];
        for (scores, column) in scores.iter_mut().zip(about) {
            // Whole rows of copies, which the compiler makes vectors of.
            let (row, so_far) = (*scores, added);
            let row: [f32; ROWS] = array::from_fn(|i| exp(row[i] - max[i]));
            added = array::from_fn(|i| so_far[i] + row[i] * column.times);
            *scores = row;
        }
        let rescale = array::from_fn(|row| exp(self.max[row] - max[row]));
        self.sum = array::from_fn(|row| self.sum[row] * rescale[row] + added[row]);
        self.max = max;
        rescale
    }
}
