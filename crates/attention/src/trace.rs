//! Attention done naively, with every intermediate kept: the oracle of every faster version.

use ndarray::{Array3, ArrayView2, ArrayView3, Axis, Zip};

use crate::mask::add;
use crate::options::Checked;
use crate::softmax::softmax_in_place;
use crate::{AttentionError, Options, matmul, weighted_sum};

/// Every step of scaled dot-product attention, for every head.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// `[heads, n_q, n_k]`: q · kᵀ.
    pub scores: Array3<f32>,
    /// `[heads, n_q, n_k]`: scores scaled, softly capped if asked, plus the encoding's bias.
    pub scaled: Array3<f32>,
    /// `[heads, n_q, n_k]`: scaled plus the mask; −∞ where the query may not look.
    pub masked: Array3<f32>,
    /// `[heads, n_q, n_k]`: softmax of each row of masked ÷ temperature.
    pub weights: Array3<f32>,
    /// `[heads, n_q, d_v]`: weights · v.
    pub output: Array3<f32>,
    /// The rows that have nothing to look at, as (head, row), in order: all of their masked
    /// scores are −∞, and by convention their weights and output are 0.
    pub empty_rows: Vec<(usize, usize)>,
}

/// Scaled dot-product attention, softmax(q · kᵀ ÷ √d_k) · v, with every step kept (Vaswani et
/// al. 2017, equation 1).
///
/// q is `[heads, n_q, d_k]`, k `[kv_heads, n_k, d_k]`, v `[kv_heads, n_k, d_v]`. Where k and v
/// have fewer heads, each serves a group of neighbouring query heads: query head h uses
/// key/value head h ÷ (heads ÷ kv_heads), rounded down (Ainslie et al. 2023). The steps:
///
/// | step | what |
/// |---|---|
/// | scores | q · kᵀ, as [`matmul`] adds |
/// | scaled | scores ÷ √d_k (or times a scale), then c · tanh(x ÷ c) if there is a soft-cap, then + bias |
/// | masked | scaled + mask |
/// | weights | [`crate::softmax`] of each row at the temperature |
/// | output | weights · v, as [`weighted_sum`] adds |
///
/// A key that is masked can't reach the output, even if it or its value is infinite or NaN.
///
/// # Errors
/// [`AttentionError::Shape`] if the shapes don't fit together or d_k is 0;
/// [`AttentionError::Value`] if an option is out of its range. No queries or no keys at all is
/// no error: then there are no rows, or only empty ones.
///
/// ```
/// use attention::{Mask, Options, Scale, trace};
/// use ndarray::array;
///
/// let q = array![[[2.0], [0.0]]]; // two queries, d_k = 1
/// let k = array![[[1.0], [3.0]]];
/// let v = array![[[10.0], [20.0]]];
/// let mask = Mask::allowing(array![[true, true], [false, false]]);
/// let t = trace(q.view(), k.view(), v.view(), &Options { mask, ..Options::default() })?;
/// assert_eq!(t.scores, array![[[2.0, 6.0], [0.0, 0.0]]]);
/// assert_eq!(t.masked, array![[[2.0, 6.0], [f32::NEG_INFINITY, f32::NEG_INFINITY]]]);
/// assert!((t.weights[[0, 0, 1]] - 0.982_014).abs() < 1e-6); // e⁴ ÷ (1 + e⁴)
/// assert!((t.output[[0, 0, 0]] - 19.820_138).abs() < 1e-5);
/// assert_eq!((t.output[[0, 1, 0]], t.empty_rows), (0.0, vec![(0, 1)]));
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn trace(
    q: ArrayView3<f32>,
    k: ArrayView3<f32>,
    v: ArrayView3<f32>,
    options: &Options,
) -> Result<Trace, AttentionError> {
    let checked = Checked::new("trace", q, k, v, options)?;
    let Checked { heads, group, n_q, n_k, d_v, .. } = checked;

    let mut scores = Array3::zeros((heads, n_q, n_k));
    for head in 0..heads {
        let (q, k) = (q.index_axis(Axis(0), head), k.index_axis(Axis(0), head / group));
        // [n_q, d_k] · [d_k, n_k] -> [n_q, n_k]
        scores.index_axis_mut(Axis(0), head).assign(&matmul(q, k.t())?);
    }

    let scaled = Zip::indexed(&scores)
        .map_collect(|(head, i, j), &score| checked.scaled(head, (i, j), score));
    let masked = Zip::indexed(&scaled)
        .map_collect(|(head, i, j), &score| add(score, checked.mask.at(head, i, j)));

    let mut weights = masked.clone();
    weights.rows_mut().into_iter().for_each(|row| softmax_in_place(row, options.temperature));

    let mut output = Array3::zeros((heads, n_q, d_v));
    for head in 0..heads {
        let (weights, v) = (weights.index_axis(Axis(0), head), v.index_axis(Axis(0), head / group));
        // [n_q, n_k] · [n_k, d_v] -> [n_q, d_v]
        output.index_axis_mut(Axis(0), head).assign(&weighted_sum(weights, v)?);
    }

    let empty_rows = empty_rows(masked.view());
    Ok(Trace { scores, scaled, masked, weights, output, empty_rows })
}

/// [`trace`] for a single head: q `[n_q, d_k]`, k `[n_k, d_k]`, v `[n_k, d_v]`. The trace has
/// one head, number 0.
///
/// # Errors
/// As [`trace`].
///
/// ```
/// use attention::{Options, trace_head};
/// use ndarray::array;
///
/// let (q, k, v) = (array![[1.0]], array![[0.0], [0.0]], array![[1.0], [3.0]]);
/// let t = trace_head(q.view(), k.view(), v.view(), &Options::default())?;
/// assert_eq!(t.weights, array![[[0.5, 0.5]]]);
/// assert_eq!(t.output, array![[[2.0]]]);
/// # Ok::<(), attention::AttentionError>(())
/// ```
pub fn trace_head(
    q: ArrayView2<f32>,
    k: ArrayView2<f32>,
    v: ArrayView2<f32>,
    options: &Options,
) -> Result<Trace, AttentionError> {
    let [q, k, v] = [q, k, v].map(|x| x.insert_axis(Axis(0))); // [n, d] -> [1, n, d]
    trace(q, k, v, options)
}

fn empty_rows(masked: ArrayView3<f32>) -> Vec<(usize, usize)> {
    let rows = masked.axis_iter(Axis(0)).enumerate().flat_map(|(head, scores)| {
        let empty = |row: ndarray::ArrayView1<f32>| row.iter().all(|&x| x == f32::NEG_INFINITY);
        let rows: Vec<_> = scores.rows().into_iter().map(empty).collect();
        rows.into_iter().enumerate().filter(|(_, empty)| *empty).map(move |(i, _)| (head, i))
    });
    rows.collect()
}
