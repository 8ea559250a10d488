//! Attention over queries, keys and values that the caller brings.

use attention::{Options, Scale, Trace, Window, trace};
use ndarray::{Array3, ArrayView3};
use serde::{Deserialize, Serialize};

use super::array::{Array, check_size, spelled};
use super::error::FieldError;

/// What attention is asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attention {
    /// The queries, `[n_q, d_k]` or `[heads, n_q, d_k]`; finite.
    pub q: Array,
    /// The keys, `[n_k, d_k]` or `[kv_heads, n_k, d_k]`, where kv_heads divides heads; finite.
    pub k: Array,
    /// The values, `[n_k, d_v]` or `[kv_heads, n_k, d_v]`; finite.
    pub v: Array,
    /// Who may look at whom.
    pub mask: Option<Mask>,
    /// Whether a query sees only the keys up to its own position.
    pub causal: bool,
    /// The position of the first query among the keys, for `causal` and `window`.
    pub offset: i32,
    /// How many keys before its own position a query sees; all if absent.
    pub window: Option<u32>,
    /// What the scores are multiplied by; if absent, they are divided by √d_k. Finite.
    pub scale: Option<f32>,
    /// Scaled scores x become c · tanh(x ÷ c), if c is given. Finite and above 0.
    pub softcap: Option<f32>,
}

/// Who may look at whom: `[n_q, n_k]` for all heads, or `[heads, n_q, n_k]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Mask {
    /// 1 where the query may look at the key, 0 where not.
    Allowed(Array<u8>),
    /// Added to the scaled scores: finite, or −∞ where the query may not look.
    Added(Array),
}

/// Every step of attention, each with as many axes as the queries had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Steps {
    /// `[heads, n_q, n_k]`: q · kᵀ.
    pub scores: Array,
    /// `[heads, n_q, n_k]`: scores scaled, and softly capped if asked.
    pub scaled: Array,
    /// `[heads, n_q, n_k]`: scaled plus the mask; −∞ where the query may not look.
    pub masked: Array,
    /// `[heads, n_q, n_k]`: softmax of each row of masked; zeros where all of it is −∞.
    pub weights: Array,
    /// `[heads, n_q, d_v]`: weights · v.
    pub output: Array,
}

/// Scaled dot-product attention, softmax(q · kᵀ ÷ √d_k) · v, with every step kept (Vaswani et
/// al. 2017, equation 1).
///
/// # Errors
///
/// [`FieldError`] where shapes don't fit together, a number isn't finite, or there would be
/// more scores than [`super::MAX_NUMBERS`].
///
/// ```
/// use engine::direct::{Attention, attention};
/// use ndarray::array;
///
/// let q = array![[2.0, 0.0, 0.0, 0.0]].into(); // one query, d_k = 4
/// let k = array![[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]].into(); // two keys
/// let v = array![[1.0], [0.0]].into();
/// let asked = Attention { q, k, v, ..Attention::default() };
/// let steps = attention(&asked)?;
/// assert_eq!((steps.scores.data, steps.scores.shape), (vec![2.0, 0.0], vec![1, 2]));
/// assert_eq!(steps.scaled.data, [1.0, 0.0]); // ÷ √4
/// assert!((steps.output.data[0] - 0.731_059).abs() < 1e-6); // e ÷ (e + 1)
///
/// let refused = attention(&Attention { v: array![[1.0]].into(), ..asked }).unwrap_err();
/// assert_eq!(refused.to_string(), "v.shape: [1, 1] given; needed [2, d_v], a value for each key");
/// # Ok::<(), engine::direct::FieldError>(())
/// ```
pub fn attention(asked: &Attention) -> Result<Steps, FieldError> {
    let q = numbers("q", &asked.q, "[n, d] or [heads, n, d]")?;
    let (heads, n_q, d_k) = q.dim();
    if d_k == 0 {
        return Err(asked.q.misshapen("q", "a width of at least 1"));
    }
    let is_flat = asked.q.shape.len() == 2;
    let k = keys(asked, is_flat, (heads, d_k))?;
    let n_k = k.dim().1;
    let v = values(asked, is_flat, k.dim())?;
    check_size("q.shape, k.shape", &[heads, n_q, n_k])?;
    check_size("q.shape, v.shape", &[heads, n_q, v.dim().2])?;
    let options = Options {
        scale: match asked.scale {
            None => Scale::InverseSqrt,
            Some(scale) => Scale::By(checked("scale", scale, "a finite number", |_| true)?),
        },
        softcap: asked
            .softcap
            .map(|cap| checked("softcap", cap, "a finite number above 0", |cap| cap > 0.0))
            .transpose()?,
        mask: mask(asked, (heads, n_q, n_k))?,
        ..Options::default()
    };
    Ok(steps(trace(q, k, v, &options)?, is_flat))
}

