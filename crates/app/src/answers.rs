//! The engine's answers, shared, or why there is none, in words for the page.

use engine::{
    Comparison, EncodingKind, EngineError, Positions, Request, Response, Settings, Spread, Survey,
    Trace, WordOrder, run,
};
use yew::AttrValue;

use crate::shared::Shared;

/// An answer, or what to tell the learner.
pub type Answer<T> = Result<Shared<T>, AttrValue>;

/// Attention over the sentence.
pub fn attention(settings: &Settings) -> Answer<Trace> {
    match run(&Request::Attention(settings.clone())) {
        Ok(Response::Attention(trace)) => Ok(Shared::new(trace)),
        other => Err(message(other)),
    }
}

/// The sentence and another one through the same layer.
pub fn word_order(settings: &Settings, compare: &str) -> Answer<WordOrder> {
    let request = Request::WordOrder { settings: settings.clone(), compare: compare.to_owned() };
    match run(&request) {
        Ok(Response::WordOrder(result)) => Ok(Shared::new(result)),
        other => Err(message(other)),
    }
}

/// The spread of the scores against `d_k`.
pub fn spread(settings: &Settings) -> Answer<Spread> {
    match run(&Request::Spread(settings.clone())) {
        Ok(Response::Spread(spread)) => Ok(Shared::new(spread)),
        other => Err(message(other)),
    }
}

/// What there is to see in an encoding.
pub fn positions(survey: Survey) -> Answer<Positions> {
    match run(&Request::Positions(survey)) {
        Ok(Response::Positions(positions)) => Ok(Shared::new(positions)),
        other => Err(message(other)),
    }
}

/// Scores and weights of one head under the settings' encoding and under another one.
pub fn comparison(settings: &Settings, with: EncodingKind, head: usize) -> Answer<Comparison> {
    match run(&Request::Comparison { settings: settings.clone(), with, head }) {
        Ok(Response::Comparison(comparison)) => Ok(Shared::new(comparison)),
        other => Err(message(other)),
    }
}

fn message(answer: Result<Response, EngineError>) -> AttrValue {
    match answer {
        Err(error) => error.to_string().into(),
        Ok(_) => "The engine answered another question than was asked.".into(),
    }
}
