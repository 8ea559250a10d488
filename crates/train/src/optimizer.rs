//! From gradients to better parameters.

use std::ops::Range;

use crate::OptimizerConfig;
use crate::kernel::sum_squares;

/// AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam with a weight decay of its own. With
/// gradient g, step t counted from 1, and learning rate η:
///
/// | | |
/// |---|---|
/// | m ← β₁ m + (1 − β₁) g | the mean of the gradients |
/// | v ← β₂ v + (1 − β₂) g² | the mean of their squares |
/// | m̂ = m ÷ (1 − β₁ᵗ), v̂ = v ÷ (1 − β₂ᵗ) | for both begin at 0 |
/// | θ ← θ − η (m̂ ÷ (√v̂ + ε) + λ θ) | λ being 0 where nothing decays |
///
/// ```
/// use train::{AdamW, OptimizerConfig};
///
/// let config = OptimizerConfig { weight_decay: 0.5, ..OptimizerConfig::default() };
/// let mut adam = AdamW::new(config, 2);
/// let mut parameters = [1.0, 1.0];
/// adam.update(&mut parameters, &[0.25, -4.0], 0.1, [(0..1, true), (1..2, false)]);
/// // At first m̂ = g and √v̂ = |g|: a step of 0.1 each way, and a decay of 0.1 · 0.5 · 1.
/// assert!((parameters[0] - 0.85).abs() < 1e-6 && (parameters[1] - 1.1).abs() < 1e-6);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AdamW {
    config: OptimizerConfig,
    means: Vec<f32>,
    squares: Vec<f32>,
    /// β₁ᵗ and β₂ᵗ.
    powers: (f64, f64),
}

impl AdamW {
    /// An optimizer for that many numbers that has seen no gradient yet.
    ///
    /// ```
    /// use train::{AdamW, OptimizerConfig};
    /// let (config, other) = (OptimizerConfig::default(), OptimizerConfig::default());
    /// assert_eq!(AdamW::new(config, 3), AdamW::new(other, 3));
    /// ```
    pub fn new(config: OptimizerConfig, count: usize) -> Self {
        let zeros = vec![0.0; count];
        Self { config, means: zeros.clone(), squares: zeros, powers: (1.0, 1.0) }
    }

    /// An optimizer that has made so many steps and has come to these means.
    pub(crate) fn resumed(
        config: OptimizerConfig,
        means: Vec<f32>,
        squares: Vec<f32>,
        steps: u32,
    ) -> Self {
        let mut resumed = Self { config, means, squares, powers: (1.0, 1.0) };
        (0..steps).for_each(|_| resumed.count_step());
        resumed
    }

    /// The means of the gradients and of their squares.
    pub(crate) fn moments(&self) -> (&[f32], &[f32]) {
        (&self.means, &self.squares)
    }

    /// One factor after the other, so that a resumed optimizer has them to the bit.
    fn count_step(&mut self) {
        self.powers.0 *= f64::from(self.config.beta1);
        self.powers.1 *= f64::from(self.config.beta2);
    }

    /// One step. `groups` says which ranges of the parameters are updated and whether they
    /// decay; all three slices are as long as the optimizer was made for.
    ///
    /// ```
    /// use train::{AdamW, OptimizerConfig};
    /// let mut adam = AdamW::new(OptimizerConfig::default(), 1);
    /// let mut parameters = [0.0];
    /// adam.update(&mut parameters, &[2.0], 0.1, [(0..1, false)]);
    /// assert!((parameters[0] + 0.1).abs() < 1e-6);
    /// ```
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub fn update(
        &mut self,
        parameters: &mut [f32],
        gradients: &[f32],
        learning_rate: f32,
        groups: impl IntoIterator<Item = (Range<usize>, bool)>,
    ) {
        let OptimizerConfig { beta1, beta2, epsilon, weight_decay, .. } = self.config;
        self.count_step();
        let mean_correction = (1.0 / (1.0 - self.powers.0)) as f32;
        let square_correction = (1.0 / (1.0 - self.powers.1)) as f32;
        for (range, decays) in groups {
            let shrinking = if decays { weight_decay } else { 0.0 };
            let parts = (
                parameters.get_mut(range.clone()).unwrap_or_default().iter_mut(),
                gradients.get(range.clone()).unwrap_or_default().iter(),
                self.means.get_mut(range.clone()).unwrap_or_default().iter_mut(),
                self.squares.get_mut(range).unwrap_or_default().iter_mut(),
            );
            for (((parameter, &gradient), mean), square) in
                parts.0.zip(parts.1).zip(parts.2).zip(parts.3)
            {
                *mean = beta1 * *mean + (1.0 - beta1) * gradient;
                *square = beta2 * *square + (1.0 - beta2) * gradient * gradient;
                let deviation = (*square * square_correction).sqrt() + epsilon;
                let step = *mean * mean_correction / deviation + shrinking * *parameter;
                *parameter -= learning_rate * step;
            }
        }
    }
}

/// Shortens the gradients, all by the same factor, where their norm √Σ g² is above a limit
/// (Pascanu et al. 2013, algorithm 1), and gives the norm they had.
///
/// ```
/// let mut gradients = [3.0, 4.0];
/// assert_eq!(train::clip(&mut gradients, 10.0), 5.0);
/// assert_eq!(gradients, [3.0, 4.0]);
/// assert_eq!(train::clip(&mut gradients, 2.5), 5.0);
/// assert_eq!(gradients, [1.5, 2.0]);
/// ```
pub fn clip(gradients: &mut [f32], limit: f32) -> f32 {
    let norm = sum_squares(gradients).sqrt() as f32;
    if norm > limit {
        let factor = limit / norm;
        gradients.iter_mut().for_each(|gradient| *gradient *= factor);
    }
    norm
}
