//! What attention can be told beyond q, k and v, and whether it all fits together.

use ndarray::{Array3, ArrayView3};

use crate::error::{check_positive, check_size};
use crate::mask::{CheckedMask, add, check_added};
use crate::{AttentionError, Mask};

/// How attention goes from scores to weights. The default is that of Vaswani et al. 2017,
/// equation 1: divide by √d_k and nothing else.
///
/// ```
/// use attention::{Mask, Options, Scale};
/// let options = Options { scale: Scale::By(1.0), mask: Mask::causal(), ..Options::default() };
/// assert_eq!(options.temperature, 1.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// What the scores are scaled by.
    pub scale: Scale,
    /// Scaled scores are squeezed into (−c, c) as c · tanh(x ÷ c), if c is given (Gemma Team
    /// 2024, section 2). Finite and above 0.
    pub softcap: Option<f32>,
    /// Masked scores are divided by this before the softmax. Finite and above 0; 1 changes
    /// nothing.
    pub temperature: f32,
    /// Who may look at whom.
    pub mask: Mask,
    /// What an encoding such as ALiBi or T5 adds to the scaled scores: `[heads, n_q, n_k]` or
    /// anything that broadcasts to it; finite or −∞.
    pub bias: Option<Array3<f32>>,
}

/// What scores are scaled by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Scale {
    /// Divided by √d_k.
    #[default]
    InverseSqrt,
    /// Multiplied by a finite number; 1 leaves them as they are.
    By(f32),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            scale: Scale::InverseSqrt,
            softcap: None,
            temperature: 1.0,
            mask: Mask::default(),
            bias: None,
        }
    }
}

impl Scale {
    /// The score scaled, for queries and keys of width `d_k`. A real division for
    /// [`Scale::InverseSqrt`], so that "÷ √d_k" done by hand gives the same bits.
    ///
    /// ```
    /// use attention::Scale;
    /// assert_eq!(Scale::InverseSqrt.apply(10.0, 4), 5.0);
    /// assert_eq!(Scale::By(0.1).apply(10.0, 4), 1.0);
    /// ```
    pub fn apply(self, score: f32, d_k: usize) -> f32 {
        match self {
            Self::InverseSqrt => score / (d_k as f32).sqrt(),
            // A scale of 0 levels all scores, those that overflowed to infinity too.
            Self::By(0.0) if score.is_infinite() => 0.0,
            Self::By(factor) => score * factor,
        }
    }
}

/// Sizes and options that are known to fit together.
pub(crate) struct Checked<'a> {
    pub(crate) heads: usize,
    /// How many query heads share one key/value head.
    pub(crate) group: usize,
    pub(crate) n_q: usize,
    pub(crate) n_k: usize,
    pub(crate) d_k: usize,
    pub(crate) d_v: usize,
    pub(crate) mask: CheckedMask<'a>,
    pub(crate) bias: Option<ArrayView3<'a, f32>>,
    options: &'a Options,
}

impl<'a> Checked<'a> {
    /// For operations that hold the scores of all heads, `[heads, n_q, n_k]`.
    pub(crate) fn new(
        operation: &'static str,
        q: ArrayView3<f32>,
        k: ArrayView3<f32>,
        v: ArrayView3<f32>,
        options: &'a Options,
    ) -> Result<Self, AttentionError> {
        check_shapes(operation, q, k, v)?;
        check_size(operation, "scores", &[q.dim().0, q.dim().1, k.dim().1])?;
        Self::without_scores(operation, q, k, v, options)
    }

    /// For operations that never hold all scores at once.
    pub(crate) fn without_scores(
        operation: &'static str,
        q: ArrayView3<f32>,
        k: ArrayView3<f32>,
        v: ArrayView3<f32>,
        options: &'a Options,
    ) -> Result<Self, AttentionError> {
        check_shapes(operation, q, k, v)?;
        let ((heads, n_q, d_k), (kv_heads, n_k, d_v)) = (q.dim(), v.dim());
        check_size(operation, "output", &[heads, n_q, d_v])?;
        if let Scale::By(factor) = options.scale
            && !factor.is_finite()
        {
            return Err(AttentionError::value(operation, "scale", factor, "a finite number"));
        }
        if let Some(softcap) = options.softcap {
            check_positive(operation, "softcap", softcap)?;
        }
        check_positive(operation, "temperature", options.temperature)?;
        let shape = (heads, n_q, n_k);
        Ok(Self {
            heads,
            group: heads / kv_heads.max(1),
            n_q,
            n_k,
            d_k,
            d_v,
            mask: options.mask.check(operation, shape)?,
            bias: check_added(operation, "bias", options.bias.as_ref(), shape)?,
            options,
        })
    }

    /// The score of query i and key j scaled, softly capped and biased.
    pub(crate) fn scaled(&self, head: usize, (i, j): (usize, usize), score: f32) -> f32 {
        let scaled = self.options.scale.apply(score, self.d_k);
        let capped = self.options.softcap.map_or(scaled, |cap| cap * (scaled / cap).tanh());
        self.bias.map_or(capped, |bias| add(capped, bias[[head, i, j]]))
    }
}

/// Refuses queries, keys and values that don't fit together.
fn check_shapes(
    operation: &'static str,
    q: ArrayView3<f32>,
    k: ArrayView3<f32>,
    v: ArrayView3<f32>,
) -> Result<(), AttentionError> {
    let ((heads, _, d_k), (kv_heads, n_k, key_width), (value_heads, n_v, _)) =
        (q.dim(), k.dim(), v.dim());
    if d_k == 0 {
        let needed = "[heads, n_q, d_k] with d_k at least 1";
        return Err(AttentionError::shape(operation, "q", q.shape(), needed));
    }
    if key_width != d_k || (kv_heads == 0) != (heads == 0) || heads % kv_heads.max(1) != 0 {
        let needed =
            format!("[kv_heads, n_k, {d_k}] with a number of heads that divides q's {heads}");
        return Err(AttentionError::shape(operation, "k", k.shape(), needed));
    }
    if (value_heads, n_v) != (kv_heads, n_k) {
        let needed = format!("[{kv_heads}, {n_k}, d_v]");
        return Err(AttentionError::shape(operation, "v", v.shape(), needed));
    }
    Ok(())
}
