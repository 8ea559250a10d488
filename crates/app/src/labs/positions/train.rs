//! Training, live: every encoding on the same examples, side by side.

mod charts;
mod colour;
mod example;
mod outcome;
mod progress;
mod run;
mod session;
mod settings;
mod table;

use engine::Cell;
use engine::training::{Command, facts};
use yew::{Callback, Html, Properties, component, html, use_memo, use_node_ref, use_state_eq};

pub use colour::colour;
pub use example::task;
pub use outcome::percent;
pub use progress::{Phase, Progress};
pub use run::run;
pub use session::{Session, use_session};
pub use settings::settings;

use super::View;
use crate::hooks::{use_room, use_size};
use crate::labs::LabProps;

/// The view's line in the list.
pub const VIEW: View = View {
    slug: "train",
    title: "Train",
    draw: |lab, sessions| html! { <Train {lab} session={sessions.train.clone()} /> },
};

/// What a view that trains is given.
#[derive(Properties, PartialEq)]
pub struct TrainingProps {
    /// What every lab is given.
    pub lab: LabProps,
    /// The training.
    pub session: Session,
}

/// The view.
#[component]
fn Train(TrainingProps { lab, session }: &TrainingProps) -> Html {
    let LabProps { inputs, theme, dispatch } = lab;
    let plan = use_memo(inputs.plan(), Clone::clone);
    let known = use_memo(plan.clone(), |plan| facts(plan));
    let progress = &session.progress;
    let stage = use_node_ref();
    let width = use_size(stage.clone(), true).map_or(688.0, |size| size.0);
    let window = use_room().height;
    let frame = use_state_eq(|| None::<usize>);
    let hover = use_state_eq(|| None::<Cell>);
    // A new run has frames of its own.
    let on = {
        let (frame, send) = (frame.setter(), session.on.clone());
        Callback::from(move |command: Command| {
            if matches!(command, Command::Start(_)) {
                frame.set(None);
            }
            send.emit(command);
        })
    };
    let chosen = {
        let frame = frame.setter();
        Callback::from(move |index| frame.set(Some(index)))
    };
    html! {
        <div class="bench">
            { inputs.shows("controls").then(|| settings(inputs, dispatch)) }
            <div class="middle">
                { run(&Session { on, ..session.clone() }, &plan, (*known).as_ref().err()) }
                <div ref={stage} class="stage" tabindex="-1">
                    <div class="panels">
                        { charts::charts(progress, &plan, (*known).as_ref().ok(), *theme, (width, window)) }
                        { table::table(
                            progress, *frame, &hover, *theme, (charts::panel(width), window), &chosen,
                        ) }
                    </div>
                </div>
            </div>
            <aside class="side" tabindex="0" aria-label="What is trained, and what came of it">
                { task(&plan, &known) }
                { outcome::outcome(progress, (*known).as_ref().ok()) }
            </aside>
        </div>
    }
}
