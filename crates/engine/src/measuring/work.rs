//! One variant at one length, timed.

use attention::variant::{Cost, Variant};
use attention::{Mask, Options};
use models::invented::{self, Use};
use ndarray::Array3;

use super::{Measuring, Point};

/// A measurement takes this long at least, in milliseconds, unless it was made often enough.
const LEAST: f64 = 120.0;

/// So many times, and no more are needed.
const OFTEN: usize = 25;

/// So many times at least, unless one takes longer than [`LONG`].
const SOME: usize = 3;

/// A time after which once is enough, in milliseconds.
const LONG: f64 = 1000.0;

/// What the clock of a browser can't be trusted below, in milliseconds: shorter calls are
/// timed several at once.
const TICK: f64 = 2.0;

/// The most calls that are timed at once, even by a clock that seems to stand still.
const MOST: u32 = 1 << 10;

/// A variant at a length, and the times so far.
pub(super) struct Work {
    name: String,
    n: usize,
    variant: Box<dyn Variant>,
    cost: Cost,
    inputs: [Array3<f32>; 3],
    options: Options,
    /// How many calls are timed at once.
    calls: u32,
    /// Milliseconds of one call.
    times: Vec<f64>,
    total: f64,
}

impl Work {
    pub fn new(plan: &Measuring, name: &str, n: usize) -> Result<Self, String> {
        let variant = plan.build(name)?;
        let cost = plan.cost(name, n)?;
        // The numbers don't matter to the time; they are drawn like those of invented layers.
        let draw = |purpose| {
            let values = invented::weights(plan.seed, purpose, 0, (n, plan.d));
            values.insert_axis(ndarray::Axis(0))
        };
        let inputs = [Use::Query, Use::Key, Use::Value].map(draw);
        let mask = Mask { causal: plan.causal, ..Mask::default() };
        let options = Options { mask, ..Options::default() };
        let name = name.to_owned();
        let (times, total) = (Vec::new(), 0.0);
        Ok(Self { name, n, variant, cost, inputs, options, calls: 1, times, total })
    }

    /// Measures once more. A point when that is enough.
    pub fn advance(&mut self, now: &dyn Fn() -> f64) -> Result<Option<Point>, String> {
        let [q, k, v] = &self.inputs;
        let start = now();
        for _ in 0..self.calls {
            let output = self.variant.attend(q.view(), k.view(), v.view(), &self.options);
            // What isn't used might not be computed.
            std::hint::black_box(output.map_err(|error| error.to_string())?);
        }
        let took = now() - start;
        self.total += took;
        if took < TICK && self.calls < MOST {
            // Too short for the clock: once more, with so many calls that it isn't.
            self.calls *= 2;
            return Ok(None);
        }
        self.times.push(took / f64::from(self.calls));
        let is_enough = match self.times.len() {
            runs if runs >= OFTEN => true,
            runs if runs >= SOME => self.total >= LEAST,
            _ => took >= LONG,
        };
        Ok(is_enough.then(|| self.point()))
    }

    fn point(&mut self) -> Point {
        self.times.sort_by(f64::total_cmp);
        let at = |part: usize| self.times[(self.times.len() - 1) * part / 4];
        let Cost { pairs, multiply_adds, bytes, .. } = self.cost;
        Point {
            variant: self.name.clone(),
            n: self.n,
            milliseconds: at(2),
            quartiles: (at(1), at(3)),
            runs: self.times.len(),
            pairs,
            multiply_adds,
            bytes,
        }
    }
}
