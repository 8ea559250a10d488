//! Who listens to a mounted page.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use wasm_bindgen::JsValue;
use web_sys::console;

use super::events::{Event, error};

/// Who listens to what, in the order of their coming.
#[derive(Default)]
pub struct Listeners {
    list: RefCell<Vec<(u32, Event, Function)>>,
    count: Cell<u32>,
}

impl Listeners {
    /// Adds a listener and gives its number.
    pub fn add(&self, event: Event, callback: Function) -> u32 {
        let number = self.count.get();
        self.count.set(number.wrapping_add(1));
        self.list.borrow_mut().push((number, event, callback));
        number
    }

    /// Takes one away.
    pub fn remove(&self, number: u32) {
        self.list.borrow_mut().retain(|(listed, ..)| *listed != number);
    }

    /// Takes all away.
    pub fn clear(&self) {
        self.list.borrow_mut().clear();
    }

    /// Whether anyone listens to an event.
    pub fn hears(&self, event: Event) -> bool {
        self.list.borrow().iter().any(|(_, listens, _)| *listens == event)
    }

    /// Tells all listeners of an event.
    pub fn tell(&self, event: Event, detail: &JsValue) {
        self.tell_where(detail, |_, listens| listens == event);
    }

    /// Tells one listener, if it is still there.
    pub fn tell_one(&self, number: u32, detail: &JsValue) {
        self.tell_where(detail, |listed, _| listed == number);
    }

    /// Tells of each warning.
    pub fn warn(&self, warnings: &[String]) {
        for warning in warnings {
            self.tell(Event::Error, &error(warning));
        }
    }

    fn tell_where(&self, detail: &JsValue, is_meant: impl Fn(u32, Event) -> bool) {
        // A copy, since a listener may add others or take them away.
        let listeners = self.list.borrow().clone();
        for (.., callback) in
            listeners.iter().filter(|(number, event, _)| is_meant(*number, *event))
        {
            if let Err(error) = callback.call1(&JsValue::UNDEFINED, detail) {
                // A listener's fault is none of the page's, nor of the next listener's.
                console::error_1(&error);
            }
        }
    }
}
