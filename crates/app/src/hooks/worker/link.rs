//! A worker, or what stands in for it where there can be none.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{MessageEvent, Worker};
use worker::{Command, Event, READY, Runner, read, write};

use crate::files;

/// A module of one function that holds a relaxed multiply-add: valid where a browser has
/// relaxed SIMD (opcode 0xfd 0x105 of WebAssembly 3.0).
const RELAXED: [u8; 40] = [
    0, b'a', b's', b'm', 1, 0, 0, 0, // the head
    1, 5, 1, 0x60, 0, 1, 0x7b, // a type: nothing to a vector
    3, 2, 1, 0, // a function of that type
    10, 19, 1, 17, 0, // its code, without variables
    0x41, 0, 0xfd, 0x11, 0x41, 0, 0xfd, 0x11, 0x41, 0, 0xfd, 0x11, // three vectors of zeros
    0xfd, 0x85, 2, 0x0b, // multiplied and added; the end
];

fn has_relaxed_simd() -> bool {
    js_sys::WebAssembly::validate(&js_sys::Uint8Array::from(&RELAXED[..])).unwrap_or(false)
}

/// How long a worker may take until it hears, in milliseconds.
const PATIENCE: u32 = 10_000;

/// How long the page's thread may be kept when there is no worker, in milliseconds: less
/// than a frame.
const SLICE: f64 = 12.0;

pub(super) struct Link {
    state: RefCell<State>,
    on_events: Rc<dyn Fn(Vec<Event>)>,
    on_slow: Box<dyn Fn()>,
}

enum State {
    Idle,
    /// Commands wait until the worker hears.
    Starting(Running, Vec<Command>),
    Running(Running),
    Inline(Runner),
}

/// A worker that ends when this is dropped.
struct Running {
    worker: Worker,
    _listeners: [EventListener; 2],
    _patience: Timeout,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Link {
    /// No worker yet; `on_slow` is told when it is clear that there can be none.
    pub fn new(on_events: impl Fn(Vec<Event>) + 'static, on_slow: impl Fn() + 'static) -> Self {
        Self {
            state: RefCell::new(State::Idle),
            on_events: Rc::new(on_events),
            on_slow: Box::new(on_slow),
        }
    }

    pub fn post(this: &Rc<Self>, command: &Command) {
        if matches!(*this.state.borrow(), State::Idle) {
            this.state.replace(match Running::start(this) {
                Some(running) => State::Starting(running, Vec::new()),
                None => this.inline(),
            });
        }
        match &mut *this.state.borrow_mut() {
            State::Idle => {}
            State::Starting(_, waiting) => waiting.push(command.clone()),
            State::Running(running) => this.send(&running.worker, command),
            State::Inline(runner) => runner.handle(command.clone()),
        }
    }

    pub fn terminate(&self) {
        self.state.replace(State::Idle);
    }

    fn send(&self, worker: &Worker, command: &Command) {
        let sent = write(command).map(|message| worker.post_message(&message));
        if !matches!(sent, Ok(Ok(()))) {
            self.failed("The worker can’t be reached.");
        }
    }

    fn inline(&self) -> State {
        (self.on_slow)();
        let on_events = self.on_events.clone();
        State::Inline(Runner::new(SLICE, 0.0, move |events| on_events(events)))
    }

    fn hear(&self, message: &MessageEvent) {
        let data = message.data();
        if data.as_string().as_deref() == Some(READY) {
            if let State::Starting(running, waiting) = self.state.replace(State::Idle) {
                for command in &waiting {
                    self.send(&running.worker, command);
                }
                self.state.replace(State::Running(running));
            }
        } else {
            (self.on_events)(read(data).unwrap_or_else(|error| vec![Event::Failed(error)]));
        }
    }

    fn failed(&self, reason: &str) {
        (self.on_events)(vec![Event::Failed(reason.into())]);
    }

    /// The worker failed. If it never heard anything, the page does its work.
    fn fail(&self) {
        match self.state.replace(State::Idle) {
            State::Starting(_, waiting) => {
                let inline = self.inline();
                if let State::Inline(runner) = &inline {
                    waiting.into_iter().for_each(|command| runner.handle(command));
                }
                self.state.replace(inline);
            }
            State::Running(_) => self.failed("The worker failed."),
            other => drop(self.state.replace(other)),
        }
    }

    fn is_starting(&self) -> bool {
        matches!(*self.state.borrow(), State::Starting(..))
    }
}

impl Running {
    /// A worker, unless the page names none or the browser refuses it at once.
    fn start(link: &Rc<Link>) -> Option<Self> {
        let worker = files::worker(has_relaxed_simd())?;
        let told = |tell: fn(&Link, &web_sys::Event), link: Weak<Link>| {
            move |event: &web_sys::Event| {
                if let Some(link) = link.upgrade() {
                    tell(&link, event);
                }
            }
        };
        let weak = Rc::downgrade(link);
        let hear = told(|link, event| link.hear(event.unchecked_ref()), weak.clone());
        let fail = told(|link, _| link.fail(), weak.clone());
        let listeners = [
            EventListener::new(&worker, "message", hear),
            EventListener::new(&worker, "error", fail),
        ];
        // A worker whose code arrives but can't start says nothing at all.
        let patience = Timeout::new(PATIENCE, move || {
            if let Some(link) = weak.upgrade().filter(|link| link.is_starting()) {
                link.fail();
            }
        });
        Some(Self { worker, _listeners: listeners, _patience: patience })
    }
}
