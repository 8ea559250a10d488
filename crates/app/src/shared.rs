//! Large results, shared and compared by address.

use std::ops::Deref;
use std::rc::Rc;

use engine::{Cell, Matrix, MatrixName, Trace};

/// A result behind an [`Rc`] that is equal to nothing but itself, so that comparing
/// properties costs nothing, however large the result is.
#[derive(Debug)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// Shares a result.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T> From<Rc<T>> for Shared<T> {
    fn from(value: Rc<T>) -> Self {
        Self(value)
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// One matrix, shared: of a trace, or by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum MatrixRef {
    /// One of a trace's, by its place in it.
    Of(Shared<Trace>, usize),
    /// One that belongs to no trace.
    Alone(Shared<Matrix>),
}

impl MatrixRef {
    /// The matrix of that name and head, if the trace has it.
    pub fn find(trace: &Shared<Trace>, name: MatrixName, head: usize) -> Option<Self> {
        let wanted = |m: &Matrix| m.name == name && m.head.is_none_or(|h| h == head);
        let index = trace.matrices.iter().position(wanted)?;
        Some(Self::Of(trace.clone(), index))
    }

    /// The trace that the matrix is of.
    pub fn trace(&self) -> Option<&Shared<Trace>> {
        match self {
            Self::Of(trace, _) => Some(trace),
            Self::Alone(_) => None,
        }
    }

    /// One of its cells.
    pub fn cell(&self, row: usize, column: usize) -> Cell {
        Cell { matrix: self.name, head: self.head, row, column }
    }
}

impl Deref for MatrixRef {
    type Target = Matrix;

    fn deref(&self) -> &Matrix {
        match self {
            // The index was found in this very trace, which never changes.
            Self::Of(trace, index) => &trace.matrices[*index],
            Self::Alone(matrix) => matrix,
        }
    }
}
