//! What a model is made of.

use attention::MAX_ELEMENTS;
use attention::encoding::ALL;
use serde::{Deserialize, Deserializer, Serialize};

/// How large a model is and what it is made of. The default is a small encoder.
///
/// Every model normalises before each part of a block and once more at the end (Xiong et al.
/// 2020, figure 1b), be it one whose original did so after each part, such as BERT.
///
/// Its parameters go by these names ([`Config::parameters`] lists them with their shapes):
///
/// | name | shape | where |
/// |---|---|---|
/// | `embedding` | `[vocabulary, d_model]` | |
/// | `positions` | `[max_length, d_model]` | learned positions |
/// | `buckets` | `[32, heads]` | T5's bias, the same in all blocks |
/// | `blocks.N.attention.norm.gain`, `.bias` | `[1, d_model]` | |
/// | `blocks.N.attention.query`, `.output` | `[d_model, d_model]` | |
/// | `blocks.N.attention.key`, `.value` | `[d_model, kv_heads · d_k]` | |
/// | `blocks.N.cross.…` | as `attention` | a decoder that reads an encoder's output |
/// | `blocks.N.feed_forward.norm.gain`, `.bias` | `[1, d_model]` | |
/// | `blocks.N.feed_forward.gate` | `[d_model, feed_forward]` | gated |
/// | `blocks.N.feed_forward.in` | `[d_model, feed_forward]` | |
/// | `blocks.N.feed_forward.out` | `[feed_forward, d_model]` | |
/// | `norm.gain`, `.bias` | `[1, d_model]` | |
/// | `classes` | `[d_model, classes]` | not tied |
///
/// A norm has a bias where it is [`Norm::Layer`]; a projection has one, `[1, d_out]`, under
/// its name and `.bias`, as [`Biases`] says. With [`Family::EncoderDecoder`] all but
/// `embedding` and `classes` stand once under `encoder.` and once under `decoder.`; the
/// decoder's buckets are unidirectional, and nothing tells positions in its cross-attention.
///
/// ```
/// use models::transformer::{Config, Family};
/// let config = Config { encoding: "rope", family: Family::Decoder, ..Config::default() };
/// assert_eq!((config.d_model, config.heads, config.layers), (32, 2, 1));
/// assert!(config.check().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// What it reads, and what it gives.
    pub family: Family,
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
    /// Number of blocks, each attention and a feed-forward layer; of encoder and decoder each.
    pub layers: usize,
    /// Width between the two halves of the feed-forward layer.
    pub feed_forward: usize,
    /// How positions are told, by its name in [`attention::encoding::ALL`].
    #[serde(deserialize_with = "known")]
    pub encoding: EncodingName,
    /// How many positions the learned table has a vector for. The other encodings have no end.
    pub max_length: usize,
    /// How vectors are normalised.
    pub norm: Norm,
    /// The nonlinearity of the feed-forward layer.
    pub activation: Activation,
    /// Whether the nonlinearity gates a second projection: (f(x · gate) ⊙ x · in) · out in
    /// place of f(x · in) · out (Shazeer 2020, equations 5 and 6).
    pub gated: bool,
    /// Which projections have biases.
    pub biases: Biases,
    /// Whether the logits are products with the embedding, x · embeddingᵀ (Press and Wolf
    /// 2017), for which the classes must be the vocabulary.
    pub tied: bool,
}

/// The name of an encoding. A name of its own, for serde takes a `&'static str` as borrowed
/// from what is read.
pub type EncodingName = &'static str;

/// What a model reads, and what it gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// An answer at each token, which sees all others (BERT, Devlin et al. 2019).
    #[default]
    Encoder,
    /// An answer at each token, which sees itself and those before it (GPT, Radford et al.
    /// 2018).
    Decoder,
    /// A decoder that also sees all of a second sentence (Vaswani et al. 2017).
    EncoderDecoder,
}

impl Family {
    /// A model with one stack of blocks, with or without the causal mask.
    ///
    /// ```
    /// use models::transformer::Family;
    /// assert_eq!(Family::masked(true), Family::Decoder);
    /// ```
    pub fn masked(causal: bool) -> Self {
        if causal { Self::Decoder } else { Self::Encoder }
    }

    /// Whether an answer sees only its own token and those before it.
    ///
    /// ```
    /// use models::transformer::Family;
    /// assert!(Family::EncoderDecoder.is_causal() && !Family::Encoder.is_causal());
    /// ```
    pub fn is_causal(self) -> bool {
        self != Self::Encoder
    }
}

/// How vectors are normalised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Norm {
    /// By mean and deviation, then gain and bias (Ba et al. 2016).
    #[default]
    Layer,
    /// By the root of the mean square, then gain (Zhang and Sennrich 2019).
    Rms,
}

