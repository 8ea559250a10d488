//! One cell of a trace, opened down to its arithmetic.
//!
//! Everything is read from the matrices of the trace, in the order in which the layer added
//! it up, so that the last line of a ledger is the cell itself, to the bit.

mod encoding;
pub(crate) mod sheet;
mod softmax;

use sheet::{Sheet, line, number, products, quotient, single, sum};

use crate::{Cell, EncodingKind, Ledger, Line, MatrixName, Operation, Trace, Weights, provided};

/// How a cell came about. `None` where the trace has no such cell.
///
/// ```
/// use engine::{Cell, MatrixName, Operation, Request, Response, Settings, explain, run};
///
/// let Response::Attention(trace) = run(&Request::Attention(Settings::default()))? else {
///     unreachable!()
/// };
/// // How much "bites" looks at "dog" before the scaling: a product for each of d_k numbers.
/// let cell = Cell { matrix: MatrixName::Scores, head: Some(0), row: 1, column: 0 };
/// let ledger = explain(&trace, cell).unwrap();
/// assert_eq!(ledger.lines[0].operation, Operation::SumOfProducts);
/// assert_eq!(ledger.lines[0].terms.len(), 4);
/// let by_hand = ledger.lines[0].terms.iter().fold(0.0, |sum, term| sum + term.value);
/// assert_eq!(by_hand, ledger.value);
/// assert_eq!(trace.matrix(MatrixName::Scores, 0).unwrap().get(1, 0), Some(by_hand));
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn explain(trace: &Trace, cell: Cell) -> Option<Ledger> {
    let matrix = trace.matrices.iter().find(|m| (m.name, m.head) == (cell.matrix, cell.head))?;
    let value = matrix.get(cell.row, cell.column)?;
    let edited = matrix.is_edited(cell.row, cell.column);
    let lines = lines(&Sheet { trace, head: cell.head }, cell)?;
    Some(Ledger { cell, value, edited, lines })
}

/// The arithmetic of a cell that is known to be there.
fn lines(sheet: &Sheet<'_>, Cell { matrix, row, column, .. }: Cell) -> Option<Vec<Line>> {
    use MatrixName as M;
    let rotated = sheet.trace.settings.encoding == EncodingKind::Rope;
    let d_model = sheet.trace.settings.d_model;
    let d_k = sheet.trace.d_k;
    let inputs = if sheet.has(M::Normed) { M::Normed } else { M::Inputs };
    // [n, d_model] · [d_model, d_k] -> [n, d_k]
    let projection = |weights, bias| {
        let line =
            products(0..d_model, |k| [sheet.at(inputs, row, k), sheet.at(weights, k, column)])?;
        Some(with_bias(sheet, line, bias, column))
    };
    let line = match matrix {
        M::Embeddings | M::QueryWeights | M::KeyWeights | M::ValueWeights => return Some(vec![]),
        M::OutputWeights | M::Mask => return Some(vec![]),
        M::NormGain | M::NormBias | M::OutputBias => return Some(vec![]),
        M::QueryBias | M::KeyBias | M::ValueBias => return Some(vec![]),
        M::Normed => return normed(sheet, row, column),
        M::Positions => return encoding::positions(sheet, row, column),
        M::RotationAngles => return encoding::angle(sheet, row, column),
        M::PositionBias => return encoding::bias(sheet, row, column),
        M::Inputs => {
            sum(sheet.at(M::Embeddings, row, column)?, sheet.at(M::Positions, row, column)?)
        }
        M::Queries if rotated => encoding::rotation(sheet, M::QueriesUnrotated, row, column)?,
        M::Keys if rotated => encoding::rotation(sheet, M::KeysUnrotated, row, column)?,
        M::Queries | M::QueriesUnrotated => return projection(M::QueryWeights, M::QueryBias),
        M::Keys | M::KeysUnrotated => return projection(M::KeyWeights, M::KeyBias),
        M::Values => return projection(M::ValueWeights, M::ValueBias),
        M::Scores => {
            products(0..d_k, |k| [sheet.at(M::Queries, row, k), sheet.at(M::Keys, column, k)])?
        }
        M::Scaled => return scaled(sheet, row, column),
        M::Masked => sum(sheet.at(M::Scaled, row, column)?, sheet.at(M::Mask, row, column)?),
        M::Weights => return softmax::weight(sheet, row, column),
        M::HeadOutput => products(0..sheet.trace.tokens.len(), |k| {
            [sheet.at(M::Weights, row, k), sheet.at(M::Values, k, column)]
        })?,
        M::Concatenated => {
            let of_head = Sheet { head: Some(column / d_k), ..*sheet };
            let factor = of_head.at(M::HeadOutput, row, column % d_k)?;
            line(Operation::Lookup, vec![single(column / d_k, factor)], factor.value)
        }
        M::Output => {
            let line = products(0..d_model, |k| {
                [sheet.at(M::Concatenated, row, k), sheet.at(M::OutputWeights, k, column)]
            })?;
            return Some(with_bias(sheet, line, M::OutputBias, column));
        }
        // These belong to no trace.
        M::OutputA | M::OutputB | M::Difference => return None,
        M::Encoding | M::Similarity | M::Buckets | M::BiasTable => return None,
        M::ScoresA | M::ScoresB | M::ScoresDifference => return None,
        M::WeightsA | M::WeightsB | M::WeightsDifference => return None,
        M::Pattern | M::WeightsEstimated | M::CrossWeights => return None,
    };
    Some(vec![line])
}

/// A projection, and its bias where there is one.
fn with_bias(sheet: &Sheet<'_>, line: Line, bias: MatrixName, column: usize) -> Vec<Line> {
    let bias = sheet.at(bias, 0, column).map(|bias| sum(number(line.result), bias));
    std::iter::once(line).chain(bias).collect()
}

/// What a trained layer makes of its inputs before it projects them.
fn normed(sheet: &Sheet<'_>, row: usize, column: usize) -> Option<Vec<Line>> {
    let settings = &sheet.trace.settings;
    let Weights::Trained { model, layer } = &settings.weights else { return None };
    let inputs: Option<Vec<_>> =
        (0..settings.d_model).map(|k| sheet.at(MatrixName::Inputs, row, k)).collect();
    let gain = sheet.at(MatrixName::NormGain, 0, column)?;
    let bias = sheet.at(MatrixName::NormBias, 0, column);
    provided::get(model)?.norm(*layer)?.explain(&inputs?, column, gain, bias)
}

/// The score, divided by √d_k where that is asked for, with the position bias where there is
/// one.
fn scaled(sheet: &Sheet<'_>, row: usize, column: usize) -> Option<Vec<Line>> {
    let score = sheet.at(MatrixName::Scores, row, column)?;
    let mut lines = Vec::new();
    let mut scaled = score;
    if sheet.trace.settings.scale {
        let line = quotient(score, number((sheet.trace.d_k as f32).sqrt()));
        scaled = number(line.result);
        lines.push(line);
    }
    if let Some(bias) = sheet.at(MatrixName::PositionBias, row, column) {
        lines.push(sum(scaled, bias));
    }
    if lines.is_empty() {
        lines.push(line(Operation::Lookup, vec![single(column, score)], score.value));
    }
    Some(lines)
}
