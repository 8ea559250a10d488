//! Multi-head attention over packed sequences.

use std::sync::Arc;

use ndarray::{Array2, Array3, Axis};

use super::rotate::check_lengths;
use super::sequences;
use crate::error::check_shape;
use crate::kernel::{
    Rows, RowsMut, add_product, add_transposed_product, dot, softmax_in_place, transpose,
};
use crate::tape::{Gradients, Operation, Values};
use crate::{Tape, TrainError, Var};

/// What attention is given: packed queries, keys and values, and how they belong together.
///
/// Sequence s has `queries[s]` rows of q and `keys[s]` rows of k and v, which may differ, as in
/// cross-attention.
#[derive(Clone, Debug)]
pub struct Attend {
    /// `[Σ queries, heads · d_k]`.
    pub q: Var,
    /// `[Σ keys, kv_heads · d_k]`.
    pub k: Var,
    /// `[Σ keys, kv_heads · d_v]`.
    pub v: Var,
    /// How many queries each sequence has.
    pub queries: Arc<[usize]>,
    /// How many keys each sequence has.
    pub keys: Arc<[usize]>,
    /// Number of query heads.
    pub heads: usize,
    /// Number of key and value heads, which divides that of the query heads: each serves a
    /// group of neighbouring ones (Ainslie et al. 2023).
    pub kv_heads: usize,
    /// Whether query i sees the keys up to i only.
    pub causal: bool,
    /// What is added to the scaled scores.
    pub bias: ScoreBias,
}

/// What is added to the scaled scores.
#[derive(Clone, Debug)]
pub enum ScoreBias {
    /// Nothing.
    None,
    /// Numbers that are not trained, such as ALiBi's: `[heads, n_q, n_k]`, for at least the
    /// longest sequence.
    Fixed(Arc<Array3<f32>>),
    /// A number from a trained table, as in T5 (Raffel et al. 2020, section 2.1).
    Buckets {
        /// `[buckets, heads]`.
        table: Var,
        /// `[n_q, n_k]`: the row of the table for each query and key, for at least the longest
        /// sequence.
        buckets: Arc<Array2<usize>>,
    },
}

struct Recorded {
    given: Attend,
    /// `[Σ heads · n_q · n_k, 1]`: the weights, sequence by sequence and head by head.
    weights: Var,
    y: Var,
}

/// One head of one sequence: where its parts are.
struct Part {
    head: usize,
    n_q: usize,
    n_k: usize,
    d_k: usize,
    d_v: usize,
    /// The first row and the first column of the queries.
    q: (usize, usize),
    /// The first row and the first column of the keys.
    k: (usize, usize),
    /// The first row and the first column of the values.
    v: (usize, usize),
    /// The first row and the first column of the output.
    y: (usize, usize),
    /// The first of the weights.
    weights: usize,
}

