//! Encodings that add a vector to each embedding, and the one that adds nothing.

use attention::matmul;
use models::invented;
use ndarray::{Array2, Zip};

use super::{Chance, Detail, Positions, Survey, numbered};
use crate::{EngineError, Matrix, MatrixName, Origin};

/// Without an encoding every position is like every other: what is added is zero, and so is
/// the dot product of any two.
pub(super) fn none(survey: &Survey) -> Result<Positions, EngineError> {
    let zeros = Array2::zeros((survey.length, survey.settings.d_model));
    // [length, d_model] · [d_model, length] -> [length, length]
    let products = matmul(zeros.view(), zeros.t())?;
    let matrices = vec![
        numbered(MatrixName::Encoding, None, Origin::Formula, zeros),
        numbered(MatrixName::Similarity, None, Origin::Computed, products),
    ];
    Ok(Positions { matrices, detail: Detail::Plain })
}

/// A table of vectors before training has touched it: each row is a stranger to the others.
pub(super) fn learned(survey: &Survey) -> Result<Positions, EngineError> {
    let shape = (survey.length, survey.settings.d_model);
    let table = invented::position_table(survey.settings.seed, shape);
    let similarity = cosines(&table)?;
    let detail = Detail::Learned(Chance::of(&table, &similarity));
    Ok(Positions { matrices: both(table, Origin::Untrained, similarity), detail })
}

/// What is added to the embeddings, [length, d_model], and how alike its rows are.
pub(super) fn table_and_similarity(
    table: Array2<f32>,
    origin: Origin,
) -> Result<Vec<Matrix>, EngineError> {
    let similarity = cosines(&table)?;
    Ok(both(table, origin, similarity))
}

fn both(table: Array2<f32>, origin: Origin, similarity: Array2<f32>) -> Vec<Matrix> {
    vec![
        numbered(MatrixName::Encoding, None, origin, table),
        numbered(MatrixName::Similarity, None, Origin::Computed, similarity),
    ]
}

/// The cosine of the angle between any two rows, [n, d] -> [n, n]: their dot product divided
/// by their lengths; 0 where a row is all zeros and has no direction.
fn cosines(rows: &Array2<f32>) -> Result<Array2<f32>, EngineError> {
    // [n, d] · [d, n] -> [n, n]
    let products = matmul(rows.view(), rows.t())?;
    let lengths = products.diag().mapv(f32::sqrt);
    Ok(Zip::indexed(&products).map_collect(|(i, j), product| match lengths[i] * lengths[j] {
        0.0 => 0.0,
        both => product / both,
    }))
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::cosines;

    #[test]
    fn a_cosine_knows_directions_and_no_lengths() {
        let rows = array![[2.0, 0.0], [0.0, 3.0], [-5.0, 0.0], [0.0, 0.0]];
        let expected = array![
            [1.0, 0.0, -1.0, 0.0],
            [0.0, 1.0, 0.0, 0.0],
            [-1.0, 0.0, 1.0, 0.0],
            [0.0, 0.0, 0.0, 0.0]
        ];
        assert_eq!(cosines(&rows).unwrap(), expected);
    }
}
