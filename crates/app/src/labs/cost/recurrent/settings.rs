//! What decides the numbers.

use engine::recurrent::{MAX_GAIN, MAX_HIDDEN, MAX_LENGTH};
use yew::{Callback, Html, html};

use crate::labs::controls::controls;
use crate::labs::parts::Slider;
use crate::state::{Action, CostChoice, Inputs};

/// The controls.
pub fn settings(inputs: &Inputs, dispatch: &Callback<Action>) -> Html {
    let cost = inputs.cost;
    let set = |set: fn(&mut CostChoice, f64)| {
        dispatch.reform(move |value| {
            let mut next = cost;
            set(&mut next, value);
            Action::Cost(next)
        })
    };
    // Tenths, whatever the browser makes of a slider's steps.
    let tenths = |(id, label, hint), value: f32, (low, high): (f64, f64)| {
        let range = (low, high, 0.1);
        Slider { id, label, hint, value: f64::from(value), range, text: value.to_string() }
    };
    let hidden = Slider::whole(
        ("hidden", "Hidden size", "How many numbers a state has, and an output of attention"),
        cost.hidden,
        (1, MAX_HIDDEN),
    );
    let gain = tenths(
        ("gain", "Gain", "What the weights from one state to the next are multiplied by"),
        cost.gain,
        (0.0, f64::from(MAX_GAIN)),
    );
    let forget = tenths(
        ("forget", "Forget bias", "With which bias the LSTM’s forget gate starts: high is open"),
        cost.forget,
        (-4.0, 8.0),
    );
    let span = Slider::whole(
        ("span", "Invented length", "How many vectors the invented sequence has"),
        cost.span,
        (2, MAX_LENGTH),
    );
    // The rest of the layer changes nothing here.
    let mut layer = inputs.clone();
    layer.hide.extend(["encoding", "mask", "heads", "scale", "temperature"]);
    html! {
        <section class="settings" aria-label="Settings">
            { hidden.draw(set(|cost, value| cost.hidden = value as usize)) }
            { gain.draw(set(|cost, value| cost.gain = rounded(value))) }
            { forget.draw(set(|cost, value| cost.forget = rounded(value))) }
            { span.draw(set(|cost, value| cost.span = value as usize)) }
            { controls(&layer, dispatch) }
        </section>
    }
}

/// To tenths, so that the address stays short.
fn rounded(value: f64) -> f32 {
    (value * 10.0).round() as f32 / 10.0
}
