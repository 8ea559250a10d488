//! What things are called and how they are explained.

mod explanation;
mod news;

use std::rc::Rc;

use engine::{Axis, EncodingKind, Matrix, MatrixName, Origin, Token};

pub use explanation::{Explanation, explanation};
pub use news::news;

/// So many of something that takes an s.
pub fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A matrix's symbol, its name in words, and the class that gives it its colour.
pub fn matrix(name: MatrixName) -> (&'static str, &'static str, &'static str) {
    use MatrixName as M;
    match name {
        M::Embeddings => ("E", "embeddings", "input"),
        M::Positions => ("P", "positions", "input"),
        M::RotationAngles => ("θ", "rotation angles", "input"),
        M::PositionBias => ("B", "position bias", "score"),
        M::Inputs => ("X", "inputs", "input"),
        M::NormGain => ("g", "gain of the norm", "input"),
        M::NormBias => ("b", "bias of the norm", "input"),
        M::Normed => ("N", "normalised inputs", "input"),
        M::QueryWeights => ("W_Q", "query weights", "query"),
        M::KeyWeights => ("W_K", "key weights", "key"),
        M::ValueWeights => ("W_V", "value weights", "value"),
        M::QueryBias => ("b_Q", "query bias", "query"),
        M::KeyBias => ("b_K", "key bias", "key"),
        M::ValueBias => ("b_V", "value bias", "value"),
        M::QueriesUnrotated => ("Q₀", "before RoPE", "query"),
        M::KeysUnrotated => ("K₀", "before RoPE", "key"),
        M::Queries => ("Q", "queries", "query"),
        M::Keys => ("K", "keys", "key"),
        M::Values => ("V", "values", "value"),
        M::Scores => ("QKᵀ", "scores", "score"),
        M::Scaled => ("S", "scaled scores", "score"),
        M::Mask => ("M", "mask", "score"),
        M::Masked => ("S + M", "masked scores", "score"),
        M::Weights => ("A", "attention weights", "weight"),
        M::HeadOutput => ("Z", "head output", "output"),
        M::Concatenated => ("[Z₀ …]", "all heads side by side", "output"),
        M::OutputWeights => ("W_O", "output weights", "output"),
        M::OutputBias => ("b_O", "output bias", "output"),
        M::Output => ("Y", "output", "output"),
        M::OutputA => ("Y₁", "output, first sentence", "output"),
        M::OutputB => ("Y₂", "output, second sentence", "output"),
        M::Difference => ("Y₁ − Y₂", "difference", "output"),
        M::Encoding => ("P", "what is added", "input"),
        M::Similarity => ("C", "similarity", "weight"),
        M::Buckets => ("b", "buckets", "input"),
        M::BiasTable => ("T", "bias of each bucket", "score"),
        M::ScoresA => ("S₁", "scaled scores", "score"),
        M::ScoresB => ("S₂", "scaled scores", "score"),
        M::ScoresDifference => ("S₁ − S₂", "difference", "score"),
        M::WeightsA => ("A₁", "weights", "weight"),
        M::WeightsB => ("A₂", "weights", "weight"),
        M::WeightsDifference => ("A₁ − A₂", "difference", "weight"),
        M::Pattern => ("M", "pattern of pairs", "score"),
        M::WeightsEstimated => ("Â", "estimated weights", "weight"),
        M::CrossWeights => ("A", "cross-attention weights", "weight"),
    }
}

/// Where the numbers of a matrix come from, in a word or two and in a sentence.
pub fn origin(matrix: &Matrix, seed: Option<u32>) -> (String, String) {
    // A matrix by itself doesn't know its seed; the page says it beside it.
    let of_seed = seed.map(|seed| format!(", seed {seed}")).unwrap_or_default();
    let from_seed = seed.map(|seed| format!(" from seed {seed}")).unwrap_or_default();
    let seed = seed.unwrap_or_default();
    let (short, long) = match (matrix.origin, matrix.name) {
        (Origin::Invented, MatrixName::Embeddings) => (
            format!("invented, seed {seed}"),
            format!(
                "Invented from the spelling of each word and seed {seed}, to two decimals: no \
                 training went into them. The same word has the same vector wherever it stands."
            ),
        ),
        (Origin::Invented, _) => (
            format!("invented, seed {seed}"),
            format!("Drawn at random from seed {seed}, to two decimals: not trained."),
        ),
        (Origin::Untrained, _) => (
            format!("untrained{of_seed}"),
            format!("Drawn at random{from_seed}: where training would begin, not end."),
        ),
        (Origin::Trained, _) => (
            "trained".into(),
            "Learned from many sentences before the page was made, and kept in a file.".into(),
        ),
        (Origin::TrainedHere, _) => (
            "trained here".into(),
            "Learned from examples, in this page, since you started the training.".into(),
        ),
        (Origin::Formula, MatrixName::Mask) => (
            "set by the mask".into(),
            "0 where a query may look, minus infinity where it may not.".into(),
        ),
        (Origin::Formula, _) => ("formula".into(), "Given by a formula that needs no data.".into()),
        (Origin::Computed, MatrixName::Embeddings) => {
            ("computed".into(), "What the layers before left, as the model computes it.".into())
        }
        (Origin::Computed, _) => {
            ("computed".into(), "Computed here from what stands before.".into())
        }
    };
    match matrix.edited.len() {
        0 => (short, long),
        n => {
            // The seed gives way, for captions have little room.
            let short = short.split(',').next().unwrap_or_default();
            let cells = if n == 1 { "cell" } else { "cells" };
            (format!("{short}, {n} edited"), format!("{long} You changed {n} {cells}."))
        }
    }
}

/// What a row or column is called: its token, or its number.
pub fn label(axis: Axis, index: usize, tokens: &[String]) -> String {
    match axis {
        Axis::Tokens => tokens.get(index).cloned().unwrap_or_default(),
        Axis::Dimensions => index.to_string(),
    }
}

/// A token as it is shown: white space made visible.
pub fn token(text: &str) -> String {
    let is_blank = text.chars().all(char::is_whitespace);
    if is_blank {
        text.chars().map(|c| if c == '\n' { '⏎' } else { '␣' }).collect()
    } else {
        text.into()
    }
}

/// All of a sentence, as they are shown.
pub fn tokens(of: &[Token]) -> Rc<[String]> {
    of.iter().map(|it| token(&it.text)).collect()
}

/// The title of an encoding in menus.
pub fn encoding(kind: EncodingKind) -> &'static str {
    match kind {
        EncodingKind::None => "none",
        EncodingKind::Sinusoidal => "sinusoidal",
        EncodingKind::Learned => "learned (untrained)",
        EncodingKind::Rope => "RoPE",
        EncodingKind::Alibi => "ALiBi",
        EncodingKind::T5 => "T5 bias (untrained)",
    }
}
