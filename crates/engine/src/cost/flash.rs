//! FlashAttention over the sentence, tile by tile, with all that it carries from one to the
//! next.

use std::ops::Range;

use ndarray::{Array2, ArrayView1, Axis as NdAxis, Zip, s};
use serde::{Deserialize, Serialize};

use super::heads::Heads;
use crate::{Axis, EngineError, Matrix, MatrixName, Origin, Settings, Token};

/// What to play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlashQuestion {
    /// The sentence and the layer.
    pub settings: Settings,
    /// The head, from 0; one that isn't there is the last one.
    pub head: usize,
    /// How many queries a tile has, at least 1.
    pub queries: usize,
    /// How many keys a tile has, at least 1.
    pub keys: usize,
}

/// One head, tile by tile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlashRun {
    /// The sentence's tokens.
    pub tokens: Vec<Token>,
    /// The head.
    pub head: usize,
    /// What differences of scores are divided by before they are exponents.
    pub temperature: f32,
    /// `masked`, [n, n]: the scores that the softmax is given; `values`, [n, d_k];
    /// `head-output`, [n, d_k], which the tiles come to, and `difference`, what it is more
    /// than the output of attention done all at once. None for an empty sentence.
    pub matrices: Vec<Matrix>,
    /// The tiles in the order in which they are computed: keys and values are fetched once,
    /// and all queries pass by them (Dao et al. 2022, algorithm 1, lines 5 and 7).
    pub tiles: Vec<Tile>,
    /// The largest absolute value of `difference`.
    pub max_difference: f32,
}

impl FlashRun {
    /// The matrix of that name, if there are any words.
    ///
    /// ```
    /// use engine::cost::{FlashQuestion, flash};
    /// use engine::{MatrixName, Settings};
    ///
    /// let settings = Settings { text: "a b".into(), ..Settings::default() };
    /// let run = flash(&FlashQuestion { settings, head: 0, queries: 1, keys: 1 })?;
    /// assert_eq!(run.matrix(MatrixName::HeadOutput).unwrap().values.dim(), (2, 4));
    /// assert_eq!(run.matrix(MatrixName::Scores), None);
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn matrix(&self, name: MatrixName) -> Option<&Matrix> {
        self.matrices.iter().find(|matrix| matrix.name == name)
    }
}

/// One tile of scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tile {
    /// Its queries.
    pub queries: Range<usize>,
    /// Its keys.
    pub keys: Range<usize>,
    /// What is done for each of its queries. Nothing where all of its scores are masked: such
    /// a tile is skipped.
    pub rows: Vec<Row>,
}

/// One query in one tile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The query.
    pub query: usize,
    /// [keys]: its masked scores in the tile.
    pub scores: Vec<f32>,
    /// The largest of them.
    pub tile_max: f32,
    /// What was known before.
    pub before: Running,
    /// exp((m_before − m_after) ÷ T): what the sum and the output so far are multiplied by,
    /// because the largest score has changed. 0 where nothing was known, and 1 where nothing
    /// changes.
    pub rescale: f32,
    /// [keys]: exp((score − m_after) ÷ T).
    pub weights: Vec<f32>,
    /// Their sum.
    pub tile_sum: f32,
    /// What is known now.
    pub after: Running,
}

/// What a query carries from tile to tile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Running {
    /// The largest score so far; −∞ at first.
    pub max: f32,
    /// The sum of the exponentials so far.
    pub sum: f32,
    /// [d_k]: the sum so far of each exponential times its value. It is divided by `sum` once,
    /// at the end (Dao 2023, section 3.1), where the first algorithm divides in each tile.
    pub output: Vec<f32>,
}

