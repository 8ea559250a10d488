//! What the engine answers.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::Settings;

/// The answer to a [`crate::Request`], of the same kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and it is moved once")]
pub enum Response {
    /// To [`crate::Request::Attention`].
    Attention(Trace),
    /// To [`crate::Request::WordOrder`].
    WordOrder(WordOrder),
    /// To [`crate::Request::Spread`].
    Spread(Spread),
    /// To [`crate::Request::Positions`].
    Positions(crate::Positions),
    /// To [`crate::Request::Comparison`].
    Comparison(crate::Comparison),
}

/// The names of the matrices, as in `data-matrix`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MatrixName {
    /// [n, d_model] the vectors of the words.
    Embeddings,
    /// [n, d_model] what the encoding adds to them (zeros where it adds nothing).
    Positions,
    /// [n, d_k / 2] per head: RoPE's angles in radians.
    RotationAngles,
    /// [n, n] per head: what ALiBi or T5 adds to the scaled scores.
    PositionBias,
    /// [n, d_model] embeddings + positions.
    Inputs,
    /// [1, d_model]: what normalised vectors are multiplied by; only of trained layers.
    NormGain,
    /// [1, d_model]: what is added then; only where the norm has a bias.
    NormBias,
    /// [n, d_model]: the inputs normalised, which projections start from; only of trained
    /// layers.
    Normed,
    /// [d_model, d_k] per head.
    QueryWeights,
    /// [d_model, d_k] per head.
    KeyWeights,
    /// [d_model, d_k] per head.
    ValueWeights,
    /// [1, d_k] per head; only where a trained layer has biases.
    QueryBias,
    /// [1, d_k] per head; as the queries'.
    KeyBias,
    /// [1, d_k] per head; as the queries'.
    ValueBias,
    /// [n, d_k] per head: before RoPE turns them; only with RoPE.
    QueriesUnrotated,
    /// [n, d_k] per head: before RoPE turns them; only with RoPE.
    KeysUnrotated,
    /// [n, d_k] per head.
    Queries,
    /// [n, d_k] per head.
    Keys,
    /// [n, d_k] per head.
    Values,
    /// [n, n] per head: queries · keysᵀ.
    Scores,
    /// [n, n] per head: scores ÷ √d_k, plus the position bias where there is one.
    Scaled,
    /// [n, n]: 0 where a query may look, -inf where not; the same for all heads.
    Mask,
    /// [n, n] per head: scaled + mask.
    Masked,
    /// [n, n] per head: softmax of the rows.
    Weights,
    /// [n, d_k] per head: weights · values.
    HeadOutput,
    /// [n, d_model]: the head outputs side by side.
    Concatenated,
    /// [d_model, d_model].
    OutputWeights,
    /// [1, d_model]; only where a trained layer has biases.
    OutputBias,
    /// [n, d_model]: concatenated · output-weights.
    Output,
    /// [n_a, d_model]: the word-order lab's first output.
    OutputA,
    /// [n_b, d_model]: the word-order lab's second output.
    OutputB,
    /// [pairs, d_model]: first minus second, for each word that stands in both.
    Difference,
    /// [length, d_model]: what the encoding adds at each position, without a sentence.
    Encoding,
    /// [length, length]: how alike the encoding makes two positions.
    Similarity,
    /// [length, length]: T5's bucket of each query and key.
    Buckets,
    /// [buckets, heads]: T5's bias of each bucket.
    BiasTable,
    /// [n, n] per head: scaled scores under the first of two encodings.
    ScoresA,
    /// [n, n] per head: scaled scores under the second one.
    ScoresB,
    /// [n, n] per head: first minus second.
    ScoresDifference,
    /// [n, n] per head: weights under the first of two encodings.
    WeightsA,
    /// [n, n] per head: weights under the second one.
    WeightsB,
    /// [n, n] per head: first minus second.
    WeightsDifference,
    /// [side, side]: the share of pairs that a way to attend computes.
    Pattern,
    /// [n, n] per head: the weights that the Performer estimates.
    WeightsEstimated,
    /// [n_target, n_source] per head: what each token of a decoder looks at in an encoder's output.
    CrossWeights,
}

/// What a row or a column of a matrix stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Axis {
    /// The sentence's tokens.
    Tokens,
    /// Numbered dimensions (or positions, buckets, heads), from 0.
    Dimensions,
}

