//! The nonlinearity of the feed-forward layers.

use std::f32::consts::FRAC_2_PI;

use models::transformer::Activation;

use crate::kernel::sigmoid;
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

struct Activate {
    activation: Activation,
    x: Var,
    y: Var,
}

impl Tape {
    /// y = f(x), cell by cell, `[n, d]`.
    ///
    /// Backward: dx = dy · f′(x). For f(x) = x · s with s = σ(g(x)), that is f′(x) = s + x · s ·
    /// (1 − s) · g′(x).
    ///
    /// # Errors
    /// [`TrainError::Attention`] if x is no longer on the tape.
    ///
    /// ```
    /// use ndarray::array;
    /// use train::{Activation, Tape};
    ///
    /// let mut tape = Tape::default();
    /// let x = tape.leaf(array![[0.0, 1.0]].view())?;
    /// let y = tape.activate(x, Activation::Gelu)?;
    /// assert!((tape.value(y)[[0, 1]] - 0.841_192).abs() < 1e-6);
    /// let y = tape.activate(x, Activation::Silu)?;
    /// assert!((tape.value(y)[[0, 1]] - 0.731_059).abs() < 1e-6); // 1 ÷ (1 + e⁻¹)
    /// tape.backward(y, array![[1.0, 0.0]].view())?;
    /// assert_eq!(tape.gradient(x), array![[0.5, 0.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn activate(&mut self, x: Var, activation: Activation) -> Result<Var, TrainError> {
        self.check("activate", "x", x)?;
        let y = self.allocate("activate", x.dim())?;
        let (inputs, y_cells) = self.output(y);
        apply(activation, inputs.of(x), y_cells);
        self.record(Activate { activation, x, y });
        Ok(y)
    }
}

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn apply(activation: Activation, x: &[f32], y: &mut [f32]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y = value_and_slope(activation, x).0;
    }
}

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn add_flow(activation: Activation, x: &[f32], dy: &[f32], dx: &mut [f32]) {
    for ((dx, dy), &x) in dx.iter_mut().zip(dy).zip(x) {
        *dx += dy * value_and_slope(activation, x).1;
    }
}

/// f(x) and f′(x).
#[inline(always)]
fn value_and_slope(activation: Activation, x: f32) -> (f32, f32) {
    let (inner, slope) = match activation {
        Activation::Gelu => {
            let factor = 2.0 * FRAC_2_PI.sqrt();
            let square = x * x;
            let cubic = 0.044_715 * square;
            (factor * (x + cubic * x), factor * (1.0 + 3.0 * cubic))
        }
        Activation::Silu => (x, 1.0),
        // What is no number stays none, so that a training that went wrong is noticed.
        Activation::Relu => return if x <= 0.0 { (0.0, 0.0) } else { (x, 1.0) },
    };
    let s = sigmoid(inner);
    (x * s, s + x * s * (1.0 - s) * slope)
}

impl Operation for Activate {
    fn backward(&self, values: Values, gradients: &mut Gradients, _: &mut Vec<f32>) {
        let (dy, dx) = gradients.flow(self.y, self.x);
        add_flow(self.activation, values.of(self.x), dy, dx);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    #[test]
    fn gelu_is_that_of_the_attention_crate() {
        let mut tape = Tape::default();
        let x = Array2::from_shape_fn((1, 2001), |(_, i)| (i as f32 - 1000.0) / 100.0);
        let input = tape.leaf(x.view()).unwrap();
        let y = tape.activate(input, Activation::Gelu).unwrap();
        for (&x, &y) in x.iter().zip(tape.value(y)) {
            assert!((y - attention::gelu_tanh(x)).abs() < 2e-6, "{x}: {y}");
        }
    }
}
