//! What a model needs to come to be.

use std::collections::BTreeMap;

use anyhow::Result;
use models::transformer::Config;
use rand_pcg::Pcg32;
use train::{Model, OptimizerConfig};

use crate::heads::Shown;
use crate::objective::Example;

/// What was measured of a model, by name.
pub type Figures = BTreeMap<String, f64>;

/// What a model needs to come to be. All of it, the seed included, decides the model to the
/// bit on a given machine.
pub trait Recipe {
    /// Its name, and that of its file.
    fn name(&self) -> &str;
    /// What the model is made of.
    fn config(&self) -> Config;
    /// How it learns; the training ends when the rate has reached its floor.
    fn optimizer(&self) -> OptimizerConfig {
        OptimizerConfig { steps: 6000, warm_up: 200, floor: 0.02, ..OptimizerConfig::default() }
    }
    /// What weights and examples are drawn from.
    fn seed(&self) -> u32 {
        1
    }
    /// How many examples a step learns from.
    fn batch(&self) -> usize {
        64
    }
    /// The words, in the order of their numbers.
    fn words(&self) -> Vec<String>;
    /// The settings of what the examples are drawn from, but for their number.
    fn mixture(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
    /// The settings of what the examples are drawn from.
    fn corpus(&self) -> BTreeMap<String, String> {
        let examples = self.batch() * self.optimizer().steps as usize;
        let all = self.mixture().into_iter().chain([("examples", examples.to_string())]);
        all.map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Draws an example of the part of the language that is for training.
    ///
    /// # Errors
    /// When there is none to be had.
    fn example(&self, rng: &mut Pcg32) -> Result<Example>;

    /// Measures a model on the part that is not.
    ///
    /// # Errors
    /// When the model can't answer.
    fn figures(&self, model: &Model) -> Result<Figures>;

    /// Sentences of that part, always the same, over which the heads are measured.
    fn shown(&self) -> Vec<Shown>;
}
