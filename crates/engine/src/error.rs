//! Why a request can't be answered.

use serde::{Deserialize, Serialize};

use crate::cost::{self, MAX_FEATURES, WAYS};
use crate::recurrent::{MAX_BIAS, MAX_GAIN, MAX_HIDDEN, MAX_LENGTH};
use crate::{EncodingKind, MAX_D_MODEL, MAX_POSITIONS, MaskKind, Target, edits::MAX_EDIT};

/// Why a request can't be answered. Each message says what was asked and what is needed.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum EngineError {
    /// A trained layer was asked for of a model that isn't there.
    #[error("the trained model {model} isn't there; choose invented weights, or wait for it")]
    NotProvided {
        /// The model's name.
        model: String,
    },
    /// A trained model can't compute that layer of that sentence.
    #[error("layer {layer} of {model}: {reason}")]
    Trained {
        /// The model's name.
        model: String,
        /// The layer, from 0.
        layer: usize,
        /// Why.
        reason: String,
    },
    /// No vector has that width.
    #[error("d_model is {d_model}; it must be between 1 and {MAX_D_MODEL}")]
    ModelWidth {
        /// As asked.
        d_model: usize,
    },
    /// The heads must share the width of the model evenly.
    #[error(
        "{heads} heads can't share a d_model of {d_model} evenly; choose a number of heads that \
         divides it: {}", divisors(*d_model)
    )]
    Heads {
        /// As asked.
        heads: usize,
        /// As asked.
        d_model: usize,
    },
    /// RoPE turns pairs of dimensions.
    #[error(
        "RoPE turns the dimensions of a head in pairs, and {heads} heads of a d_model of \
         {d_model} have {d_k} each; choose them so that d_model ÷ heads is even",
        d_k = d_model.checked_div(*heads).unwrap_or(0)
    )]
    OddRotation {
        /// As asked.
        heads: usize,
        /// As asked.
        d_model: usize,
    },
    /// The softmax can't divide by that.
    #[error("the temperature is {temperature}; it must be a number above 0")]
    Temperature {
        /// As asked.
        temperature: f32,
    },
    /// A number too large to compute with, or none at all.
    #[error("{value} can't stand in a cell; choose a number between -{MAX_EDIT} and {MAX_EDIT}")]
    EditValue {
        /// The cell.
        target: Target,
        /// What was to stand there.
        value: f32,
    },
    /// A mask opens or closes and knows nothing between.
    #[error("{value} can't stand in the mask; there it is 0 (may look) or -Infinity (may not)")]
    MaskValue {
        /// The cell.
        target: Target,
        /// What was to stand there.
        value: f32,
    },
    /// The matrix follows from others.
    #[error(
        "the cells of {} follow from other matrices and can't be set; change what they are \
         computed from", matrix.name()
    )]
    NotEditable {
        /// The matrix.
        matrix: crate::MatrixName,
    },
    /// An embedding belongs to a word, not to a place in the sentence.
    #[error("the same word has the same vector everywhere; change an embedding by its word")]
    EmbeddingByCell,
    /// So many positions are not looked at.
    #[error("the length is {length}; it must be between 1 and {MAX_POSITIONS} positions")]
    Positions {
        /// As asked.
        length: usize,
    },
    /// No wavelength can grow towards that.
    #[error("the base is {base}; it must be a finite number above 0")]
    Base {
        /// As asked.
        base: f32,
    },
    /// The vectors are not that wide.
    #[error("there is no dimension {dimension}; d_model is {d_model}, counted from 0")]
    Dimension {
        /// As asked.
        dimension: usize,
        /// The width.
        d_model: usize,
    },
    /// A position beyond those looked at.
    #[error(
        "position {position} and the one {shift} further on must both be below the length, {length}"
    )]
    Place {
        /// As asked.
        position: usize,
        /// As asked.
        shift: i32,
        /// How many positions there are.
        length: usize,
    },
    /// No recurrent layer of that width is run.
    #[error("the hidden size is {hidden}; it must be between 1 and {MAX_HIDDEN}")]
    Hidden {
        /// As asked.
        hidden: usize,
    },
    /// Recurrent weights are not multiplied by that.
    #[error("the gain is {gain}; it must be a number between 0 and {MAX_GAIN}")]
    Gain {
        /// As asked.
        gain: f32,
    },
    /// No forget gate starts there.
    #[error(
        "the forget gate's bias is {bias}; it must be a number between -{MAX_BIAS} and {MAX_BIAS}"
    )]
    ForgetBias {
        /// As asked.
        bias: f32,
    },
    /// Gradients are not followed that far.
    #[error("the length is {length}; it must be between 2 and {MAX_LENGTH} vectors")]
    SequenceLength {
        /// As asked.
        length: usize,
    },
    /// Nothing attends like that.
    #[error("there is no way to attend called {name:?}; choose one of {}", ways())]
    Way {
        /// As asked.
        name: String,
    },
    /// A pattern for so many tokens is not looked at.
    #[error("the length is {n}; it must be between 1 and {} tokens", cost::MAX_LENGTH)]
    Length {
        /// As asked.
        n: usize,
    },
    /// A tile without any score.
    #[error("a tile has {queries} queries and {keys} keys; it needs at least one of each")]
    Tile {
        /// As asked.
        queries: usize,
        /// As asked.
        keys: usize,
    },
    /// Memory traffic that isn't counted.
    #[error(
        "{n} tokens of width {d} with {fast} bytes of fast memory; there must be 1 to {} tokens, \
         a width of 1 to {}, and 4 bytes for each number of one vector at least",
        cost::TOKENS.end(), cost::WIDTHS.end()
    )]
    Traffic {
        /// As asked.
        n: usize,
        /// As asked.
        d: usize,
        /// As asked.
        fast: usize,
    },
    /// So many features are not drawn.
    #[error("there are {features} features; choose between 1 and {MAX_FEATURES}")]
    Features {
        /// As asked.
        features: usize,
    },
    /// The Performer has nothing to add a bias to.
    #[error(
        "the Performer never computes a single score, so that there is none to which {} could \
         add its bias; choose another encoding", encoding.name()
    )]
    UnseenBias {
        /// As asked.
        encoding: EncodingKind,
    },
    /// The Performer has nothing to mask.
    #[error(
        "the Performer never computes a single score, so that it can't leave out the pairs of a \
         mask; choose no mask or the causal one"
    )]
    UnseenMask {
        /// As asked.
        mask: MaskKind,
    },
    /// Nothing can be trained like that, or not any further.
    #[error("{message}")]
    Training {
        /// In the words of the `train` crate.
        message: String,
    },
    /// The mathematics refused its input.
    #[error("{message}")]
    Attention {
        /// In the words of the `attention` or the `models` crate.
        message: String,
    },
}

