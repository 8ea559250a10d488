//! The sum of two arrays.

use crate::error::check_shape;
use crate::kernel::add_assign;
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

struct Add {
    a: Var,
    b: Var,
    y: Var,
}

impl Tape {
    /// y = a + b, cell by cell, both `[n, d]`: the residual connection.
    ///
    /// Backward: da = dy, db = dy.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the shapes differ.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let a = tape.leaf(array![[1.0, 2.0]].view())?;
    /// let b = tape.leaf(array![[3.0, 5.0]].view())?;
    /// let y = tape.add(a, b)?;
    /// assert_eq!(tape.value(y), array![[4.0, 7.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn add(&mut self, a: Var, b: Var) -> Result<Var, TrainError> {
        self.check("add", "a", a)?;
        self.check("add", "b", b)?;
        check_shape("add", "b", b, a.dim())?;
        let y = self.allocate("add", a.dim())?;
        let (inputs, sums) = self.output(y);
        for ((y, a), b) in sums.iter_mut().zip(inputs.of(a)).zip(inputs.of(b)) {
            *y = a + b;
        }
        self.record(Add { a, b, y });
        Ok(y)
    }
}

impl Operation for Add {
    fn backward(&self, _: Values, gradients: &mut Gradients, _: &mut Vec<f32>) {
        for input in [self.a, self.b] {
            let (dy, dx) = gradients.flow(self.y, input);
            add_assign(dx, dy);
        }
    }
}
