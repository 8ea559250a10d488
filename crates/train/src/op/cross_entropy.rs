//! The loss.

use std::sync::Arc;

use crate::kernel::softmax_in_place;
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

/// What the loss was computed from, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graded {
    /// `[1, 1]`: the mean of −ln of the probability that the right class was given.
    pub loss: Var,
    /// In how many rows the right class had the largest logit (the first of them, where
    /// several are equal).
    pub right: usize,
    /// In how many rows there was a right class.
    pub count: usize,
}

struct CrossEntropy {
    logits: Var,
    targets: Arc<[Option<u32>]>,
    count: usize,
    /// `[n, classes]`: the softmax of each row with a target.
    probabilities: Var,
    loss: Var,
}

impl Tape {
    /// The mean of −ln softmax(logits)\[target\] over the rows with a target, from logits `[n,
    /// classes]` and n targets. Without any target the loss is 0.
    ///
    /// Backward: dlogits = (softmax(logits) − one-hot(target)) ÷ count in rows with a target,
    /// 0 in the others.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if there are not as many targets as rows or if one is not
    /// below the number of classes.
    ///
    /// ```
    /// use ndarray::array;
    /// let mut tape = train::Tape::default();
    /// let logits = tape.leaf(array![[1f32.ln(), 3f32.ln()], [9.0, 9.0]].view())?;
    /// let graded = tape.cross_entropy(logits, [Some(0), None].into())?;
    /// assert!((tape.value(graded.loss)[[0, 0]] - 4f32.ln()).abs() < 1e-6); // −ln ¼
    /// assert_eq!((graded.right, graded.count), (0, 1));
    /// tape.backward(graded.loss, array![[1.0]].view())?;
    /// assert!((tape.gradient(logits)[[0, 0]] + 0.75).abs() < 1e-6); // ¼ − 1
    /// assert_eq!(tape.gradient(logits)[[1, 0]], 0.0);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn cross_entropy(
        &mut self,
        logits: Var,
        targets: Arc<[Option<u32>]>,
    ) -> Result<Graded, TrainError> {
        const NAME: &str = "cross_entropy";
        self.check(NAME, "logits", logits)?;
        let (n, classes) = logits.dim();
        if targets.len() != n {
            return Err(TrainError::shape(NAME, "targets", &[targets.len()], format!("[{n}]")));
        }
        if let Some(target) = targets.iter().flatten().find(|&&target| target as usize >= classes) {
            let needed = format!("below {classes}, the number of classes");
            return Err(TrainError::value(NAME, "target", target, needed));
        }
        let probabilities = self.allocate(NAME, logits.dim())?;
        let (inputs, rows) = self.output(probabilities);
        let (mut total, mut right, mut count) = (0.0, 0, 0);
        let logit_rows = inputs.of(logits).chunks_exact(classes.max(1));
        for ((row, logits), target) in
            rows.chunks_exact_mut(classes.max(1)).zip(logit_rows).zip(targets.iter())
        {
            let Some(target) = target.map(|target| target as usize) else { continue };
            row.copy_from_slice(logits);
            total += softmax_in_place(row) - f64::from(logits[target]);
            right += usize::from(first_largest(logits) == target);
            count += 1;
        }
        let loss = self.allocate(NAME, (1, 1))?;
        self.output(loss).1[0] = (total / count.max(1) as f64) as f32;
        self.record(CrossEntropy { logits, targets, count, probabilities, loss });
        Ok(Graded { loss, right, count })
    }
}

/// Where the largest number is, the first of them where several are equal.
fn first_largest(row: &[f32]) -> usize {
    let mut best = 0;
    for (i, x) in row.iter().enumerate() {
        if *x > row[best] {
            best = i;
        }
    }
    best
}

impl Operation for CrossEntropy {
    fn backward(&self, values: Values, gradients: &mut Gradients, _: &mut Vec<f32>) {
        let classes = self.logits.columns.max(1);
        let probabilities = values.of(self.probabilities).chunks_exact(classes);
        let (dy, dx) = gradients.flow(self.loss, self.logits);
        let share = dy[0] / self.count.max(1) as f32;
        for ((dx, row), target) in
            dx.chunks_exact_mut(classes).zip(probabilities).zip(self.targets.iter())
        {
            let Some(target) = target.map(|target| target as usize) else { continue };
            for (dx, probability) in dx.iter_mut().zip(row) {
                *dx += share * probability;
            }
            dx[target] -= share;
        }
    }
}
