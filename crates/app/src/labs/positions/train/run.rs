//! The buttons of a run, and how far it has come.

use engine::training::{Command, Speed, Training, summary};
use web_sys::HtmlSelectElement;
use yew::{Callback, Html, TargetCast, html};

use super::super::look::title;
use super::{Phase, Progress, Session, percent};

/// The speeds on offer.
const SPEEDS: [(&str, Speed); 4] = [
    ("full speed", Speed::Full),
    ("20 steps a second", Speed::StepsPerSecond(20)),
    ("5 steps a second", Speed::StepsPerSecond(5)),
    ("1 step a second", Speed::StepsPerSecond(1)),
];

/// Start, pause, cancel, speed; a bar, and in words where the run stands. `wrong` is what is
/// wrong with the plan.
pub fn run(session: &Session, plan: &Training, wrong: Option<&String>) -> Html {
    let Session { progress, on, speed: chosen, is_inline } = session;
    let is_on = progress.phase.is_on();
    let is_paused = progress.phase == Phase::Paused;
    let start = {
        let plan = plan.clone();
        on.reform(move |_| Command::Start(plan.clone()))
    };
    let pause = on.reform(move |_| if is_paused { Command::Resume } else { Command::Pause });
    let speed = on.reform(|event: yew::Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let index = usize::try_from(select.selected_index()).unwrap_or_default();
        Command::Speed(SPEEDS.get(index).map_or(Speed::Full, |speed| speed.1))
    });
    let changed = progress.plan.as_deref().is_some_and(|started| started != plan);
    let name = match (&progress.phase, changed) {
        (Phase::Idle, _) => "Train",
        (_, true) => "Train anew",
        (_, false) => "Train again",
    };
    html! {
        <section class="run" aria-label="Training" data-phase={progress.phase.name()}>
            <div class="buttons">
                <button class="primary" data-action="train" aria-disabled={wrong.is_some().to_string()} onclick={
                    if wrong.is_some() { Callback::noop() } else { start }
                }>{ name }</button>
                <button data-action="pause" aria-disabled={(!is_on).to_string()} onclick={
                    if is_on { pause } else { Callback::noop() }
                }>{ if is_paused { "Resume" } else { "Pause" } }</button>
                <button data-action="cancel" aria-disabled={(!is_on).to_string()} onclick={
                    if is_on { on.reform(|_| Command::Cancel) } else { Callback::noop() }
                }>{ "Cancel" }</button>
                <label class="speed">
                    <span class="visually-hidden">{ "Speed of training" }</span>
                    <select data-control="speed" onchange={speed}>
                        { for SPEEDS.iter().map(|(name, speed)| html! {
                            <option selected={speed == chosen}>{ *name }</option>
                        }) }
                    </select>
                </label>
                <progress max="1" value={progress.part().to_string()} aria-label="Steps made" />
            </div>
            <p class="status" role="status">
                { status(progress, plan, changed) }
                { (progress.phase == Phase::Finished).then(|| html! {
                    <span class="visually-hidden">{ result(progress) }</span>
                }) }
            </p>
            <>{ wrong.map(|wrong| html! { <p class="warning" role="alert">{ wrong.clone() }</p> }) }</>
            <>{ is_inline.then(|| html! {
                <p class="notice">{ "This page may not start a worker, so it trains by itself, a little at a time: slower." }</p>
            }) }</>
        </section>
    }
}

/// Where the run stands, in words.
fn status(progress: &Progress, plan: &Training, changed: bool) -> String {
    let ran = progress.plan.as_deref().unwrap_or(plan);
    let models = ran.encodings.len() * ran.seeds;
    let what = format!("{models} models, {} steps each", ran.steps);
    let hint =
        if changed { " You changed the settings: train anew to see what they do." } else { "" };
    match &progress.phase {
        Phase::Idle if plan.beyond => format!(
            "Nothing is measured at other lengths in this page yet: {what}, on the same examples."
        ),
        Phase::Idle => {
            format!("Nothing is trained in this page yet: {what}, on the same examples.")
        }
        Phase::Starting => format!("Starting {what}."),
        Phase::Running => format!("Training {what}{}.{hint}", quarter(progress.part())),
        Phase::Paused => format!("Paused.{hint}"),
        Phase::Finished => format!("Finished: {what}.{hint}"),
        Phase::Cancelled => format!("Cancelled. What was measured before stays.{hint}"),
        Phase::Failed(reason) => {
            format!("The training stopped: {reason}. What was measured before stays.")
        }
    }
}

/// How much is done, in quarters: this is said aloud, and must not be said all the time.
fn quarter(part: f64) -> &'static str {
    match part {
        ..0.25 => "",
        ..0.5 => ", a quarter made",
        ..0.75 => ", half of them made",
        _ => ", three quarters made",
    }
}

/// What came of it, for whoever can't see it beside.
fn result(progress: &Progress) -> String {
    let kinds = progress.plan.iter().flat_map(|plan| &plan.encodings);
    let all = kinds.filter_map(|&kind| {
        let right: Vec<f64> = progress.newest(kind).iter().map(|report| report.accuracy).collect();
        Some(format!("{} {}", title(kind), percent(summary(&right)?.mean)))
    });
    format!(" Right: {}.", all.collect::<Vec<_>>().join(", "))
}

impl Phase {
    /// The name for scripts.
    fn name(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
            Self::Failed(_) => "failed",
        }
    }
}