impl Attend {
    fn parts(&self) -> impl Iterator<Item = Part> + '_ {
        let (heads, group) = (self.heads, self.heads / self.kv_heads.max(1));
        let (d_k, d_v) = (self.q.columns / heads.max(1), self.v.columns / self.kv_heads.max(1));
        let sequences = sequences(&self.queries).zip(sequences(&self.keys));
        let parts = sequences.flat_map(move |((q_row, n_q), (k_row, n_k))| {
            (0..heads).map(move |head| Part {
                head,
                n_q,
                n_k,
                d_k,
                d_v,
                q: (q_row, head * d_k),
                k: (k_row, head / group * d_k),
                v: (k_row, head / group * d_v),
                y: (q_row, head * d_v),
                weights: 0,
            })
        });
        parts.scan(0, |end, part| {
            let weights = *end;
            *end += part.n_q * part.n_k;
            Some(Part { weights, ..part })
        })
    }

    fn visible(&self, part: &Part, query: usize) -> usize {
        if self.causal { part.n_k.min(query + 1) } else { part.n_k }
    }

    fn check(&self, tape: &Tape) -> Result<(), TrainError> {
        const NAME: &str = "attend";
        let Self { q, k, v, heads, kv_heads, .. } = *self;
        for (field, var) in [("q", q), ("k", k), ("v", v)] {
            tape.check(NAME, field, var)?;
        }
        check_lengths(NAME, "q", q, &self.queries)?;
        check_lengths(NAME, "k", k, &self.keys)?;
        check_shape(NAME, "v", v, (k.rows, v.columns))?;
        if self.keys.len() != self.queries.len() {
            let needed = format!("[{}], as many as there are queries", self.queries.len());
            return Err(TrainError::shape(NAME, "keys", &[self.keys.len()], needed));
        }
        if kv_heads == 0 || heads == 0 || !heads.is_multiple_of(kv_heads) {
            let needed = format!("at least 1 and a divisor of {heads}, the number of heads");
            return Err(TrainError::value(NAME, "kv_heads", kv_heads, needed));
        }
        if q.columns == 0 || !q.columns.is_multiple_of(heads) {
            let needed = format!("[{}, {heads} · d_k]", q.rows);
            return Err(TrainError::shape(NAME, "q", &[q.rows, q.columns], needed));
        }
        check_shape(NAME, "k", k, (k.rows, q.columns / heads * kv_heads))?;
        if !v.columns.is_multiple_of(kv_heads) {
            let needed = format!("[{}, {kv_heads} · d_v]", v.rows);
            return Err(TrainError::shape(NAME, "v", &[v.rows, v.columns], needed));
        }
        self.check_bias(tape)
    }

    fn check_bias(&self, tape: &Tape) -> Result<(), TrainError> {
        const NAME: &str = "attend";
        let longest = |lengths: &[usize]| lengths.iter().copied().max().unwrap_or(0);
        let (n_q, n_k) = (longest(&self.queries), longest(&self.keys));
        match &self.bias {
            ScoreBias::None => Ok(()),
            ScoreBias::Fixed(bias) => {
                let (heads, rows, columns) = bias.dim();
                if heads == self.heads && rows >= n_q && columns >= n_k {
                    return Ok(());
                }
                let needed = format!("[{}, at least {n_q}, at least {n_k}]", self.heads);
                Err(TrainError::shape(NAME, "bias", bias.shape(), needed))
            }
            ScoreBias::Buckets { table, buckets } => {
                tape.check(NAME, "table", *table)?;
                check_shape(NAME, "table", *table, (table.rows, self.heads))?;
                if buckets.nrows() < n_q || buckets.ncols() < n_k {
                    let needed = format!("[at least {n_q}, at least {n_k}]");
                    return Err(TrainError::shape(NAME, "buckets", buckets.shape(), needed));
                }
                let Some(bucket) = buckets.iter().find(|&&bucket| bucket >= table.rows) else {
                    return Ok(());
                };
                let needed = format!("below {}, the number of rows in the table", table.rows);
                Err(TrainError::value(NAME, "bucket", bucket, needed))
            }
        }
    }

    /// Adds the bias to the scores of one query.
    fn add_bias(&self, inputs: Values, part: &Part, query: usize, scores: &mut [f32]) {
        match &self.bias {
            ScoreBias::None => {}
            ScoreBias::Fixed(bias) => {
                let bias = bias.index_axis(Axis(0), part.head);
                for (score, bias) in scores.iter_mut().zip(bias.row(query)) {
                    *score += bias;
                }
            }
            ScoreBias::Buckets { table, buckets } => {
                let table = inputs.of(*table);
                for (score, bucket) in scores.iter_mut().zip(buckets.row(query)) {
                    *score += table[bucket * self.heads + part.head];
                }
            }
        }
    }
}

impl Tape {
    /// softmax(q · kᵀ ÷ √d_k + bias) · v for each sequence and head (Vaswani et al. 2017,
    /// equation 1): `[Σ queries, heads · d_v]`. A query that sees no key gets 0.
    ///
    /// Backward, for one head with weights w and output y = w · v:
    /// dv = wᵀ · dy, dw = dy · vᵀ, ds = w ⊙ (dw − Σ w ⊙ dw) along each row, dbias = ds,
    /// dq = ds · k ÷ √d_k, dk = dsᵀ · q ÷ √d_k.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if the shapes don't fit together.
    ///
    /// ```
    /// use ndarray::array;
    /// use train::{Attend, ScoreBias, Tape};
    ///
    /// let mut tape = Tape::default();
    /// let q = tape.leaf(array![[0.0], [2.0]].view())?; // two queries, one head, d_k = 1
    /// let k = tape.leaf(array![[1.0], [3.0]].view())?;
    /// let v = tape.leaf(array![[10.0], [20.0]].view())?;
    /// let lengths: std::sync::Arc<[usize]> = [2].into();
    /// let y = tape.attend(Attend {
    ///     q,
    ///     k,
    ///     v,
    ///     queries: lengths.clone(),
    ///     keys: lengths,
    ///     heads: 1,
    ///     kv_heads: 1,
    ///     causal: true,
    ///     bias: ScoreBias::None,
    /// })?;
    /// assert_eq!(tape.value(y)[[0, 0]], 10.0); // the first sees only itself
    /// assert!((tape.value(y)[[1, 0]] - 19.820_138).abs() < 1e-5); // e⁴ ÷ (1 + e⁴) of the second
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn attend(&mut self, given: Attend) -> Result<Var, TrainError> {
        given.check(self)?;
        let size = given.parts().map(|part| part.n_q * part.n_k).sum();
        let weights = self.allocate("attend", (size, 1))?;
        let y = self.allocate("attend", (given.q.rows, given.heads * given.d_v()))?;
        let mut scratch = std::mem::take(self.scratch());
        for part in given.parts() {
            given.weigh(self, weights, &part, &mut scratch);
            let (inputs, output) = self.output(y);
            let rows = Rows { data: &inputs.of(weights)[part.weights..], stride: part.n_k };
            let output = &mut output[(part.y.0 * y.columns + part.y.1).min(y.rows * y.columns)..];
            // [n_q, n_k] · [n_k, d_v] -> [n_q, d_v]
            add_product(
                (part.n_q, part.n_k, part.d_v),
                rows,
                inputs.rows(given.v, part.v.0, part.v.1),
                RowsMut { data: output, stride: y.columns },
            );
        }
        *self.scratch() = scratch;
        self.record(Recorded { given, weights, y });
        Ok(y)
    }
}

