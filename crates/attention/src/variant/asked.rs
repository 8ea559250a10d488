//! What a variant is asked, once it is known to fit together.

use std::ops::Range;

use ndarray::{Array3, ArrayView3, CowArray, Ix3};

use crate::mask::add;
use crate::options::Checked;
use crate::{AttentionError, Options, Scale};

/// Queries, keys and values that lie row by row in memory, and what is done to their scores.
pub(super) struct Asked<'a> {
    pub(super) checked: Checked<'a>,
    q: CowArray<'a, f32, Ix3>,
    k: CowArray<'a, f32, Ix3>,
    v: CowArray<'a, f32, Ix3>,
    options: &'a Options,
    scaling: Scaling,
}

/// One head of queries with its keys and values, each row by row.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    /// Which head.
    pub(super) index: usize,
    /// `[n_q, d_k]`.
    pub(super) q: &'a [f32],
    /// `[n_k, d_k]`.
    pub(super) k: &'a [f32],
    /// `[n_k, d_v]`.
    pub(super) v: &'a [f32],
}

/// How scores are scaled.
#[derive(Clone, Copy)]
enum Scaling {
    /// By a power of two, which is exact, so that queries may be multiplied as well.
    Exactly(f32),
    Times(f32),
    DividedBy(f32),
    /// Whatever needs more than a scale, score by score.
    Each,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        operation: &'static str,
        [q, k, v]: [ArrayView3<'a, f32>; 3],
        options: &'a Options,
    ) -> Result<Self, AttentionError> {
        let checked = Checked::without_scores(operation, q, k, v, options)?;
        let [q, k, v] = [q, k, v].map(row_by_row);
        let largest = |field, x| largest(operation, field, x);
        let (q_max, k_max) = (largest("q", &q)?, largest("k", &k)?);
        largest("v", &v)?;
        let scaling = scaling(options, checked.d_k, q_max * k_max * checked.d_k as f32);
        Ok(Self { checked, q, k, v, options, scaling })
    }

    /// Refuses other than as many keys as queries: patterns are those of a text with itself.
    pub(super) fn check_square(&self, operation: &'static str) -> Result<(), AttentionError> {
        let (n_q, n_k) = (self.checked.n_q, self.checked.n_k);
        if n_q == n_k {
            return Ok(());
        }
        let needed = format!("[kv_heads, {n_q}, d_k], as many keys as queries");
        Err(AttentionError::shape(operation, "k", self.k.shape(), needed))
    }

    /// Zeros as the output, `[heads, n_q, d_v]`.
    pub(super) fn output(&self) -> Array3<f32> {
        Array3::zeros((self.checked.heads, self.checked.n_q, self.checked.d_v))
    }

