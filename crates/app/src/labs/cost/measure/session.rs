//! A measurement: commands to the worker, and what has come back.

use std::rc::Rc;

use engine::measuring::{Command, Measuring};
use yew::{Callback, UseReducerHandle, hook, use_callback, use_effect_with, use_reducer};

use super::plan::LONGEST_INLINE;
use super::progress::{Change, Phase, Progress};
use crate::hooks::use_worker;

/// What the view needs of a measurement.
#[derive(Clone, PartialEq)]
pub struct Measurement {
    /// What was found so far.
    pub progress: UseReducerHandle<Progress>,
    /// Starts a measurement.
    pub start: Callback<Measuring>,
    /// Calls it off.
    pub cancel: Callback<()>,
    /// Whether the page itself has to do the work.
    pub is_inline: bool,
}

/// A measurement that ends with the component.
#[hook]
pub fn use_measurement() -> Measurement {
    let progress = use_reducer(Progress::default);
    let on_events = use_callback(progress.dispatcher(), |events: Vec<worker::Event>, progress| {
        let mut heard = Vec::new();
        for event in events {
            match event {
                worker::Event::Measure(event) => heard.push(event),
                worker::Event::Failed(reason) => progress.dispatch(Change::Fail(reason)),
                worker::Event::Train(_) => {}
            }
        }
        progress.dispatch(Change::Heard(heard));
    });
    let worker = use_worker(on_events);
    let is_inline = worker.is_slow();
    let start = {
        let (worker, progress) = (worker.clone(), progress.dispatcher());
        Callback::from(move |plan: Measuring| {
            worker.terminate();
            progress.dispatch(Change::Start(Rc::new(plan.clone())));
            worker.post(&worker::Command::Measure(Command::Start(plan)));
        })
    };
    // Whether there can be a worker is known only once one was wanted: by then the plan may be
    // too long for the page.
    let plan = progress.plan.clone().filter(|_| progress.phase == Phase::Running);
    use_effect_with(is_inline, {
        let start = start.clone();
        move |is_inline| {
            let Some(plan) = plan.filter(|_| *is_inline) else { return };
            if plan.lengths.iter().any(|n| *n > LONGEST_INLINE) {
                let mut short = (*plan).clone();
                short.lengths.retain(|n| *n <= LONGEST_INLINE);
                start.emit(short);
            }
        }
    });
    let cancel = {
        let progress = progress.dispatcher();
        Callback::from(move |()| {
            // A worker in the middle of a long sequence wouldn't hear a command.
            worker.terminate();
            progress.dispatch(Change::Cancel);
        })
    };
    Measurement { progress, start, cancel, is_inline }
}
