//! A layer that is ready to run, for whoever measures how long it takes.

use models::recurrent::{Draw, SequenceLayer};
use ndarray::{Array2, ArrayView2};

use super::{Kind, Work};
use crate::EngineError;

/// A layer whose weights are drawn, so that a run is nothing but the run.
///
/// ```
/// use engine::recurrent::{Kind, Runner, sequence};
///
/// let x = sequence(100, 8, 1);
/// for kind in Kind::ALL {
///     let runner = Runner::new(kind, 8, 16, 1);
///     assert_eq!(runner.run_once(x.view())?.dim(), (100, 16));
/// }
/// # Ok::<(), engine::EngineError>(())
/// ```
pub struct Runner {
    layer: Box<dyn SequenceLayer>,
}

impl Runner {
    /// A layer from vectors of width d to outputs of width h, with a gain of 1 and a forget
    /// gate that starts from 1.
    pub fn new(kind: Kind, d: usize, h: usize, seed: u32) -> Self {
        Self { layer: kind.layer(Draw { d, h, gain: 1.0, seed }, 1.0) }
    }

    /// The outputs, [n, h], of the inputs, [n, d]. Attention runs as the page's fast path
    /// does, the recurrent ones state by state.
    ///
    /// # Errors
    /// [`EngineError::Attention`] if the inputs have another width, or there are too many.
    pub fn run_once(&self, x: ArrayView2<f32>) -> Result<Array2<f32>, EngineError> {
        Ok(self.layer.run(x)?)
    }

    /// What a run over n vectors takes.
    ///
    /// ```
    /// use engine::recurrent::{Kind, Runner};
    ///
    /// let work = |kind| Runner::new(kind, 64, 64, 1).work(1024);
    /// assert_eq!(work(Kind::Rnn).multiply_adds, 1024 * 64 * 64 + 1023 * 64 * 64);
    /// assert_eq!(work(Kind::Attention).multiply_adds, 3 * 1024 * 64 * 64 + 2 * 1024 * 1024 * 64);
    /// ```
    pub fn work(&self, n: usize) -> Work {
        self.layer.cost(n).into()
    }
}