    /// A head by its number.
    pub(super) fn head(&self, index: usize) -> Head<'_> {
        let shared = index / self.checked.group;
        Head { index, q: part(&self.q, index), k: part(&self.k, shared), v: part(&self.v, shared) }
    }

    /// How many keys, from the first on, the query may see if the mask is causal.
    pub(super) fn limit(&self, query: usize) -> usize {
        let (n_k, mask) = (self.checked.n_k, &self.options.mask);
        if !mask.causal {
            return n_k;
        }
        let end = isize::try_from(query).unwrap_or(isize::MAX).saturating_add(mask.offset);
        usize::try_from(end.saturating_add(1)).map_or(0, |end| end.min(n_k))
    }

    /// What masked scores are divided by.
    pub(super) fn temperature(&self) -> f32 {
        self.options.temperature
    }

    /// Turns a query's products with a range of keys into its masked scores.
    pub(super) fn finish(&self, head: Head, query: usize, keys: Range<usize>, scores: &mut [f32]) {
        match self.scaling {
            Scaling::Exactly(factor) | Scaling::Times(factor) => {
                scores.iter_mut().for_each(|x| *x *= factor);
            }
            Scaling::DividedBy(root) => scores.iter_mut().for_each(|x| *x /= root),
            Scaling::Each => {
                for (score, key) in scores.iter_mut().zip(keys) {
                    *score = self.score(head, (query, key), *score);
                }
            }
        }
    }

    /// What queries may be multiplied by before anything else.
    pub(super) fn query_factor(&self) -> f32 {
        match self.scaling {
            Scaling::Exactly(factor) => factor,
            _ => 1.0,
        }
    }

    /// As [`Self::finish`], for the scores of several queries side by side, `[keys, W]`, if
    /// the queries were multiplied by [`Self::query_factor`].
    pub(super) fn finish_side_by_side<const W: usize>(
        &self,
        head: Head,
        queries: Range<usize>,
        keys: Range<usize>,
        scores: &mut [[f32; W]],
    ) {
        match self.scaling {
            Scaling::Exactly(_) => {}
            Scaling::Times(factor) => {
                scores.as_flattened_mut().iter_mut().for_each(|x| *x *= factor);
            }
            Scaling::DividedBy(root) => {
                scores.as_flattened_mut().iter_mut().for_each(|x| *x /= root);
            }
            Scaling::Each => {
                for (scores, key) in scores.iter_mut().zip(keys) {
                    for (score, query) in scores.iter_mut().zip(queries.clone()) {
                        *score = self.score(head, (query, key), *score);
                    }
                }
            }
        }
    }

    /// A product of query and key, scaled, biased and masked; at most the largest finite
    /// number, so that differences of scores exist.
    fn score(&self, head: Head, (query, key): (usize, usize), product: f32) -> f32 {
        let product = if product.is_finite() {
            product
        } else {
            let d = self.checked.d_k;
            let (q, k) = (&head.q[query * d..][..d], &head.k[key * d..][..d]);
            // Finite factors that overflow: in `f64` they can't.
            q.iter().zip(k).map(|(&q, &k)| f64::from(q) * f64::from(k)).sum::<f64>() as f32
        };
        let scaled = self.checked.scaled(head.index, (query, key), product);
        add(scaled, self.checked.mask.at(head.index, query, key)).min(f32::MAX)
    }
}

/// How to scale scores whose products are at most `bound`.
fn scaling(options: &Options, d_k: usize, bound: f32) -> Scaling {
    let mask = &options.mask;
    let masked = mask.window.is_some() || mask.allowed.is_some() || mask.added.is_some();
    let factor = match options.scale {
        Scale::InverseSqrt => 1.0,
        Scale::By(factor) => factor,
    };
    // A rounded sum may exceed the bound a little, hence the half.
    let fits = bound < f32::MAX / 2.0 && (bound * factor).abs() < f32::MAX / 2.0;
    if masked || options.softcap.is_some() || options.bias.is_some() || !fits {
        return Scaling::Each;
    }
    let root = (d_k as f32).sqrt();
    match options.scale {
        Scale::By(factor) => Scaling::Times(factor),
        Scale::InverseSqrt if is_power_of_two(root) => Scaling::Exactly(1.0 / root),
        Scale::InverseSqrt => Scaling::DividedBy(root),
    }
}

/// The largest number, by its size.
fn largest(
    operation: &'static str,
    field: &'static str,
    x: &CowArray<f32, Ix3>,
) -> Result<f32, AttentionError> {
    const SIGN: u32 = 1 << 31;
    // Without its sign, a number is the larger the larger its bits are as a whole number, with
    // infinity and NaN above all: whole vectors can be compared so.
    let x = x.as_slice().unwrap_or_default();
    let max = f32::from_bits(x.iter().fold(0, |max, x| max.max(x.to_bits() & !SIGN)));
    if max.is_finite() {
        return Ok(max);
    }
    let culprit = x.iter().find(|x| !x.is_finite()).unwrap_or(&max);
    Err(AttentionError::value(operation, field, culprit, "finite numbers"))
}

fn is_power_of_two(x: f32) -> bool {
    const MANTISSA: u32 = (1 << 23) - 1;
    x.is_normal() && x.to_bits() & MANTISSA == 0
}

/// The array in standard layout: itself, if it has it.
fn row_by_row(x: ArrayView3<f32>) -> CowArray<f32, Ix3> {
    if x.is_standard_layout() { x.into() } else { x.as_standard_layout().into_owned().into() }
}

/// One head of `[heads, n, d]`, row by row.
fn part<'a>(x: &'a CowArray<f32, Ix3>, head: usize) -> &'a [f32] {
    let (_, n, d) = x.dim();
    x.as_slice().and_then(|all| all.get(head * n * d..(head + 1) * n * d)).unwrap_or_default()
}
