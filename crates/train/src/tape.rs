//! The tape: what was computed, in order, and the gradients by going back over it.

use attention::MAX_ELEMENTS;
use ndarray::ArrayView2;

use crate::TrainError;
use crate::kernel::{Rows, RowsMut};

/// An array on a tape, `[rows, columns]`. Good until the tape is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Var {
    pub(crate) start: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Var {
    /// Rows and columns.
    ///
    /// ```
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(ndarray::array![[1.0, 2.0]].view())?;
    /// assert_eq!(x.dim(), (1, 2));
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn dim(self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    fn end(self) -> usize {
        self.start + self.rows * self.columns
    }
}

/// Records operations on arrays and differentiates them in reverse (Rumelhart et al. 1986).
///
/// Each operation is a method, in a file of its own under `op/`, with the way forward and the
/// way back beside each other. All arrays lie one behind the other in one piece of memory, and
/// all gradients in a second one of the same layout; clearing the tape keeps both, so that
/// training allocates next to nothing from its second step on.
///
/// ```
/// use ndarray::array;
///
/// let mut tape = train::Tape::default();
/// let x = tape.leaf(array![[3.0]].view())?;
/// let y = tape.multiply(x, x)?; // x²
/// let z = tape.add(y, x)?; // x² + x
/// assert_eq!(tape.value(z), array![[12.0]]);
/// tape.backward(z, array![[1.0]].view())?;
/// assert_eq!(tape.gradient(x), array![[7.0]]); // 2 x + 1
/// # Ok::<(), train::TrainError>(())
/// ```
#[derive(Default)]
pub struct Tape {
    values: Vec<f32>,
    gradients: Vec<f32>,
    scratch: Vec<f32>,
    operations: Vec<Box<dyn Operation>>,
}

/// One recorded operation.
pub(crate) trait Operation: Send + Sync {
    /// Adds to the gradients of the inputs what flows back from that of the output.
    fn backward(&self, values: Values, gradients: &mut Gradients, scratch: &mut Vec<f32>);
}

impl Tape {
    /// Forgets everything but keeps the memory.
    ///
    /// ```
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(ndarray::array![[1.0]].view())?;
    /// tape.clear();
    /// assert!(tape.add(x, x).is_err()); // x is no more
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn clear(&mut self) {
        self.values.clear();
        self.gradients.clear();
        self.operations.clear();
    }

    /// Puts an array on the tape that no operation made: an input or a parameter.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the tape would hold more than [`MAX_ELEMENTS`] numbers.
    ///
    /// ```
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(ndarray::array![[1.0, 2.0]].view())?;
    /// assert_eq!(tape.value(x), ndarray::array![[1.0, 2.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn leaf(&mut self, array: ArrayView2<f32>) -> Result<Var, TrainError> {
        let var = self.allocate("leaf", array.dim())?;
        let cells = self.values[var.start..].iter_mut();
        cells.zip(array).for_each(|(cell, &x)| *cell = x);
        Ok(var)
    }

    /// The numbers of an array.
    ///
    /// ```
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(ndarray::array![[1.0, 2.0]].view())?;
    /// let y = tape.add(x, x)?;
    /// assert_eq!(tape.value(y), ndarray::array![[2.0, 4.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn value(&self, var: Var) -> ArrayView2<'_, f32> {
        seen(&self.values, var)
    }

    /// The derivative of what [`Tape::backward`] was called on after each number of an array;
    /// `[0, 0]` before that call.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(array![[5.0, 6.0]].view())?;
    /// let y = tape.add(x, x)?;
    /// tape.backward(y, array![[1.0, 10.0]].view())?; // of y₁ + 10 y₂
    /// assert_eq!(tape.gradient(x), array![[2.0, 20.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn gradient(&self, var: Var) -> ArrayView2<'_, f32> {
        seen(&self.gradients, var)
    }

    /// Computes the gradients of Σ seed · output after every array on the tape.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the seed is not shaped as the output.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let x = tape.leaf(array![[2.0]].view())?;
    /// let y = tape.multiply(x, x)?;
    /// tape.backward(y, array![[0.5]].view())?; // of x² ÷ 2
    /// assert_eq!(tape.gradient(x), array![[2.0]]);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn backward(&mut self, output: Var, seed: ArrayView2<f32>) -> Result<(), TrainError> {
        self.check("backward", "output", output)?;
        if seed.dim() != output.dim() {
            let needed = format!("{:?}", [output.rows, output.columns]);
            return Err(TrainError::shape("backward", "seed", seed.shape(), needed));
        }
        self.gradients.clear();
        self.gradients.resize(self.values.len(), 0.0);
        let cells = self.gradients[output.start..].iter_mut();
        cells.zip(seed).for_each(|(cell, &x)| *cell = x);
        let values = Values(&self.values);
        let mut gradients = Gradients(&mut self.gradients);
        for operation in self.operations.iter().rev() {
            operation.backward(values, &mut gradients, &mut self.scratch);
        }
        Ok(())
    }

    /// How many numbers the tape has room for without allocating, gradients included.
    ///
    /// ```
    /// assert_eq!(train::Tape::default().capacity(), 0);
    /// ```
    pub fn capacity(&self) -> usize {
        self.values.capacity() + self.gradients.capacity() + self.scratch.capacity()
    }

    /// Puts all parameters on the tape, which must be empty, so that their places are known.
    pub(crate) fn begin(&mut self, parameters: &[f32]) {
        self.clear();
        self.values.extend_from_slice(parameters);
    }

    /// The gradients of the first `count` numbers on the tape, which are the parameters.
    pub(crate) fn first_gradients(&mut self, count: usize) -> &mut [f32] {
        self.gradients.get_mut(..count).unwrap_or_default()
    }

    /// Room for an array, filled with 0.
    pub(crate) fn allocate(
        &mut self,
        operation: &'static str,
        (rows, columns): (usize, usize),
    ) -> Result<Var, TrainError> {
        let start = self.values.len();
        let end = rows.checked_mul(columns).and_then(|size| size.checked_add(start));
        match end {
            Some(end) if end <= MAX_ELEMENTS => self.values.resize(end, 0.0),
            _ => {
                let needed = format!("room for it among {MAX_ELEMENTS} numbers in all");
                return Err(TrainError::shape(operation, "result", &[rows, columns], needed));
            }
        }
        Ok(Var { start, rows, columns })
    }

    /// The inputs of the operation that made `output`, to read, and its result, to write.
    pub(crate) fn output(&mut self, output: Var) -> (Values<'_>, &mut [f32]) {
        let (before, rest) = self.values.split_at_mut(output.start);
        (Values(before), &mut rest[..output.rows * output.columns])
    }

    pub(crate) fn scratch(&mut self) -> &mut Vec<f32> {
        &mut self.scratch
    }

    pub(crate) fn record(&mut self, operation: impl Operation + 'static) {
        self.operations.push(Box::new(operation));
    }

    /// Refuses an array that is no longer on the tape.
    pub(crate) fn check(
        &self,
        operation: &'static str,
        field: &'static str,
        var: Var,
    ) -> Result<(), TrainError> {
        if var.end() <= self.values.len() {
            return Ok(());
        }
        let needed = "an array that is on the tape";
        Err(TrainError::shape(operation, field, &[var.rows, var.columns], needed))
    }
}

