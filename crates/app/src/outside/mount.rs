//! The page inside somebody's element.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use engine::direct::FieldError;
use js_sys::{Error, Function, Object, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ShadowRoot};
use yew::platform::spawn_local;
use yew::{AppHandle, Callback, Renderer};

use super::events::{self, Event};
use super::listeners::Listeners;
use super::options;
use super::values::misread;
use crate::state::Inputs;
use crate::{App, AppProps, Place};

/// One mounted page.
struct Lab {
    /// Absent once the page is destroyed.
    handle: RefCell<Option<AppHandle<App>>>,
    on_change: RefCell<Callback<Rc<Inputs>>>,
    on_leave: RefCell<Callback<()>>,
    place: Place,
    /// What the page was last told or last said; what `update` changes.
    inputs: RefCell<Rc<Inputs>>,
    /// What the listeners know; absent until the page is there.
    told: RefCell<Option<Rc<Inputs>>>,
    /// What was wrong with the options that the page opened with.
    warnings: RefCell<Vec<String>>,
    listeners: Listeners,
}

/// Opens the page, and gives JavaScript's `Lab`.
///
/// # Errors
///
/// An `Error` if the element isn't one or the options are no object. An option that can't be
/// read throws nothing: the lab opens without it and tells its listeners.
pub fn mount(element: &JsValue, options: &JsValue) -> Result<JsValue, Error> {
    let element = element
        .dyn_ref::<Element>()
        .ok_or_else(|| thrown(misread("element", element, "an Element of the page")))?;
    let (inputs, warnings) = options::read(options, None).map_err(thrown)?;
    let lab = Rc::new(Lab {
        handle: RefCell::default(),
        on_change: RefCell::new(Callback::noop()),
        on_leave: RefCell::new(Callback::noop()),
        place: match element.get_root_node().is_instance_of::<ShadowRoot>() {
            true => Place::Shadow,
            false => Place::Element,
        },
        inputs: RefCell::new(Rc::new(inputs)),
        told: RefCell::default(),
        warnings: RefCell::new(warnings.clone()),
        listeners: Listeners::default(),
    });
    // The page holds the lab and the lab the page, until the page is destroyed: it goes on
    // telling listeners even where nobody kept what `mount` gave.
    let told = lab.clone();
    lab.on_change.replace(Callback::from(move |inputs| told.tell(inputs)));
    let left = lab.clone();
    lab.on_leave.replace(Callback::from(move |()| {
        left.listeners.tell(Event::Leave, &JsValue::UNDEFINED);
    }));
    let props = lab.props(warnings);
    let handle = Renderer::<App>::with_root_and_props(element.clone(), props).render();
    lab.handle.replace(Some(handle));
    object(&lab)
}

impl Lab {
    fn props(&self, warnings: Vec<String>) -> AppProps {
        AppProps {
            inputs: self.inputs.borrow().clone(),
            warnings,
            place: self.place,
            on_change: self.on_change.borrow().clone(),
            on_leave: self.on_leave.borrow().clone(),
        }
    }

    /// Changes the options that are given and leaves the others as the learner has them.
    fn update(&self, options: &JsValue) -> Result<(), Error> {
        if self.handle.borrow().is_none() {
            return Ok(());
        }
        let current = self.inputs.borrow().clone();
        let (inputs, warnings) = options::read(options, Some(&current)).map_err(thrown)?;
        self.inputs.replace(Rc::new(inputs));
        if let Some(handle) = self.handle.borrow_mut().as_mut() {
            // Nothing is drawn before this returns, so nobody asks for the handle meanwhile.
            handle.update(self.props(warnings.clone()));
        }
        self.listeners.warn(&warnings);
        Ok(())
    }

    fn destroy(&self) {
        let handle = self.handle.take();
        self.on_change.replace(Callback::noop());
        self.on_leave.replace(Callback::noop());
        self.listeners.clear();
        if let Some(handle) = handle {
            handle.destroy();
        }
    }

    /// Tells the listeners what the page now shows.
    fn tell(&self, inputs: Rc<Inputs>) {
        self.inputs.replace(inputs.clone());
        let before = self.told.replace(Some(inputs.clone()));
        for (event, detail) in events::news(before.as_deref(), &inputs) {
            self.listeners.tell(event, &detail);
        }
        if before.is_none() && self.listeners.hears(Event::Error) {
            self.listeners.warn(&self.warnings.take());
        }
    }

    /// Adds a listener and gives what takes it away again.
    fn on(self: &Rc<Self>, event: &JsValue, callback: &JsValue) -> Result<JsValue, Error> {
        let event = Event::read(event).map_err(thrown)?;
        let needed = "a function";
        let callback =
            callback.dyn_ref::<Function>().ok_or_else(|| misread("callback", callback, needed));
        let callback = callback.map_err(thrown)?;
        let number = self.listeners.add(event, callback.clone());
        // Whoever comes after the page was ready is told all the same, as by a promise.
        if event == Event::Ready && self.told.borrow().is_some() {
            let (lab, number) = (self.clone(), number);
            spawn_local(async move { lab.listeners.tell_one(number, &JsValue::UNDEFINED) });
        }
        // So are those who come after what was wrong at the start.
        if event == Event::Error && self.told.borrow().is_some() {
            let lab = self.clone();
            spawn_local(async move { lab.listeners.warn(&lab.warnings.take()) });
        }
        let (lab, is_there) = (self.clone(), Cell::new(true));
        Ok(Closure::<dyn Fn()>::new(move || {
            if is_there.replace(false) {
                lab.listeners.remove(number);
            }
        })
        .into_js_value())
    }
}

/// The lab's functions as an object's fields, which, unlike methods, may be taken apart.
fn object(lab: &Rc<Lab>) -> Result<JsValue, Error> {
    let object = Object::new();
    let set = |name: &str, function: JsValue| Reflect::set(&object, &name.into(), &function);
    let update = {
        let lab = lab.clone();
        Closure::<dyn Fn(JsValue) -> Result<(), JsValue>>::new(move |options| {
            lab.update(&options).map_err(JsValue::from)
        })
    };
    let state = {
        let lab = lab.clone();
        Closure::<dyn Fn() -> JsValue>::new(move || events::state(&lab.inputs.borrow()))
    };
    let destroy = {
        let lab = lab.clone();
        Closure::<dyn Fn()>::new(move || lab.destroy())
    };
    let on = {
        let lab = lab.clone();
        Closure::<dyn Fn(JsValue, JsValue) -> Result<JsValue, JsValue>>::new(
            move |event, callback| lab.on(&event, &callback).map_err(JsValue::from),
        )
    };
    set("update", update.into_js_value())
        .and_then(|_| set("state", state.into_js_value()))
        .and_then(|_| set("destroy", destroy.into_js_value()))
        .and_then(|_| set("on", on.into_js_value()))
        .map_err(|error| error.unchecked_into::<Error>())?;
    Ok(object.into())
}

fn thrown(error: FieldError) -> Error {
    Error::new(&error.to_string())
}