/// Where a matrix's numbers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// Drawn at random from the seed (embeddings: from the spelling and the seed),
    /// rounded to two decimals.
    Invented,
    /// Drawn from the seed, as the start from which training would begin.
    Untrained,
    /// Learned from examples, and read from a file.
    Trained,
    /// Learned from examples since the training was started.
    TrainedHere,
    /// Given by a formula that needs no data (sinusoids, angles, slopes, masks).
    Formula,
    /// Computed from the other matrices.
    Computed,
}

/// One matrix of a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// Which one.
    pub name: MatrixName,
    /// The head it belongs to, if it belongs to one.
    pub head: Option<usize>,
    /// [rows, columns].
    pub values: Array2<f32>,
    /// What the rows stand for.
    pub rows: Axis,
    /// What the columns stand for.
    pub columns: Axis,
    /// Where the numbers come from; single cells may be `edited`.
    pub origin: Origin,
    /// The cells that the learner set by hand, as (row, column), sorted.
    pub edited: Vec<(usize, usize)>,
}

/// One cell of one matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// Which matrix.
    pub matrix: MatrixName,
    /// The head it belongs to, if it belongs to one.
    pub head: Option<usize>,
    /// From 0.
    pub row: usize,
    /// From 0.
    pub column: usize,
}

/// One token of the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// As spelled.
    pub text: String,
    /// Byte offset in the sentence where it starts.
    pub start: usize,
    /// Byte offset in the sentence where it ends.
    pub end: usize,
}

/// One attention layer over one sentence, with every intermediate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// What was asked.
    pub settings: Settings,
    /// The tokens computed on: the first [`crate::MAX_TOKENS`].
    pub tokens: Vec<Token>,
    /// How many tokens the whole sentence has.
    pub total_tokens: usize,
    /// Width of one head.
    pub d_k: usize,
    /// All matrices, in the order in which they are computed, heads in order.
    pub matrices: Vec<Matrix>,
    /// Rows that may look at nothing, as (head, row): their weights are all zero.
    pub empty_rows: Vec<(usize, usize)>,
    /// Whether there is a mask, and so a step for it.
    pub has_mask: bool,
}

/// The same layer over two sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordOrder {
    /// The first sentence.
    pub a: Trace,
    /// The second one, with the same layer.
    pub b: Trace,
    /// Words that stand in both, as (row in a, row in b): the k-th occurrence in one goes
    /// with the k-th in the other. In the order of a.
    pub pairs: Vec<(usize, usize)>,
    /// [pairs, d_model]: the output in a minus the output in b.
    pub difference: Matrix,
    /// The largest absolute value of `difference`; 0 where there are no pairs.
    pub max_difference: f32,
    /// Whether b's tokens are a's in some order.
    pub is_permutation: bool,
    /// The output vectors in the plane of their first two principal components, of both
    /// sentences together: first those of a, then those of b.
    pub plane: Vec<[f32; 2]>,
    /// The share of the variance that each of the two components explains, 0 to 1.
    pub explained: [f32; 2],
}

/// How scores and weights change with `d_k`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// How many seeds each point is the mean of, counted from the settings' seed.
    pub seeds: usize,
    /// One point for each d_k.
    pub points: Vec<SpreadPoint>,
    /// The entropy of weights that are all equal: ln n, in nats.
    pub max_entropy: f32,
}

/// Scores and weights at one `d_k`: means over seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpreadPoint {
    /// Width of the head.
    pub d_k: usize,
    /// Standard deviation of q·k.
    pub deviation: f32,
    /// Standard deviation of q·k ÷ √d_k.
    pub deviation_scaled: f32,
    /// Mean entropy of a row of weights without the scaling, in nats.
    pub entropy: f32,
    /// The same with the scaling.
    pub entropy_scaled: f32,
}

impl MatrixName {
    /// All of them, in the order in which they are computed.
    pub const ALL: [Self; 45] = [
        Self::Embeddings,
        Self::Positions,
        Self::RotationAngles,
        Self::PositionBias,
        Self::Inputs,
        Self::NormGain,
        Self::NormBias,
        Self::Normed,
        Self::QueryWeights,
        Self::KeyWeights,
        Self::ValueWeights,
        Self::QueryBias,
        Self::KeyBias,
        Self::ValueBias,
        Self::QueriesUnrotated,
        Self::KeysUnrotated,
        Self::Queries,
        Self::Keys,
        Self::Values,
        Self::Scores,
        Self::Scaled,
        Self::Mask,
        Self::Masked,
        Self::Weights,
        Self::HeadOutput,
        Self::Concatenated,
        Self::OutputWeights,
        Self::OutputBias,
        Self::Output,
        Self::OutputA,
        Self::OutputB,
        Self::Difference,
        Self::Encoding,
        Self::Similarity,
        Self::Buckets,
        Self::BiasTable,
        Self::ScoresA,
        Self::ScoresB,
        Self::ScoresDifference,
        Self::WeightsA,
        Self::WeightsB,
        Self::WeightsDifference,
        Self::Pattern,
        Self::WeightsEstimated,
        Self::CrossWeights,
    ];