impl Norm {
    /// What is added under the root.
    pub const EPSILON: f32 = 1e-5;
}

/// A nonlinearity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    /// The tanh approximation of GELU (Hendrycks and Gimpel 2016, section 2), as in
    /// [`attention::gelu_tanh`]: x · σ(2 √(2 ÷ π) (x + 0.044715 x³)) with σ(z) = 1 ÷ (1 +
    /// e^−z), for (1 + tanh z) ÷ 2 = σ(2 z).
    #[default]
    Gelu,
    /// SiLU, also called Swish (Hendrycks and Gimpel 2016, section 2): x · σ(x).
    Silu,
    /// max(x, 0) (Nair and Hinton 2010).
    Relu,
}

/// Which projections have biases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Biases {
    /// None, as in T5 and LLaMA.
    None,
    /// Those of the feed-forward layers.
    #[default]
    FeedForward,
    /// Those of attention too, as in BERT and GPT-2.
    All,
}

/// A setting that no model can be made of.
///
/// ```
/// use models::transformer::Config;
/// let error = Config { heads: 3, ..Config::default() }.check().unwrap_err();
/// assert_eq!(error.to_string(), "config: heads is 3, needed is a number that divides d_model, 32");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("config: {field} is {given}, needed is {needed}")]
pub struct ConfigError {
    /// Which setting.
    pub field: &'static str,
    /// What it is.
    pub given: String,
    /// What it should be.
    pub needed: String,
}

impl ConfigError {
    fn new(field: &'static str, given: impl ToString, needed: impl Into<String>) -> Self {
        Self { field, given: given.to_string(), needed: needed.into() }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            family: Family::Encoder,
            vocabulary: 16,
            classes: 16,
            d_model: 32,
            heads: 2,
            kv_heads: 2,
            layers: 1,
            feed_forward: 64,
            encoding: "sinusoidal",
            max_length: 64,
            norm: Norm::Layer,
            activation: Activation::Gelu,
            gated: false,
            biases: Biases::FeedForward,
            tied: false,
        }
    }
}

impl Config {
    /// Width of one head.
    ///
    /// ```
    /// assert_eq!(models::transformer::Config::default().d_k(), 16);
    /// ```
    pub fn d_k(&self) -> usize {
        self.d_model / self.heads.max(1)
    }

    /// Refuses what no model can be made of.
    ///
    /// # Errors
    /// [`ConfigError`] if a size is 0, if the heads don't divide d_model or the key and value
    /// heads the heads, if the encoding is unknown or can't rotate an odd d_k, if classes that
    /// are tied to the vocabulary are not as many, or if there would be more than
    /// [`MAX_ELEMENTS`] parameters.
    ///
    /// ```
    /// use models::transformer::Config;
    /// let error = Config { encoding: "morse", ..Config::default() }.check().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "config: encoding is morse, needed is one of none, sinusoidal, learned, rope, alibi, t5"
    /// );
    /// ```
    pub fn check(&self) -> Result<(), ConfigError> {
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
                return Err(ConfigError::new(field, size, "at least 1"));
            }
        }
        if !self.d_model.is_multiple_of(self.heads) {
            let needed = format!("a number that divides d_model, {}", self.d_model);
            return Err(ConfigError::new("heads", self.heads, needed));
        }
        if !self.heads.is_multiple_of(self.kv_heads) {
            let needed = format!("a number that divides heads, {}", self.heads);
            return Err(ConfigError::new("kv_heads", self.kv_heads, needed));
        }
        encoding_named(self.encoding)?;
        if self.encoding == "rope" && !self.d_k().is_multiple_of(2) {
            let needed = "such that d_model ÷ heads is even, for rope turns pairs";
            return Err(ConfigError::new("d_model", self.d_model, needed));
        }
        if self.tied && self.classes != self.vocabulary {
            let needed = format!("{}, the vocabulary they are tied to", self.vocabulary);
            return Err(ConfigError::new("classes", self.classes, needed));
        }
        if self.count() > MAX_ELEMENTS as u128 {
            let needed = format!("such that there are at most {MAX_ELEMENTS} parameters");
            return Err(ConfigError::new("the size of the model", self.count(), needed));
        }
        Ok(())
    }
}

fn encoding_named(name: &str) -> Result<EncodingName, ConfigError> {
    if let Some(entry) = ALL.iter().find(|entry| entry.name == name) {
        return Ok(entry.name);
    }
    let names: Vec<_> = ALL.iter().map(|entry| entry.name).collect();
    Err(ConfigError::new("encoding", name, format!("one of {}", names.join(", "))))
}

fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EncodingName, D::Error> {
    let name = String::deserialize(deserializer)?;
    encoding_named(&name).map_err(serde::de::Error::custom)
}
