//! Layer normalisation.

use crate::error::check_shape;
use crate::kernel::{add_assign, dot, sum, sum_squared_differences};
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

#[derive(Clone, Copy)]
struct LayerNorm {
    x: Var,
    gain: Var,
    bias: Var,
    /// `[n, 2]`: the mean of each row and the inverse of its deviation.
    moments: Var,
    y: Var,
}

impl Tape {
    /// y = x̂ ⊙ gain + bias, row by row, with x̂ = (x − mean) ÷ √(variance + epsilon) (Ba et al.
    /// 2016, equation 4). x is `[n, d]`, gain and bias are `[1, d]`.
    ///
    /// Backward, with dx̂ = dy ⊙ gain and r = 1 ÷ √(variance + epsilon):
    /// dx = r (dx̂ − mean(dx̂) − x̂ · mean(dx̂ ⊙ x̂)), dgain = Σ dy ⊙ x̂, dbias = Σ dy.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the shapes don't fit together or d is 0.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(array![[1.0, 3.0]].view())?;
    /// let gain = tape.leaf(array![[1.0, 2.0]].view())?;
    /// let bias = tape.leaf(array![[0.0, 10.0]].view())?;
    /// let y = tape.layer_norm(x, gain, bias, 0.0)?;
    /// assert_eq!(tape.value(y), array![[-1.0, 12.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn layer_norm(
        &mut self,
        x: Var,
        gain: Var,
        bias: Var,
        epsilon: f32,
    ) -> Result<Var, TrainError> {
        for (field, var) in [("x", x), ("gain", gain), ("bias", bias)] {
            self.check("layer_norm", field, var)?;
        }
        check_shape("layer_norm", "gain", gain, (1, x.columns))?;
        check_shape("layer_norm", "bias", bias, (1, x.columns))?;
        if x.columns == 0 {
            return Err(TrainError::shape("layer_norm", "x", &[x.rows, 0], "[n, d] with d > 0"));
        }
        let moments = self.allocate("layer_norm", (x.rows, 2))?;
        let (inputs, cells) = self.output(moments);
        let width = x.columns as f32;
        for (row, moments) in inputs.of(x).chunks_exact(x.columns).zip(cells.chunks_exact_mut(2)) {
            let mean = sum(row) / width;
            // The square of the mean is taken off after the mean itself: where the mean is
            // large, the difference of two large squares would lose the digits that count.
            let variance = sum_squared_differences(row, mean) / width;
            moments.copy_from_slice(&[mean, inverse_sqrt(variance + epsilon)]);
        }
        let y = self.allocate("layer_norm", x.dim())?;
        let (inputs, cells) = self.output(y);
        let (gain_row, bias_row) = (inputs.of(gain), inputs.of(bias));
        let rows = inputs.of(x).chunks_exact(x.columns).zip(cells.chunks_exact_mut(x.columns));
        for ((x, y), moments) in rows.zip(inputs.of(moments).chunks_exact(2)) {
            forward_row(x, (moments[0], moments[1]), (gain_row, bias_row), y);
        }
        self.record(LayerNorm { x, gain, bias, moments, y });
        Ok(y)
    }
}

/// A row without any spread and no epsilon to help would be divided by 0; it stays 0.
pub(super) fn inverse_sqrt(square: f32) -> f32 {
    if square == 0.0 { 0.0 } else { 1.0 / square.sqrt() }
}

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn forward_row(
    x: &[f32],
    (mean, inverse): (f32, f32),
    (gain, bias): (&[f32], &[f32]),
    y: &mut [f32],
) {
    for (((y, x), gain), bias) in y.iter_mut().zip(x).zip(gain).zip(bias) {
        *y = (x - mean) * inverse * gain + bias;
    }
}

/// Adds to dx, and to the totals of dgain and dbias; `row` has room for x̂ and dx̂.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn backward_row(
    x: &[f32],
    (mean, inverse): (f32, f32),
    gain: &[f32],
    (dy, dx): (&[f32], &mut [f32]),
    (totals, row): (&mut [f32], &mut [f32]),
) {
    let (d, width) = (x.len(), x.len() as f32);
    let (gain_total, bias_total) = totals.split_at_mut(d);
    let (normed, flowing) = row.split_at_mut(d);
    for (normed, x) in normed.iter_mut().zip(x) {
        *normed = (x - mean) * inverse;
    }
    for ((flowing, dy), gain) in flowing.iter_mut().zip(dy).zip(gain) {
        *flowing = dy * gain;
    }
    for ((total, dy), normed) in gain_total.iter_mut().zip(dy).zip(&*normed) {
        *total += dy * normed;
    }
    add_assign(bias_total, dy);
    let (mean, along) = (sum(flowing) / width, dot(flowing, normed) / width);
    for ((dx, flowing), normed) in dx.iter_mut().zip(&*flowing).zip(&*normed) {
        *dx += inverse * (flowing - mean - normed * along);
    }
}

impl Operation for LayerNorm {
    fn backward(&self, values: Values, gradients: &mut Gradients, scratch: &mut Vec<f32>) {
        let Self { x, gain, bias, moments, y } = *self;
        let d = x.columns;
        scratch.resize(scratch.len().max(4 * d), 0.0);
        let (totals, row) = scratch[..4 * d].split_at_mut(2 * d);
        totals.fill(0.0);

        let gain_row = values.of(gain);
        let (dy, dx) = gradients.flow(y, x);
        let rows = values.of(x).chunks_exact(d).zip(values.of(moments).chunks_exact(2));
        for ((x, moments), (dy, dx)) in rows.zip(dy.chunks_exact(d).zip(dx.chunks_exact_mut(d))) {
            backward_row(x, (moments[0], moments[1]), gain_row, (dy, dx), (totals, row));
        }
        let (gain_total, bias_total) = totals.split_at(d);
        add_assign(gradients.of_mut(gain), gain_total);
        add_assign(gradients.of_mut(bias), bias_total);
    }
}
