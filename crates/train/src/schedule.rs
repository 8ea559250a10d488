//! How fast a model learns, and when.

use crate::TrainError;

/// The settings of the optimizer. The default suits models of the default size.
///
/// ```
/// use train::OptimizerConfig;
/// let config = OptimizerConfig { steps: 400, ..OptimizerConfig::default() };
/// assert!(config.check().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct OptimizerConfig {
    /// The learning rate at its highest.
    pub learning_rate: f32,
    /// For how many steps the rate rises.
    pub warm_up: u32,
    /// After how many steps the rate has fallen to its end, where it stays.
    pub steps: u32,
    /// The part of the highest rate that is left in the end, from 0 to 1.
    pub floor: f32,
    /// How slowly the mean of the gradients is forgotten: β₁, from 0 to below 1.
    pub beta1: f32,
    /// How slowly the mean of their squares is forgotten: β₂, from 0 to below 1.
    pub beta2: f32,
    /// Added under the fraction: ε, above 0.
    pub epsilon: f32,
    /// How fast weights shrink: λ, at least 0.
    pub weight_decay: f32,
    /// The largest norm that the gradients of a step may have, above 0.
    pub clip: f32,
}

impl Default for OptimizerConfig {
    fn default() -> Self {
        Self {
            learning_rate: 3e-3,
            warm_up: 20,
            steps: 1000,
            floor: 0.1,
            beta1: 0.9,
            beta2: 0.98,
            epsilon: 1e-8,
            weight_decay: 0.01,
            clip: 1.0,
        }
    }
}

impl OptimizerConfig {
    /// Refuses numbers that nothing can be learned with.
    ///
    /// # Errors
    /// [`TrainError::Config`] if a setting is outside of the range that its documentation says.
    ///
    /// ```
    /// use train::OptimizerConfig;
    /// let error = OptimizerConfig { clip: 0.0, ..OptimizerConfig::default() }.check().unwrap_err();
    /// assert_eq!(error.to_string(), "config: clip is 0, needed is a finite number above 0");
    /// ```
    pub fn check(&self) -> Result<(), TrainError> {
        for (field, value) in
            [("learning_rate", self.learning_rate), ("epsilon", self.epsilon), ("clip", self.clip)]
        {
            if !(value.is_finite() && value > 0.0) {
                return Err(TrainError::config(field, value, "a finite number above 0"));
            }
        }
        for (field, value) in [("beta1", self.beta1), ("beta2", self.beta2)] {
            if !(0.0..1.0).contains(&value) {
                return Err(TrainError::config(field, value, "at least 0 and below 1"));
            }
        }
        if !(0.0..=1.0).contains(&self.floor) {
            return Err(TrainError::config("floor", self.floor, "from 0 to 1"));
        }
        if !(self.weight_decay.is_finite() && self.weight_decay >= 0.0) {
            let needed = "a finite number, at least 0";
            return Err(TrainError::config("weight_decay", self.weight_decay, needed));
        }
        Ok(())
    }
}

/// The learning rate of a step, counted from 0: it rises in a line over the warm-up, from the
/// first step on above 0, and then falls along half a cosine (Loshchilov and Hutter 2017,
/// equation 5, without restarts) to the floor.
///
/// ```
/// use train::{OptimizerConfig, learning_rate};
///
/// let config = OptimizerConfig {
///     learning_rate: 1.0,
///     warm_up: 4,
///     steps: 12,
///     floor: 0.2,
///     ..OptimizerConfig::default()
/// };
/// let rates = [0, 3, 4, 8, 12, 99].map(|step| learning_rate(&config, step));
/// assert_eq!(rates, [0.25, 1.0, 1.0, 0.6, 0.2, 0.2]);
/// ```
pub fn learning_rate(config: &OptimizerConfig, step: u32) -> f32 {
    let highest = f64::from(config.learning_rate);
    if step < config.warm_up {
        return (highest * (f64::from(step) + 1.0) / f64::from(config.warm_up)) as f32;
    }
    let falling = f64::from(config.steps.saturating_sub(config.warm_up).max(1));
    let done = (f64::from(step - config.warm_up) / falling).min(1.0);
    let height = (1.0 + (std::f64::consts::PI * done).cos()) / 2.0; // from 1 to 0
    let floor = f64::from(config.floor);
    (highest * (floor + (1.0 - floor) * height)) as f32
}
