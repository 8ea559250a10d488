//! The numbers that are trained, by name, and how they start.

use std::ops::Range;

use ndarray::{ArrayView2, ArrayViewMut2};
use rand_distr::{Distribution, StandardNormal};
use rand_seeder::Seeder;

use crate::{ModelConfig, Var};

/// Both BERT (Devlin et al. 2019) and GPT-2 start their positions with this spread. Words start
/// with spread 1 here, so that at first the positions are hardly there, and what is seen of
/// them later has been learned.
const POSITION_DEVIATION: f64 = 0.02;

/// All parameters, one behind the other, and what each is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parameters {
    pub(super) values: Vec<f32>,
    pub(super) entries: Vec<Entry>,
}

/// One parameter: an array with a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) place: Var,
    /// Whether weight decay applies: to the weights of projections, and to nothing else.
    pub(super) decays: bool,
}

/// How the numbers of a parameter start.
#[derive(Clone, Copy)]
enum Start {
    /// All the same.
    Constant(f32),
    /// Independent numbers from N(0, deviation²).
    Normal(f64),
    /// The weights of a projection: from N(0, 1 ÷ d_in), so that inputs of unit variance give
    /// outputs of about unit variance (LeCun et al. 1998, equation 16).
    Projection,
}

impl Start {
    fn of(config: &ModelConfig, name: &str) -> Self {
        let d = config.d_model as f64;
        match name.rsplit('.').next() {
            Some("gain") => Self::Constant(1.0),
            Some("bias") => Self::Constant(0.0),
            Some("positions") => Self::Normal(POSITION_DEVIATION),
            Some("buckets") => Self::Normal(1.0 / d.sqrt()),
            // So that normalised vectors give logits of about unit variance.
            Some("embedding") if config.tied => Self::Normal(1.0 / d.sqrt()),
            Some("embedding") => Self::Normal(1.0),
            _ => Self::Projection,
        }
    }
}

impl Entry {
    pub(super) fn range(&self) -> Range<usize> {
        self.place.start..self.place.start + self.place.rows * self.place.columns
    }
}

impl Parameters {
    /// The parameters of a model, from a seed. What a number is depends on the seed, the name of
    /// its parameter, its row and its column, so that models that differ in one part have the
    /// others alike.
    pub(super) fn new(config: &ModelConfig, seed: u32) -> Self {
        let mut parameters = Self { values: Vec::new(), entries: Vec::new() };
        for (name, shape) in config.parameters() {
            let start = Start::of(config, &name);
            parameters.push(seed, name, shape, start);
        }
        parameters
    }

    fn push(&mut self, seed: u32, name: String, (rows, columns): (usize, usize), start: Start) {
        let place = Var { start: self.values.len(), rows, columns };
        let deviation = match start {
            Start::Constant(_) => 0.0,
            Start::Normal(deviation) => deviation,
            Start::Projection => 1.0 / (rows as f64).sqrt(),
        };
        for row in 0..rows {
            if let Start::Constant(value) = start {
                self.values.extend(std::iter::repeat_n(value, columns));
                continue;
            }
            // `u64` and not `usize`: the hash takes in every byte, and there must be as many
            // in the browser as here.
            let mut rng: rand_pcg::Pcg32 = Seeder::from((seed, &name, row as u64)).into_rng();
            self.values.extend((0..columns).map(|_| {
                let number: f64 = StandardNormal.sample(&mut rng);
                (number * deviation) as f32
            }));
        }
        let decays = matches!(start, Start::Projection);
        self.entries.push(Entry { name, place, decays });
    }

    pub(super) fn view<'a>(&'a self, entry: &Entry) -> Option<ArrayView2<'a, f32>> {
        let numbers = self.values.get(entry.range())?;
        ArrayView2::from_shape(entry.place.dim(), numbers).ok()
    }

    pub(super) fn view_mut(&mut self, name: &str) -> Option<ArrayViewMut2<'_, f32>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let numbers = self.values.get_mut(entry.range())?;
        ArrayViewMut2::from_shape(entry.place.dim(), numbers).ok()
    }
}
