//! What the engine answers.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::{MatrixName, Settings};

/// The answer to a [`crate::Request`], of the same kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and it is moved once")]
pub enum Response {
    /// To [`crate::Request::Attention`].
    Attention(Trace),
    /// To [`crate::Request::WordOrder`].
    WordOrder(WordOrder),
    /// To [`crate::Request::Spread`].
    Spread(Spread),
    /// To [`crate::Request::Positions`].
    Positions(crate::Positions),
    /// To [`crate::Request::Comparison`].
    Comparison(crate::Comparison),
}

/// What a row or a column of a matrix stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Axis {
    /// The sentence's tokens.
    Tokens,
    /// Numbered dimensions (or positions, buckets, heads), from 0.
    Dimensions,
}

/// Where a matrix's numbers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// Drawn at random from the seed (embeddings: from the spelling and the seed),
    /// rounded to two decimals.
    Invented,
    /// Drawn from the seed, as the start from which training would begin.
    Untrained,
    /// Learned from examples, and read from a file.
    Trained,
    /// Learned from examples since the training was started.
    TrainedHere,
    /// Given by a formula that needs no data (sinusoids, angles, slopes, masks).
    Formula,
    /// Computed from the other matrices.
    Computed,
}

/// One matrix of a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// Which one.
    pub name: MatrixName,
    /// The head it belongs to, if it belongs to one.
    pub head: Option<usize>,
    /// [rows, columns].
    pub values: Array2<f32>,
    /// What the rows stand for.
    pub rows: Axis,
    /// What the columns stand for.
    pub columns: Axis,
    /// Where the numbers come from; single cells may be `edited`.
    pub origin: Origin,
    /// The cells that the learner set by hand, as (row, column), sorted.
    pub edited: Vec<(usize, usize)>,
}

/// One cell of one matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// Which matrix.
    pub matrix: MatrixName,
    /// The head it belongs to, if it belongs to one.
    pub head: Option<usize>,
    /// From 0.
    pub row: usize,
    /// From 0.
    pub column: usize,
}

/// One token of the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// As spelled.
    pub text: String,
    /// Byte offset in the sentence where it starts.
    pub start: usize,
    /// Byte offset in the sentence where it ends.
    pub end: usize,
}

/// One attention layer over one sentence, with every intermediate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// What was asked.
    pub settings: Settings,
    /// The tokens computed on: the first [`crate::MAX_TOKENS`].
    pub tokens: Vec<Token>,
    /// How many tokens the whole sentence has.
    pub total_tokens: usize,
    /// Width of one head.
    pub d_k: usize,
    /// All matrices, in the order in which they are computed, heads in order.
    pub matrices: Vec<Matrix>,
    /// Rows that may look at nothing, as (head, row): their weights are all zero.
    pub empty_rows: Vec<(usize, usize)>,
    /// Whether there is a mask, and so a step for it.
    pub has_mask: bool,
}

/// The same layer over two sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordOrder {
    /// The first sentence.
    pub a: Trace,
    /// The second one, with the same layer.
    pub b: Trace,
    /// Words that stand in both, as (row in a, row in b): the k-th occurrence in one goes
    /// with the k-th in the other. In the order of a.
    pub pairs: Vec<(usize, usize)>,
    /// [pairs, d_model]: the output in a minus the output in b.
    pub difference: Matrix,
    /// The largest absolute value of `difference`; 0 where there are no pairs.
    pub max_difference: f32,
    /// Whether b's tokens are a's in some order.
    pub is_permutation: bool,
    /// The output vectors in the plane of their first two principal components, of both
    /// sentences together: first those of a, then those of b.
    pub plane: Vec<[f32; 2]>,
    /// The share of the variance that each of the two components explains, 0 to 1.
    pub explained: [f32; 2],
}

/// How scores and weights change with `d_k`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// How many seeds each point is the mean of, counted from the settings' seed.
    pub seeds: usize,
    /// One point for each d_k.
    pub points: Vec<SpreadPoint>,
    /// The entropy of weights that are all equal: ln n, in nats.
    pub max_entropy: f32,
}

/// Scores and weights at one `d_k`: means over seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpreadPoint {
    /// Width of the head.
    pub d_k: usize,
    /// Standard deviation of q·k.
    pub deviation: f32,
    /// Standard deviation of q·k ÷ √d_k.
    pub deviation_scaled: f32,
    /// Mean entropy of a row of weights without the scaling, in nats.
    pub entropy: f32,
    /// The same with the scaling.
    pub entropy_scaled: f32,
}

impl Matrix {
    /// A matrix that nobody has edited. `axes` are what its rows and its columns stand for.
    ///
    /// ```
    /// use engine::{Axis, Matrix, MatrixName, Origin};
    /// use ndarray::array;
    ///
    /// let axes = [Axis::Tokens, Axis::Dimensions];
    /// let values = array![[1.0, 2.0]];
    /// let output = Matrix::new(MatrixName::Output, None, axes, Origin::Computed, values);
    /// assert_eq!((output.get(0, 1), output.is_edited(0, 1)), (Some(2.0), false));
    /// ```
    pub fn new(
        name: MatrixName,
        head: Option<usize>,
        axes: [Axis; 2],
        origin: Origin,
        values: Array2<f32>,
    ) -> Self {
        let [rows, columns] = axes;
        Self { name, head, values, rows, columns, origin, edited: Vec::new() }
    }

    /// The value of a cell, if it is there.
    pub fn get(&self, row: usize, column: usize) -> Option<f32> {
        self.values.get((row, column)).copied()
    }

    /// Whether the learner set this cell by hand.
    pub fn is_edited(&self, row: usize, column: usize) -> bool {
        self.edited.binary_search(&(row, column)).is_ok()
    }
}

impl Trace {
    /// The matrix of that name; `head` is ignored for one that belongs to no head.
    pub fn matrix(&self, name: MatrixName, head: usize) -> Option<&Matrix> {
        self.matrices.iter().find(|m| m.name == name && m.head.is_none_or(|h| h == head))
    }
}
