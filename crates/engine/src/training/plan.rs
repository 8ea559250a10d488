//! What is to be trained.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use train::task::{ALL, Problem, Recipe, Settings, Task, TaskError};
use train::{Family, ModelConfig, OptimizerConfig, TrainError};

use crate::EncodingKind;

/// Why nothing can be trained, or not any further.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum TrainingError {
    /// The task refused its settings.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// The model, its optimizer or a batch refused theirs.
    #[error(transparent)]
    Train(#[from] TrainError),
}

/// Everything that decides a training run: the same plan gives the same numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Training {
    /// What is to be learned, by its name in [`super::TASKS`].
    pub task: String,
    /// The encodings that are trained side by side, on the same examples.
    pub encodings: Vec<EncodingKind>,
    /// Whether each token sees only itself and those before it.
    pub causal: bool,
    /// The longest example, in tokens.
    pub length: usize,
    /// How many different words there are; what counts as one, each task says.
    pub vocabulary: usize,
    /// How many places back, in the task that asks it.
    pub k: usize,
    /// Width of the vectors.
    pub d_model: usize,
    /// Number of heads, which divides d_model.
    pub heads: usize,
    /// Number of blocks.
    pub layers: usize,
    /// How many steps each model makes.
    pub steps: u32,
    /// The first seed.
    pub seed: u32,
    /// How many seeds each encoding is trained from.
    pub seeds: usize,
    /// Whether the finished models are tested at up to eight times the length.
    pub beyond: bool,
}

/// How many examples each step learns from.
pub(super) const BATCH: usize = 32;

/// How many times longer than in training the longest test is.
pub(super) const BEYOND: usize = 8;

/// Widths that a page may ask for.
pub const D_MODELS: [usize; 3] = [16, 32, 64];
/// How many heads a page may ask for.
pub const HEADS: [usize; 4] = [1, 2, 4, 8];
/// How many blocks a page may ask for.
pub const LAYERS: RangeInclusive<usize> = 1..=3;
/// How many steps a page may ask for.
pub const STEPS: RangeInclusive<u32> = 50..=5000;
/// How many seeds a page may ask for.
pub const SEEDS: RangeInclusive<usize> = 1..=8;

impl Default for Training {
    fn default() -> Self {
        Self {
            task: String::new(),
            encodings: EncodingKind::ALL.to_vec(),
            causal: false,
            length: 0,
            vocabulary: 0,
            k: 0,
            d_model: 32,
            heads: 4,
            layers: 0,
            steps: 0,
            seed: 1,
            seeds: 1,
            beyond: false,
        }
        .of(ALL[0])
    }
}

impl Training {
    /// The same for another task, with that task's own sizes and steps.
    ///
    /// ```
    /// use engine::training::{TASKS, Training};
    ///
    /// let back = Training::default().of(TASKS[1]);
    /// assert_eq!((back.task.as_str(), back.k), ("back", 2));
    /// ```
    pub fn of(self, task: &dyn Task) -> Self {
        let Settings { length, vocabulary, k } = task.bounds().defaults();
        let Recipe { layers, steps } = task.recipe();
        Self { task: task.name().into(), length, vocabulary, k, layers, steps, ..self }
    }

    /// Refuses what would take too long to be watched, or can't be trained at all.
    ///
    /// # Errors
    /// [`TrainingError`], which names the setting and what it may be.
    pub(super) fn problem(&self) -> Result<Problem, TrainingError> {
        let Self { length, vocabulary, k, .. } = *self;
        within("layers", self.layers, LAYERS)?;
        within("steps", self.steps, STEPS)?;
        within("seeds", self.seeds, SEEDS)?;
        if !D_MODELS.contains(&self.d_model) {
            let widths = D_MODELS.map(|width| width.to_string());
            return Err(refused("d_model", self.d_model, format!("one of {}", widths.join(", "))));
        }
        if !HEADS.contains(&self.heads) {
            let counts = HEADS.map(|heads| heads.to_string());
            return Err(refused("heads", self.heads, format!("one of {}", counts.join(", "))));
        }
        if self.encodings.is_empty() {
            return Err(refused("encodings", "empty", "at least one encoding".into()));
        }
        let mut others = self.encodings.iter().enumerate();
        if let Some((_, kind)) = others.find(|(at, kind)| self.encodings[..*at].contains(kind)) {
            return Err(refused("encodings", kind.name(), "each encoding once".into()));
        }
        Ok(Problem::new(&self.task, Settings { length, vocabulary, k })?)
    }

    /// The model of that encoding, as large as the problem asks.
    pub(super) fn model(&self, encoding: EncodingKind, problem: &Problem) -> ModelConfig {
        // Rows beyond the training's lengths stay as they were drawn: that is what a longer
        // test of a learned table meets.
        let max_length = if self.beyond { BEYOND * self.length } else { self.length };
        ModelConfig {
            vocabulary: problem.words().len(),
            classes: problem.answers().len(),
            d_model: self.d_model,
            heads: self.heads,
            kv_heads: self.heads,
            layers: self.layers,
            feed_forward: 2 * self.d_model,
            encoding: encoding.name(),
            family: Family::masked(self.causal),
            max_length,
            ..ModelConfig::default()
        }
    }

    /// The best part right without order, at these lengths and under the plan's mask.
    pub(super) fn ceiling(
        &self,
        problem: &Problem,
        lengths: RangeInclusive<usize>,
    ) -> Result<Option<f64>, TrainingError> {
        Ok(match self.causal {
            true => problem.masked_ceiling(lengths)?,
            false => Some(problem.ceiling(lengths)?),
        })
    }

    pub(super) fn optimizer(&self) -> OptimizerConfig {
        OptimizerConfig { steps: self.steps, ..OptimizerConfig::default() }
    }
}

fn within<T: PartialOrd + ToString>(
    field: &'static str,
    given: T,
    bounds: RangeInclusive<T>,
) -> Result<(), TrainingError> {
    let (least, most) = (bounds.start().to_string(), bounds.end().to_string());
    match bounds.contains(&given) {
        true => Ok(()),
        false => Err(refused(field, given, format!("from {least} to {most}"))),
    }
}

fn refused(field: &'static str, given: impl ToString, needed: String) -> TrainingError {
    TrainError::Config { field, given: given.to_string(), needed }.into()
}
