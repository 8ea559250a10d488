//! One layer forth and back over one sequence.

use models::recurrent::{Cost, SequenceLayer, norm};
use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

use crate::EngineError;

/// Gradients smaller than this part of the largest count as faded.
pub const FADED: f64 = 0.01;

/// What running one layer over one sequence takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Products, each added to a sum or on its own; not the functions applied to sums.
    pub multiply_adds: u64,
    /// Steps that have to wait for the one before, however many hands there are.
    pub steps: u64,
    /// Through how many steps the first word's signal goes until it is in the last output.
    pub path: u64,
    /// Bytes that the way back needs of the way forth, beside inputs and weights.
    pub kept: u64,
    /// Bytes that have to be carried on where words come one at a time.
    pub carried: u64,
}

impl From<Cost> for Work {
    fn from(cost: Cost) -> Self {
        let Cost { multiply_adds, steps, path, kept, carried } = cost;
        let bytes = |floats: u64| floats.saturating_mul(size_of::<f32>() as u64);
        Self { multiply_adds, steps, path, kept: bytes(kept), carried: bytes(carried) }
    }
}

/// One layer forth and back over one sequence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pass {
    /// What it takes.
    pub work: Work,
    /// How large the gradient of the last output is with respect to the input at each
    /// distance before it, from 0: the Frobenius norm of the Jacobian, [hidden, d_model].
    pub norms: Vec<f64>,
}

impl Pass {
    pub(super) fn over(layer: &dyn SequenceLayer, x: ArrayView2<f32>) -> Result<Self, EngineError> {
        let jacobians = layer.jacobians(x)?;
        Ok(Self {
            work: layer.cost(x.nrows()).into(),
            // The last word first: its distance is 0.
            norms: jacobians.outer_iter().rev().map(norm).collect(),
        })
    }

    /// The gradient with respect to the first word ÷ that with respect to the last one;
    /// nothing where there is none to divide by.
    ///
    /// ```
    /// use engine::recurrent::{Pass, Work};
    ///
    /// let pass = Pass { work: Work::default(), norms: vec![2.0, 1.0, 0.5] };
    /// assert_eq!(pass.ratio(), Some(0.25));
    /// ```
    pub fn ratio(&self) -> Option<f64> {
        let (last, first) = (self.norms.first()?, self.norms.last()?);
        (*last > 0.0).then_some(first / last)
    }

    /// The gradients with respect to the first and to the last word, each ÷ the mean of those
    /// between; nothing where there are none between, or they are 0.
    ///
    /// ```
    /// use engine::recurrent::{Pass, Work};
    ///
    /// let of = |norms| Pass { work: Work::default(), norms };
    /// assert_eq!(of(vec![8.0, 1.0, 3.0, 0.5]).among_others(), Some((0.25, 4.0)));
    /// assert_eq!(of(vec![8.0, 1.0]).among_others(), None);
    /// assert_eq!(of(vec![8.0, 0.0, 1.0]).among_others(), None);
    /// ```
    pub fn among_others(&self) -> Option<(f64, f64)> {
        let [last, between @ .., first] = &self.norms[..] else { return None };
        let mean = between.iter().sum::<f64>() / between.len() as f64;
        (mean > 0.0).then_some((first / mean, last / mean))
    }

    /// From which distance on all gradients are below [`FADED`] of the largest; nothing where
    /// that with respect to the first word isn't.
    ///
    /// ```
    /// use engine::recurrent::{Pass, Work};
    ///
    /// let of = |norms| Pass { work: Work::default(), norms };
    /// assert_eq!(of(vec![2.0, 0.001, 1.0, 0.01, 0.001]).faded(), Some(3));
    /// assert_eq!(of(vec![1.0, 0.5, 0.25]).faded(), None);
    /// ```
    pub fn faded(&self) -> Option<usize> {
        let largest = self.norms.iter().fold(0f64, |largest, &norm| largest.max(norm));
        let last = self.norms.iter().rposition(|&norm| norm > 0.0 && norm >= FADED * largest)?;
        Some(last + 1).filter(|&distance| distance < self.norms.len())
    }

    /// By what each further step multiplies the gradient, from distance 1 on: e to the slope
    /// of the line through the logarithms that fits them best (least squares). Gradients that
    /// are exactly 0 are left out; nothing where fewer than two are left.
    ///
    /// ```
    /// use engine::recurrent::{Pass, Work};
    ///
    /// let pass = Pass { work: Work::default(), norms: vec![9.0, 4.0, 2.0, 1.0] };
    /// assert!((pass.per_step().unwrap() - 0.5).abs() < 1e-12);
    /// ```
    pub fn per_step(&self) -> Option<f64> {
        let measured = self.norms.iter().enumerate().skip(1).filter(|(_, norm)| **norm > 0.0);
        let points: Vec<_> = measured.map(|(at, norm)| (at as f64, norm.ln())).collect();
        let count = points.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
        let (x, y) = (mean(|point| point.0), mean(|point| point.1));
        let together = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>();
        let alone = points.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>();
        (alone > 0.0).then(|| (together / alone).exp())
    }
}
