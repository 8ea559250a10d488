//! At which word does one look most?

use super::{Choices, Question, largest};
use crate::MatrixName;

pub(super) const QUESTION: Question = Question {
    name: "most",
    choices: Choices::Words,
    measure: |trace, head, row| {
        let weights = trace.matrix(MatrixName::Weights, head);
        let weights = weights.filter(|matrix| row < matrix.values.nrows());
        let weights = weights.map(|matrix| matrix.values.row(row).to_vec());
        // A word that may look at nothing has a row of zeros.
        Ok(weights.filter(|row| row.iter().any(|weight| *weight > 0.0)).map(largest))
    },
};
