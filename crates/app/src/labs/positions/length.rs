//! Beyond the length that a model was trained on: what each source says, and what is measured.

mod below;
mod chart;
mod claims;
mod found;

use engine::training::{Record, Training, facts};
use yew::{Callback, Html, component, html, use_memo, use_node_ref};

use self::found::Found;
use super::View;
use super::train::{Phase, Progress, TrainingProps, run, settings, task};
use crate::hooks::{use_record, use_size};
use crate::labs::LabProps;
use crate::state::Action;

/// The view's line in the list.
pub const VIEW: View = View {
    slug: "length",
    title: "Beyond its length",
    draw: |lab, sessions| html! { <Length {lab} session={sessions.length.clone()} /> },
};

/// The view.
#[component]
fn Length(TrainingProps { lab, session }: &TrainingProps) -> Html {
    let LabProps { inputs, theme, dispatch } = lab;
    let plan = use_memo(inputs.plan(), |plan| Training { beyond: true, ..plan.clone() });
    let known = use_memo(plan.clone(), |plan| facts(plan));
    let records = use_record();
    let stage = use_node_ref();
    let size = use_size(stage.clone(), true);
    let progress = &session.progress;
    let made = records.as_deref().and_then(|records| records.as_deref().ok());
    let found = Found::of(progress, &plan, made.unwrap_or_default());
    // Of whatever is shown, which need not be what the settings say.
    let shown = found.as_ref().map(|found| found.plan.clone());
    let chance = use_memo(shown, |shown| Some(facts(shown.as_ref()?).ok()?.chance));
    html! {
        <div class="bench">
            { inputs.shows("controls").then(|| settings(inputs, dispatch)) }
            <div class="middle">
                { run(session, &plan, (*known).as_ref().err()) }
                <div ref={stage} class="stage" tabindex="-1">
                    <div class="panels one">
                        { found.as_ref().map(|found| {
                            let is_on = progress.phase.is_on();
                            let size = size.unwrap_or((688.0, 600.0));
                            chart::chart(found, &plan, is_on, *chance, *theme, size)
                        }) }
                        { absent(found.as_ref(), records.as_deref(), progress, &plan, dispatch) }
                    </div>
                </div>
            </div>
            <aside class="side" tabindex="0" aria-label="What is said, and what was measured">
                <>{ found.as_ref().zip(*chance).and_then(|(found, chance)| below::below(found, chance)) }</>
                { found.as_ref().map(claims::claims) }
                { task(&plan, &known) }
            </aside>
        </div>
    }
}

/// Why there is nothing to see yet.
fn absent(
    found: Option<&Found>,
    records: Option<&Result<Vec<Record>, String>>,
    progress: &Progress,
    plan: &Training,
    dispatch: &Callback<Action>,
) -> Option<Html> {
    if found.is_some() || progress.phase == Phase::Running {
        return None;
    }
    Some(match records {
        None => html! { <p role="status">{ "Fetching the run that was made before…" }</p> },
        Some(Err(reason)) => html! {
            <p class="warning" role="status">
                { format!("The run that was made before can’t be had ({reason}). Train to measure it here.") }
            </p>
        },
        Some(Ok(records)) => {
            let is_near = |r: &&Record| r.plan.task == plan.task && r.plan.causal == plan.causal;
            let near = records.iter().find(is_near).map(|record| {
                let Training { length, layers, steps, .. } = record.plan;
                let show = {
                    let plan = Training { seeds: 1, ..record.plan.clone() };
                    dispatch.reform(move |_| Action::Training(Box::new(plan.clone())))
                };
                let name =
                    format!("Show the one with length {length}, {layers} layers, {steps} steps");
                html! { <p><button data-action="show-record" onclick={show}>{ name }</button></p> }
            });
            html! {
                <div role="status">
                    <p>{ "No run was made before with these settings. Train to measure it here." }</p>
                    { near }
                </div>
            }
        }
    })
}
