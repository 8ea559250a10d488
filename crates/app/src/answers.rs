//! The engine's answers, shared, or why there is none, in words for the page.

use engine::{
    Comparison, EncodingKind, EngineError, Positions, Settings, Spread, Survey, Trace, WordOrder,
    answer,
};
use yew::AttrValue;

use crate::shared::Shared;

/// An answer, or what to tell the learner.
pub type Answer<T> = Result<Shared<T>, AttrValue>;

/// Attention over the sentence.
pub fn attention(settings: &Settings) -> Answer<Trace> {
    shared(answer::attention(settings))
}

/// The sentence and another one through the same layer.
pub fn word_order(settings: &Settings, compare: &str) -> Answer<WordOrder> {
    shared(answer::word_order(settings, compare))
}

/// The spread of the scores against `d_k`.
pub fn spread(settings: &Settings) -> Answer<Spread> {
    shared(answer::spread(settings))
}

/// What there is to see in an encoding.
pub fn positions(survey: &Survey) -> Answer<Positions> {
    shared(answer::positions(survey))
}

/// Scores and weights of one head under the settings' encoding and under another one.
pub fn comparison(settings: &Settings, with: EncodingKind, head: usize) -> Answer<Comparison> {
    shared(answer::comparison(settings, with, head))
}

fn shared<T>(answer: Result<T, EngineError>) -> Answer<T> {
    answer.map(Shared::new).map_err(|error| error.to_string().into())
}
