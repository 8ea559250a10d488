//! Reading numbers from a trace and writing lines of arithmetic.

use std::ops::Range;

use crate::{Cell, Factor, Line, MatrixName, Operation, Term, Trace};

/// A trace as seen from one head.
#[derive(Clone, Copy)]
pub(crate) struct Sheet<'a> {
    pub(crate) trace: &'a Trace,
    pub(crate) head: Option<usize>,
}

impl Sheet<'_> {
    /// Whether the trace has that matrix.
    pub(crate) fn has(&self, matrix: MatrixName) -> bool {
        self.trace.matrix(matrix, 0).is_some()
    }

    /// The number in a cell, of this head where heads have their own.
    pub(crate) fn at(&self, matrix: MatrixName, row: usize, column: usize) -> Option<Factor> {
        let head = if matrix.per_head() { Some(self.head?) } else { None };
        let value = self.trace.matrix(matrix, head.unwrap_or(0))?.get(row, column)?;
        Some(Factor { value, source: Some(Cell { matrix, head, row, column }) })
    }
}

/// A number that stands in no cell.
pub(crate) fn number(value: f32) -> Factor {
    Factor { value, source: None }
}

pub(crate) fn line(operation: Operation, terms: Vec<Term>, result: f32) -> Line {
    Line { operation, terms, result }
}

/// A term of one factor.
pub(crate) fn single(index: usize, factor: Factor) -> Term {
    Term { index, value: factor.value, factors: vec![factor] }
}

/// A term that multiplies two factors.
pub(crate) fn product(index: usize, [a, b]: [Factor; 2]) -> Term {
    Term { index, value: a.value * b.value, factors: vec![a, b] }
}

/// Σ of products, added in order from 0, as `attention::matmul` adds them.
pub(crate) fn products(
    indices: Range<usize>,
    factors: impl Fn(usize) -> [Option<Factor>; 2],
) -> Option<Line> {
    let terms = indices
        .map(|index| {
            let [a, b] = factors(index);
            Some(product(index, [a?, b?]))
        })
        .collect::<Option<Vec<_>>>()?;
    let result = terms.iter().fold(0.0, |sum, term| sum + term.value);
    Some(line(Operation::SumOfProducts, terms, result))
}

/// a + b.
pub(crate) fn sum(a: Factor, b: Factor) -> Line {
    line(Operation::Sum, vec![single(0, a), single(1, b)], a.value + b.value)
}

/// a ÷ b.
pub(crate) fn quotient(a: Factor, b: Factor) -> Line {
    line(Operation::Quotient, vec![single(0, a), single(1, b)], a.value / b.value)
}
