//! Where the numbers of a layer come from: a trained model or a seed.

use std::rc::Rc;

use engine::{EncodingKind, Misread, Settings, Weights};
use yew::{Callback, Html, MouseEvent, hook, html, use_callback};

use super::controls::select;
use crate::hooks::{Instead, Layer, trained_layer};
use crate::state::{Action, Inputs, TRAINED, WeightsChoice};
use crate::words;

/// How many layers the trained models have.
const LAYERS: usize = 4;

/// The models that have one stack, as the menu calls them, and how they tell positions.
const MODELS: [(&str, &str, EncodingKind); 3] = [
    (TRAINED[0], "encoder", EncodingKind::Learned),
    (TRAINED[1], "GPT", EncodingKind::Learned),
    (TRAINED[2], "LLaMA", EncodingKind::Rope),
];

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
            dispatch.emit(Action::Pin(*pin));
        }
        dispatch.emit(action);
    })
}

/// A menu of all layers, and of numbers that are invented.
pub fn menu(inputs: &Inputs, dispatch: &Callback<Action>) -> Html {
    let layers = MODELS.into_iter().flat_map(|(model, title, _)| {
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

/// A menu of encodings. A trained model keeps its own, or goes without; others are for invented
/// numbers.
pub fn encodings(inputs: &Inputs, dispatch: &Callback<Action>) -> Html {
    let settings = &inputs.settings;
    let (model, _) = trained_layer(inputs);
    let own = MODELS.iter().find(|(name, ..)| *name == model).map(|(_, _, own)| *own);
    let own = own.filter(|_| settings.weights != Weights::Invented);
    let title = |kind| match (kind, own) {
        (EncodingKind::Learned, Some(EncodingKind::Learned)) => "learned, as trained".to_owned(),
        (kind, Some(own)) if own == kind => format!("{}, as trained", words::encoding(kind)),
        (EncodingKind::None, _) | (_, None) => words::encoding(kind).to_owned(),
        (kind, Some(_)) => format!("{}, invented numbers", words::encoding(kind)),
    };
    let choose = dispatch.reform(move |kind| match own {
        Some(_) if kind == EncodingKind::None => Action::OwnEncoding(false),
        Some(own) if own == kind => Action::OwnEncoding(true),
        _ => Action::Encoding(kind),
    });
    let hint = "How word order reaches the layer";
    // What a trained model can do comes first: arrow keys choose what they pass.
    let mut kinds = EncodingKind::ALL;
    let at = kinds.iter().position(|kind| Some(*kind) == own).unwrap_or_default();
    if at > 0 {
        kinds[1..=at].rotate_right(1);
    }
    let choices = kinds.map(|kind| (kind, title(kind)));
    select("encoding", "Positional encoding", hint, &choices, settings.encoding, choose)
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
        // Nobody asked for one.
        Instead::LeftOut if inputs.weights == WeightsChoice::Auto => return None,
        Instead::LeftOut => {
            "This file was made without trained models, so these numbers are invented.".into()
        }
        Instead::Failed(reason, _) => {
            format!("The trained weights can’t be had: {reason}. These numbers are invented.")
        }
        Instead::Late(_) => {
            "The trained weights are on their way; till then numbers are invented.".into()
        }
    };
    let button = match instead {
        Instead::Misread(_) => {
            let onclick = dispatch.reform(|_| Action::Weights(WeightsChoice::Trained));
            html! { <button data-action="use-trained" {onclick}>{ "Use it anyway" }</button> }
        }
        Instead::Failed(_, retry) => retry_button(false, retry.reform(|_| ())),
        // It has the focus of who has just pressed it.
        Instead::Late(true) => retry_button(true, Callback::noop()),
        Instead::LeftOut | Instead::Late(false) => Html::default(),
    };
    Some(html! { <p class="notice instead" role="status">{ why }{ " " }{ button }</p> })
}

fn retry_button(is_waiting: bool, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button data-action="retry-model" aria-disabled={is_waiting.to_string()} {onclick}>
            { "Try again" }
        </button>
    }
}

#[cfg(test)]
mod tests {
    use engine::architectures::{Loaded, TRAINED};

    use super::*;

    #[test]
    fn models_are_what_their_files_say() {
        for (name, _, own) in MODELS {
            let family = TRAINED.into_iter().find(|known| known.0 == name).unwrap().1;
            let path = format!("{}/../../www/models/{name}.weights", env!("CARGO_MANIFEST_DIR"));
            let model = Loaded::read(&std::fs::read(path).unwrap(), family).unwrap();
            assert_eq!((model.config().encoding, model.config().layers), (own.name(), LAYERS));
        }
    }
}
