//! Layers that read a sequence one word after the other, with their gradients by
//! back-propagation through time.
//!
//! | layer | state | paper |
//! |---|---|---|
//! | [`Rnn`] | h | Elman 1990 |
//! | [`Lstm`] | c and h | Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000 |
//!
//! Rows are words: a step multiplies a row from the left, x · W, as all of this project does.
//! Forward passes are in `f32`, as every layer's; gradients are in `f64` from end to end, since
//! they may shrink to nothing within a sentence and what is to be seen is how fast.

mod cost;
mod error;
mod linear;
mod lstm;
mod rnn;

use ndarray::{Array2, Array3, ArrayView2};

pub use cost::Cost;
pub use error::RecurrentError;
pub use linear::{largest_singular_value, norm};
pub use lstm::{Lstm, LstmTrace};
pub use rnn::Rnn;

/// A layer that turns a sequence into another one, [n, d] -> [n, h].
pub trait SequenceLayer {
    /// The outputs, [n, h], of the inputs, [n, d].
    ///
    /// # Errors
    /// [`RecurrentError::Shape`] if the inputs aren't as wide as the weights are high, or
    /// there are more than can be worked on.
    fn run(&self, x: ArrayView2<f32>) -> Result<Array2<f32>, RecurrentError>;

    /// The Jacobians of the last output with respect to each input, [n, h, d]: number (t, i, j)
    /// is ∂(output i of the last word) ÷ ∂(number j of word t).
    ///
    /// # Errors
    /// As [`SequenceLayer::run`].
    fn jacobians(&self, x: ArrayView2<f32>) -> Result<Array3<f64>, RecurrentError>;

    /// What running over n words costs.
    fn cost(&self, n: usize) -> Cost;

    /// The same, counted while it runs.
    ///
    /// # Errors
    /// As [`SequenceLayer::run`].
    fn count(&self, x: ArrayView2<f32>) -> Result<Cost, RecurrentError>;

    /// How many weights there are, biases included.
    fn parameters(&self) -> usize;
}

/// What a recurrent layer is drawn with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draw {
    /// Width of the inputs.
    pub d: usize,
    /// Width of the outputs.
    pub h: usize,
    /// The weights from one state to the next are multiplied by this. They come evenly from
    /// ±1 ÷ √h, so that without it (1) the largest singular value of a large one is about
    /// 2 ÷ √3 and the spectral radius 1 ÷ √3.
    pub gain: f32,
    /// What all is drawn from.
    pub seed: u32,
}
