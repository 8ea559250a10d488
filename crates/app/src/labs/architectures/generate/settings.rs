//! Which decoder goes on, and how the next token is chosen.

use yew::{Callback, Html, html};

use crate::labs::LabProps;
use crate::labs::controls::{seed, select, temperature};
use crate::labs::parts::Slider;
use crate::state::{Action, ArchitecturesChoice, DECODERS};

/// The most candidates on offer for top-k; more can be had by the URL.
const MOST: usize = 40;

/// The controls.
pub fn settings(lab: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let choice = inputs.architectures;
    let decoders = DECODERS.map(|name| {
        let title = if name == "gpt" { "as GPT" } else { "as LLaMA" };
        (name, title.to_owned())
    });
    let changed = |set: fn(&mut ArchitecturesChoice, f64)| {
        dispatch.reform(move |value| {
            let mut next = choice;
            set(&mut next, value);
            Action::Architectures(next)
        })
    };
    let choose: Callback<&'static str> = dispatch
        .reform(move |decoder| Action::Architectures(ArchitecturesChoice { decoder, ..choice }));
    let top_k = Slider {
        text: if choice.top_k == 0 { "all".to_owned() } else { choice.top_k.to_string() },
        ..Slider::whole(
            ("top_k", "Top-k", "How many of the most probable tokens are kept"),
            choice.top_k,
            (0, MOST),
        )
    };
    let top_p = Slider {
        id: "top_p",
        label: "Top-p",
        hint: "The fewest most probable tokens that reach this share of the rest are kept",
        value: choice.top_p.into(),
        range: (0.05, 1.0, 0.05),
        text: if choice.top_p < 1.0 { choice.top_p.to_string() } else { "all".to_owned() },
    };
    let shown = |part: &str, control: Html| inputs.shows(part).then_some(control);
    html! {
        <section class="settings" aria-label="Settings">
            <div class="controls">
                { select("decoder", "Decoder", "Which model goes on", &decoders, choice.decoder, choose) }
                { shown("temperature", temperature(inputs.settings.temperature, dispatch)) }
                { top_k.draw(changed(|choice, value| choice.top_k = value as usize)) }
                // Two digits are enough, and make a short address.
                { top_p.draw(changed(|choice, value| choice.top_p = (value * 100.0).round() as f32 / 100.0)) }
                { shown("seed", seed(inputs.settings.seed, dispatch)) }
            </div>
        </section>
    }
}
