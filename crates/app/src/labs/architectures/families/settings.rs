//! Whose weights the pictures show, and what the encoder–decoder makes of the sentence.

use yew::{Html, html};

use crate::labs::LabProps;
use crate::labs::architectures::pickers::{NUMBERS, tasks};
use crate::labs::parts::segments;
use crate::state::{Action, ArchitecturesChoice};

/// The buttons; of layers and heads as many as the largest model has that is there.
pub fn settings(lab: &LabProps, (layers, heads): (usize, usize)) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let choice = inputs.architectures;
    let numbers = |most: usize| -> Vec<(usize, &'static str, &'static str)> {
        NUMBERS.iter().take(most).enumerate().map(|(at, name)| (at, *name, *name)).collect()
    };
    let layer = dispatch
        .reform(move |layer| Action::Architectures(ArchitecturesChoice { layer, ..choice }));
    // One that isn't there is taken for the last.
    let last = |chosen: usize, all: usize| chosen.min(all.saturating_sub(1));
    html! {
        <div class="pickers">
            { segments("Layer", "layer", &numbers(layers), last(choice.layer, layers), &layer) }
            { segments("Head", "head", &numbers(heads), last(inputs.head, heads), &dispatch.reform(Action::Head)) }
            { tasks("T5’s task", lab) }
        </div>
    }
}