fn keys(
    asked: &Attention,
    is_flat: bool,
    (heads, d_k): (usize, usize),
) -> Result<ArrayView3<'_, f32>, FieldError> {
    let needed = match is_flat {
        true => format!("[n, {d_k}], as wide as q"),
        false => format!("[heads, n, {d_k}], as wide as q, its heads dividing q's {heads}"),
    };
    let k = numbers("k", &asked.k, &needed)?;
    let (kv_heads, _, width) = k.dim();
    let divides = heads.checked_rem(kv_heads).map_or(heads == 0, |rest| rest == 0);
    let as_flat = asked.k.shape.len() == asked.q.shape.len();
    match as_flat && width == d_k && divides {
        true => Ok(k),
        false => Err(asked.k.misshapen("k", &needed)),
    }
}

fn values(
    asked: &Attention,
    is_flat: bool,
    (kv_heads, n_k, _): (usize, usize, usize),
) -> Result<ArrayView3<'_, f32>, FieldError> {
    let needed = match is_flat {
        true => format!("[{n_k}, d_v], a value for each key"),
        false => format!("[{kv_heads}, {n_k}, d_v], a value for each key"),
    };
    let v = numbers("v", &asked.v, &needed)?;
    let as_flat = asked.v.shape.len() == asked.q.shape.len();
    match as_flat && (v.dim().0, v.dim().1) == (kv_heads, n_k) {
        true => Ok(v),
        false => Err(asked.v.misshapen("v", &needed)),
    }
}

fn mask(asked: &Attention, scores: (usize, usize, usize)) -> Result<attention::Mask, FieldError> {
    let allowed = match &asked.mask {
        Some(Mask::Allowed(array)) => {
            array.check_numbers("mask", "1 (may look) or 0 (may not)", |x| x <= 1)?;
            Some(per_head(array, scores)?.mapv(|x| x == 1))
        }
        _ => None,
    };
    let added = match &asked.mask {
        Some(Mask::Added(array)) => {
            let is_good = |x: f32| x.is_finite() || x == f32::NEG_INFINITY;
            array.check_numbers("mask", "finite numbers or -Infinity", is_good)?;
            Some(per_head(array, scores)?)
        }
        _ => None,
    };
    let window = asked.window.map(|left| Window { left: Some(left as usize), right: None });
    Ok(attention::Mask {
        causal: asked.causal,
        offset: asked.offset as isize,
        window,
        allowed,
        added,
    })
}

/// The mask's numbers, `[1 or heads, n_q, n_k]`.
fn per_head<T: Copy>(
    array: &Array<T>,
    (heads, n_q, n_k): (usize, usize, usize),
) -> Result<Array3<T>, FieldError> {
    let needed = format!("[{n_q}, {n_k}] or [{heads}, {n_q}, {n_k}]");
    let mask = array.heads("mask", &needed)?;
    let is_shared = array.shape.len() == 2;
    let fits = mask.dim() == (if is_shared { 1 } else { heads }, n_q, n_k);
    if fits { Ok(mask.to_owned()) } else { Err(array.misshapen("mask", &needed)) }
}

fn numbers<'a>(
    field: &str,
    array: &'a Array,
    needed: &str,
) -> Result<ArrayView3<'a, f32>, FieldError> {
    let view = array.heads(field, needed)?;
    array.check_numbers(field, "finite numbers", f32::is_finite)?;
    Ok(view)
}

fn checked(
    field: &str,
    x: f32,
    needed: &str,
    is_good: impl Fn(f32) -> bool,
) -> Result<f32, FieldError> {
    match x.is_finite() && is_good(x) {
        true => Ok(x),
        false => Err(FieldError::new(field, spelled(x.into()), needed)),
    }
}

fn steps(trace: Trace, is_flat: bool) -> Steps {
    let array = |steps: Array3<f32>| {
        let mut array = Array::from(steps);
        if is_flat {
            array.shape.remove(0); // [1, n, d] -> [n, d]
        }
        array
    };
    let Trace { scores, scaled, masked, weights, output, .. } = trace;
    Steps {
        scores: array(scores),
        scaled: array(scaled),
        masked: array(masked),
        weights: array(weights),
        output: array(output),
    }
}

#[cfg(test)]
mod tests;