impl From<attention::AttentionError> for EngineError {
    fn from(error: attention::AttentionError) -> Self {
        Self::Attention { message: error.to_string() }
    }
}

impl From<models::recurrent::RecurrentError> for EngineError {
    fn from(error: models::recurrent::RecurrentError) -> Self {
        Self::Attention { message: error.to_string() }
    }
}

impl From<train::TrainError> for EngineError {
    fn from(error: train::TrainError) -> Self {
        Self::Training { message: error.to_string() }
    }
}

impl From<train::task::TaskError> for EngineError {
    fn from(error: train::task::TaskError) -> Self {
        Self::Training { message: error.to_string() }
    }
}

/// The numbers that divide `n`, as a list to choose from.
fn divisors(n: usize) -> String {
    let divisors: Vec<_> =
        (1..=n).filter(|d| n.is_multiple_of(*d)).map(|d| d.to_string()).collect();
    divisors.join(", ")
}

/// The names of all ways to attend.
fn ways() -> String {
    WAYS.map(|way| way.name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_to_do() {
        let message = EngineError::Heads { heads: 5, d_model: 12 }.to_string();
        assert_eq!(
            message,
            "5 heads can't share a d_model of 12 evenly; choose a number of heads that divides \
             it: 1, 2, 3, 4, 6, 12"
        );
    }
}
