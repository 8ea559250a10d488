//! Long work away from the page's thread.

mod link;

use std::rc::Rc;

use gloo::events::EventListener;
use web_sys::window;
use worker::{Command, Event};
use yew::{Callback, hook, use_effect_with, use_memo, use_mut_ref, use_state_eq};

use link::Link;

/// The way to the worker of one component.
#[derive(Clone)]
pub struct WorkerHandle {
    link: Rc<Link>,
    is_slow: bool,
}

impl WorkerHandle {
    /// Gives the worker a command; the first one starts it.
    pub fn post(&self, command: &Command) {
        Link::post(&self.link, command);
    }

    /// Ends the worker and all its work; the next command starts another.
    pub fn terminate(&self) {
        self.link.terminate();
    }

    /// Whether there can be no worker here, so that the page works between its own tasks,
    /// which is slower. The page should say so.
    pub fn is_slow(&self) -> bool {
        self.is_slow
    }
}

impl PartialEq for WorkerHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.link, &other.link) && self.is_slow == other.is_slow
    }
}

/// A worker that lives until the component goes or the page does. Nothing is loaded before
/// the first command. What happened together is told together, so that it is drawn once.
#[hook]
pub fn use_worker(on_events: Callback<Vec<Event>>) -> WorkerHandle {
    let is_slow = use_state_eq(|| false);
    let listener = use_mut_ref(Callback::noop);
    listener.replace(on_events);
    let link = use_memo((), |()| {
        let (listener, is_slow) = (listener.clone(), is_slow.setter());
        let on_events = move |events| {
            let listener: Callback<Vec<Event>> = listener.borrow().clone();
            listener.emit(events);
        };
        Link::new(on_events, move || is_slow.set(true))
    });
    use_effect_with((), {
        let link = link.clone();
        move |()| {
            let on_hide = window().map(|window| {
                let link = link.clone();
                EventListener::new(&window, "pagehide", move |_| link.terminate())
            });
            move || {
                drop(on_hide);
                link.terminate();
            }
        }
    });
    WorkerHandle { link, is_slow: *is_slow }
}
