//! A training session: commands to the worker, and what has come back.

use std::rc::Rc;

use engine::training::{Command, Event, Speed};
use yew::{Callback, UseReducerHandle, hook, use_callback, use_reducer, use_state_eq};

use super::progress::{Change, Progress};
use crate::hooks::use_worker;

/// What a view needs of a session.
#[derive(Clone, PartialEq)]
pub struct Session {
    /// What the worker has said so far.
    pub progress: UseReducerHandle<Progress>,
    /// Takes commands.
    pub on: Callback<Command>,
    /// How fast to train.
    pub speed: Speed,
    /// Whether the page itself has to do the work.
    pub is_inline: bool,
}

/// A session that ends with the component.
#[hook]
pub fn use_session() -> Session {
    let progress = use_reducer(Progress::default);
    let on_events = use_callback(progress.dispatcher(), |events: Vec<worker::Event>, progress| {
        let of_training = |event| match event {
            worker::Event::Train(event) => Some(event),
            worker::Event::Failed(reason) => Some(Event::Failed(reason)),
            worker::Event::Measure(_) => None,
        };
        progress.dispatch(Change::Heard(events.into_iter().filter_map(of_training).collect()));
    });
    let worker = use_worker(on_events);
    let is_inline = worker.is_slow();
    let speed = use_state_eq(Speed::default);
    let on = {
        let (progress, speed) = (progress.dispatcher(), speed.clone());
        Callback::from(move |command: Command| {
            match &command {
                Command::Start(plan) => {
                    // A new worker, so that nothing of an earlier run is still on its way.
                    worker.terminate();
                    progress.dispatch(Change::Start(Rc::new(plan.clone())));
                }
                Command::Pause => progress.dispatch(Change::Pause(true)),
                Command::Resume => progress.dispatch(Change::Pause(false)),
                Command::Speed(new) => speed.set(*new),
                // The worker says when it has stopped.
                Command::Cancel => {}
            }
            let is_start = matches!(command, Command::Start(_));
            worker.post(&worker::Command::Train(command));
            if is_start {
                worker.post(&worker::Command::Train(Command::Speed(*speed)));
            }
        })
    };
    Session { progress, on, speed: *speed, is_inline }
}
