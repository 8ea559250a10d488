//! A session that is given time in slices.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::WorkerGlobalScope;

use crate::{Command, Event, Session};

/// A session on this thread. Between two slices of work the thread does what else
/// is waiting: messages, input, painting. Dropping the runner ends the work.
pub struct Runner(Rc<Inner>);

struct Inner {
    session: RefCell<Session>,
    next_slice: RefCell<Option<Timeout>>,
    /// How long a slice is, in milliseconds.
    budget: f64,
    /// How long nothing is done after something was told, in milliseconds.
    rest: f64,
    on_events: Box<dyn Fn(Vec<Event>)>,
}

impl Runner {
    /// A session that has nothing to do yet, of which `on_events` will hear, slice
    /// by slice. The budget is how long it may keep the thread, and the rest how long it leaves
    /// the machine to those who were told something, both in milliseconds.
    pub fn new(budget: f64, rest: f64, on_events: impl Fn(Vec<Event>) + 'static) -> Self {
        Self(Rc::new(Inner {
            session: RefCell::default(),
            next_slice: RefCell::default(),
            budget,
            rest,
            on_events: Box::new(on_events),
        }))
    }

    /// Takes a command. What comes of it is told later, never within this call.
    pub fn handle(&self, command: Command) {
        self.0.session.borrow_mut().handle(command);
        Inner::plan(&self.0, 0.0);
    }
}

impl Inner {
    /// Plans the next slice in so many milliseconds, in place of the one planned before.
    fn plan(this: &Rc<Self>, rest: f64) {
        let weak = Rc::downgrade(this);
        // Whole milliseconds; the cast never gets more than a command asks for.
        let timeout = Timeout::new(rest.ceil() as u32, move || Self::slice(&weak));
        this.next_slice.replace(Some(timeout));
    }

    fn slice(this: &Weak<Self>) {
        let Some(this) = this.upgrade() else { return };
        let events = this.session.borrow_mut().slice(&now, this.budget);
        let least = if events.is_empty() { 0.0 } else { this.rest };
        if !events.is_empty() {
            (this.on_events)(events);
        }
        let (is_busy, rest) = {
            let session = this.session.borrow();
            (session.is_busy(), session.rest(now()).max(least))
        };
        if is_busy {
            Self::plan(&this, rest);
        }
    }
}

/// A clock in milliseconds that never goes back.
fn now() -> f64 {
    // Pages have the same clock under the same name.
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    scope.performance().map_or_else(js_sys::Date::now, |clock| clock.now())
}
