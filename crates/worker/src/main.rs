//! The worker: trains and measures what the page's commands say, and tells the page what happened.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use worker::{Event, READY, Runner, read, write};

/// The longest that a command waits, in milliseconds.
const SLICE: f64 = 30.0;

/// How long the page draws undisturbed what it was told, in milliseconds: where there are few
/// cores, work beside it makes it miss frames.
const REST: f64 = 40.0;

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let tell = {
        let scope = scope.clone();
        move |events: Vec<Event>| post(&scope, &events)
    };
    let runner = Runner::new(SLICE, REST, tell);
    let listener = EventListener::new(&scope, "message", {
        let scope = scope.clone();
        move |event| match read(event.unchecked_ref::<MessageEvent>().data()) {
            Ok(command) => runner.handle(command),
            Err(error) => post(&scope, &[Event::Failed(error)]),
        }
    });
    // It listens as long as the worker lives.
    listener.forget();
    // A page that is gone needs no answer.
    let _ = scope.post_message(&JsValue::from(READY));
}

fn post(scope: &DedicatedWorkerGlobalScope, events: &[Event]) {
    let message = write(&events).unwrap_or_else(JsValue::from);
    let _ = scope.post_message(&message);
}
