//! The whole arithmetic of one cell.

use serde::{Deserialize, Serialize};

use crate::Cell;

/// How one cell came about: lines of arithmetic, the last of which gives the cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The cell.
    pub cell: Cell,
    /// Its value.
    pub value: f32,
    /// Whether the learner set it by hand; then `lines` still say what it was instead of.
    pub edited: bool,
    /// The arithmetic, in order. Empty where the cell was invented rather than computed.
    pub lines: Vec<Line>,
}

/// One line of arithmetic: terms, an operation over them, a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// What is done.
    pub operation: Operation,
    /// What it is done to.
    pub terms: Vec<Term>,
    /// What comes out, the same number as in the matrix, to the bit.
    pub result: f32,
}

/// What a line of arithmetic does to its terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operation {
    /// Σ of the products of each term's factors, added in order.
    SumOfProducts,
    /// Σ of the terms, one factor each.
    Sum,
    /// The first term's factor divided by the second's.
    Quotient,
    /// The largest of the terms; what the softmax subtracts.
    Maximum,
    /// Σ exp((x − m) / T) over the terms: factors are x, m, T and the exponential itself.
    SumOfExponentials,
    /// sin(position ÷ base^(2i/d)): factors are the position and the divisor.
    Sine,
    /// cos(position ÷ base^(2i/d)): factors are the position and the divisor.
    Cosine,
    /// Σ of the products, of which the second is subtracted (a rotation's first half):
    /// a·cos − b·sin, the factors being (a, cos), (b, sin).
    DifferenceOfProducts,
    /// − slope × distance: factors are the slope and the distance.
    Penalty,
    /// The first term's factor minus the second's.
    Difference,
    /// Σ of the terms, one factor each, divided by their number.
    Mean,
    /// 1 ÷ √(variance of the terms + ε): one factor each.
    InverseDeviation,
    /// 1 ÷ √(mean of the terms' squares + ε): one factor each.
    InverseRootMeanSquare,
    /// A value taken over as it is, from a table or from another matrix: one factor, the value.
    /// The term's index is the row of the table, or the head.
    Lookup,
    /// No key may be looked at, so that the weight is 0 by convention.
    EmptyRow,
}

/// One term of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Which token or dimension it belongs to: an index along the axis summed over.
    pub index: usize,
    /// What is multiplied (or what the operation names).
    pub factors: Vec<Factor>,
    /// The term's value: for a sum of products, the product.
    pub value: f32,
}

/// A number in a term.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// The number.
    pub value: f32,
    /// The cell it stands in, where it stands in one.
    pub source: Option<Cell>,
}
