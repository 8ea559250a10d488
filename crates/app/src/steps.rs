//! The steps through one attention layer.

use engine::MatrixName;

/// One step, in the order in which the layer computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The sentence cut into tokens.
    Tokens,
    /// A vector for each token.
    Embeddings,
    /// What tells the positions apart.
    Positions,
    /// Embeddings plus positions.
    Inputs,
    /// Queries, keys and values.
    Projections,
    /// Queries times keys.
    Scores,
    /// Scores over √d_k.
    Scaled,
    /// What may not be looked at.
    Masked,
    /// The softmax of each row.
    Weights,
    /// Weights times values.
    HeadOutput,
    /// All heads joined and projected.
    Output,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Tokens,
        Self::Embeddings,
        Self::Positions,
        Self::Inputs,
        Self::Projections,
        Self::Scores,
        Self::Scaled,
        Self::Masked,
        Self::Weights,
        Self::HeadOutput,
        Self::Output,
    ];

    /// The name in the URL and in `data-step`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Embeddings => "embeddings",
            Self::Positions => "positions",
            Self::Inputs => "inputs",
            Self::Projections => "projections",
            Self::Scores => "scores",
            Self::Scaled => "scaled",
            Self::Masked => "masked",
            Self::Weights => "weights",
            Self::HeadOutput => "head-output",
            Self::Output => "output",
        }
    }

    /// The step of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// A label short enough for the rail.
    pub fn label(self) -> &'static str {
        match self {
            Self::Tokens => "Tokens",
            Self::Embeddings => "Embeddings",
            Self::Positions => "Positions",
            Self::Inputs => "Inputs",
            Self::Projections => "Q, K, V",
            Self::Scores => "Scores",
            Self::Scaled => "Scaled",
            Self::Masked => "Masked",
            Self::Weights => "Weights",
            Self::HeadOutput => "Head output",
            Self::Output => "Output",
        }
    }

    /// The matrix that the step is about; the URL's `cell` is a cell of it.
    pub fn matrix(self) -> Option<MatrixName> {
        match self {
            Self::Tokens => None,
            Self::Embeddings => Some(MatrixName::Embeddings),
            Self::Positions => Some(MatrixName::Positions),
            Self::Inputs => Some(MatrixName::Inputs),
            Self::Projections => Some(MatrixName::Queries),
            Self::Scores => Some(MatrixName::Scores),
            Self::Scaled => Some(MatrixName::Scaled),
            Self::Masked => Some(MatrixName::Masked),
            Self::Weights => Some(MatrixName::Weights),
            Self::HeadOutput => Some(MatrixName::HeadOutput),
            Self::Output => Some(MatrixName::Output),
        }
    }

    /// The step that shows how a matrix comes about.
    pub fn of(matrix: MatrixName) -> Self {
        use MatrixName as M;
        match matrix {
            M::Embeddings => Self::Embeddings,
            M::Positions | M::RotationAngles | M::PositionBias => Self::Positions,
            M::Inputs => Self::Inputs,
            M::QueryWeights | M::KeyWeights | M::ValueWeights => Self::Projections,
            M::NormGain | M::NormBias | M::Normed => Self::Projections,
            M::QueryBias | M::KeyBias | M::ValueBias => Self::Projections,
            M::QueriesUnrotated | M::KeysUnrotated => Self::Projections,
            M::Queries | M::Keys | M::Values => Self::Projections,
            M::Scores => Self::Scores,
            M::Scaled => Self::Scaled,
            M::Mask | M::Masked => Self::Masked,
            M::Weights => Self::Weights,
            M::HeadOutput => Self::HeadOutput,
            M::Concatenated | M::OutputWeights | M::OutputBias | M::Output => Self::Output,
            M::OutputA | M::OutputB | M::Difference => Self::Output,
            M::Encoding | M::Similarity | M::Buckets | M::BiasTable => Self::Positions,
            M::ScoresA | M::ScoresB | M::ScoresDifference => Self::Scaled,
            M::WeightsA | M::WeightsB | M::WeightsDifference => Self::Weights,
            M::Pattern => Self::Masked,
            M::WeightsEstimated | M::CrossWeights => Self::Weights,
        }
    }

    /// The steps of a layer: the mask's only where there is one.
    pub fn all(has_mask: bool) -> impl DoubleEndedIterator<Item = Self> + Clone {
        Self::ALL.into_iter().filter(move |step| has_mask || *step != Self::Masked)
    }

    /// The step after this one, if there is one.
    pub fn next(self, has_mask: bool) -> Option<Self> {
        Self::all(has_mask).find(|step| *step > self)
    }

    /// The step before this one, if there is one.
    pub fn previous(self, has_mask: bool) -> Option<Self> {
        Self::all(has_mask).rev().find(|step| *step < self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mask_has_a_step_only_where_there_is_one() {
        assert_eq!(Step::Scaled.next(false), Some(Step::Weights));
        assert_eq!(Step::Scaled.next(true), Some(Step::Masked));
        assert_eq!(Step::Weights.previous(false), Some(Step::Scaled));
        assert_eq!(Step::Output.next(true), None);
        assert_eq!(Step::Tokens.previous(true), None);
    }

    #[test]
    fn names_lead_back_to_their_steps() {
        for step in Step::ALL {
            assert_eq!(Step::from_name(step.name()), Some(step));
        }
    }
}
