//! What matrices are called.

use serde::{Deserialize, Serialize};

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