impl Attend {
    fn d_v(&self) -> usize {
        self.v.columns / self.kv_heads.max(1)
    }

    /// Fills in the weights of one part.
    fn weigh(&self, tape: &mut Tape, weights: Var, part: &Part, scratch: &mut Vec<f32>) {
        let &Part { n_q, n_k, d_k, .. } = part;
        let (inputs, cells) = tape.output(weights);
        let cells = &mut cells[part.weights..][..n_q * n_k];
        let keys = turned((n_k, d_k), inputs.rows(self.k, part.k.0, part.k.1), scratch);
        // [n_q, d_k] · [d_k, n_k] -> [n_q, n_k]
        add_product(
            (n_q, d_k, n_k),
            inputs.rows(self.q, part.q.0, part.q.1),
            Rows { data: keys, stride: n_k },
            RowsMut { data: cells, stride: n_k },
        );
        let scale = 1.0 / (d_k as f32).sqrt();
        for (query, row) in cells.chunks_exact_mut(n_k.max(1)).enumerate() {
            let (seen, hidden) = row.split_at_mut(self.visible(part, query));
            for score in seen.iter_mut() {
                *score *= scale;
            }
            self.add_bias(inputs, part, query, seen);
            softmax_in_place(seen);
            hidden.fill(0.0);
        }
    }
}

/// A transposed copy in the first part of the scratch.
fn turned<'a>((n, d): (usize, usize), rows: Rows, scratch: &'a mut Vec<f32>) -> &'a [f32] {
    scratch.resize(scratch.len().max(n * d), 0.0);
    transpose((n, d), rows, &mut scratch[..n * d]); // [n, d] -> [d, n]
    &scratch[..n * d]
}

impl Operation for Recorded {
    fn backward(&self, values: Values, gradients: &mut Gradients, scratch: &mut Vec<f32>) {
        let Self { given, weights, y } = self;
        let Attend { q, k, v, .. } = *given;
        for part in given.parts() {
            let Part { n_q, n_k, d_k, d_v, .. } = part;
            let all_weights = &values.of(*weights)[part.weights..][..n_q * n_k];
            let rows = Rows { data: all_weights, stride: n_k };

            let (dy, dv) = gradients.flow_rows((*y, part.y.0, part.y.1), (v, part.v.0, part.v.1));
            add_transposed_product((n_q, n_k, d_v), rows, dy, dv); // dv = wᵀ · dy

            scratch.clear();
            scratch.resize(n_k * d_v + n_q * n_k, 0.0);
            let (turned, ds) = scratch.split_at_mut(n_k * d_v);
            transpose((n_k, d_v), values.rows(v, part.v.0, part.v.1), turned);
            // dw = dy · vᵀ: [n_q, d_v] · [d_v, n_k] -> [n_q, n_k]
            add_product(
                (n_q, d_v, n_k),
                gradients.rows(*y, part.y.0, part.y.1),
                Rows { data: turned, stride: n_k },
                RowsMut { data: ds, stride: n_k },
            );
            let rows = ds.chunks_exact_mut(n_k.max(1));
            for (ds, weights) in rows.zip(all_weights.chunks_exact(n_k.max(1))) {
                let mean = dot(ds, weights);
                for (ds, weight) in ds.iter_mut().zip(weights) {
                    *ds = weight * (*ds - mean);
                }
            }
            if let ScoreBias::Buckets { table, buckets } = &given.bias {
                let table = gradients.of_mut(*table);
                for (ds, buckets) in ds.chunks_exact(n_k.max(1)).zip(buckets.rows()) {
                    for (ds, bucket) in ds.iter().zip(buckets) {
                        table[bucket * given.heads + part.head] += ds;
                    }
                }
            }
            let scale = 1.0 / (d_k as f32).sqrt();
            ds.iter_mut().for_each(|ds| *ds *= scale);
            let ds = Rows { data: ds, stride: n_k };
            // [n_q, n_k] · [n_k, d_k] -> [n_q, d_k]
            let keys = values.rows(k, part.k.0, part.k.1);
            add_product((n_q, n_k, d_k), ds, keys, gradients.rows_mut(q, part.q.0, part.q.1));
            // [n_q, n_k]ᵀ · [n_q, d_k] -> [n_k, d_k]
            let queries = values.rows(q, part.q.0, part.q.1);
            let dk = gradients.rows_mut(k, part.k.0, part.k.1);
            add_transposed_product((n_q, n_k, d_k), ds, queries, dk);
        }
    }
}
