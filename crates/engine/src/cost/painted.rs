//! What a mask that the learner has painted costs, and what it does to the sentence.

use attention::variant::{Full, Size, Variant};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::heads::Heads;
use super::reach::{self, Relation};
use super::{Cost, Loss};
use crate::{
    Axis, Cell, Edit, EngineError, MaskKind, Matrix, MatrixName, Origin, Settings, Target, Token,
};

/// What a mask costs and does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Painted {
    /// The sentence's tokens.
    pub tokens: Vec<Token>,
    /// [n, n]: 1 where a query may look at a key, and 0 where it may not.
    pub picture: Matrix,
    /// What one head costs that computes just the pairs that aren't masked, counted as for
    /// the sparse ways to attend.
    pub cost: Cost,
    /// What one head of full attention costs without any mask.
    pub full: Cost,
    /// The pairs over those of full attention; 0 for an empty sentence.
    pub coverage: f64,
    /// Whether nobody sees anyone later, so that nobody can ever hear of them.
    pub causal: bool,
    /// After how many layers every token has received something from every other (from every
    /// earlier one, if `causal`), as for [`super::Pattern::layers`].
    pub layers: Option<usize>,
    /// The tokens that may look at nothing, in order: their output is 0.
    pub empty_rows: Vec<usize>,
    /// How far the output of all heads is from that without any mask.
    pub loss: Loss,
}

/// Measures the settings' mask, painted or not, on their sentence.
///
/// # Errors
///
/// As [`crate::run`].
///
/// ```
/// use engine::Settings;
/// use engine::cost::{paint, painted};
///
/// // Of “dog bites man”, “man” may not look at “dog”, and “bites” at nothing at all.
/// let settings = paint(&Settings::default(), [(2, 0), (1, 0), (1, 1), (1, 2)]);
/// let seen = painted(&settings)?;
/// assert_eq!((seen.cost.pairs, seen.full.pairs, seen.empty_rows), (5, 9, vec![1]));
/// assert_eq!(seen.picture.values.row(2).to_vec(), [0.0, 1.0, 1.0]);
/// assert_eq!(seen.layers, None); // “bites” never hears of anyone
/// assert!(seen.loss.relative > 0.1);
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn painted(settings: &Settings) -> Result<Painted, EngineError> {
    let masked = Heads::new(settings)?;
    let bare = Heads::new(&Settings { mask: MaskKind::None, ..settings.clone() })?;
    let (n, d_k) = (masked.n(), masked.trace.d_k);
    let mask = masked.trace.matrix(MatrixName::Mask, 0);
    let allowed =
        |query, key| mask.is_none_or(|mask| mask.get(query, key).is_some_and(|value| value == 0.0));
    let (mut pairs, mut causal) = (0u64, true);
    let mut relation = Relation::identity(n);
    for (query, key) in (0..n).flat_map(|query| (0..n).map(move |key| (query, key))) {
        if allowed(query, key) {
            pairs += 1;
            causal &= key <= query;
            relation.add(query, key..key + 1);
        }
    }
    let picture = Matrix::new(
        MatrixName::Pattern,
        None,
        [Axis::Tokens, Axis::Tokens],
        Origin::Formula,
        Array2::from_shape_fn((n, n), |(query, key)| f32::from(allowed(query, key))),
    );
    let full: Cost = Full.cost(Size { n, d: d_k, causal: false })?.into();
    let mut empty_rows: Vec<usize> =
        masked.trace.empty_rows.iter().filter(|(head, _)| *head == 0).map(|row| row.1).collect();
    empty_rows.sort_unstable();
    // As the sparse ways do it: the output, and one row of scores.
    let floats = n as u64 * (d_k as u64 + 1);
    let cost = Cost { pairs, multiply_adds: 2 * pairs * d_k as u64, bytes: 4 * floats };
    Ok(Painted {
        picture,
        cost,
        full,
        coverage: pairs as f64 / full.pairs.max(1) as f64,
        causal,
        layers: reach::layers(relation, causal),
        empty_rows,
        loss: Loss::of(masked.output.view(), bare.output.view()),
        tokens: masked.trace.tokens,
    })
}

/// The settings with a mask of one's own in place of theirs, in which only the given (query,
/// key) are denied. It is what the attention lab shows as a custom mask.
///
/// ```
/// use engine::cost::paint;
/// use engine::{MaskKind, Settings};
///
/// let settings = paint(&Settings::default(), [(0, 2)]);
/// assert_eq!((settings.mask, settings.edits.len()), (MaskKind::Custom, 1));
/// assert_eq!(paint(&settings, []).edits.len(), 0);
/// ```
pub fn paint(settings: &Settings, denied: impl IntoIterator<Item = (usize, usize)>) -> Settings {
    let of_mask =
        |edit: &Edit| matches!(edit.target, Target::Cell(Cell { matrix: MatrixName::Mask, .. }));
    let kept = settings.edits.iter().filter(|edit| !of_mask(edit)).cloned();
    let painted = denied.into_iter().map(|(row, column)| Edit {
        target: Target::Cell(Cell { matrix: MatrixName::Mask, head: None, row, column }),
        value: f32::NEG_INFINITY,
    });
    Settings { mask: MaskKind::Custom, edits: kept.chain(painted).collect(), ..settings.clone() }
}
