//! What the encodings did.
//!
//! Their sines and logarithms are taken by the `attention` crate in double precision; the
//! results here are its own.

use attention::{
    Encoding,
    encoding::{Rope, Sinusoidal, slopes},
};
use models::Shape;

use super::sheet::{Sheet, line, number, product, quotient, single};
use crate::{EncodingKind, Factor, Line, MatrixName, Operation, Term};

/// What is added to the embedding in a row.
pub(super) fn positions(sheet: &Sheet<'_>, row: usize, column: usize) -> Option<Vec<Line>> {
    let settings = &sheet.trace.settings;
    if !settings.adds_positions() {
        return Some(Vec::new());
    }
    let d_model = settings.d_model;
    let line = match settings.encoding {
        EncodingKind::Sinusoidal => {
            let Sinusoidal { base } = Sinusoidal::default();
            let added = Sinusoidal { base }.added(row + 1, d_model).ok()??;
            let operation =
                if column.is_multiple_of(2) { Operation::Sine } else { Operation::Cosine };
            let factors = vec![number(row as f32), number(divisor(base, column / 2, d_model))];
            let result = added[(row, column)];
            line(operation, vec![Term { index: row, factors, value: result }], result)
        }
        EncodingKind::Learned => {
            // The row of the table, whoever made it.
            let Factor { value, .. } = sheet.at(MatrixName::Positions, row, column)?;
            line(Operation::Lookup, vec![single(row, number(value))], value)
        }
        // The others add nothing.
        _ => return Some(Vec::new()),
    };
    Some(vec![line])
}

/// RoPE's angle: the position divided by base^(2i/d_k).
pub(super) fn angle(sheet: &Sheet<'_>, row: usize, pair: usize) -> Option<Vec<Line>> {
    let divisor = divisor(Rope::default().base, pair, sheet.trace.d_k);
    let Factor { value, .. } = sheet.at(MatrixName::RotationAngles, row, pair)?;
    let line = quotient(number(row as f32), number(divisor));
    Some(vec![Line { result: value, ..line }])
}

/// A query or a key turned: (a, b) becomes (a·cos − b·sin, a·sin + b·cos).
pub(super) fn rotation(
    sheet: &Sheet<'_>,
    unrotated: MatrixName,
    row: usize,
    column: usize,
) -> Option<Line> {
    let d_k = sheet.trace.d_k;
    let pair = column / 2;
    let (cos, sin) = Rope::default().tables(row + 1, d_k).ok()?;
    let angle = sheet.at(MatrixName::RotationAngles, row, pair)?;
    let [cos, sin] = [cos, sin].map(|table| Factor { value: table[(row, pair)], ..angle });
    let (first, second) = (2 * pair, 2 * pair + 1);
    let [a, b] = [first, second].map(|column| sheet.at(unrotated, row, column));
    let (a, b) = (a?, b?);
    Some(if column == first {
        let terms = vec![product(first, [a, cos]), product(second, [b, sin])];
        let result = terms[0].value - terms[1].value;
        line(Operation::DifferenceOfProducts, terms, result)
    } else {
        let terms = vec![product(first, [a, sin]), product(second, [b, cos])];
        let result = terms[0].value + terms[1].value;
        line(Operation::SumOfProducts, terms, result)
    })
}

/// What ALiBi or T5 adds to the score of a query (row) and a key (column).
pub(super) fn bias(sheet: &Sheet<'_>, row: usize, column: usize) -> Option<Vec<Line>> {
    let settings = &sheet.trace.settings;
    let head = sheet.head?;
    let line = match settings.encoding {
        EncodingKind::Alibi => {
            let slope = *slopes(settings.heads).ok()?.get(head)?;
            let distance = row.abs_diff(column) as f32;
            let result = -slope * distance;
            let factors = vec![number(slope), number(distance)];
            line(Operation::Penalty, vec![Term { index: head, factors, value: result }], result)
        }
        EncodingKind::T5 => {
            let shape = Shape { heads: settings.heads, d_k: sheet.trace.d_k };
            let t5 = crate::encoding::t5(settings, shape);
            let bucket = t5.buckets().bucket(row, column).ok()?;
            let value = *t5.table.get((bucket, head))?;
            line(Operation::Lookup, vec![single(bucket, number(value))], value)
        }
        _ => return None,
    };
    Some(vec![line])
}

/// base^(2i/d), by which pair i of d/2 divides the position.
fn divisor(base: f64, pair: usize, d: usize) -> f32 {
    base.powf(2.0 * pair as f64 / d as f64) as f32
}
