//! Buttons that several views have: the tasks of the encoder–decoder, and numbers.

use yew::{Html, html};

use crate::labs::LabProps;
use crate::labs::parts::segments;
use crate::state::{Action, ArchitecturesChoice, MOST_LAYERS, TASKS};

/// The numbers of layers and heads, as they stand on buttons. The address can name more heads.
pub const NUMBERS: [&str; MOST_LAYERS] =
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

/// What the encoder–decoder makes of the sentence. `label` says whose task that is.
pub fn tasks(label: &'static str, lab: &LabProps) -> Html {
    let choice = lab.inputs.architectures;
    let title = |task| if task == "german" { "German" } else { task };
    let tasks = TASKS.map(|task| (task, task, title(task)));
    let choose = lab
        .dispatch
        .reform(move |task| Action::Architectures(ArchitecturesChoice { task, ..choice }));
    html! { <>{ segments(label, "task", &tasks, choice.task, &choose) }</> }
}
