//! The pattern of pairs that a way to attend computes, as a picture and in figures.

use std::ops::Range;

use attention::variant::{Full, Size, Variant};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::reach::{self, Relation};
use super::{Cost, WaySettings, way};
use crate::{Axis, EngineError, Matrix, MatrixName, Origin};

/// The longest text whose pattern is looked at, in tokens.
pub const MAX_LENGTH: usize = 4096;

/// The most rows and columns of the picture.
pub const MAX_SIDE: usize = 128;

/// Which pattern to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatternQuestion {
    /// The way to attend, by its name in [`super::WAYS`].
    pub way: String,
    /// What it is told.
    pub settings: WaySettings,
    /// How many tokens: 1 to [`MAX_LENGTH`].
    pub n: usize,
    /// How wide queries, keys and values are.
    pub d: usize,
    /// Whether a query sees only the keys up to its own position.
    pub causal: bool,
}

/// What there is to see in a pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// [side, side] with side = min(n, [`MAX_SIDE`]): the share of pairs that are attended, 0
    /// to 1, where queries and keys are cut into so many runs of about the same length. Up to
    /// a length of [`MAX_SIDE`] it is the mask itself.
    pub picture: Matrix,
    /// What one head costs.
    pub cost: Cost,
    /// What one head of full attention costs, under the same causal mask or none.
    pub full: Cost,
    /// The pairs over those of full attention.
    pub coverage: f64,
    /// After how many layers every token has received something from every other that it may
    /// (under a causal mask, every earlier one); nothing if never. A layer hands on what a
    /// token had, as the residual connection does.
    pub layers: Option<usize>,
}

/// Looks at a pattern.
///
/// # Errors
///
/// [`EngineError`] if there is no such way to attend, the length is none that is looked at, or
/// a setting makes no sense.
///
/// ```
/// use engine::cost::{PatternQuestion, WaySettings, pattern};
///
/// let settings = WaySettings { window: 2, ..WaySettings::default() };
/// let question =
///     PatternQuestion { way: "sliding_window".into(), settings, n: 5, d: 4, causal: false };
/// let seen = pattern(&question)?;
/// assert_eq!(seen.picture.values.row(1).to_vec(), [1.0, 1.0, 1.0, 0.0, 0.0]);
/// assert_eq!((seen.cost.pairs, seen.coverage), (13, 13.0 / 25.0));
/// assert_eq!(seen.layers, Some(4)); // one step to the side in each layer
///
/// let long = pattern(&PatternQuestion { n: 4096, ..question })?;
/// assert_eq!((long.picture.values.dim(), long.layers), ((128, 128), Some(4095)));
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn pattern(question: &PatternQuestion) -> Result<Pattern, EngineError> {
    let &PatternQuestion { n, d, causal, .. } = question;
    if !(1..=MAX_LENGTH).contains(&n) {
        return Err(EngineError::Length { n });
    }
    let way = way(&question.way, &question.settings)?;
    let size = Size { n, d, causal };
    let (cost, full) = (way.cost(size)?, Full.cost(size)?);
    let mut picture = Picture::new(n);
    let mut relation = Relation::identity(n);
    for query in 0..n {
        for keys in way.keys(n, query, causal)? {
            picture.add(query, &keys);
            relation.add(query, keys);
        }
    }
    Ok(Pattern {
        picture: picture.finish(),
        cost: cost.into(),
        full: full.into(),
        coverage: cost.pairs as f64 / full.pairs as f64,
        layers: reach::layers(relation, causal),
    })
}

/// Pairs, counted block by block.
struct Picture {
    /// Where each block begins, and at last the length.
    edges: Vec<usize>,
    /// [side, side]: how many pairs of each block are attended; as exact as they have to be,
    /// for a block has at most 32².
    pairs: Array2<f32>,
}

impl Picture {
    fn new(n: usize) -> Self {
        let side = n.min(MAX_SIDE);
        let edges = (0..=side).map(|block| block * n / side).collect();
        Self { edges, pairs: Array2::zeros((side, side)) }
    }

    fn block(&self, token: usize) -> usize {
        // The last block that begins at or before the token.
        self.edges.partition_point(|&edge| edge <= token) - 1
    }

    fn add(&mut self, query: usize, keys: &Range<usize>) {
        let row = self.block(query);
        for block in self.block(keys.start)..self.pairs.ncols() {
            let (start, end) = (self.edges[block], self.edges[block + 1]);
            if start >= keys.end {
                break;
            }
            let pairs = end.min(keys.end) - start.max(keys.start);
            self.pairs[[row, block]] += pairs as f32;
        }
    }

    fn finish(mut self) -> Matrix {
        let length = |block: usize| (self.edges[block + 1] - self.edges[block]) as f32;
        for ((row, column), pairs) in self.pairs.indexed_iter_mut() {
            *pairs /= length(row) * length(column);
        }
        Matrix::new(
            MatrixName::Pattern,
            None,
            [Axis::Tokens, Axis::Tokens],
            Origin::Formula,
            self.pairs,
        )
    }
}
