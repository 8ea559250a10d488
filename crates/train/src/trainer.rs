//! A model that is being trained.

use ndarray::array;

use crate::model::Positions;
use crate::optimizer::{AdamW, clip};
use crate::schedule::learning_rate;
use crate::{Batch, Graded, Model, ModelConfig, OptimizerConfig, Tape, TrainError};

/// How well a model did on a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Metrics {
    /// The mean cross-entropy over the tokens with a target, in nats; 0 if there are none.
    pub loss: f32,
    /// At how many of them the model's first choice was right.
    pub right: usize,
    /// How many there are.
    pub count: usize,
}

impl Metrics {
    /// The part that was right, from 0 to 1; NaN if nothing was asked.
    ///
    /// ```
    /// let metrics = train::Metrics { loss: 0.7, right: 3, count: 4 };
    /// assert_eq!(metrics.accuracy(), 0.75);
    /// ```
    pub fn accuracy(&self) -> f64 {
        self.right as f64 / self.count as f64
    }
}

/// A model, its optimizer, and the memory they work in, which stops growing once the largest
/// batch has been seen.
///
/// The same configurations, seed and batches give the same numbers, natively and in wasm.
///
/// ```
/// use train::{Batch, ModelConfig, OptimizerConfig, Trainer};
///
/// let mut trainer = Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1)?;
/// let batch = Batch { tokens: vec![3, 1], lengths: vec![2], targets: vec![None, Some(3)] };
/// let first = trainer.step(&batch)?;
/// assert_eq!(first.count, 1);
/// assert!(trainer.step(&batch)?.loss < first.loss);
/// # Ok::<(), train::TrainError>(())
/// ```
pub struct Trainer {
    model: Model,
    config: OptimizerConfig,
    optimizer: AdamW,
    positions: Positions,
    tape: Tape,
    steps: u32,
}

impl Trainer {
    /// A trainer with an untrained model from a seed.
    ///
    /// # Errors
    /// [`TrainError::Config`] as [`ModelConfig::check`] and [`OptimizerConfig::check`].
    ///
    /// ```
    /// use train::{ModelConfig, OptimizerConfig, Trainer};
    /// let trainer = Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1)?;
    /// assert_eq!(trainer.steps(), 0);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn new(
        model: ModelConfig,
        optimizer: OptimizerConfig,
        seed: u32,
    ) -> Result<Self, TrainError> {
        Self::with_model(Model::new(model, seed)?, optimizer)
    }

    /// A trainer that goes on from a given model.
    ///
    /// # Errors
    /// [`TrainError::Config`] as [`OptimizerConfig::check`].
    ///
    /// ```
    /// use train::{Model, ModelConfig, OptimizerConfig, Trainer};
    /// let model = Model::new(ModelConfig::default(), 1)?;
    /// let trainer = Trainer::with_model(model.clone(), OptimizerConfig::default())?;
    /// assert_eq!(trainer.model(), &model);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn with_model(model: Model, config: OptimizerConfig) -> Result<Self, TrainError> {
        config.check()?;
        let optimizer = AdamW::new(config.clone(), model.count());
        let positions = Positions::new(model.config(), 0)?;
        Ok(Self { model, config, optimizer, positions, tape: Tape::default(), steps: 0 })
    }

    /// Learns from a batch, and says how well the model did on it before that.
    ///
    /// A batch without any target changes nothing.
    ///
    /// # Errors
    /// [`TrainError::Batch`] if the batch doesn't fit the model, [`TrainError::NoPosition`] if
    /// a sequence is longer than the learned table, [`TrainError::Diverged`] if the loss or
    /// the gradients are no longer finite. After an error the model is as it was.
    ///
    /// ```
    /// use train::{Batch, ModelConfig, OptimizerConfig, Trainer};
    ///
    /// let mut trainer = Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1)?;
    /// let batch = Batch { tokens: vec![99], lengths: vec![1], targets: vec![Some(0)] };
    /// let error = trainer.step(&batch).unwrap_err();
    /// assert_eq!(error.to_string(), "batch: a token is 99, needed is below 16, the vocabulary");
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn step(&mut self, batch: &Batch) -> Result<Metrics, TrainError> {
        let Self { model, config, optimizer, positions, tape, steps } = self;
        positions.cover(model.config(), batch.longest())?;
        let graded = model.grade(tape, batch, positions)?;
        let metrics = measured(tape, graded);
        if graded.count == 0 {
            return Ok(metrics);
        }
        tape.backward(graded.loss, array![[1.0]].view())?;
        let gradients = tape.first_gradients(model.count());
        let norm = clip(gradients, config.clip);
        if !(metrics.loss.is_finite() && norm.is_finite()) {
            let (loss, norm) = (metrics.loss.to_string(), norm.to_string());
            return Err(TrainError::Diverged { step: *steps, loss, norm });
        }
        let groups: Vec<_> = model.decays().collect();
        let rate = learning_rate(config, *steps);
        optimizer.update(model.values_mut(), gradients, rate, groups);
        *steps = steps.saturating_add(1);
        Ok(metrics)
    }

    /// How well the model does on a batch, without learning from it.
    ///
    /// # Errors
    /// As [`Trainer::step`], apart from [`TrainError::Diverged`].
    ///
    /// ```
    /// use train::{Batch, ModelConfig, OptimizerConfig, Trainer};
    ///
    /// let trainer = Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1)?;
    /// let batch = Batch { tokens: vec![3, 1], lengths: vec![2], targets: vec![None, Some(3)] };
    /// assert_eq!(trainer.evaluate(&batch)?, trainer.evaluate(&batch)?);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn evaluate(&self, batch: &Batch) -> Result<Metrics, TrainError> {
        let mut tape = Tape::default();
        let positions = Positions::new(self.model.config(), batch.longest())?;
        let graded = self.model.grade(&mut tape, batch, &positions)?;
        Ok(measured(&tape, graded))
    }

    /// The model as it is now.
    ///
    /// ```
    /// use train::{ModelConfig, OptimizerConfig, Trainer};
    /// let trainer = Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1)?;
    /// assert_eq!(trainer.model().config(), &ModelConfig::default());
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// How many steps have been made.
    ///
    /// ```
    /// use train::{ModelConfig, OptimizerConfig, Trainer};
    /// let trainer = Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1)?;
    /// assert_eq!(trainer.steps(), 0);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// How many numbers the trainer's memory has room for; flat once the largest batch has
    /// been seen.
    ///
    /// ```
    /// use train::{ModelConfig, OptimizerConfig, Trainer};
    /// let trainer = Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1)?;
    /// assert_eq!(trainer.capacity(), 0); // nothing is reserved before the first step
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn capacity(&self) -> usize {
        self.tape.capacity()
    }
}

fn measured(tape: &Tape, graded: Graded) -> Metrics {
    let loss = tape.value(graded.loss).first().copied().unwrap_or(f32::NAN);
    Metrics { loss, right: graded.right, count: graded.count }
}
