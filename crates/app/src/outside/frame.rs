//! The page in somebody's frame: what it tells the page around it, and which of that page's
//! commands it follows. `crates/embed/README.md` describes both for its users.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, MessageEvent, ResizeObserver, window};
use yew::{Callback, Html, component, use_effect_with, use_mut_ref};

use super::events::{self, Event, detail};
use super::options;
use crate::embedded::{FrameProps, NAME, parent, post};
use crate::state::{Action, Fit, Inputs};

/// Draws nothing: it hears and tells.
#[component]
pub fn Frame(FrameProps { root, inputs, warnings, dispatch }: &FrameProps) -> Html {
    let current = use_mut_ref(|| inputs.clone());
    current.replace(inputs.clone());
    use_effect_with((), {
        let (dispatch, current) = (dispatch.clone(), current.clone());
        move |()| {
            let listener = window().map(|window| {
                EventListener::new(&window, "message", move |event| {
                    // A copy, since what is dispatched may draw at once.
                    let inputs = current.borrow().clone();
                    hear(event.unchecked_ref(), &inputs, &dispatch);
                })
            });
            move || drop(listener)
        }
    });
    let told = use_mut_ref(|| None::<Rc<Inputs>>);
    use_effect_with(inputs.clone(), move |inputs| {
        let before = told.replace(Some(inputs.clone()));
        for (event, detail) in events::news(before.as_deref(), inputs) {
            tell(event, detail);
        }
    });
    use_effect_with(warnings.clone(), |warnings| {
        for warning in warnings {
            tell(Event::Error, events::error(warning));
        }
    });
    use_effect_with((root.clone(), inputs.fit == Fit::Content), |(root, is_asked)| {
        let observer = root.cast().filter(|_| *is_asked).and_then(Height::watch);
        move || drop(observer)
    });
    Html::default()
}

/// Does what the page around commands; nobody else's message is one.
fn hear(event: &MessageEvent, inputs: &Inputs, dispatch: &Callback<Action>) {
    let data = event.data();
    let field = |name: &str| Reflect::get(&data, &name.into()).unwrap_or_default();
    let is_parent = parent().is_some_and(|parent| event.source().as_deref() == Some(&parent));
    if !is_parent || !data.is_object() || field("target") != NAME {
        return;
    }
    match field("command").as_string().as_deref() {
        Some("update") => match options::read(&field("options"), Some(inputs)) {
            Ok((inputs, warnings)) => {
                dispatch.emit(Action::Replace(Box::new(inputs), warnings));
            }
            Err(error) => tell(Event::Error, events::error(&error.to_string())),
        },
        Some("get") => post(&detail(&[
            ("source", NAME.into()),
            ("event", "state".into()),
            ("detail", events::state(inputs)),
            ("id", field("id")),
        ])),
        _ => {}
    }
}

fn tell(event: Event, told: JsValue) {
    post(&detail(&[("source", NAME.into()), ("event", event.name().into()), ("detail", told)]));
}

/// How long a frame may take to become as high as was told, in milliseconds.
const PATIENCE: u32 = 500;

/// Tells how high the page is, as long as it lives.
struct Height {
    observer: ResizeObserver,
    _called_while_alive: Closure<dyn FnMut()>,
    _listener: EventListener,
}

impl Height {
    fn watch(root: HtmlElement) -> Option<Self> {
        let (observed, told) = (root.clone(), Rc::new(Cell::new(0.0)));
        let follows = follows(told.clone())?;
        let window = window()?;
        let listener = EventListener::new(&window, "resize", {
            let follows = follows.clone();
            move |_| follows()
        });
        let callback = Closure::<dyn FnMut()>::new(move || {
            let height = root.get_bounding_client_rect().height().ceil();
            // A hidden frame has no height worth telling.
            if height == 0.0 || height == told.replace(height) {
                return;
            }
            // A frame that doesn't follow must let the rest be scrolled to.
            let follows = follows.clone();
            Timeout::new(PATIENCE, move || follows()).forget();
            let height = JsValue::from(height);
            post(&detail(&[
                ("source", NAME.into()),
                ("event", "height".into()),
                ("detail", detail(&[("height", height.clone())])),
            ]));
            post(&detail(&[("subject", "lti.frameResize".into()), ("height", height)]));
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(&observed);
        Some(Self { observer, _called_while_alive: callback, _listener: listener })
    }
}

/// What marks the document while its frame is as high as was told.
fn follows(told: Rc<Cell<f64>>) -> Option<Rc<dyn Fn()>> {
    let window = window()?;
    let root = window.document()?.document_element()?;
    Some(Rc::new(move || {
        let height = window.inner_height().ok().and_then(|height| height.as_f64());
        let follows = height.is_some_and(|height| height >= told.get());
        // A name without special characters is always accepted.
        let _ = root.toggle_attribute_with_force("data-follows", follows);
    }))
}

impl Drop for Height {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
