//! A recurrent layer without gates.

use ndarray::{Array1, Array2, Array3, ArrayView2, Axis, NdFloat, s};

use super::cost::{Cost, Counter, Nothing, Tally};
use super::error::check;
use super::linear::add_product;
use super::{Draw, RecurrentError, SequenceLayer};
use crate::invented::{Use, uniform};

const NAME: &str = "rnn";

/// The recurrent layer of Elman 1990 ("Finding structure in time"): each state follows from
/// the word and the state before,
/// h_t = tanh(x_t · W + h_{t−1} · U + b), with h_0 = 0.
///
/// ```
/// use models::recurrent::{Rnn, SequenceLayer};
/// use ndarray::array;
///
/// let rnn = Rnn { input: array![[1.0]], state: array![[2.0]], bias: array![0.0] };
/// let h = rnn.run(array![[0.5], [0.0]].view())?;
/// assert!((h[[0, 0]] - 0.462_117).abs() < 1e-6); // tanh(0.5)
/// assert!((h[[1, 0]] - 0.727_894).abs() < 1e-6); // tanh(2 · 0.462117)
/// # Ok::<(), models::recurrent::RecurrentError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rnn<F = f32> {
    /// W, [d, h].
    pub input: Array2<F>,
    /// U, [h, h].
    pub state: Array2<F>,
    /// b, [h].
    pub bias: Array1<F>,
}

impl Rnn {
    /// A layer drawn from a seed: W evenly from ±1 ÷ √h, U the same times the gain, and no
    /// bias.
    ///
    /// ```
    /// use models::recurrent::{Draw, Rnn};
    ///
    /// let rnn = Rnn::invented(Draw { d: 3, h: 4, gain: 2.0, seed: 1 });
    /// assert_eq!(rnn.input.dim(), (3, 4));
    /// assert!(rnn.state.iter().all(|u| u.abs() <= 2.0 / 4f32.sqrt()));
    /// ```
    pub fn invented(Draw { d, h, gain, seed }: Draw) -> Self {
        let bound = 1.0 / (h.max(1) as f64).sqrt();
        Self {
            input: uniform(seed, Use::RnnInput, 0, (d, h), bound),
            state: uniform(seed, Use::RnnState, 0, (h, h), bound) * gain,
            bias: Array1::zeros(h),
        }
    }

    fn widened(&self) -> Rnn<f64> {
        Rnn {
            input: self.input.mapv(f64::from),
            state: self.state.mapv(f64::from),
            bias: self.bias.mapv(f64::from),
        }
    }

    fn check(&self, x: ArrayView2<f32>, wide: usize) -> Result<(), RecurrentError> {
        check(NAME, x.dim(), self.input.nrows(), wide)
    }
}

impl<F: NdFloat> Rnn<F> {
    /// All states, [n, h].
    fn forward(&self, x: ArrayView2<F>, counter: &mut impl Counter) -> Array2<F> {
        let (n, h) = (x.nrows(), self.bias.len());
        let mut states = Array2::zeros((n, h));
        counter.keep(states.len());
        for t in 0..n {
            let (before, mut state) = states.multi_slice_mut((s![..t, ..], s![t, ..]));
            // [h] + [d] · [d, h] + [h] · [h, h] -> [h]
            state.assign(&self.bias);
            add_product(x.row(t), self.input.view(), state.view_mut(), counter);
            if let Some(before) = before.outer_iter().next_back() {
                add_product(before, self.state.view(), state.view_mut(), counter);
            }
            state.mapv_inplace(F::tanh);
            counter.step();
            counter.carry(h);
        }
        states
    }
}

impl Rnn<f64> {
    /// Back-propagation through time (Rumelhart et al. 1986; Werbos 1990) of every unit of the
    /// last state at once.
    fn backward(&self, states: ArrayView2<f64>) -> Array3<f64> {
        let ((n, h), d) = (states.dim(), self.input.nrows());
        let mut jacobians = Array3::zeros((n, h, d));
        // ∂h_n ÷ ∂h_t, [h, h]
        let mut of_state = Array2::eye(h);
        for (t, state) in states.outer_iter().enumerate().rev() {
            // tanh′(sum) is 1 − tanh²(sum); [h, h] ⊙ [h] -> [h, h]
            let of_sums = of_state * state.mapv(|h| 1.0 - h * h);
            // [h, h] · [h, d] -> [h, d]
            jacobians.index_axis_mut(Axis(0), t).assign(&of_sums.dot(&self.input.t()));
            // [h, h] · [h, h] -> [h, h]
            of_state = of_sums.dot(&self.state.t());
        }
        jacobians
    }
}

impl SequenceLayer for Rnn {
    fn run(&self, x: ArrayView2<f32>) -> Result<Array2<f32>, RecurrentError> {
        self.check(x, self.bias.len())?;
        Ok(self.forward(x, &mut Nothing))
    }

    /// ```
    /// use models::recurrent::{Rnn, SequenceLayer};
    /// use ndarray::array;
    ///
    /// let rnn = Rnn { input: array![[3.0]], state: array![[0.5]], bias: array![0.0] };
    /// // Without any input the states are 0, where tanh has slope 1: U² W, U W, W.
    /// let jacobians = rnn.jacobians(array![[0.0], [0.0], [0.0]].view())?;
    /// assert_eq!(jacobians, array![[[0.75]], [[1.5]], [[3.0]]]);
    /// # Ok::<(), models::recurrent::RecurrentError>(())
    /// ```
    fn jacobians(&self, x: ArrayView2<f32>) -> Result<Array3<f64>, RecurrentError> {
        self.check(x, self.input.len().max(self.bias.len()))?;
        let wide = self.widened();
        Ok(wide.backward(wide.forward(x.mapv(f64::from).view(), &mut Nothing).view()))
    }

    fn cost(&self, n: usize) -> Cost {
        let [n, d, h] = [n, self.input.nrows(), self.bias.len()].map(|x| x as u64);
        Cost {
            multiply_adds: n * d * h + n.saturating_sub(1) * h * h,
            steps: n,
            path: n,
            kept: n * h,
            carried: if n > 0 { h } else { 0 },
        }
    }

    fn count(&self, x: ArrayView2<f32>) -> Result<Cost, RecurrentError> {
        self.check(x, self.bias.len())?;
        let mut tally = Tally::default();
        self.forward(x, &mut tally);
        Ok(tally.0)
    }

    fn parameters(&self) -> usize {
        self.input.len() + self.state.len() + self.bias.len()
    }
}
