//! Root-mean-square normalisation.

use super::layer_norm::inverse_sqrt;
use crate::error::check_shape;
use crate::kernel::{add_assign, dot};
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

#[derive(Clone, Copy)]
struct RmsNorm {
    x: Var,
    gain: Var,
    /// `[n, 1]`: 1 ÷ √(mean of x² + epsilon).
    inverses: Var,
    y: Var,
}

impl Tape {
    /// y = x̂ ⊙ gain, row by row, with x̂ = x ÷ √(mean of x² + epsilon) (Zhang and Sennrich 2019,
    /// equation 4). x is `[n, d]`, gain is `[1, d]`.
    ///
    /// Backward, with dx̂ = dy ⊙ gain and r = 1 ÷ √(mean of x² + epsilon):
    /// dx = r (dx̂ − x̂ · mean(dx̂ ⊙ x̂)), dgain = Σ dy ⊙ x̂.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the shapes don't fit together or d is 0.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(array![[1.0, 7.0]].view())?;
    /// let gain = tape.leaf(array![[5.0, 5.0]].view())?;
    /// let y = tape.rms_norm(x, gain, 0.0)?;
    /// assert_eq!(tape.value(y), array![[1.0, 7.0]]); // √((1 + 49) ÷ 2) = 5
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn rms_norm(&mut self, x: Var, gain: Var, epsilon: f32) -> Result<Var, TrainError> {
        self.check("rms_norm", "x", x)?;
        self.check("rms_norm", "gain", gain)?;
        check_shape("rms_norm", "gain", gain, (1, x.columns))?;
        if x.columns == 0 {
            return Err(TrainError::shape("rms_norm", "x", &[x.rows, 0], "[n, d] with d > 0"));
        }
        let inverses = self.allocate("rms_norm", (x.rows, 1))?;
        let (inputs, cells) = self.output(inverses);
        for (row, inverse) in inputs.of(x).chunks_exact(x.columns).zip(cells) {
            *inverse = inverse_sqrt(dot(row, row) / x.columns as f32 + epsilon);
        }
        let y = self.allocate("rms_norm", x.dim())?;
        let (inputs, cells) = self.output(y);
        let gain_row = inputs.of(gain);
        let rows = inputs.of(x).chunks_exact(x.columns).zip(cells.chunks_exact_mut(x.columns));
        for ((x, y), inverse) in rows.zip(inputs.of(inverses)) {
            for ((y, x), gain) in y.iter_mut().zip(x).zip(gain_row) {
                *y = x * inverse * gain;
            }
        }
        self.record(RmsNorm { x, gain, inverses, y });
        Ok(y)
    }
}

impl Operation for RmsNorm {
    fn backward(&self, values: Values, gradients: &mut Gradients, scratch: &mut Vec<f32>) {
        let Self { x, gain, inverses, y } = *self;
        let (d, width) = (x.columns, x.columns as f32);
        scratch.resize(scratch.len().max(3 * d), 0.0);
        let (gain_total, row) = scratch[..3 * d].split_at_mut(d);
        let (normed, flowing) = row.split_at_mut(d);
        gain_total.fill(0.0);

        let gain_row = values.of(gain);
        let (dy, dx) = gradients.flow(y, x);
        let rows = values.of(x).chunks_exact(d).zip(values.of(inverses));
        for ((x, inverse), (dy, dx)) in rows.zip(dy.chunks_exact(d).zip(dx.chunks_exact_mut(d))) {
            for (normed, x) in normed.iter_mut().zip(x) {
                *normed = x * inverse;
            }
            for ((flowing, dy), gain) in flowing.iter_mut().zip(dy).zip(gain_row) {
                *flowing = dy * gain;
            }
            for ((total, dy), normed) in gain_total.iter_mut().zip(dy).zip(&*normed) {
                *total += dy * normed;
            }
            let along = dot(flowing, normed) / width;
            for ((dx, flowing), normed) in dx.iter_mut().zip(&*flowing).zip(&*normed) {
                *dx += inverse * (flowing - normed * along);
            }
        }
        add_assign(gradients.of_mut(gain), gain_total);
    }
}
