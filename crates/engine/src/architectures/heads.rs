//! What each head of a trained model looks at, and what changes when some are turned off.

mod compared;
mod named;
mod numbering;
mod runs;

use models::transformer::{Stack, Trace, TransformerError};
use ndarray::Axis as NdAxis;

use super::loaded::{Loaded, Word};
use crate::{Axis, Matrix, MatrixName, Origin};

pub use compared::{Compared, Shift};
pub use named::{Best, HeadFigure, HeadName, NAMED_FROM, SPREAD_FROM};
pub use numbering::HeadPlace;

/// What a model is tried with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial<'a> {
    /// What it reads.
    pub text: &'a str,
    /// Which words are hidden from an encoder: a bit for each, the first word's being the lowest.
    pub hidden: u64,
    /// What an encoder–decoder makes of the text: its prefix without the colon.
    pub task: &'a str,
    /// The heads that are turned off. Those that the model hasn't are passed over.
    pub off: &'a [HeadPlace],
}

/// All heads of a model on a text, and what turning some off changes.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadsShown {
    /// The words that are read.
    pub words: Vec<Word>,
    /// Whether the whole text had room.
    pub fits: bool,
    /// The heads, attention by attention; none where there is no token to look at.
    pub grids: Vec<HeadGrid>,
    /// The heads that are off, in the order of their numbers.
    pub off: Vec<HeadPlace>,
    /// What the model says with all heads on, and with those off.
    pub change: Change,
}

/// All heads of one attention.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadGrid {
    /// Which attention.
    pub stack: Stack,
    /// The tokens that ask.
    pub queries: Vec<String>,
    /// The tokens that are looked at.
    pub keys: Vec<String>,
    /// The heads, layer by layer.
    pub layers: Vec<Vec<HeadShown>>,
}

/// One head.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadShown {
    /// Which one.
    pub place: HeadPlace,
    /// Its number among all of the model.
    pub number: usize,
    /// Whether it is turned off.
    pub is_off: bool,
    /// Its weights on the text, with the heads off that are: `[queries, keys]`.
    pub weights: Matrix,
    /// What it is called by what was measured of it, if that is clear enough for a name.
    pub name: Option<HeadName>,
    /// What was measured of it, in the order of [`models::transformer::Measure::ALL`]; none where
    /// the model's file says nothing of its heads.
    pub figures: Vec<HeadFigure>,
}

/// What a model says with all heads on and with some off.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// An encoder: for each hidden word which it is, and what stands there.
    Hidden(Vec<(usize, Compared)>),
    /// A decoder: the token after the text.
    Next(Compared),
    /// An encoder–decoder: what it makes of the text.
    Answer(Answers),
}

/// Two answers, each made of the most probable tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// The tokens with all heads on, without the one that ends the answer.
    pub before: Vec<String>,
    /// The tokens with some off.
    pub after: Vec<String>,
    /// Whether they differ.
    pub differ: bool,
    /// The token at which they first differ, from 0; else the one whose probabilities change most.
    pub at: usize,
    /// What may stand there. Up to there, both answers are the same.
    pub compared: Compared,
}

/// Runs a model on a text as it is and with some heads off. What it looks at is that of the
/// second run; what is called by which name was measured in training.
///
/// # Errors
/// [`TransformerError`] if the model doesn't know the task.
pub fn heads(loaded: &Loaded, trial: &Trial) -> Result<HeadsShown, TransformerError> {
    let numbers = trial.off.iter().filter_map(|place| loaded.head_number(*place));
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    let off: Vec<_> = numbers.into_iter().filter_map(|number| loaded.head_at(number)).collect();
    let runs::Ran { words, fits, trace, source, target, change } = runs::run(loaded, trial, &off)?;
    let spelled = |tokens: &[u32]| -> Vec<String> {
        tokens.iter().map(|token| loaded.spelled(*token).to_owned()).collect()
    };
    let grids = trace.iter().flat_map(|trace| {
        loaded.stacks().iter().map(|&stack| HeadGrid {
            stack,
            queries: spelled(if stack == Stack::Encoder { &source } else { &target }),
            keys: spelled(if stack == Stack::Decoder { &target } else { &source }),
            layers: layers(loaded, trace, stack, &off),
        })
    });
    Ok(HeadsShown { words, fits, grids: grids.collect(), off, change })
}

/// The heads of one attention, layer by layer.
fn layers(loaded: &Loaded, trace: &Trace, stack: Stack, off: &[HeadPlace]) -> Vec<Vec<HeadShown>> {
    let layers = trace.layers(stack).into_iter().enumerate();
    let heads = layers.map(|(layer, of)| {
        let weights = of.weights.axis_iter(NdAxis(0)).enumerate(); // [heads, n_q, n_k]
        let shown = weights.map(|(head, weights)| {
            let place = HeadPlace { stack, layer, head };
            let (name, figures) = loaded.measured(place);
            let weights = Matrix::new(
                MatrixName::Weights,
                Some(head),
                [Axis::Tokens, Axis::Tokens],
                Origin::Computed,
                weights.to_owned(),
            );
            let number = loaded.head_number(place).unwrap_or_default();
            HeadShown { place, number, is_off: off.contains(&place), weights, name, figures }
        });
        shown.collect()
    });
    heads.collect()
}

#[cfg(test)]
mod tests;
