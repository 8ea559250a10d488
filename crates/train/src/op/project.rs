//! The linear projection.

use crate::error::check_shape;
use crate::kernel::{Rows, RowsMut, add_assign, add_product, add_transposed_product, transpose};
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

#[derive(Clone, Copy)]
struct Project {
    x: Var,
    weights: Var,
    bias: Option<Var>,
    y: Var,
}

impl Tape {
    /// y = x · W + b: `[n, d_in] · [d_in, d_out] + [1, d_out] -> [n, d_out]`, the bias being
    /// optional.
    ///
    /// Backward: dx = dy · Wᵀ, dW = xᵀ · dy, db = the sum of the rows of dy.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the shapes don't fit together.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(array![[1.0, 2.0]].view())?;
    /// let w = tape.leaf(array![[3.0], [4.0]].view())?;
    /// let b = tape.leaf(array![[0.5]].view())?;
    /// let y = tape.project(x, w, Some(b))?;
    /// assert_eq!(tape.value(y), array![[11.5]]);
    /// tape.backward(y, array![[1.0]].view())?;
    /// assert_eq!(tape.gradient(x), array![[3.0, 4.0]]);
    /// assert_eq!(tape.gradient(w), array![[1.0], [2.0]]);
    /// assert_eq!(tape.gradient(b), array![[1.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn project(&mut self, x: Var, weights: Var, bias: Option<Var>) -> Result<Var, TrainError> {
        self.check("project", "x", x)?;
        self.check("project", "weights", weights)?;
        check_shape("project", "weights", weights, (x.columns, weights.columns))?;
        if let Some(bias) = bias {
            self.check("project", "bias", bias)?;
            check_shape("project", "bias", bias, (1, weights.columns))?;
        }
        let y = self.allocate("project", (x.rows, weights.columns))?;
        let (inputs, sums) = self.output(y);
        if let Some(bias) = bias {
            let bias = inputs.of(bias);
            for row in sums.chunks_exact_mut(y.columns.max(1)) {
                row.copy_from_slice(bias); // [n, d_out] + [d_out] -> [n, d_out]
            }
        }
        // [n, d_in] · [d_in, d_out] -> [n, d_out]
        add_product(
            (x.rows, x.columns, y.columns),
            inputs.rows(x, 0, 0),
            inputs.rows(weights, 0, 0),
            RowsMut { data: sums, stride: y.columns },
        );
        self.record(Project { x, weights, bias, y });
        Ok(y)
    }
}

impl Operation for Project {
    fn backward(&self, values: Values, gradients: &mut Gradients, scratch: &mut Vec<f32>) {
        let Self { x, weights, bias, y } = *self;
        let (n, d_in, d_out) = (x.rows, x.columns, y.columns);

        // The weights are turned round once, so that the product reads them row by row.
        scratch.resize(scratch.len().max(d_in * d_out), 0.0);
        let turned = &mut scratch[..d_in * d_out];
        transpose((d_in, d_out), values.rows(weights, 0, 0), turned);
        let (dy, dx) = gradients.flow_rows((y, 0, 0), (x, 0, 0));
        // [n, d_out] · [d_out, d_in] -> [n, d_in]
        add_product((n, d_out, d_in), dy, Rows { data: turned, stride: d_in }, dx);

        let (dy, dw) = gradients.flow_rows((y, 0, 0), (weights, 0, 0));
        // [n, d_in]ᵀ · [n, d_out] -> [d_in, d_out]
        add_transposed_product((n, d_in, d_out), values.rows(x, 0, 0), dy, dw);

        if let Some(bias) = bias {
            let (dy, db) = gradients.flow(y, bias);
            dy.chunks_exact(d_out.max(1)).for_each(|row| add_assign(db, row));
        }
    }
}
