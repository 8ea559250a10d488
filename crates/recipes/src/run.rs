//! The training of a recipe.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use models::transformer::Config;
use rand_pcg::Pcg32;
use rand_seeder::Seeder;
use train::{Model, Trainer};

use crate::objective::{Example, pack};
use crate::{Checkpoint, Recipe};

/// Into how many parts a batch is cut, always, for the numbers depend on it: as many as a small
/// machine has cores.
const PARTS: usize = 2;

/// How a recipe is run.
#[derive(Clone, Debug)]
pub struct Run {
    /// What the model is made of.
    pub config: Config,
    /// Where it goes on from, and is kept now and then.
    pub checkpoint: Checkpoint,
    /// How often it is kept, and told of.
    pub every: Duration,
    /// After which step it is broken off; it can be gone on with.
    pub until: u32,
}

/// How far a training is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// How many steps have been made.
    pub step: u32,
    /// How many there will be.
    pub steps: u32,
    /// The mean loss of the steps since it was last told.
    pub loss: f64,
    /// How many tokens were learned from in a second since then.
    pub speed: f64,
    /// How long it will take.
    pub left: Duration,
}

/// Trains a recipe, from its checkpoint on if there is one. Each step's examples depend on the
/// seed and the step alone: a training that was broken off comes to the same numbers.
///
/// # Errors
/// When an example can't be had, the training diverges, or the checkpoint can't be written.
pub fn run(recipe: &dyn Recipe, run: &Run, mut tell: impl FnMut(Progress)) -> Result<Model> {
    let (optimizer, seed) = (recipe.optimizer(), recipe.seed());
    let steps = optimizer.steps;
    let mut trainer = Trainer::new(run.config.clone(), optimizer, seed)?.in_parts(PARTS);
    if let Some(state) = run.checkpoint.load()? {
        trainer = trainer.resume(state)?;
    }
    let mut told = Told::new(trainer.steps());
    while trainer.steps() < steps.min(run.until) {
        let step = trainer.steps();
        let mut rng: Pcg32 = Seeder::from((recipe.name(), seed, step)).into_rng();
        let examples: Vec<Example> =
            (0..recipe.batch()).map(|_| recipe.example(&mut rng)).collect::<Result<_>>()?;
        let batch = pack(&examples);
        let metrics = trainer.step(&batch).with_context(|| format!("at step {step}"))?;
        anyhow::ensure!(trainer.steps() > step, "the examples of step {step} ask for nothing");
        told.loss += f64::from(metrics.loss);
        told.tokens += batch.tokens.len() + batch.sources.len();
        if told.since.elapsed() >= run.every || trainer.steps() == steps {
            tell(told.progress(trainer.steps(), steps));
            run.checkpoint.save(trainer.state())?;
            told = Told::new(trainer.steps());
        }
    }
    run.checkpoint.save(trainer.state())?;
    Ok(trainer.model().clone())
}

/// What has gone on since it was last told.
struct Told {
    since: Instant,
    step: u32,
    loss: f64,
    tokens: usize,
}

impl Told {
    fn new(step: u32) -> Self {
        Self { since: Instant::now(), step, loss: 0.0, tokens: 0 }
    }

    fn progress(&self, step: u32, steps: u32) -> Progress {
        let made = f64::from(step.saturating_sub(self.step).max(1));
        let seconds = self.since.elapsed().as_secs_f64();
        let left = f64::from(steps.saturating_sub(step)) * seconds / made;
        Progress {
            step,
            steps,
            loss: self.loss / made,
            speed: self.tokens as f64 / seconds,
            left: Duration::from_secs_f64(left),
        }
    }
}
