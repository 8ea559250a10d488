//! The page in somebody's frame: what it tells the page around it, and which of that page's
//! commands it follows. `crates/embed/README.md` describes both for its users.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, MessageEvent, ResizeObserver, window};
use yew::{Callback, Html, component, use_effect_with, use_memo, use_mut_ref};

use super::events::{self, Event, detail};
use super::options;
use crate::embedded::{FrameProps, NAME, parent, post};
use crate::state::{Action, Fit, Inputs};

/// Draws nothing: it hears and tells.
#[component]
pub fn Frame(FrameProps { root, inputs, warnings, dispatch }: &FrameProps) -> Html {
    let ear = use_memo(dispatch.clone(), |dispatch| Ear {
        drawn: RefCell::new(inputs.clone()),
        commanded: RefCell::default(),
        warnings: RefCell::default(),
        height: Rc::default(),
        dispatch: dispatch.clone(),
    });
    ear.catch_up(inputs);
    use_effect_with(ear.clone(), |ear| {
        let ear = ear.clone();
        let listener = window().map(|window| {
            EventListener::new(&window, "message", move |event| ear.hear(event.unchecked_ref()))
        });
        move || drop(listener)
    });
    let told = use_mut_ref(|| None::<Rc<Inputs>>);
    use_effect_with(inputs.clone(), move |inputs| {
        let before = told.replace(Some(inputs.clone()));
        for (event, detail) in events::news(before.as_deref(), inputs) {
            tell(event, detail);
        }
    });
    use_effect_with((ear.clone(), warnings.clone()), |(ear, warnings)| ear.warn(warnings));
    let is_asked = inputs.fit == Fit::Content;
    use_effect_with((root.clone(), ear, is_asked), |(root, ear, is_asked)| {
        let root = root.cast().filter(|_| *is_asked);
        let observer = root.and_then(|root| Height::watch(root, ear.height.clone()));
        move || drop(observer)
    });
    Html::default()
}

/// What hears the page around.
struct Ear {
    /// What is on the page.
    drawn: RefCell<Rc<Inputs>>,
    /// What was commanded since and is yet to be drawn: the next command may come before that.
    commanded: RefCell<Vec<Rc<Inputs>>>,
    /// What was wrong with the last command, and told already.
    warnings: RefCell<Vec<String>>,
    /// The height that was told last; 0 where none was.
    height: Rc<Cell<f64>>,
    dispatch: Callback<Action>,
}

impl PartialEq for Ear {
    fn eq(&self, other: &Self) -> bool {
        self.dispatch == other.dispatch
    }
}

impl Ear {
    /// Takes note of what is on the page now.
    fn catch_up(&self, inputs: &Rc<Inputs>) {
        let mut commanded = self.commanded.borrow_mut();
        match commanded.iter().rposition(|it| it == inputs) {
            Some(at) => _ = commanded.drain(..=at),
            // The learner did something too.
            None if *self.drawn.borrow() != *inputs => commanded.clear(),
            None => {}
        }
        self.drawn.replace(inputs.clone());
    }

    /// What the page is, or is about to be.
    fn now(&self) -> Rc<Inputs> {
        let commanded = self.commanded.borrow();
        commanded.last().cloned().unwrap_or_else(|| self.drawn.borrow().clone())
    }

    /// Does what the page around commands; nobody else's message is one.
    fn hear(&self, event: &MessageEvent) {
        let data = event.data();
        let field = |name: &str| Reflect::get(&data, &name.into()).unwrap_or_default();
        let is_parent = parent().is_some_and(|parent| event.source().as_deref() == Some(&parent));
        if !is_parent || !data.is_object() || field("target") != NAME {
            return;
        }
        let inputs = self.now();
        match field("command").as_string().as_deref() {
            Some("update") => match options::read(&field("options"), Some(&inputs)) {
                Ok((inputs, warnings)) => {
                    // Here and not once they are on the page, where the same ones again would be
                    // no news.
                    warnings.iter().for_each(|warning| warn(warning));
                    self.warnings.replace(warnings.clone());
                    self.commanded.borrow_mut().push(Rc::new(inputs.clone()));
                    self.dispatch.emit(Action::Replace(Box::new(inputs), warnings));
                }
                Err(error) => warn(&error.to_string()),
            },
            Some("get") => post(&detail(&[
                ("source", NAME.into()),
                ("event", "state".into()),
                ("detail", events::state(&inputs)),
                ("id", field("id")),
            ])),
            Some("height") if self.height.get() > 0.0 => tell_height(self.height.get()),
            _ => {}
        }
    }

    /// Tells of the warnings on the page, unless they were told as they came.
    fn warn(&self, warnings: &[String]) {
        if *self.warnings.replace(Vec::new()) != *warnings {
            warnings.iter().for_each(|warning| warn(warning));
        }
    }
}

fn warn(message: &str) {
    tell(Event::Error, events::error(message));
}

fn tell(event: Event, told: JsValue) {
    post(&detail(&[("source", NAME.into()), ("event", event.name().into()), ("detail", told)]));
}

/// How long a frame may take to become as high as was told, in milliseconds.
const PATIENCE: u32 = 500;

fn tell_height(height: f64) {
    let height = JsValue::from(height);
    post(&detail(&[
        ("source", NAME.into()),
        ("event", "height".into()),
        ("detail", detail(&[("height", height.clone())])),
    ]));
    post(&detail(&[("subject", "lti.frameResize".into()), ("height", height)]));
}

/// Tells how high the page is, as long as it lives.
struct Height {
    told: Rc<Cell<f64>>,
    observer: ResizeObserver,
    _called_while_alive: Closure<dyn FnMut()>,
    _listener: EventListener,
}

impl Height {
    fn watch(root: HtmlElement, told: Rc<Cell<f64>>) -> Option<Self> {
        let observed = root.clone();
        let follows = follows(told.clone())?;
        // While the one or the other still changes, nothing is seen of whether the frame
        // follows: the scroll bar would come and go, and the height with it.
        let pending = Rc::new(RefCell::new(None));
        let in_the_end = {
            let follows = follows.clone();
            move || {
                let follows = follows.clone();
                // The one before is called off.
                pending.replace(Some(Timeout::new(PATIENCE, move || follows(true))));
            }
        };
        let window = window()?;
        let listener = EventListener::new(&window, "resize", {
            let in_the_end = in_the_end.clone();
            move |_| {
                follows(false);
                in_the_end();
            }
        });
        let callback = Closure::<dyn FnMut()>::new({
            let told = told.clone();
            move || {
                let height = root.get_bounding_client_rect().height().ceil();
                // A hidden frame has no height worth telling.
                if height == 0.0 || height == told.replace(height) {
                    return;
                }
                // A frame that doesn't follow must let the rest be scrolled to.
                in_the_end();
                tell_height(height);
            }
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(&observed);
        Some(Self { told, observer, _called_while_alive: callback, _listener: listener })
    }
}

/// What marks the document while its frame is as high as was told, and takes the mark away
/// where it isn't in the end.
fn follows(told: Rc<Cell<f64>>) -> Option<Rc<dyn Fn(bool)>> {
    let window = window()?;
    let root = window.document()?.document_element()?;
    Some(Rc::new(move |in_the_end| {
        let height = window.inner_height().ok().and_then(|height| height.as_f64());
        let follows = height.is_some_and(|height| height >= told.get());
        if follows || in_the_end {
            // A name without special characters is always accepted.
            let _ = root.toggle_attribute_with_force("data-follows", follows);
        }
    }))
}

impl Drop for Height {
    fn drop(&mut self) {
        self.observer.disconnect();
        self.told.set(0.0);
    }
}
