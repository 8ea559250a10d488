//! Queries and keys rotated by their positions.

use std::sync::Arc;

use attention::encoding::{Convention, Rope, apply_rotation};
use ndarray::{Array2, ArrayViewMut2, s};

use super::sequences;
use crate::kernel::add_assign;
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

/// The rotations of the positions from 0 on, for heads of one width.
#[derive(Clone, Debug, PartialEq)]
pub struct Rotation {
    cos: Array2<f32>,
    sin: Array2<f32>,
    /// The sines of the way back.
    minus_sin: Array2<f32>,
    convention: Convention,
}

impl Rotation {
    /// The rotations of positions 0 to `length` for heads of width `d_k`.
    ///
    /// # Errors
    /// [`TrainError::Attention`] as [`Rope::tables`].
    ///
    /// ```
    /// use attention::encoding::Rope;
    /// assert!(train::Rotation::new(&Rope::default(), 8, 16).is_ok());
    /// assert!(train::Rotation::new(&Rope::default(), 8, 15).is_err()); // no pairs
    /// ```
    pub fn new(rope: &Rope, length: usize, d_k: usize) -> Result<Self, TrainError> {
        let (cos, sin) = rope.tables(length, d_k)?;
        Ok(Self { minus_sin: -&sin, cos, sin, convention: rope.convention })
    }

    /// Turns one row after the other by the next position, in every head.
    fn apply(&self, mut rows: ArrayViewMut2<f32>, forward: bool) -> Result<(), TrainError> {
        let (n, d_k) = (rows.nrows(), 2 * self.cos.ncols());
        let sin = if forward { &self.sin } else { &self.minus_sin };
        let (cos, sin) = (self.cos.slice(s![..n, ..]), sin.slice(s![..n, ..]));
        for start in (0..rows.ncols()).step_by(d_k.max(1)) {
            let head = rows.slice_mut(s![.., start..start + d_k]); // [n, d_k]
            apply_rotation(head, cos, sin, self.convention)?;
        }
        Ok(())
    }
}

struct Rotate {
    x: Var,
    lengths: Arc<[usize]>,
    rotation: Arc<Rotation>,
    y: Var,
}

impl Tape {
    /// Rotary position embedding (Su et al. 2021, equation 15) of packed queries or keys, `[n,
    /// heads · d_k]`: the row at position p of its sequence is turned by p times the frequency
    /// of each pair, in every head.
    ///
    /// Backward: the gradient is turned the other way, for the inverse of a rotation is its
    /// transpose.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the lengths don't sum to the rows of x, if a sequence is
    /// longer than the rotations, or if d_k doesn't divide the columns.
    ///
    /// ```
    /// use attention::encoding::Rope;
    /// use ndarray::array;
    /// use train::{Rotation, Tape};
    ///
    /// let mut tape = Tape::default();
    /// let x = tape.leaf(array![[1.0, 0.0], [1.0, 0.0]].view())?;
    /// let rotation = Rotation::new(&Rope::default(), 2, 2)?;
    /// let y = tape.rotate(x, [2].into(), rotation.into())?;
    /// assert!((tape.value(y)[[1, 0]] - 0.540_302).abs() < 1e-6); // cos 1
    /// assert!((tape.value(y)[[1, 1]] - 0.841_471).abs() < 1e-6); // sin 1
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn rotate(
        &mut self,
        x: Var,
        lengths: Arc<[usize]>,
        rotation: Arc<Rotation>,
    ) -> Result<Var, TrainError> {
        self.check("rotate", "x", x)?;
        check_lengths("rotate", "x", x, &lengths)?;
        let (positions, d_k) = (rotation.cos.nrows(), 2 * rotation.cos.ncols());
        if let Some(length) = lengths.iter().find(|&&length| length > positions) {
            return Err(TrainError::value("rotate", "length", length, format!("≤ {positions}")));
        }
        if x.columns != 0 && (d_k == 0 || !x.columns.is_multiple_of(d_k)) {
            let needed = format!("[{}, a multiple of {d_k}]", x.rows);
            return Err(TrainError::shape("rotate", "x", &[x.rows, x.columns], needed));
        }
        let y = self.allocate("rotate", x.dim())?;
        let (inputs, cells) = self.output(y);
        cells.copy_from_slice(inputs.of(x));
        turn(cells, y.columns, &lengths, &rotation, true)?;
        self.record(Rotate { x, lengths, rotation, y });
        Ok(y)
    }
}

fn turn(
    cells: &mut [f32],
    columns: usize,
    lengths: &Arc<[usize]>,
    rotation: &Rotation,
    forward: bool,
) -> Result<(), TrainError> {
    for (start, length) in sequences(lengths) {
        let rows = &mut cells[start * columns..][..length * columns];
        if let Ok(rows) = ArrayViewMut2::from_shape((length, columns), rows) {
            rotation.apply(rows, forward)?;
        }
    }
    Ok(())
}

/// Refuses lengths that don't add up to the rows of a packed array.
pub(super) fn check_lengths(
    operation: &'static str,
    field: &'static str,
    packed: Var,
    lengths: &[usize],
) -> Result<(), TrainError> {
    let total = lengths.iter().try_fold(0usize, |total, &length| total.checked_add(length));
    if total == Some(packed.rows) {
        return Ok(());
    }
    let needed = "as many rows as the lengths sum to";
    Err(TrainError::shape(operation, field, &[packed.rows, packed.columns], needed))
}

impl Operation for Rotate {
    fn backward(&self, _: Values, gradients: &mut Gradients, scratch: &mut Vec<f32>) {
        let (dy, dx) = gradients.flow(self.y, self.x);
        scratch.clear();
        scratch.extend_from_slice(dy);
        // What the way forward was checked for, the way back can't fail at.
        let turned = turn(scratch, self.y.columns, &self.lengths, &self.rotation, false);
        debug_assert!(turned.is_ok());
        add_assign(dx, scratch);
    }
}
