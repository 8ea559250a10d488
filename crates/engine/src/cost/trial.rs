//! What each way to attend loses in a small transformer that was trained with full attention.

mod forward;

use std::iter::zip;

use attention::variant::{ALL, Size, Variant};
use rand_pcg::Pcg32;
use rand_seeder::Seeder;
use serde::{Deserialize, Serialize};
use train::task::{Problem, Recipe};
use train::{Batch, Family, ModelConfig, OptimizerConfig, Trainer};

use super::{Loss, WaySettings};
use crate::{EncodingKind, EngineError};
use forward::{Answer, Forward};

/// How many examples each step learns from.
const BATCH: usize = 32;
/// How many other examples the finished model is asked.
const HELD_OUT: usize = 64;
/// Width of the model's vectors.
const D_MODEL: usize = 32;
/// How many heads share it.
const HEADS: usize = 4;

/// What to train.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialQuestion {
    /// What is to be learned, by its name in [`crate::training::TASKS`], with its own sizes and
    /// steps.
    pub task: String,
    /// How the model is told of positions.
    pub encoding: EncodingKind,
    /// Whether each token sees only itself and those before it.
    pub causal: bool,
    /// What the model and the examples are drawn from.
    pub seed: u32,
}

impl Default for TrialQuestion {
    /// The word two places back, which a window either reaches or doesn't.
    fn default() -> Self {
        Self { task: "back".into(), encoding: EncodingKind::Rope, causal: false, seed: 1 }
    }
}

/// A small transformer that is trained with full attention, and then asked to do without.
///
/// ```
/// use engine::cost::{Trial, TrialQuestion, WaySettings};
///
/// let mut trial = Trial::new(&TrialQuestion::default())?;
/// while !trial.is_trained() {
///     trial.step()?;
/// }
/// let ways = WaySettings { window: 2, random: 0, ..WaySettings::default() };
/// let asked = trial.ask(&ways)?;
/// let accuracy = |at: usize| asked[at].answers.clone().map(|answers| answers.accuracy);
/// assert!(accuracy(0)? > 0.95); // full attention
/// // One key on each side doesn't reach two places back.
/// assert_eq!(asked[2].way, "sliding_window");
/// assert!(accuracy(2)? < 0.5);
/// # Ok::<(), engine::EngineError>(())
/// ```
pub struct Trial {
    trainer: Trainer,
    problem: Problem,
    steps: u32,
    examples: Pcg32,
    held_out: Batch,
}

/// How the model answers if it attends in one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The way to attend, by its name in [`super::WAYS`].
    pub way: String,
    /// Its pairs over those of full attention, in all held-out sequences together.
    pub coverage: f64,
    /// How it answers, or why it can't.
    pub answers: Result<Answers, EngineError>,
}

/// Answers to held-out questions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// The share that is right.
    pub accuracy: f64,
    /// How many questions there are.
    pub count: usize,
    /// How far what attention gives, in all layers, is from what full attention gives. From
    /// the second layer on that is of inputs which have changed already.
    pub loss: Loss,
}

impl Trial {
    /// An untrained model and the questions it will be asked.
    ///
    /// # Errors
    ///
    /// [`EngineError::Training`] if there is no such task.
    ///
    /// ```
    /// use engine::cost::{Trial, TrialQuestion};
    ///
    /// let sorting = TrialQuestion { task: "sort".into(), ..TrialQuestion::default() };
    /// assert!(Trial::new(&sorting).is_err_and(|error| error.to_string().contains("back")));
    /// ```
    pub fn new(question: &TrialQuestion) -> Result<Self, EngineError> {
        let &TrialQuestion { ref task, encoding, causal, seed } = question;
        let task = train::task::named(task)?;
        let problem = Problem::new(task.name(), task.bounds().defaults())?;
        let Recipe { layers, steps } = task.recipe();
        let model = ModelConfig {
            vocabulary: problem.words().len(),
            classes: problem.answers().len(),
            d_model: D_MODEL,
            heads: HEADS,
            kv_heads: HEADS,
            layers,
            feed_forward: 2 * D_MODEL,
            encoding: encoding.name(),
            family: Family::masked(causal),
            max_length: *problem.lengths().end(),
            ..ModelConfig::default()
        };
        let trainer = Trainer::new(model, OptimizerConfig { steps, ..Default::default() }, seed)?;
        // Each use has a stream of its own, so that the model isn't asked what it was told.
        let [examples, mut others]: [Pcg32; 2] =
            [0_u32, 1].map(|stream| Seeder::from(("trial", seed, stream)).into_rng());
        let held_out = problem.sample(&mut others, problem.lengths(), HELD_OUT)?;
        Ok(Self { trainer, problem, steps, examples, held_out })
    }

    /// How many steps of training there are in all.
    ///
    /// ```
    /// use engine::cost::{Trial, TrialQuestion};
    /// let trial = Trial::new(&TrialQuestion::default())?;
    /// assert_eq!((trial.done(), trial.steps()), (0, 800));
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// How many of them have been made.
    ///
    /// ```
    /// use engine::cost::{Trial, TrialQuestion};
    /// let mut trial = Trial::new(&TrialQuestion::default())?;
    /// trial.step()?;
    /// assert_eq!(trial.done(), 1);
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn done(&self) -> u32 {
        self.trainer.steps()
    }

