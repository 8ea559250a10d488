//! What a mounted page tells, and whom.

use std::cell::{Cell, RefCell};

use app::state::{Inputs, url};
use engine::direct::FieldError;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::console;

use crate::fields::misread;

/// Something that a page tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It is drawn.
    Ready,
    /// Another step is on the screen.
    Step,
    /// Another cell's arithmetic is open, or none.
    Cell,
    /// Anything that an address would hold is another.
    Change,
    /// An option couldn't be read.
    Error,
}

impl Event {
    const ALL: [Self; 5] = [Self::Ready, Self::Step, Self::Cell, Self::Change, Self::Error];

    fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Step => "step",
            Self::Cell => "cell",
            Self::Change => "change",
            Self::Error => "error",
        }
    }

    /// The event of that name.
    pub fn read(value: &JsValue) -> Result<Self, FieldError> {
        let name = value.as_string();
        let event = Self::ALL.into_iter().find(|event| name.as_deref() == Some(event.name()));
        event.ok_or_else(|| misread("event", value, "ready, step, cell, change or error"))
    }
}

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
            self.tell(Event::Error, &detail(&[("message", warning.into())]));
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

/// `undefined`: there is nothing to say but that it is so.
pub fn ready() -> JsValue {
    JsValue::UNDEFINED
}

/// `{ step }`.
pub fn step(inputs: &Inputs) -> JsValue {
    detail(&[("step", inputs.step.name().into())])
}

/// `{ matrix, head, row, column }`, or `null` where no cell is open.
pub fn cell(inputs: &Inputs) -> JsValue {
    let Some(cell) = inputs.cell else { return JsValue::NULL };
    let number = |n: usize| JsValue::from(n as f64);
    detail(&[
        ("matrix", cell.matrix.name().into()),
        ("head", cell.head.map_or(JsValue::NULL, number)),
        ("row", number(cell.row)),
        ("column", number(cell.column)),
    ])
}

/// Every key of the address with its value as an address spells it; `edit` is a list of such.
pub fn change(inputs: &Inputs) -> JsValue {
    let edits = Array::new();
    let mut fields = Vec::new();
    for (name, value) in url::write(inputs, true) {
        match name {
            "edit" => _ = edits.push(&value.into()),
            name => fields.push((name, value.into())),
        }
    }
    fields.push(("edit", edits.into()));
    detail(&fields)
}

fn detail(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A new object takes any field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
