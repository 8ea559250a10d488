//! From what was asked to what the mathematics takes.

use models::Shape;

use crate::{EncodingKind, EngineError, MAX_D_MODEL, MAX_TOKENS, Settings, Token, edits};

/// Checks the settings and finds the shape of the layer.
pub(crate) fn shape(settings: &Settings) -> Result<Shape, EngineError> {
    let &Settings { heads, d_model, temperature, .. } = settings;
    if !(1..=MAX_D_MODEL).contains(&d_model) {
        return Err(EngineError::ModelWidth { d_model });
    }
    if !d_model.is_multiple_of(heads) {
        return Err(EngineError::Heads { heads, d_model });
    }
    let d_k = d_model / heads;
    if settings.encoding == EncodingKind::Rope && !d_k.is_multiple_of(2) {
        return Err(EngineError::OddRotation { heads, d_model });
    }
    if !(temperature.is_finite() && temperature > 0.0) {
        return Err(EngineError::Temperature { temperature });
    }
    edits::check(&settings.edits)?;
    Ok(Shape { heads, d_k })
}

/// The first [`MAX_TOKENS`] tokens, and how many there are in all.
pub(crate) fn tokens(settings: &Settings) -> (Vec<Token>, usize) {
    let mut all = models::tokens(&settings.text, settings.tokenizer.into());
    let first: Vec<_> = all
        .by_ref()
        .take(MAX_TOKENS)
        .map(|models::Token { text, start, end }| Token { text: text.into(), start, end })
        .collect();
    let total = first.len() + all.count();
    (first, total)
}