    /// Whether all have been made.
    ///
    /// ```
    /// use engine::cost::{Trial, TrialQuestion};
    /// assert!(!Trial::new(&TrialQuestion::default())?.is_trained());
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn is_trained(&self) -> bool {
        self.done() >= self.steps
    }

    /// Makes one step with full attention; nothing once the model is trained. It takes a
    /// millisecond or two.
    ///
    /// # Errors
    ///
    /// [`EngineError::Training`] if the numbers are no longer finite.
    ///
    /// ```
    /// use engine::cost::{Trial, TrialQuestion};
    /// let mut trial = Trial::new(&TrialQuestion::default())?;
    /// assert!(trial.step().is_ok());
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn step(&mut self) -> Result<(), EngineError> {
        if !self.is_trained() {
            let lengths = self.problem.lengths();
            let batch = self.problem.sample(&mut self.examples, lengths, BATCH)?;
            self.trainer.step(&batch)?;
        }
        Ok(())
    }

    /// Asks the model as it is, once for each way to attend, in the order of [`super::WAYS`].
    ///
    /// # Errors
    ///
    /// [`EngineError::Attention`] if a setting of a way makes no sense.
    ///
    /// ```
    /// use engine::cost::{Trial, TrialQuestion, WaySettings};
    /// let asked = Trial::new(&TrialQuestion::default())?.ask(&WaySettings::default())?;
    /// // As wide a window leaves nothing out.
    /// assert_eq!(asked[2].coverage, 1.0);
    /// assert!(asked[2].answers.as_ref().is_ok_and(|answers| answers.loss.relative < 1e-5));
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn ask(&self, ways: &WaySettings) -> Result<Vec<Asked>, EngineError> {
        let forward = Forward::new(self.trainer.model())?;
        let full = self.answer(&forward, None)?;
        let asked = ALL.iter().map(|entry| {
            let way = (entry.build)(ways.into());
            Ok(Asked {
                way: entry.name.into(),
                coverage: self.coverage(way.as_ref())?,
                answers: forward.check(way.as_ref()).and_then(|()| {
                    Ok(self.grade(&self.answer(&forward, Some(way.as_ref()))?, &full))
                }),
            })
        });
        asked.collect()
    }

    /// What the model says to each held-out sequence.
    fn answer(
        &self,
        forward: &Forward,
        way: Option<&dyn Variant>,
    ) -> Result<Vec<Answer>, EngineError> {
        let mut rest = self.held_out.tokens.as_slice();
        let answers = self.held_out.lengths.iter().map(|&length| {
            let (tokens, others) = rest.split_at(length);
            rest = others;
            forward.answer(tokens, way)
        });
        answers.collect()
    }

    fn grade(&self, answers: &[Answer], full: &[Answer]) -> Answers {
        let said = answers.iter().flat_map(|answer| &answer.classes);
        let asked = zip(said, &self.held_out.targets)
            .filter_map(|(said, target)| target.map(|target| *said == target as usize));
        let (mut count, mut right) = (0, 0);
        for is_right in asked {
            count += 1;
            right += usize::from(is_right);
        }
        let attended = |answers: &[Answer]| {
            answers.iter().flat_map(|answer| &answer.attended).copied().collect::<Vec<f32>>()
        };
        let loss = Loss::of(&attended(answers), &attended(full));
        Answers { accuracy: right as f64 / count.max(1) as f64, count, loss }
    }

    fn coverage(&self, way: &dyn Variant) -> Result<f64, EngineError> {
        let config = self.trainer.model().config();
        let (mut pairs, mut all) = (0, 0);
        for &n in &self.held_out.lengths {
            let size = Size { n, d: config.d_k(), causal: config.family.is_causal() };
            pairs += way.cost(size)?.pairs;
            all += attention::variant::Full.cost(size)?.pairs;
        }
        Ok(pairs as f64 / all.max(1) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_attention_is_right_as_often_as_the_trainer_finds() {
        for (task, encoding, causal) in
            [("back", EncodingKind::Rope, true), ("agent", EncodingKind::T5, false)]
        {
            let question = TrialQuestion { task: task.into(), encoding, causal, seed: 2 };
            let mut trial = Trial::new(&question).unwrap();
            for _ in 0..60 {
                trial.step().unwrap();
            }
            let found = trial.trainer.evaluate(&trial.held_out).unwrap();
            let asked = trial.ask(&WaySettings::default()).unwrap();
            for exact in &asked[..2] {
                let answers = exact.answers.clone().unwrap();
                assert_eq!(answers.count, found.count);
                assert_eq!(answers.accuracy, found.accuracy(), "{}", exact.way);
                assert!(answers.loss.relative < 1e-5 && exact.coverage == 1.0, "{exact:?}");
            }
            let refused = encoding == EncodingKind::T5;
            assert_eq!(asked[5].answers.is_err(), refused, "{asked:?}");
        }
    }
}
