//! What a model is made of.

use attention::MAX_ELEMENTS;
use attention::encoding::ALL;

use crate::{Activation, TrainError};

/// How large a model is and what it is made of. The default is a small encoder.
///
/// ```
/// use train::ModelConfig;
/// let config = ModelConfig { encoding: "rope", causal: true, ..ModelConfig::default() };
/// assert_eq!((config.d_model, config.heads, config.layers), (32, 2, 1));
/// assert!(config.check().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelConfig {
    /// How many different tokens there are.
    pub vocabulary: usize,
    /// How many different answers there are.
    pub classes: usize,
    /// Width of the vectors.
    pub d_model: usize,
    /// Number of heads, which divides d_model.
    pub heads: usize,
    /// Number of key and value heads, which divides that of the heads; as many, unless keys
    /// and values are shared (Ainslie et al. 2023).
    pub kv_heads: usize,
    /// Number of blocks, each attention and a feed-forward layer.
    pub layers: usize,
    /// Width between the two halves of the feed-forward layer.
    pub feed_forward: usize,
    /// How positions are told, by its name in [`attention::encoding::ALL`].
    pub encoding: &'static str,
    /// Whether each token sees only itself and those before it.
    pub causal: bool,
    /// How many positions the learned table has a vector for. The other encodings have no end.
    pub max_length: usize,
    /// How vectors are normalised.
    pub norm: Norm,
    /// The nonlinearity of the feed-forward layer.
    pub activation: Activation,
}

/// How vectors are normalised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Norm {
    /// By mean and deviation, then gain and bias (Ba et al. 2016).
    #[default]
    Layer,
    /// By the root of the mean square, then gain (Zhang and Sennrich 2019).
    Rms,
}

impl Default for ModelConfig {
    fn default() -> Self {
        Self {
            vocabulary: 16,
            classes: 16,
            d_model: 32,
            heads: 2,
            kv_heads: 2,
            layers: 1,
            feed_forward: 64,
            encoding: "sinusoidal",
            causal: false,
            max_length: 64,
            norm: Norm::Layer,
            activation: Activation::Gelu,
        }
    }
}

impl ModelConfig {
    /// Width of one head.
    ///
    /// ```
    /// assert_eq!(train::ModelConfig::default().d_k(), 16);
    /// ```
    pub fn d_k(&self) -> usize {
        self.d_model / self.heads.max(1)
    }

    /// Refuses what no model can be made of.
    ///
    /// # Errors
    /// [`TrainError::Config`] if a size is 0, if the heads don't divide d_model or the key
    /// and value heads the heads, if the encoding is unknown or can't rotate an odd d_k, or
    /// if there would be more than [`MAX_ELEMENTS`] parameters.
    ///
    /// ```
    /// use train::ModelConfig;
    /// let error = ModelConfig { encoding: "morse", ..ModelConfig::default() }.check().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "config: encoding is morse, needed is one of none, sinusoidal, learned, rope, alibi, t5"
    /// );
    /// ```
    pub fn check(&self) -> Result<(), TrainError> {
        for (field, size) in [
            ("vocabulary", self.vocabulary),
            ("classes", self.classes),
            ("d_model", self.d_model),
            ("heads", self.heads),
            ("kv_heads", self.kv_heads),
            ("layers", self.layers),
            ("feed_forward", self.feed_forward),
            ("max_length", self.max_length),
        ] {
            if size == 0 {
                return Err(TrainError::config(field, size, "at least 1"));
            }
        }
        if !self.d_model.is_multiple_of(self.heads) {
            let needed = format!("a number that divides d_model, {}", self.d_model);
            return Err(TrainError::config("heads", self.heads, needed));
        }
        if !self.heads.is_multiple_of(self.kv_heads) {
            let needed = format!("a number that divides heads, {}", self.heads);
            return Err(TrainError::config("kv_heads", self.kv_heads, needed));
        }
        if !ALL.iter().any(|entry| entry.name == self.encoding) {
            let names: Vec<_> = ALL.iter().map(|entry| entry.name).collect();
            let needed = format!("one of {}", names.join(", "));
            return Err(TrainError::config("encoding", self.encoding, needed));
        }
        if self.encoding == "rope" && !self.d_k().is_multiple_of(2) {
            let needed = "such that d_model ÷ heads is even, for rope turns pairs";
            return Err(TrainError::config("d_model", self.d_model, needed));
        }
        if self.size_at_most() > MAX_ELEMENTS as u128 {
            let needed = format!("such that there are at most {MAX_ELEMENTS} parameters");
            return Err(TrainError::config("the size of the model", self.size_at_most(), needed));
        }
        Ok(())
    }

    /// No fewer than the parameters there are, counted so that nothing overflows.
    fn size_at_most(&self) -> u128 {
        let [vocabulary, classes, d, layers, inner, positions] = [
            self.vocabulary,
            self.classes,
            self.d_model,
            self.layers,
            self.feed_forward,
            self.max_length,
        ]
        .map(|size| size as u128);
        let block = (4 * d).saturating_mul(d).saturating_add((2 * d + 2).saturating_mul(inner + 2));
        let tables = (vocabulary + classes + positions + 4).saturating_mul(d);
        layers.saturating_mul(block).saturating_add(tables).saturating_add(32 * d)
    }
}
