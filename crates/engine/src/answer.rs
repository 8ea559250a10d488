//! The answers of [`crate::run`], one by one, for callers that know what they ask: a page
//! that asks some of them later can load the code of those later.

use crate::{
    Comparison, EncodingKind, EngineError, Positions, Settings, Spread, Survey, Trace, WordOrder,
    order, positions, spread as spreads, trace,
};

/// Attention over one sentence, with every intermediate.
///
/// # Errors
/// As [`crate::run`].
///
/// ```
/// let trace = engine::answer::attention(&engine::Settings::default())?;
/// assert_eq!(trace.tokens.len(), 3);
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn attention(settings: &Settings) -> Result<Trace, EngineError> {
    trace::trace(settings)
}

/// The same layer over two sentences, and what differs.
///
/// # Errors
/// As [`crate::run`].
///
/// ```
/// let settings = engine::Settings { encoding: engine::EncodingKind::None, ..Default::default() };
/// let order = engine::answer::word_order(&settings, "man bites dog")?;
/// assert!(order.is_permutation && order.max_difference < 1e-5);
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn word_order(settings: &Settings, compare: &str) -> Result<WordOrder, EngineError> {
    order::compare(settings, compare)
}

/// How the spread of the scores and the entropy of the weights change with `d_k`.
///
/// # Errors
/// As [`crate::run`].
///
/// ```
/// let spread = engine::answer::spread(&engine::Settings::default())?;
/// assert!((spread.max_entropy - 3f32.ln()).abs() < 1e-6); // “dog bites man”
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn spread(settings: &Settings) -> Result<Spread, EngineError> {
    spreads::spread(settings)
}

/// What there is to see in an encoding, without any sentence.
///
/// # Errors
/// As [`crate::run`].
///
/// ```
/// let seen = engine::answer::positions(&engine::Survey::default())?;
/// assert!(!seen.matrices.is_empty());
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn positions(survey: &Survey) -> Result<Positions, EngineError> {
    positions::survey(survey)
}

/// Scores and weights of one head under the settings' encoding and under another one.
///
/// # Errors
/// As [`crate::run`].
///
/// ```
/// use engine::{EncodingKind, Settings, answer::comparison};
///
/// let same = comparison(&Settings::default(), EncodingKind::Sinusoidal, 0)?;
/// assert_eq!(same.largest.map(|[scores, _]| scores.difference), Some(0.0));
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn comparison(
    settings: &Settings,
    with: EncodingKind,
    head: usize,
) -> Result<Comparison, EngineError> {
    positions::compare(settings, with, head)
}
