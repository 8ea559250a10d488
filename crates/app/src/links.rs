//! Which parts of other matrices a cell was made of, so that the eye can be led there.

use engine::{Cell, MatrixName, Trace};

/// A part of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A whole row.
    Row(usize),
    /// A whole column.
    Column(usize),
    /// One cell.
    Cell(usize, usize),
    /// Some rows and columns that lie side by side, each from the first one to the one after
    /// the last.
    Tile((usize, usize), (usize, usize)),
}

/// The parts that a cell is computed from, where they can stand on the screen with it.
pub fn sources(trace: &Trace, cell: Cell) -> Vec<(MatrixName, Part)> {
    use MatrixName as M;
    use Part::{Column, Row};
    let (row, column) = (cell.row, cell.column);
    let this = Part::Cell(row, column);
    let product = |left, right| vec![(left, Row(row)), (right, Column(column))];
    // What isn't there is lit nowhere.
    let biased = |left, right, bias| {
        vec![(left, Row(row)), (right, Column(column)), (bias, Part::Cell(0, column))]
    };
    let rotated = |from| vec![(from, Row(row)), (M::RotationAngles, Row(row))];
    let inputs = if trace.matrix(M::Normed, 0).is_some() { M::Normed } else { M::Inputs };
    let is_rope = trace.matrix(M::QueriesUnrotated, 0).is_some();
    match cell.matrix {
        M::Normed => vec![
            (M::Inputs, Row(row)),
            (M::NormGain, Part::Cell(0, column)),
            (M::NormBias, Part::Cell(0, column)),
        ],
        M::Inputs => vec![(M::Embeddings, this), (M::Positions, this)],
        M::Queries if is_rope => rotated(M::QueriesUnrotated),
        M::Keys if is_rope => rotated(M::KeysUnrotated),
        M::Queries | M::QueriesUnrotated => biased(inputs, M::QueryWeights, M::QueryBias),
        M::Keys | M::KeysUnrotated => biased(inputs, M::KeyWeights, M::KeyBias),
        M::Values => biased(inputs, M::ValueWeights, M::ValueBias),
        M::Scores => vec![(M::Queries, Row(row)), (M::Keys, Row(column))],
        M::Scaled => vec![(M::Scores, this), (M::PositionBias, this)],
        M::Masked => vec![(M::Scaled, this), (M::Mask, this)],
        M::Weights if trace.has_mask => vec![(M::Masked, Row(row))],
        M::Weights => vec![(M::Scaled, Row(row))],
        M::HeadOutput => product(M::Weights, M::Values),
        M::Output => biased(M::Concatenated, M::OutputWeights, M::OutputBias),
        _ => Vec::new(),
    }
}
