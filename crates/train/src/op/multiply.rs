//! The product of two arrays, cell by cell.

use crate::error::check_shape;
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

struct Multiply {
    a: Var,
    b: Var,
    y: Var,
}

impl Tape {
    /// y = a ⊙ b, cell by cell, both `[n, d]`: the gate of a gated feed-forward layer (Shazeer
    /// 2020, equation 5).
    ///
    /// Backward: da = dy ⊙ b, db = dy ⊙ a.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the shapes differ.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let a = tape.leaf(array![[2.0, 3.0]].view())?;
    /// let b = tape.leaf(array![[5.0, 7.0]].view())?;
    /// let y = tape.multiply(a, b)?;
    /// assert_eq!(tape.value(y), array![[10.0, 21.0]]);
    /// tape.backward(y, array![[1.0, 10.0]].view())?;
    /// assert_eq!(tape.gradient(a), array![[5.0, 70.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn multiply(&mut self, a: Var, b: Var) -> Result<Var, TrainError> {
        self.check("multiply", "a", a)?;
        self.check("multiply", "b", b)?;
        check_shape("multiply", "b", b, a.dim())?;
        let y = self.allocate("multiply", a.dim())?;
        let (inputs, products) = self.output(y);
        for ((y, a), b) in products.iter_mut().zip(inputs.of(a)).zip(inputs.of(b)) {
            *y = a * b;
        }
        self.record(Multiply { a, b, y });
        Ok(y)
    }
}

impl Operation for Multiply {
    fn backward(&self, values: Values, gradients: &mut Gradients, _: &mut Vec<f32>) {
        for (input, other) in [(self.a, self.b), (self.b, self.a)] {
            let (dy, dx) = gradients.flow(self.y, input);
            for ((dx, dy), other) in dx.iter_mut().zip(dy).zip(values.of(other)) {
                *dx += dy * other;
            }
        }
    }
}
