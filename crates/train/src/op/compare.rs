//! The products with every row of a table.

use crate::error::check_shape;
use crate::kernel::{Rows, RowsMut, add_product, add_transposed_product, transpose};
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

#[derive(Clone, Copy)]
struct Compare {
    x: Var,
    table: Var,
    y: Var,
}

impl Tape {
    /// y = x · tableᵀ: `[n, d] · [rows, d]ᵀ -> [n, rows]`. With the embedding as table, these
    /// are the logits of a model whose output is tied to its input (Press and Wolf 2017).
    ///
    /// Backward: dx = dy · table, dtable = dyᵀ · x.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the rows of both are not as wide.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(array![[1.0, 2.0]].view())?;
    /// let table = tape.leaf(array![[3.0, 4.0], [5.0, 6.0]].view())?;
    /// let y = tape.compare(x, table)?;
    /// assert_eq!(tape.value(y), array![[11.0, 17.0]]);
    /// tape.backward(y, array![[1.0, 10.0]].view())?;
    /// assert_eq!(tape.gradient(x), array![[53.0, 64.0]]);
    /// assert_eq!(tape.gradient(table), array![[1.0, 2.0], [10.0, 20.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn compare(&mut self, x: Var, table: Var) -> Result<Var, TrainError> {
        self.check("compare", "x", x)?;
        self.check("compare", "table", table)?;
        check_shape("compare", "table", table, (table.rows, x.columns))?;
        let y = self.allocate("compare", (x.rows, table.rows))?;
        let mut scratch = std::mem::take(self.scratch());
        let size = table.rows * table.columns;
        scratch.resize(scratch.len().max(size), 0.0);
        let (inputs, sums) = self.output(y);
        // The table is turned round once, so that the product reads it row by row.
        transpose(table.dim(), inputs.rows(table, 0, 0), &mut scratch[..size]);
        // [n, d] · [d, rows] -> [n, rows]
        add_product(
            (x.rows, x.columns, table.rows),
            inputs.rows(x, 0, 0),
            Rows { data: &scratch[..size], stride: table.rows },
            RowsMut { data: sums, stride: table.rows },
        );
        *self.scratch() = scratch;
        self.record(Compare { x, table, y });
        Ok(y)
    }
}

impl Operation for Compare {
    fn backward(&self, values: Values, gradients: &mut Gradients, _: &mut Vec<f32>) {
        let Self { x, table, y } = *self;
        let (n, d, rows) = (x.rows, x.columns, table.rows);
        let (dy, dx) = gradients.flow_rows((y, 0, 0), (x, 0, 0));
        // [n, rows] · [rows, d] -> [n, d]
        add_product((n, rows, d), dy, values.rows(table, 0, 0), dx);
        let (dy, dtable) = gradients.flow_rows((y, 0, 0), (table, 0, 0));
        // [n, rows]ᵀ · [n, d] -> [rows, d]
        add_transposed_product((n, rows, d), dy, values.rows(x, 0, 0), dtable);
    }
}
