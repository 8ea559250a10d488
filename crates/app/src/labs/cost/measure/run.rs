//! The buttons of a measurement, and how far it has come.

use engine::measuring::Measuring;
use yew::{Callback, Html, html};

use super::super::names::title;
use super::Measurement;
use super::progress::{Phase, Progress};

/// Start and cancel; a bar, and in words where the measurement stands.
pub fn run(measurement: &Measurement, plan: &Measuring) -> Html {
    let Measurement { progress, start, cancel, is_inline } = measurement;
    let is_on = progress.phase == Phase::Running;
    let is_empty = plan.variants.is_empty();
    let name = if progress.phase == Phase::Idle { "Measure" } else { "Measure again" };
    let start = {
        let plan = plan.clone();
        start.reform(move |_| plan.clone())
    };
    html! {
        <section class="run" aria-label="Measurement" data-phase={progress.phase.name()}>
            <div class="buttons">
                <button class="primary" data-action="measure" aria-disabled={is_empty.to_string()} onclick={
                    if is_empty { Callback::noop() } else { start }
                }>{ name }</button>
                <button data-action="cancel" aria-disabled={(!is_on).to_string()} onclick={
                    if is_on { cancel.reform(|_| ()) } else { Callback::noop() }
                }>{ "Cancel" }</button>
                <progress max="1" value={progress.part().to_string()} aria-label="Measured" />
            </div>
            <p class="status" role="status">{ status(progress, plan) }</p>
            <>{ is_empty.then(|| html! {
                <p class="warning" role="alert">{ "Choose at least one variant to measure." }</p>
            }) }</>
            <>{ is_inline.then(|| html! {
                <p class="notice">{ "This page may not start a worker, so it measures by itself, up to 2,048 tokens, and stands still meanwhile." }</p>
            }) }</>
        </section>
    }
}

/// Where the measurement stands, in words. What is under way is not said here, for a screen
/// reader would hear each.
fn status(progress: &Progress, plan: &Measuring) -> String {
    let ran = progress.plan.as_deref().unwrap_or(plan);
    let longest = ran.lengths.iter().max().copied().unwrap_or_default();
    let what = format!("{} variants, up to {longest} tokens", ran.variants.len());
    let changed = progress.plan.as_deref().is_some_and(|ran| ran != plan);
    let hint =
        if changed { " You changed the settings: measure again to see what they do." } else { "" };
    match &progress.phase {
        Phase::Idle => format!("Nothing is measured in this page yet: {what}."),
        Phase::Running => format!("Measuring {what}.{hint}"),
        Phase::Finished => format!("Finished: {what}.{hint}"),
        Phase::Cancelled => format!("Cancelled. What was measured before stays.{hint}"),
        Phase::Failed(reason) => {
            let at = progress.next().map(|(variant, n)| {
                format!(
                    " It was at {} with {n} tokens; perhaps the memory didn’t suffice.",
                    title(variant)
                )
            });
            format!(
                "The measuring stopped: {}{} What was measured before stays.",
                reason,
                at.unwrap_or_default()
            )
        }
    }
}

impl Phase {
    /// The name for scripts.
    fn name(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
            Self::Failed(_) => "failed",
        }
    }
}
