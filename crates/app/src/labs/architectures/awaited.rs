//! What stands where a trained model is needed: the view, or why there is none yet.

use engine::architectures::Loaded;
use yew::{Callback, Html, html};

use super::names;
use crate::hooks::Fetched;
use crate::labs::units::count;
use crate::shared::Shared;

/// Draws with the model once it is there; until then it says what is going on.
pub fn awaited(
    (fetched, retry): &(Fetched, Callback<()>),
    draw: impl FnOnce(&Shared<Loaded>) -> Html,
) -> Html {
    match fetched {
        Fetched::There(model) => draw(model),
        Fetched::OnItsWay => html! {
            <p role="status" data-model-state="on-its-way">{ "Fetching the trained model, less than 1 MB…" }</p>
        },
        Fetched::Failed(reason) => html! {
            <div class="warning" role="alert" data-model-state="failed">
                <p>{ format!("The trained model can’t be had: {reason}. Everything else works without it.") }</p>
                <button data-action="retry-model" onclick={retry.reform(|_| ())}>{ "Try again" }</button>
            </div>
        },
    }
}

/// What the model is, below what it made.
pub fn source(model: &Loaded) -> Html {
    html! {
        <p class="source" data-model-state="there">{ format!(
            "A trained {} of {} numbers, which knows {} different tokens.",
            names::family(model.config().family),
            count(u64::try_from(model.parameters()).unwrap_or(u64::MAX)),
            count(model.vocabulary() as u64),
        ) }</p>
    }
}