    /// Whether each head has its own.
    pub fn per_head(self) -> bool {
        use MatrixName as M;
        matches!(
            self,
            M::RotationAngles
                | M::PositionBias
                | M::QueryWeights
                | M::KeyWeights
                | M::ValueWeights
                | M::QueryBias
                | M::KeyBias
                | M::ValueBias
                | M::QueriesUnrotated
                | M::KeysUnrotated
                | M::Queries
                | M::Keys
                | M::Values
                | M::Scores
                | M::Scaled
                | M::Masked
                | M::Weights
                | M::HeadOutput
                | M::ScoresA
                | M::ScoresB
                | M::ScoresDifference
                | M::WeightsA
                | M::WeightsB
                | M::WeightsDifference
                | M::WeightsEstimated
                | M::CrossWeights
        )
    }

    /// Whether the learner can set its cells by hand.
    pub fn editable(self) -> bool {
        use MatrixName as M;
        matches!(
            self,
            M::Embeddings
                | M::QueryWeights
                | M::KeyWeights
                | M::ValueWeights
                | M::Queries
                | M::Keys
                | M::Values
                | M::Mask
                | M::OutputWeights
        )
    }

    /// The name as in `data-matrix` and in the URL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Embeddings => "embeddings",
            Self::Positions => "positions",
            Self::RotationAngles => "rotation-angles",
            Self::PositionBias => "position-bias",
            Self::Inputs => "inputs",
            Self::NormGain => "norm-gain",
            Self::NormBias => "norm-bias",
            Self::Normed => "normed",
            Self::QueryWeights => "query-weights",
            Self::KeyWeights => "key-weights",
            Self::ValueWeights => "value-weights",
            Self::QueryBias => "query-bias",
            Self::KeyBias => "key-bias",
            Self::ValueBias => "value-bias",
            Self::QueriesUnrotated => "queries-unrotated",
            Self::KeysUnrotated => "keys-unrotated",
            Self::Queries => "queries",
            Self::Keys => "keys",
            Self::Values => "values",
            Self::Scores => "scores",
            Self::Scaled => "scaled",
            Self::Mask => "mask",
            Self::Masked => "masked",
            Self::Weights => "weights",
            Self::HeadOutput => "head-output",
            Self::Concatenated => "concatenated",
            Self::OutputWeights => "output-weights",
            Self::OutputBias => "output-bias",
            Self::Output => "output",
            Self::OutputA => "output-a",
            Self::OutputB => "output-b",
            Self::Difference => "difference",
            Self::Encoding => "encoding",
            Self::Similarity => "similarity",
            Self::Buckets => "buckets",
            Self::BiasTable => "bias-table",
            Self::ScoresA => "scores-a",
            Self::ScoresB => "scores-b",
            Self::ScoresDifference => "scores-difference",
            Self::WeightsA => "weights-a",
            Self::WeightsB => "weights-b",
            Self::WeightsDifference => "weights-difference",
            Self::Pattern => "pattern",
            Self::WeightsEstimated => "weights-estimated",
            Self::CrossWeights => "cross-weights",
        }
    }
}

impl Matrix {
    /// The value of a cell, if it is there.
    pub fn get(&self, row: usize, column: usize) -> Option<f32> {
        self.values.get((row, column)).copied()
    }

    /// Whether the learner set this cell by hand.
    pub fn is_edited(&self, row: usize, column: usize) -> bool {
        self.edited.binary_search(&(row, column)).is_ok()
    }
}

impl Trace {
    /// The matrix of that name; `head` is ignored for one that belongs to no head.
    pub fn matrix(&self, name: MatrixName, head: usize) -> Option<&Matrix> {
        self.matrices.iter().find(|m| m.name == name && m.head.is_none_or(|h| h == head))
    }
}
