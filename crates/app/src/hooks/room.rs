//! How much room the page has.

use gloo::events::EventListener;
use web_sys::window;
use yew::{NodeRef, hook, use_context, use_effect_with, use_state_eq};

use super::size::use_size;
use super::type_size::use_type_size;

/// How high an endless page takes its window to be, in CSS pixels. Its real height is the
/// page's own doing and so can't say anything about it.
const TYPICAL: f64 = 800.0;

/// The room that the page has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// The page's width, in CSS pixels.
    pub width: f64,
    /// How high what is seen at once is, in CSS pixels.
    pub height: f64,
    /// Whether the page is as high as its content, however wide it is.
    pub is_endless: bool,
    /// How many times as large as usual its type is; what is measured by it is to be drawn anew.
    pub type_size: f64,
}

/// The room that the whole page has, kept up to date. Within somebody's element the element is
/// as wide as the page, else the window is.
#[hook]
pub fn use_whole_room(root: NodeRef, is_contained: bool, is_endless: bool) -> Room {
    let watched = if is_contained { root.clone() } else { NodeRef::default() };
    let inner = use_size(watched, is_contained);
    let (width, height) = use_window();
    let width = if is_contained { inner.map_or(width, |size| size.0) } else { width };
    let type_size = use_type_size(root, width);
    Room { width, height: if is_endless { TYPICAL } else { height }, is_endless, type_size }
}

/// The room that the page has, from within it.
#[hook]
pub fn use_room() -> Room {
    use_context().unwrap_or_else(|| {
        let (width, height) = measure();
        Room { width, height, is_endless: false, type_size: 1.0 }
    })
}

/// The window's inner width and height in CSS pixels, kept up to date.
#[hook]
fn use_window() -> (f64, f64) {
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
