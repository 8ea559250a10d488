//! A model that is being trained.

use crate::model::Positions;
use crate::optimizer::{AdamW, clip};
use crate::schedule::learning_rate;
use crate::{Batch, Graded, Model, ModelConfig, OptimizerConfig, Tape, TrainError, parallel};

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

/// Where a training stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// All parameters, in the order of [`ModelConfig::parameters`].
    pub parameters: Vec<f32>,
    /// The mean of the gradients of each.
    pub means: Vec<f32>,
    /// The mean of their squares.
    pub squares: Vec<f32>,
    /// How many steps have been made.
    pub steps: u32,
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
/// let mut batch = Batch::default();
/// batch.push(&[], [(3, None), (1, Some(3))]);
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
    /// One, or as many as a batch is cut into parts.
    tapes: Vec<Tape>,
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
        Ok(Self { model, config, optimizer, positions, tapes: vec![Tape::default()], steps: 0 })
    }

    /// Cuts each batch into so many parts, at least 1, which are computed side by side where
    /// there are threads. The numbers depend on how many parts there are, as sums are rounded,
    /// and on nothing else.
    ///
    /// ```
    /// use train::{Batch, ModelConfig, OptimizerConfig, Trainer};
    ///
    /// let trainer = || Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1);
    /// let mut batch = Batch::default();
    /// batch.push(&[], [(3, None), (1, Some(3))]);
    /// batch.push(&[], [(5, Some(2))]);
    /// let (whole, halves) = (trainer()?.step(&batch)?, trainer()?.in_parts(2).step(&batch)?);
    /// assert!((whole.loss - halves.loss).abs() < 1e-5);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    #[must_use]
    pub fn in_parts(mut self, parts: usize) -> Self {
        self.tapes.resize_with(parts.max(1), Tape::default);
        self
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
    /// let mut batch = Batch::default();
    /// batch.push(&[], [(99, Some(0))]);
    /// let error = trainer.step(&batch).unwrap_err();
    /// assert_eq!(error.to_string(), "batch: a token is 99, needed is below 16, the vocabulary");
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn step(&mut self, batch: &Batch) -> Result<Metrics, TrainError> {
        let Self { model, config, optimizer, positions, tapes, steps } = self;
        positions.cover(model.config(), batch.longest())?;
        let metrics = parallel::gradients(model, tapes, batch, positions)?;
        let Some(tape) = tapes.first_mut().filter(|_| metrics.count > 0) else {
            return Ok(metrics);
        };
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
    /// let mut batch = Batch::default();
    /// batch.push(&[], [(3, None), (1, Some(3))]);
    /// assert_eq!(trainer.evaluate(&batch)?, trainer.evaluate(&batch)?);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn evaluate(&self, batch: &Batch) -> Result<Metrics, TrainError> {
        let mut tape = Tape::default();
        let positions = Positions::new(self.model.config(), batch.longest())?;
        let graded = self.model.grade(&mut tape, batch, &positions)?;
        Ok(measured(&tape, graded))
    }

    /// Where the training stands, to go on from it later.
    ///
    /// ```
    /// use train::{Batch, ModelConfig, OptimizerConfig, Trainer};
    ///
    /// let fresh = || Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1);
    /// let mut batch = Batch::default();
    /// batch.push(&[], [(3, None), (1, Some(3))]);
    /// let mut trainer = fresh()?;
    /// trainer.step(&batch)?;
    /// let mut resumed = fresh()?.resume(trainer.state())?;
    /// assert_eq!(resumed.step(&batch)?, trainer.step(&batch)?);
    /// assert_eq!(resumed.model(), trainer.model());
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn state(&self) -> State {
        let (means, squares) = self.optimizer.moments();
        let parameters = self.model.values().to_vec();
        State { parameters, means: means.to_vec(), squares: squares.to_vec(), steps: self.steps }
    }

    /// The trainer, made from the same configurations, at that state.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the state has not as many numbers as the model.
    ///
    /// ```
    /// use train::{ModelConfig, OptimizerConfig, State, Trainer};
    /// let trainer = Trainer::new(ModelConfig::default(), OptimizerConfig::default(), 1)?;
    /// assert!(trainer.resume(State::default()).is_err());
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn resume(mut self, state: State) -> Result<Self, TrainError> {
        let State { parameters, means, squares, steps } = state;
        for (field, given) in
            [("parameters", &parameters), ("means", &means), ("squares", &squares)]
        {
            if given.len() != self.model.count() {
                let needed = format!("[{}], the size of the model", self.model.count());
                return Err(TrainError::shape("resume", field, &[given.len()], needed));
            }
        }
        self.model.values_mut().copy_from_slice(&parameters);
        self.optimizer = AdamW::resumed(self.config.clone(), means, squares, steps);
        self.steps = steps;
        Ok(self)
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
        self.tapes.iter().map(Tape::capacity).sum()
    }
}

pub(crate) fn measured(tape: &Tape, graded: Graded) -> Metrics {
    let loss = tape.value(graded.loss).first().copied().unwrap_or(f32::NAN);
    Metrics { loss, right: graded.right, count: graded.count }
}
