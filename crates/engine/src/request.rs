//! What the engine can be asked.

use serde::{Deserialize, Serialize};

/// The most tokens that one request computes; a longer sentence is cut to its first
/// `MAX_TOKENS` tokens and [`crate::Trace::total_tokens`] tells how many it had.
pub const MAX_TOKENS: usize = 64;

/// The largest model dimension that one request accepts.
pub const MAX_D_MODEL: usize = 64;

/// One question to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Attention over one sentence, with every intermediate.
    Attention(Settings),
    /// The same layer over two sentences, and what differs.
    WordOrder {
        /// The first sentence and the layer.
        settings: Settings,
        /// The second sentence.
        compare: String,
    },
    /// How the spread of the scores and the entropy of the weights change with `d_k`.
    Spread(Settings),
    /// What there is to see in an encoding, without any sentence.
    Positions(crate::Survey),
    /// The same sentence and layer under two encodings.
    Comparison {
        /// The sentence, the layer and the first encoding.
        settings: Settings,
        /// The second encoding.
        with: EncodingKind,
        /// Whose scores and weights are compared, from 0.
        head: usize,
    },
}

/// Everything that decides the numbers of one attention layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The sentence as typed.
    pub text: String,
    /// How the sentence is cut into tokens.
    pub tokenizer: TokenizerKind,
    /// How word order reaches the layer. A trained model has an encoding of its own, which this
    /// takes out of the whole model if it is [`EncodingKind::None`].
    pub encoding: EncodingKind,
    /// Who may look at whom.
    pub mask: MaskKind,
    /// Number of heads; divides `d_model`.
    pub heads: usize,
    /// Width of an embedding.
    pub d_model: usize,
    /// Where embeddings and weights come from.
    pub weights: Weights,
    /// What the invented embeddings and weights are drawn from.
    pub seed: u32,
    /// Whether the scores are divided by √d_k.
    pub scale: bool,
    /// The masked scores are divided by this before the softmax; 1 changes nothing.
    pub temperature: f32,
    /// Cells that the learner has changed, in the order of the changes; a later edit of
    /// the same cell wins. An edit whose cell isn't there (a shorter sentence) waits.
    pub edits: Vec<Edit>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            text: "dog bites man".into(),
            tokenizer: TokenizerKind::Words,
            encoding: EncodingKind::Sinusoidal,
            mask: MaskKind::None,
            heads: 2,
            d_model: 8,
            weights: Weights::Invented,
            seed: 1,
            scale: true,
            temperature: 1.0,
            edits: Vec::new(),
        }
    }
}

impl Settings {
    /// Which layer of a trained model these are of, from 0, if they are of one.
    ///
    /// ```
    /// use engine::{Settings, Weights};
    /// let weights = Weights::Trained { model: "gpt".into(), layer: 1 };
    /// assert_eq!(Settings { weights, ..Settings::default() }.trained_layer(), Some(1));
    /// assert_eq!(Settings::default().trained_layer(), None);
    /// ```
    pub fn trained_layer(&self) -> Option<usize> {
        match &self.weights {
            Weights::Trained { layer, .. } => Some(*layer),
            Weights::Invented => None,
        }
    }

    /// Whether the encoding adds vectors to what comes in. Before a deeper layer of a trained
    /// model none does.
    ///
    /// ```
    /// use engine::{EncodingKind, Settings};
    /// assert!(Settings::default().adds_positions());
    /// let encoding = EncodingKind::Rope;
    /// assert!(!Settings { encoding, ..Settings::default() }.adds_positions());
    /// ```
    pub fn adds_positions(&self) -> bool {
        matches!(self.encoding, EncodingKind::Sinusoidal | EncodingKind::Learned)
            && self.trained_layer().unwrap_or(0) == 0
    }
}

/// Where the embeddings and the weights of a layer come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Weights {
    /// From the seed; nobody has trained them.
    #[default]
    Invented,
    /// From a trained model, which also decides the width, the heads and the encoding, unless that
    /// is taken out. It must have been provided.
    Trained {
        /// The model's name.
        model: String,
        /// Which of its layers, from 0.
        layer: usize,
    },
}

/// How a sentence is cut into tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TokenizerKind {
    /// Words and punctuation, by Unicode's rules of segmentation (UAX #29).
    Words,
    /// Single characters (grapheme clusters), spaces included.
    Characters,
}

/// How word order reaches the layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EncodingKind {
    /// Not at all.
    None,
    /// Sines and cosines added to the embeddings.
    Sinusoidal,
    /// A table of vectors added to the embeddings; here it holds the untrained start.
    Learned,
    /// Queries and keys rotated by an angle that grows with the position.
    Rope,
    /// A penalty on the scores that grows with the distance.
    Alibi,
    /// A bias on the scores for each bucket of distances; here it holds the untrained start.
    T5,
}

impl EncodingKind {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 6] =
        [Self::None, Self::Sinusoidal, Self::Learned, Self::Rope, Self::Alibi, Self::T5];

    /// The name in URLs and in the JavaScript package.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Sinusoidal => "sinusoidal",
            Self::Learned => "learned",
            Self::Rope => "rope",
            Self::Alibi => "alibi",
            Self::T5 => "t5",
        }
    }
}

/// Who may look at whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MaskKind {
    /// Everyone at everyone.
    None,
    /// Each token at itself and at those before it.
    Causal,
    /// Nothing masked at first; the learner paints the mask with edits.
    Custom,
}

/// One changed cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// Which cell.
    pub target: Target,
    /// Its new value; for the mask, 0 (may look) or `-inf` (may not).
    pub value: f32,
}

/// Which cell an edit changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// One number in the vector of a word, wherever in the sentence the word stands.
    Embedding {
        /// The token's text.
        word: String,
        /// Which of the `d_model` numbers.
        dimension: usize,
    },
    /// One cell of a matrix other than the embeddings.
    Cell(crate::Cell),
}

impl From<TokenizerKind> for models::TokenizerKind {
    fn from(kind: TokenizerKind) -> Self {
        match kind {
            TokenizerKind::Words => Self::Words,
            TokenizerKind::Characters => Self::Characters,
        }
    }
}
