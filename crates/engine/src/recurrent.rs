//! Reading word after word beside looking at all words at once: what an RNN, an LSTM and
//! self-attention cost, and how much of the first word is left in the last output.
//!
//! The gradient of the last output with respect to each input is worked out exactly, by
//! back-propagation, and its size is told against the distance between the two. That it
//! vanishes in an RNN, and why, is in Bengio et al. 1994 and Pascanu et al. 2013; the costs
//! are those that Vaswani et al. 2017 compare in table 1, for one layer of each kind.

mod attention;
mod pass;
mod runner;

use models::invented::{self, Use};
use models::recurrent::{Draw, Lstm, Rnn, SequenceLayer, largest_singular_value};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use self::attention::SelfAttention;
use crate::notebook::Notebook;
use crate::{EngineError, Origin, Settings, Token, settings};

pub use pass::{FADED, Pass, Work};
pub use runner::Runner;

/// The widest recurrent layer that is run.
pub const MAX_HIDDEN: usize = 64;

/// The most that recurrent weights are multiplied by.
pub const MAX_GAIN: f32 = 4.0;

/// The largest bias of a forget gate, which is then closed or open for all intents.
pub const MAX_BIAS: f32 = 10.0;

/// The longest sequence through which gradients are followed.
pub const MAX_LENGTH: usize = 256;

/// What to contrast. Of the settings the text, how it is cut, `d_model`, the seed, and the
/// edits of the words' vectors count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The sentence.
    pub settings: Settings,
    /// Width of what each layer gives for a word: 1 to [`MAX_HIDDEN`].
    pub hidden: usize,
    /// What the weights from one state to the next are multiplied by: 0 to [`MAX_GAIN`].
    pub gain: f32,
    /// With which bias the LSTM's forget gate starts: −[`MAX_BIAS`] to [`MAX_BIAS`].
    pub forget_bias: f32,
    /// How long the invented sequence is: 2 to [`MAX_LENGTH`].
    pub length: usize,
}

impl Default for Question {
    fn default() -> Self {
        Self { settings: Settings::default(), hidden: 16, gain: 1.0, forget_bias: 1.0, length: 64 }
    }
}

impl Question {
    fn check(&self) -> Result<(), EngineError> {
        let &Self { hidden, gain, forget_bias: bias, length, .. } = self;
        settings::shape(&self.settings)?;
        if !(1..=MAX_HIDDEN).contains(&hidden) {
            return Err(EngineError::Hidden { hidden });
        }
        if !(0.0..=MAX_GAIN).contains(&gain) {
            return Err(EngineError::Gain { gain });
        }
        if !(-MAX_BIAS..=MAX_BIAS).contains(&bias) {
            return Err(EngineError::ForgetBias { bias });
        }
        if !(2..=MAX_LENGTH).contains(&length) {
            return Err(EngineError::SequenceLength { length });
        }
        Ok(())
    }
}

/// A kind of layer that turns a sequence into another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Elman's recurrent layer.
    Rnn,
    /// Long short-term memory with a forget gate.
    Lstm,
    /// One head of self-attention without a mask, alone: nothing is added to what it gives,
    /// neither positions before nor the inputs after.
    Attention,
}

impl Kind {
    /// All of them, in the order of the contrast.
    pub const ALL: [Self; 3] = [Self::Rnn, Self::Lstm, Self::Attention];

    /// The name in the page's tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rnn => "rnn",
            Self::Lstm => "lstm",
            Self::Attention => "attention",
        }
    }

    /// A layer of this kind, drawn from a seed.
    fn layer(self, draw: Draw, forget_bias: f32) -> Box<dyn SequenceLayer> {
        match self {
            Self::Rnn => Box::new(Rnn::invented(draw)),
            Self::Lstm => Box::new(Lstm::invented(draw, forget_bias)),
            Self::Attention => Box::new(SelfAttention::invented(draw)),
        }
    }
}

/// The three kinds side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// The sentence's tokens.
    pub tokens: Vec<Token>,
    /// How much the RNN's weights from one state to the next can lengthen a vector. Below 1,
    /// its gradients must vanish; only above 1 can they explode.
    pub singular_value: f64,
    /// In the order of [`Kind::ALL`].
    pub layers: [Layer; 3],
}

/// One kind of layer over both sequences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Which.
    pub kind: Kind,
    /// How many weights it has, biases included.
    pub parameters: usize,
    /// Over the sentence, each word with its vector.
    pub sentence: Pass,
    /// Over a sequence of the length asked for, whose vectors are invented: N(0, 1) from the
    /// seed.
    pub invented: Pass,
}

/// Runs one layer of each kind, drawn from the seed, over the sentence and over an invented
/// sequence, forth and back.
///
/// # Errors
/// [`EngineError`] where a setting is out of its range.
///
/// ```
/// use engine::recurrent::{Kind, Question, contrast};
///
/// let seen = contrast(&Question::default())?;
/// let [rnn, lstm, attention] = seen.layers;
/// assert_eq!((rnn.kind, attention.kind), (Kind::Rnn, Kind::Attention));
/// // “dog bites man” takes an RNN three steps, one after the other, and attention one.
/// assert_eq!((rnn.sentence.work.steps, attention.sentence.work.steps), (3, 1));
/// // The gradient is 64 numbers: from the last vector back to the first.
/// assert_eq!(lstm.invented.norms.len(), 64);
/// assert!(rnn.invented.ratio() < Some(1e-9) && attention.invented.ratio() > Some(1e-3));
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn contrast(question: &Question) -> Result<Contrast, EngineError> {
    question.check()?;
    let Question { settings, hidden, gain, forget_bias, length } = question;
    let (tokens, _) = settings::tokens(settings);
    let words = tokens.iter().map(|token| token.text.as_str());
    let embeddings = invented::embeddings(words.clone(), settings.seed, settings.d_model);
    let embeddings =
        Notebook::new(&settings.edits).write_embeddings(words, Origin::Invented, embeddings);
    let sequence = sequence(*length, settings.d_model, settings.seed);

    let draw = Draw { d: settings.d_model, h: *hidden, gain: *gain, seed: settings.seed };
    let contrasted = |kind: Kind| {
        let layer = kind.layer(draw, *forget_bias);
        Ok::<_, EngineError>(Layer {
            kind,
            parameters: layer.parameters(),
            sentence: Pass::over(layer.as_ref(), embeddings.view())?,
            invented: Pass::over(layer.as_ref(), sequence.view())?,
        })
    };
    let [rnn, lstm, attention] = Kind::ALL.map(contrasted);
    Ok(Contrast {
        tokens,
        singular_value: largest_singular_value(Rnn::invented(draw).state.view()),
        layers: [rnn?, lstm?, attention?],
    })
}

/// A sequence of invented vectors, [n, d], from N(0, 1). A longer one begins with the
/// shorter.
///
/// ```
/// let sequence = engine::recurrent::sequence(100, 8, 1);
/// assert_eq!(sequence.dim(), (100, 8));
/// assert_eq!(sequence.slice(ndarray::s![..9, ..]), engine::recurrent::sequence(9, 8, 1));
/// ```
pub fn sequence(n: usize, d: usize, seed: u32) -> Array2<f32> {
    invented::matrix(seed, Use::Sequence, 0, (n, d), 1.0)
}
