//! How large the window is.

use gloo::events::EventListener;
use web_sys::window;
use yew::{hook, use_effect_with, use_state_eq};

/// The window's inner width and height in CSS pixels, kept up to date.
#[hook]
pub fn use_viewport() -> (f64, f64) {
    let size = use_state_eq(measure);
    let set = size.setter();
    use_effect_with((), move |()| {
        let listener = window()
            .map(|window| EventListener::new(&window, "resize", move |_| set.set(measure())));
        move || drop(listener)
    });
    *size
}

fn measure() -> (f64, f64) {
    let number = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64());
    window()
        .and_then(|window| Some((number(window.inner_width())?, number(window.inner_height())?)))
        .unwrap_or((1280.0, 800.0))
}
