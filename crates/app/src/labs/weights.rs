//! Where the numbers of a layer come from: a trained model or a seed.

use std::rc::Rc;

use engine::{Misread, Settings, Weights};
use yew::{Callback, Html, hook, html, use_callback};

use super::controls::select;
use crate::hooks::{Instead, Layer, trained_layer};
use crate::state::{Action, Inputs, TRAINED, WeightsChoice};

/// How many layers the trained models have.
const LAYERS: usize = 4;

/// The models that have one stack, as the menu calls them.
const MODELS: [(&str, &str); 3] =
    [(TRAINED[0], "encoder"), (TRAINED[1], "GPT"), (TRAINED[2], "LLaMA")];

/// The inputs as they are where a trained model decides some of them.
pub fn computed(inputs: &Inputs, settings: &Settings) -> Inputs {
    let head = inputs.head.min(settings.heads.saturating_sub(1));
    Inputs { settings: Rc::new(settings.clone()), head, ..inputs.clone() }
}

/// What the numbers on the screen are, where they are so by themselves.
pub fn pin(layer: &Layer, inputs: &Inputs) -> Option<WeightsChoice> {
    let is_trained = match layer {
        Layer::Of(settings, _) => settings.weights != Weights::Invented,
        Layer::Awaited => false,
    };
    (inputs.weights == WeightsChoice::Auto).then_some(match is_trained {
        true => WeightsChoice::Trained,
        false => WeightsChoice::Invented,
    })
}

/// Hands actions on. With the first changed cell the numbers stay what they are, trained or
/// invented, whatever is typed: the change is one of theirs.
#[hook]
pub fn use_pinned(dispatch: &Callback<Action>, layer: &Layer, inputs: &Inputs) -> Callback<Action> {
    use_callback((dispatch.clone(), pin(layer, inputs)), |action, (dispatch, pin)| {
        if let (Some(pin), Action::Edit(_)) = (pin, &action) {
            dispatch.emit(Action::Weights(*pin));
        }
        dispatch.emit(action);
    })
}

/// A menu of all layers, and of numbers that are invented.
pub fn menu(inputs: &Inputs, dispatch: &Callback<Action>) -> Html {
    let layers = MODELS.into_iter().flat_map(|(model, title)| {
        (0..LAYERS).map(move |layer| (Some((model, layer)), format!("{title}, layer {layer}")))
    });
    let choices: Vec<_> = layers.chain([(None, "the seed".to_owned())]).collect();
    // What was asked for, also while it isn't there.
    let is_trained = inputs.settings.weights != Weights::Invented;
    let current = (is_trained || inputs.weights == WeightsChoice::Trained)
        .then(|| trained_layer(inputs))
        .map(|(model, layer)| (model, layer.min(LAYERS - 1)));
    let choose = dispatch.reform(|choice: Option<(&'static str, usize)>| match choice {
        Some((model, layer)) => Action::Layer(model, layer),
        None => Action::Weights(WeightsChoice::Invented),
    });
    let hint = "A layer of a trained model, or numbers invented from a seed";
    select("weights", "Numbers from", hint, &choices, current, choose)
}

/// What stands where the numbers will.
pub fn awaited() -> Html {
    html! { <p role="status" data-model-state="on-its-way">{ "Fetching the trained weights…" }</p> }
}

/// Why numbers are invented, where a trained model was asked for.
pub fn instead(layer: &Layer, inputs: &Inputs, dispatch: &Callback<Action>) -> Option<Html> {
    let Layer::Of(_, Some(instead)) = layer else { return None };
    let why = match instead {
        Instead::Misread(Misread::Unknown(word)) => {
            format!(
                "“{word}” is no word that the trained model has seen, so these numbers are invented."
            )
        }
        Instead::Misread(Misread::TooLong(longest)) => {
            format!("The trained model reads {longest} words, so these numbers are invented.")
        }
        Instead::Misread(Misread::Characters) => {
            "The trained model reads words, so these numbers are invented.".into()
        }
        // Whoever made this page left the models out.
        Instead::Failed(_) if inputs.weights == WeightsChoice::Auto => return None,
        Instead::Failed(reason) => {
            format!("The trained weights can’t be had: {reason}. These numbers are invented.")
        }
        Instead::Late => {
            "The trained weights are on their way; till then numbers are invented.".into()
        }
    };
    let anyway = matches!(instead, Instead::Misread(_)).then(|| {
        let onclick = dispatch.reform(|_| Action::Weights(WeightsChoice::Trained));
        html! { <button data-action="use-trained" {onclick}>{ "Use it anyway" }</button> }
    });
    Some(html! { <p class="notice instead" role="status">{ why }{ " " }{ anyway }</p> })
}