/// Plays FlashAttention on one head.
///
/// Each score is the same number in whatever tile it is computed, so that the trace's are
/// taken. All sums are added in order.
///
/// # Errors
///
/// As [`crate::run`], and if a tile has no queries or no keys.
///
/// ```
/// use engine::Settings;
/// use engine::cost::{FlashQuestion, flash};
///
/// let question =
///     FlashQuestion { settings: Settings::default(), head: 0, queries: 2, keys: 2 };
/// let run = flash(&question)?;
/// let tiles: Vec<_> = run.tiles.iter().map(|t| (t.queries.clone(), t.keys.clone())).collect();
/// assert_eq!(tiles, [(0..2, 0..2), (2..3, 0..2), (0..2, 2..3), (2..3, 2..3)]);
/// let row = &run.tiles[2].rows[0];
/// assert_eq!(row.after.sum, row.before.sum * row.rescale + row.weights[0]);
/// assert!(run.max_difference < 1e-6);
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn flash(question: &FlashQuestion) -> Result<FlashRun, EngineError> {
    let &FlashQuestion { ref settings, head, queries, keys } = question;
    if queries == 0 || keys == 0 {
        return Err(EngineError::Tile { queries, keys });
    }
    let heads = Heads::new(settings)?;
    let (n, head) = (heads.n(), heads.head(head));
    let of = |name| heads.trace.matrix(name, head).cloned();
    let masked = of(MatrixName::Masked).or_else(|| of(MatrixName::Scaled));
    let mut run = FlashRun {
        tokens: heads.trace.tokens.clone(),
        head,
        temperature: settings.temperature,
        matrices: Vec::new(),
        tiles: Vec::new(),
        max_difference: 0.0,
    };
    let Some(((mut masked, values), exact)) =
        masked.zip(of(MatrixName::Values)).zip(of(MatrixName::HeadOutput))
    else {
        return Ok(run);
    };
    masked.name = MatrixName::Masked;
    let nothing =
        Running { max: f32::NEG_INFINITY, sum: 0.0, output: vec![0.0; values.values.ncols()] };
    let mut running = vec![nothing; n];
    let blocks =
        |step: usize| (0..n).step_by(step).map(move |at| at..at.saturating_add(step).min(n));
    for keys in blocks(keys) {
        for queries in blocks(queries) {
            let scores = masked.values.slice(s![queries.clone(), keys.clone()]);
            let values = values.values.slice(s![keys.clone(), ..]);
            let mut rows = Vec::new();
            if scores.iter().any(|&score| score > f32::NEG_INFINITY) {
                for (query, scores) in queries.clone().zip(scores.rows()) {
                    let row = row(query, scores, &values, &running[query], run.temperature);
                    running[query] = row.after.clone();
                    rows.push(row);
                }
            }
            run.tiles.push(Tile { queries, keys: keys.clone(), rows });
        }
    }
    let output = Array2::from_shape_fn(exact.values.dim(), |(query, column)| {
        let Running { sum, output, .. } = &running[query];
        // A query that may look at nothing has no sum, and 0 as its output.
        if *sum > 0.0 { output[column] / sum } else { 0.0 }
    });
    let difference = Zip::from(&output).and(&exact.values).map_collect(|a, b| a - b);
    run.max_difference = difference.iter().fold(0.0, |largest: f32, x| largest.max(x.abs()));
    let computed = |name, values| {
        Matrix::new(name, Some(head), [Axis::Tokens, Axis::Dimensions], Origin::Computed, values)
    };
    let output = computed(MatrixName::HeadOutput, output);
    run.matrices = vec![masked, values, output, computed(MatrixName::Difference, difference)];
    Ok(run)
}

/// One query in one tile: scores [keys], values [keys, d_k].
fn row(
    query: usize,
    scores: ArrayView1<f32>,
    values: &ndarray::ArrayView2<f32>,
    before: &Running,
    temperature: f32,
) -> Row {
    let tile_max = scores.fold(f32::NEG_INFINITY, |max, &score| max.max(score));
    let max = before.max.max(tile_max);
    // While nothing has been seen, −∞ less −∞ would be no number.
    let exp = |x: f32| if max == f32::NEG_INFINITY { 0.0 } else { ((x - max) / temperature).exp() };
    let rescale = if before.max == max { 1.0 } else { exp(before.max) };
    let weights: Vec<f32> = scores.iter().map(|&score| exp(score)).collect();
    let tile_sum: f32 = weights.iter().sum();
    let mut output: Vec<f32> = before.output.iter().map(|x| x * rescale).collect();
    for (weight, value) in weights.iter().zip(values.axis_iter(NdAxis(0))) {
        output.iter_mut().zip(value).for_each(|(sum, x)| *sum += weight * x);
    }
    Row {
        query,
        scores: scores.to_vec(),
        tile_max,
        before: before.clone(),
        rescale,
        weights,
        tile_sum,
        after: Running { max, sum: before.sum * rescale + tile_sum, output },
    }
}
