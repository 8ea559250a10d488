//! One text through a model of any family: what it reads, which token may see which, and what
//! comes out.

use models::transformer::{
    Config, Family, Options, Sampling, Stack, Trace, TransformerError, next,
};
use ndarray::{Array2, Axis as NdAxis};

use super::answer::{answer, prefix};
use super::generate::{Ending, Made};
use super::loaded::{BEGIN, Loaded, Word};
use crate::{Axis, Matrix, MatrixName, Origin};

/// How many of the tokens that may come next are told.
const TOLD: usize = 3;

/// A text that went through a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The words of the text.
    pub words: Vec<Word>,
    /// Whether all of them had room.
    pub fits: bool,
    /// What the encoder has read; nothing if there is none.
    pub source: Vec<Token>,
    /// What the decoder has read; nothing if there is none.
    pub target: Vec<Token>,
    /// What came out.
    pub outcome: Outcome,
    /// All that was computed; nothing where there was no token.
    trace: Option<Trace>,
}

/// A token that a model has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As the model spells it.
    pub text: String,
    /// The word of the text that it is, or is a piece of, from 0.
    pub word: Option<usize>,
}

/// What comes out of a model.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Of an encoder: a vector of so many numbers for each token.
    Vectors(usize),
    /// Of a decoder: the most probable next tokens, from the best on, each with its probability.
    Next(Vec<(String, f32)>),
    /// Of an encoder with a decoder: what it said, each time the most probable token, and why
    /// it said no more.
    Answer(Vec<Made>, Ending),
}

/// One head of one attention, on a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Which attention.
    pub stack: Stack,
    /// The layer, from 0.
    pub layer: usize,
    /// The head, from 0.
    pub head: usize,
    /// Which query may see which key, `[n_q, n_k]`: where the masked score isn't −∞.
    pub may: Array2<bool>,
    /// The weights, `[n_q, n_k]`.
    pub weights: Matrix,
}

/// What a mask comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Every query sees all keys.
    All,
    /// Every query sees its own token and those before it.
    UpToItself,
    /// Some see some.
    Other,
}

/// Lets a text go through a model, as its family does: an encoder reads the words and nothing
/// else; a decoder what begins a sentence, and the words; of both together the encoder reads the
/// task's prefix and the words, and the decoder what begins a sentence and what it has said, each
/// time the most probable token, until it ends its sentence or has no more room.
///
/// `task` is the prefix without its colon; models of one stack have none.
///
/// # Errors
/// [`TransformerError::Misfit`] if a model of two stacks doesn't know the task.
pub fn passage(loaded: &Loaded, text: &str, task: &str) -> Result<Passage, TransformerError> {
    let family = loaded.config().family;
    // What stands before the words needs a place too.
    let (words, fits) = loaded.words_beside(usize::from(family != Family::Encoder), text);
    let (source, target, outcome, trace) = match family {
        Family::Encoder => {
            let tokens = read(None, &words);
            let trace = match tokens.is_empty() {
                true => None,
                false => Some(loaded.transformer().trace(&ids(&tokens), &Options::default())?),
            };
            (tokens, Vec::new(), Outcome::Vectors(loaded.config().d_model), trace)
        }
        Family::Decoder => {
            let tokens = read(loaded.id(BEGIN), &words);
            let trace = loaded.transformer().trace(&ids(&tokens), &Options::default())?;
            let last = trace.logits.row(tokens.len().saturating_sub(1)); // [vocabulary]
            let best = next(last, &Sampling::default())?.candidates;
            let told = best.iter().take(TOLD);
            let told = told.map(|one| (loaded.spelled(one.token).to_owned(), one.before));
            (Vec::new(), tokens, Outcome::Next(told.collect()), Some(trace))
        }
        Family::EncoderDecoder => {
            let id = prefix(loaded, "passage", task)?;
            let tokens = read(Some(id), &words);
            let (target, said, ending) = said(loaded, &ids(&tokens))?;
            let options = Options::default();
            let trace = loaded.transformer().trace_pair(&ids(&tokens), &ids(&target), &options)?;
            (tokens, target, Outcome::Answer(said, ending), Some(trace))
        }
    };
    let tokens = |read: Vec<Read>| {
        let token = |(id, word)| Token { text: loaded.spelled(id).to_owned(), word };
        read.into_iter().map(token).collect()
    };
    let (source, target) = (tokens(source), tokens(target));
    Ok(Passage { words, fits, source, target, outcome, trace })
}