fn seen(numbers: &[f32], var: Var) -> ArrayView2<'_, f32> {
    let cells = numbers.get(var.start..var.end()).unwrap_or_default();
    ArrayView2::from_shape(var.dim(), cells).unwrap_or_else(|_| ArrayView2::from(&[[0.0; 0]; 0]))
}

/// The numbers on the tape, to read.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a>(&'a [f32]);

impl<'a> Values<'a> {
    pub(crate) fn of(self, var: Var) -> &'a [f32] {
        &self.0[var.start..var.end()]
    }

    /// The columns from `column` on, of the rows from `row` on.
    pub(crate) fn rows(self, var: Var, row: usize, column: usize) -> Rows<'a> {
        let data = &self.of(var)[(row * var.columns + column).min(var.rows * var.columns)..];
        Rows { data, stride: var.columns }
    }
}

/// The gradients, which flow from each array to those before it.
pub(crate) struct Gradients<'a>(&'a mut [f32]);

impl Gradients<'_> {
    pub(crate) fn of_mut(&mut self, var: Var) -> &mut [f32] {
        &mut self.0[var.start..var.end()]
    }

    /// The gradient of an output, to read, and that of one of its inputs, to add to.
    pub(crate) fn flow(&mut self, output: Var, input: Var) -> (&[f32], &mut [f32]) {
        let (before, rest) = self.0.split_at_mut(output.start);
        (&rest[..output.rows * output.columns], &mut before[input.start..input.end()])
    }

    /// As [`Values::rows`].
    pub(crate) fn rows(&self, var: Var, row: usize, column: usize) -> Rows<'_> {
        Values(self.0).rows(var, row, column)
    }

    /// As [`Values::rows`], to add to.
    pub(crate) fn rows_mut(&mut self, var: Var, row: usize, column: usize) -> RowsMut<'_> {
        let skipped = (row * var.columns + column).min(var.rows * var.columns);
        RowsMut { data: &mut self.of_mut(var)[skipped..], stride: var.columns }
    }

    /// As [`Gradients::flow`], with the parts of both that start at a row and a column.
    pub(crate) fn flow_rows(
        &mut self,
        (output, output_row, output_column): (Var, usize, usize),
        (input, input_row, input_column): (Var, usize, usize),
    ) -> (Rows<'_>, RowsMut<'_>) {
        let (from, to) = self.flow(output, input);
        let skipped = |var: Var, row: usize, column: usize| {
            (row * var.columns + column).min(var.rows * var.columns)
        };
        let from = &from[skipped(output, output_row, output_column)..];
        let to = &mut to[skipped(input, input_row, input_column)..];
        (Rows { data: from, stride: output.columns }, RowsMut { data: to, stride: input.columns })
    }
}
