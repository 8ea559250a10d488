//! One sentence under two encodings.

use ndarray::{Array2, Zip};
use serde::{Deserialize, Serialize};

use crate::{
    Axis, EncodingKind, EngineError, Matrix, MatrixName, Origin, Settings, Token, Trace, trace,
};

/// Scores and weights of one head under two encodings, with the same words and weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The sentence's tokens.
    pub tokens: Vec<Token>,
    /// The head that is compared.
    pub head: usize,
    /// `scores-a`, `scores-b` and `scores-difference`, each [n, n]: what the softmax is
    /// given, before the mask, the encoding's bias included; then the same of the weights.
    pub matrices: Vec<Matrix>,
    /// The largest absolute differences, of the scores and of the weights; `None` for an
    /// empty sentence.
    pub largest: Option<[Largest; 2]>,
}

impl Comparison {
    /// The matrix of that name, if there are any words.
    ///
    /// ```
    /// use engine::{EncodingKind, MatrixName, Request, Response, Settings, run};
    ///
    /// let settings = Settings { encoding: EncodingKind::None, ..Settings::default() };
    /// let request = Request::Comparison { settings, with: EncodingKind::Alibi, head: 0 };
    /// let Response::Comparison(seen) = run(&request)? else { unreachable!() };
    /// // ALiBi takes 2⁻⁴ a step from the first of two heads, and nothing else differs.
    /// let difference = seen.matrix(MatrixName::ScoresDifference).unwrap();
    /// assert!((difference.values[[0, 2]] - 2.0 / 16.0).abs() < 1e-6);
    /// assert_eq!(difference.values[[1, 1]], 0.0);
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn matrix(&self, name: MatrixName) -> Option<&Matrix> {
        self.matrices.iter().find(|matrix| matrix.name == name)
    }
}

/// The largest absolute difference, and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Largest {
    /// First minus second.
    pub difference: f32,
    /// The query.
    pub row: usize,
    /// The key.
    pub column: usize,
}

/// Runs the layer over the sentence with the settings' own encoding and with another one. A
/// head that isn't there is the last one.
pub(crate) fn compare(
    settings: &Settings,
    with: EncodingKind,
    head: usize,
) -> Result<Comparison, EngineError> {
    use MatrixName as M;
    let first = trace::trace(settings)?;
    let second = trace::trace(&Settings { encoding: with, ..settings.clone() })?;
    let head = head.min(settings.heads.saturating_sub(1));
    let scores = [M::ScoresA, M::ScoresB, M::ScoresDifference];
    let weights = [M::WeightsA, M::WeightsB, M::WeightsDifference];
    let mut matrices = Vec::new();
    let mut largest = Vec::new();
    for (of, names) in [(M::Scaled, scores), (M::Weights, weights)] {
        let Some((a, b)) = values(&first, of, head).zip(values(&second, of, head)) else {
            continue;
        };
        let difference = Zip::from(a).and(b).map_collect(|a, b| a - b);
        largest.extend(furthest(&difference));
        let three = names.into_iter().zip([a.clone(), b.clone(), difference]);
        matrices.extend(three.map(|(name, values)| {
            Matrix::new(name, Some(head), [Axis::Tokens, Axis::Tokens], Origin::Computed, values)
        }));
    }
    Ok(Comparison { tokens: first.tokens, head, matrices, largest: largest.try_into().ok() })
}

fn values(trace: &Trace, name: MatrixName, head: usize) -> Option<&Array2<f32>> {
    trace.matrix(name, head).map(|matrix| &matrix.values)
}

/// The first cell of the largest absolute value.
fn furthest(difference: &Array2<f32>) -> Option<Largest> {
    let cells = difference.indexed_iter();
    cells
        .map(|((row, column), &difference)| Largest { difference, row, column })
        .reduce(|a, b| if b.difference.abs() > a.difference.abs() { b } else { a })
}
