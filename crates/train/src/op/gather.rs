//! Rows picked from a table.

use std::sync::Arc;

use crate::kernel::add_assign;
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

struct Gather {
    table: Var,
    ids: Arc<[u32]>,
    y: Var,
}

impl Tape {
    /// Row i of y is row ids\[i\] of the table: `[rows, d] -> [n, d]`. With the tokens as ids
    /// it is the embedding, with their positions the lookup in a learned table of positions,
    /// and it picks those rows of an array that an answer is wanted for.
    ///
    /// Backward: the gradient of a row of the table is the sum of those of all its copies.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if an id is not below the number of rows.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let table = tape.leaf(array![[0.0, 0.1], [1.0, 1.1], [2.0, 2.1]].view())?;
    /// let y = tape.gather(table, [2, 0, 2].into())?;
    /// assert_eq!(tape.value(y), array![[2.0, 2.1], [0.0, 0.1], [2.0, 2.1]]);
    /// tape.backward(y, array![[1.0, 0.0], [3.0, 0.0], [5.0, 0.0]].view())?;
    /// assert_eq!(tape.gradient(table), array![[3.0, 0.0], [0.0, 0.0], [6.0, 0.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn gather(&mut self, table: Var, ids: Arc<[u32]>) -> Result<Var, TrainError> {
        self.check("gather", "table", table)?;
        if let Some(id) = ids.iter().find(|&&id| id as usize >= table.rows) {
            let needed = format!("below {}, the number of rows in the table", table.rows);
            return Err(TrainError::value("gather", "id", id, needed));
        }
        let y = self.allocate("gather", (ids.len(), table.columns))?;
        let (inputs, rows) = self.output(y);
        let (table_rows, d) = (inputs.of(table), y.columns);
        for (row, &id) in rows.chunks_exact_mut(d.max(1)).zip(ids.iter()) {
            row.copy_from_slice(&table_rows[id as usize * d..][..d]);
        }
        self.record(Gather { table, ids, y });
        Ok(y)
    }
}

impl Operation for Gather {
    fn backward(&self, _: Values, gradients: &mut Gradients, _: &mut Vec<f32>) {
        let d = self.y.columns;
        let (dy, table) = gradients.flow(self.y, self.table);
        for (row, &id) in dy.chunks_exact(d.max(1)).zip(self.ids.iter()) {
            add_assign(&mut table[id as usize * d..][..d], row);
        }
    }
}
