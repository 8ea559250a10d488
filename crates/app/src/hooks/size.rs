//! How large an element is.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};
use yew::{NodeRef, hook, use_effect_with, use_state_eq};

/// The width and height of an element's content box in CSS pixels, kept up to date;
/// `None` until it was measured. `is_there` tells whether it is in the page.
#[hook]
pub fn use_size(node: NodeRef, is_there: bool) -> Option<(f64, f64)> {
    let size = use_state_eq(|| None);
    let set = size.setter();
    use_effect_with((node, is_there), move |(node, _)| {
        let element = node.cast::<Element>();
        let measure = {
            let element = element.clone();
            move || {
                if let Some(element) = &element {
                    let (width, height) = (element.client_width(), element.client_height());
                    set.set(Some((f64::from(width), f64::from(height))));
                }
            }
        };
        measure();
        let callback = Closure::<dyn FnMut()>::new(move || {
            // Drawing within the observer's own call would make it observe again; a
            // moment later is soon enough.
            Timeout::new(0, measure.clone()).forget();
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref());
        if let (Ok(observer), Some(element)) = (&observer, &element) {
            observer.observe(element);
        }
        move || {
            if let Ok(observer) = observer {
                observer.disconnect();
            }
            drop(callback);
        }
    });
    *size
}
