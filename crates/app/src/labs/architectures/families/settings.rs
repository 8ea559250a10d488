//! Whose weights the pictures show, and what the encoder–decoder makes of the sentence.

use yew::{Html, html};

use crate::labs::LabProps;
use crate::labs::parts::segments;
use crate::state::{Action, ArchitecturesChoice, TASKS};

/// What the buttons of layers and heads say. The address can name more.
const NUMBERS: [&str; 12] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

/// The buttons; of layers and heads as many as the largest model has that is there.
pub fn settings(lab: &LabProps, (layers, heads): (usize, usize)) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let choice = inputs.architectures;
    let numbers = |most: usize| -> Vec<(usize, &'static str, &'static str)> {
        NUMBERS.iter().take(most).enumerate().map(|(at, name)| (at, *name, *name)).collect()
    };
    let tasks = TASKS.map(|task| (task, task, if task == "german" { "German" } else { task }));
    let task =
        dispatch.reform(move |task| Action::Architectures(ArchitecturesChoice { task, ..choice }));
    let layer = dispatch
        .reform(move |layer| Action::Architectures(ArchitecturesChoice { layer, ..choice }));
    // One that isn't there is taken for the last.
    let last = |chosen: usize, all: usize| chosen.min(all.saturating_sub(1));
    html! {
        <div class="pickers">
            { segments("Layer", "layer", &numbers(layers), last(choice.layer, layers), &layer) }
            { segments("Head", "head", &numbers(heads), last(inputs.head, heads), &dispatch.reform(Action::Head)) }
            { segments("T5’s task", "task", &tasks, choice.task, &task) }
        </div>
    }
}
