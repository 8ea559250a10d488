//! A recurrent layer whose gates decide what is remembered.

use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, Axis, NdFloat, Zip, s};

use super::cost::{Cost, Counter, Nothing, Tally};
use super::error::check;
use super::linear::add_product;
use super::{Draw, RecurrentError, SequenceLayer};
use crate::invented::{Use, uniform};

const NAME: &str = "lstm";

/// The long short-term memory of Hochreiter and Schmidhuber 1997, with the forget gate of Gers
/// et al. 2000. With σ(x) = 1 ÷ (1 + e⁻ˣ), from c_0 = h_0 = 0:
///
/// i, f, o = σ(x_t · W + h_{t−1} · U + b), each with weights of its own;
/// g = tanh(the same with its own);
/// c_t = f ⊙ c_{t−1} + i ⊙ g; h_t = o ⊙ tanh(c_t).
///
/// The weights of the four lie side by side, in the order i, f, g, o.
///
/// ```
/// use models::recurrent::{Lstm, SequenceLayer};
/// use ndarray::{Array2, array};
///
/// // Gates that are all half open, whatever comes, and a candidate tanh(x).
/// let lstm = Lstm {
///     input: array![[0.0, 0.0, 1.0, 0.0]],
///     state: Array2::zeros((1, 4)),
///     bias: array![0.0, 0.0, 0.0, 0.0],
/// };
/// let h = lstm.run(array![[1.0], [0.0]].view())?;
/// assert!((h[[0, 0]] - 0.181_700).abs() < 1e-6); // ½ tanh(½ tanh(1))
/// assert!((h[[1, 0]] - 0.094_065).abs() < 1e-6); // ½ tanh(¼ tanh(1))
/// # Ok::<(), models::recurrent::RecurrentError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Lstm<F = f32> {
    /// W, [d, 4 h].
    pub input: Array2<F>,
    /// U, [h, 4 h].
    pub state: Array2<F>,
    /// b, [4 h].
    pub bias: Array1<F>,
}

/// Every step of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct LstmTrace<F = f32> {
    /// [n, 4 h]: i, f, g and o.
    pub gates: Array2<F>,
    /// [n, h]: c.
    pub cells: Array2<F>,
    /// [n, h]: h.
    pub states: Array2<F>,
}

impl Lstm {
    /// A layer drawn from a seed: W evenly from ±1 ÷ √h, U the same times the gain; no bias
    /// but that of the forget gate, which is usually 1, so that the layer starts by
    /// remembering (Gers et al. 2000, section 3; Jozefowicz et al. 2015).
    ///
    /// ```
    /// use models::recurrent::{Draw, Lstm};
    ///
    /// let lstm = Lstm::invented(Draw { d: 3, h: 2, gain: 1.0, seed: 1 }, 1.0);
    /// assert_eq!(lstm.input.dim(), (3, 8));
    /// assert_eq!(lstm.bias.to_vec(), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    /// ```
    pub fn invented(Draw { d, h, gain, seed }: Draw, forget_bias: f32) -> Self {
        let bound = 1.0 / (h.max(1) as f64).sqrt();
        let side_by_side = |purpose, rows| {
            let mut weights = Array2::zeros((rows, 4 * h));
            for gate in 0..4 {
                let drawn = uniform(seed, purpose, gate, (rows, h), bound);
                weights.slice_mut(s![.., gate * h..(gate + 1) * h]).assign(&drawn);
            }
            weights
        };
        let mut bias = Array1::zeros(4 * h);
        bias.slice_mut(s![h..2 * h]).fill(forget_bias);
        Self {
            input: side_by_side(Use::LstmInput, d),
            state: side_by_side(Use::LstmState, h) * gain,
            bias,
        }
    }

    /// Runs and keeps everything on the way.
    ///
    /// # Errors
    /// As [`SequenceLayer::run`].
    ///
    /// ```
    /// use models::recurrent::{Draw, Lstm};
    /// use ndarray::Array2;
    ///
    /// // Where nothing comes, the candidate is 0, and so is all that is remembered.
    /// let lstm = Lstm::invented(Draw { d: 3, h: 2, gain: 1.0, seed: 1 }, 1.0);
    /// let trace = lstm.trace(Array2::zeros((5, 3)).view())?;
    /// assert_eq!((trace.gates[[4, 0]], trace.gates[[4, 4]]), (0.5, 0.0));
    /// assert_eq!((trace.cells, trace.states), (Array2::zeros((5, 2)), Array2::zeros((5, 2))));
    /// # Ok::<(), models::recurrent::RecurrentError>(())
    /// ```
    pub fn trace(&self, x: ArrayView2<f32>) -> Result<LstmTrace, RecurrentError> {
        self.check(x, self.bias.len())?;
        Ok(self.forward(x, &mut Nothing))
    }

    fn widened(&self) -> Lstm<f64> {
        Lstm {
            input: self.input.mapv(f64::from),
            state: self.state.mapv(f64::from),
            bias: self.bias.mapv(f64::from),
        }
    }

    fn check(&self, x: ArrayView2<f32>, wide: usize) -> Result<(), RecurrentError> {
        check(NAME, x.dim(), self.input.nrows(), wide)
    }
}

