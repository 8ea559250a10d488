//! How a weight came about.

use super::sheet::{Sheet, line, number, quotient, single};
use crate::{Factor, Line, MatrixName, Operation, Term};

/// The largest of the row, the sum of the exponentials of what is left when it is
/// subtracted, and the own exponential's share of that sum.
pub(super) fn weight(sheet: &Sheet<'_>, row: usize, column: usize) -> Option<Vec<Line>> {
    let trace = sheet.trace;
    let source = if trace.has_mask { MatrixName::Masked } else { MatrixName::Scaled };
    let scores: Vec<Factor> =
        (0..trace.tokens.len()).map(|k| sheet.at(source, row, k)).collect::<Option<_>>()?;
    let singles = || scores.iter().enumerate().map(|(k, &score)| single(k, score)).collect();

    if trace.empty_rows.contains(&(sheet.head?, row)) {
        return Some(vec![line(Operation::EmptyRow, singles(), 0.0)]);
    }

    let maximum = scores.iter().fold(f32::NEG_INFINITY, |max, score| max.max(score.value));
    let temperature = trace.settings.temperature;
    let terms: Vec<Term> = scores
        .iter()
        .enumerate()
        .map(|(index, &score)| {
            let value = ((score.value - maximum) / temperature).exp();
            let factors = vec![score, number(maximum), number(temperature), number(value)];
            Term { index, factors, value }
        })
        .collect();
    let own = terms.get(column)?.value;
    let sum = terms.iter().fold(0.0, |sum, term| sum + term.value);
    Some(vec![
        line(Operation::Maximum, singles(), maximum),
        line(Operation::SumOfExponentials, terms, sum),
        quotient(number(own), number(sum)),
    ])
}
