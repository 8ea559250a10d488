//! Attention done fast, with no intermediate kept.

use ndarray::{Array3, ArrayView3, Axis};

use crate::linalg::settle_overflow;
use crate::mask::add;
use crate::options::Checked;
use crate::softmax::softmax_in_place;
use crate::{AttentionError, Options, weighted_sum};

/// The output of scaled dot-product attention and nothing else, `[heads, n_q, d_v]`.
///
/// Takes what [`crate::trace`] takes and gives its output to rounding, but holds the scores
/// of one head at a time and uses ndarray's blocked matrix product, which adds in an order of
/// its own.
///
/// # Errors
/// As [`crate::trace`].
///
/// ```
/// use attention::{Mask, Options, attend};
/// use ndarray::array;
///
/// let x = array![[[1.0, 0.0], [0.0, 1.0]]]; // [heads, n, d_k]
/// let options = Options { mask: Mask::causal(), ..Options::default() };
/// let output = attend(x.view(), x.view(), x.view(), &options)?;
/// assert_eq!(output[[0, 0, 0]], 1.0); // the first token sees only itself
/// assert!((output[[0, 1, 1]] - 0.669_761).abs() < 1e-6); // e^(1/√2) ÷ (1 + e^(1/√2))
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn attend(
    q: ArrayView3<f32>,
    k: ArrayView3<f32>,
    v: ArrayView3<f32>,
    options: &Options,
) -> Result<Array3<f32>, AttentionError> {
    let checked = Checked::new("attend", q, k, v, options)?;
    let masked = !options.mask.is_open();
    // A product with a weight of 0 is 0 only where the value is finite.
    let finite = v.iter().all(|x| x.is_finite());
    let mut output = Array3::zeros((checked.heads, checked.n_q, checked.d_v));
    for (head, mut output) in output.axis_iter_mut(Axis(0)).enumerate() {
        let [k, v] = [k, v].map(|x| x.index_axis_move(Axis(0), head / checked.group));
        let q = q.index_axis(Axis(0), head);
        let mut weights = q.dot(&k.t()); // [n_q, d_k] · [d_k, n_k] -> [n_q, n_k]
        // Needed only where the machine rounds products before it adds them, as wasm does.
        settle_overflow(q, k.t(), &mut weights);
        for (cell, x) in weights.indexed_iter_mut() {
            *x = checked.scaled(head, cell, *x);
            if masked {
                *x = add(*x, checked.mask.at(head, cell.0, cell.1));
            }
        }
        weights.rows_mut().into_iter().for_each(|row| softmax_in_place(row, options.temperature));
        // [n_q, n_k] · [n_k, d_v] -> [n_q, d_v]
        if finite {
            output.assign(&weights.dot(&v));
        } else {
            output.assign(&weighted_sum(weights.view(), v)?);
        }
    }
    Ok(output)
}