impl<F: NdFloat> Lstm<F> {
    fn forward(&self, x: ArrayView2<F>, counter: &mut impl Counter) -> LstmTrace<F> {
        let (n, h) = (x.nrows(), self.state.nrows());
        let mut gates = Array2::zeros((n, 4 * h));
        let mut cells = Array2::zeros((n, h));
        let mut states = Array2::zeros((n, h));
        counter.keep(gates.len() + cells.len() + states.len());
        let mut cell = Array1::zeros(h);
        for t in 0..n {
            let mut gates = gates.row_mut(t);
            let (before, mut state) = states.multi_slice_mut((s![..t, ..], s![t, ..]));
            // [4 h] + [d] · [d, 4 h] + [h] · [h, 4 h] -> [4 h]
            gates.assign(&self.bias);
            add_product(x.row(t), self.input.view(), gates.view_mut(), counter);
            if let Some(before) = before.outer_iter().next_back() {
                add_product(before, self.state.view(), gates.view_mut(), counter);
            }
            let squash = |(at, x): (usize, &mut F)| {
                *x = if at / h == 2 { x.tanh() } else { F::one() / (F::one() + (-*x).exp()) };
            };
            gates.iter_mut().enumerate().for_each(squash);
            let [i, f, g, o] = four(gates.view(), h);
            Zip::from(&mut cell).and(i).and(f).and(g).for_each(|c, &i, &f, &g| *c = f * *c + i * g);
            Zip::from(&mut state).and(&cell).and(o).for_each(|h, &c, &o| *h = o * c.tanh());
            cells.row_mut(t).assign(&cell);
            counter.multiply_adds(3 * h);
            counter.step();
            counter.carry(2 * h);
        }
        LstmTrace { gates, cells, states }
    }
}

impl Lstm<f64> {
    /// Back-propagation through time, in full (Graves and Schmidhuber 2005, appendix A), of
    /// every unit of the last state at once.
    fn backward(&self, trace: &LstmTrace<f64>) -> Array3<f64> {
        let ((n, h), d) = (trace.states.dim(), self.input.nrows());
        let mut jacobians = Array3::zeros((n, h, d));
        // ∂h_n ÷ ∂h_t and, along the cells, ∂h_n ÷ ∂c_t; [h, h] each
        let mut of_state = Array2::eye(h);
        let mut of_cell = Array2::<f64>::zeros((h, h));
        let nothing = Array1::zeros(h);
        for t in (0..n).rev() {
            let [i, f, g, o] = four(trace.gates.row(t), h);
            let before = t.checked_sub(1).map_or(nothing.view(), |t| trace.cells.row(t));
            let squashed = trace.cells.row(t).mapv(f64::tanh);
            // [h, h] + [h, h] ⊙ [h] -> [h, h]
            of_cell += &(&of_state * (&o * squashed.mapv(|x| 1.0 - x * x)));
            // σ′ is σ (1 − σ), tanh′ is 1 − tanh²; [h, h] ⊙ [h] -> [h, h], and four of them
            // side by side
            let slope = |gate: ArrayView1<f64>| gate.mapv(|x| x * (1.0 - x));
            let of_sums = [
                &of_cell * (slope(i) * g),
                &of_cell * (slope(f) * before),
                &of_cell * (g.mapv(|x| 1.0 - x * x) * i),
                &of_state * (slope(o) * squashed),
            ];
            of_cell *= &f;
            of_state = Array2::zeros((h, h));
            let mut jacobian = jacobians.index_axis_mut(Axis(0), t);
            for (gate, of_sums) in of_sums.into_iter().enumerate() {
                let columns = s![.., gate * h..(gate + 1) * h];
                // [h, h] · [h, d] -> [h, d]
                jacobian += &of_sums.dot(&self.input.slice(columns).t());
                // [h, h] · [h, h] -> [h, h]
                of_state += &of_sums.dot(&self.state.slice(columns).t());
            }
        }
        jacobians
    }
}

/// i, f, g and o, [h] each, of what lies side by side, [4 h].
fn four<F>(gates: ArrayView1<'_, F>, h: usize) -> [ArrayView1<'_, F>; 4] {
    let (i_f, g_o) = gates.split_at(Axis(0), 2 * h);
    let ((i, f), (g, o)) = (i_f.split_at(Axis(0), h), g_o.split_at(Axis(0), h));
    [i, f, g, o]
}

impl SequenceLayer for Lstm {
    fn run(&self, x: ArrayView2<f32>) -> Result<Array2<f32>, RecurrentError> {
        Ok(self.trace(x)?.states)
    }

    fn jacobians(&self, x: ArrayView2<f32>) -> Result<Array3<f64>, RecurrentError> {
        self.check(x, self.input.len().max(self.bias.len()))?;
        let wide = self.widened();
        Ok(wide.backward(&wide.forward(x.mapv(f64::from).view(), &mut Nothing)))
    }

    fn cost(&self, n: usize) -> Cost {
        let [n, d, h] = [n, self.input.nrows(), self.state.nrows()].map(|x| x as u64);
        Cost {
            multiply_adds: 4 * h * (n * d + n.saturating_sub(1) * h) + 3 * n * h,
            steps: n,
            path: n,
            kept: 6 * n * h,
            carried: if n > 0 { 2 * h } else { 0 },
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