/// A token that is read, and the word that it belongs to.
type Read = (u32, Option<usize>);

/// What stands first, and the tokens of the words.
fn read(first: Option<u32>, words: &[Word]) -> Vec<Read> {
    let tokens = words
        .iter()
        .enumerate()
        .flat_map(|(at, word)| word.tokens.iter().map(move |token| (*token, Some(at))));
    first.map(|token| (token, None)).into_iter().chain(tokens).collect()
}

fn ids(read: &[Read]) -> Vec<u32> {
    read.iter().map(|(id, _)| *id).collect()
}

/// What a decoder beside an encoder reads, what it says, and why it stops.
fn said(
    loaded: &Loaded,
    source: &[u32],
) -> Result<(Vec<Read>, Vec<Made>, Ending), TransformerError> {
    let (mut read, mut said) = (Vec::new(), Vec::new());
    let ending = answer(loaded, source, &Options::default(), |step| {
        read.push((step.token, None));
        let probability = step.next.candidates.first().map_or(0.0, |best| best.before);
        said.push(Made { word: loaded.spelled(step.next.greedy()).to_owned(), probability });
        true
    })?;
    Ok((read, said, ending.unwrap_or(Ending::NoRoom)))
}

impl Passage {
    /// One head of each attention: of the encoder to itself, of the decoder to itself, and of
    /// the decoder to the encoder, as far as the model has them. A layer or a head that is not
    /// there is taken for the last. Nothing where no token was read.
    pub fn seen(&self, layer: usize, head: usize) -> Vec<Seen> {
        let stacks = [Stack::Encoder, Stack::Decoder, Stack::Cross].into_iter();
        let seen = stacks.filter_map(|stack| {
            let layers = self.trace.as_ref()?.layers(stack);
            let layer = layer.min(layers.len().checked_sub(1)?);
            let heads = layers.get(layer)?; // [heads, n_q, n_k]
            let head = head.min(heads.weights.dim().0.checked_sub(1)?);
            let of = NdAxis(0);
            let may = heads.masked.index_axis(of, head).mapv(|score| score != f32::NEG_INFINITY);
            let weights = Matrix::new(
                MatrixName::Weights,
                Some(head),
                [Axis::Tokens, Axis::Tokens],
                Origin::Computed,
                heads.weights.index_axis(of, head).to_owned(),
            );
            Some(Seen { stack, layer, head, may, weights })
        });
        seen.collect()
    }

    /// The tokens that ask in an attention.
    pub fn queries(&self, stack: Stack) -> &[Token] {
        if stack == Stack::Encoder { &self.source } else { &self.target }
    }

    /// The tokens that are looked at in an attention.
    pub fn keys(&self, stack: Stack) -> &[Token] {
        if stack == Stack::Decoder { &self.target } else { &self.source }
    }
}

impl Seen {
    /// What the mask comes to.
    pub fn rule(&self) -> Rule {
        let is = |rule: fn(usize, usize) -> bool| {
            self.may.indexed_iter().all(|((query, key), may)| *may == rule(query, key))
        };
        // Of a single token both hold.
        match self.stack {
            Stack::Decoder if is(|query, key| key <= query) => Rule::UpToItself,
            _ if is(|_, _| true) => Rule::All,
            _ => Rule::Other,
        }
    }

    /// Whether a query may see a key; none that isn't there may.
    pub fn sees(&self, query: usize, key: usize) -> bool {
        self.may.get((query, key)).copied().unwrap_or(false)
    }
}

impl Loaded {
    /// What the model is made of.
    pub fn config(&self) -> &Config {
        self.transformer().config()
    }
}

#[cfg(test)]
mod tests;
