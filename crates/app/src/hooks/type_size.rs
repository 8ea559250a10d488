//! How large the page's type is: it grows on wide screens, and with what the browser is set to.

use std::cell::Cell;

use js_sys::Number;
use web_sys::{Element, window};
use yew::{NodeRef, hook, use_effect_with, use_state_eq};

/// The size of type for which the labs say how large things are, in CSS pixels.
const USUAL: f64 = 16.0;

thread_local! {
    static SCALE: Cell<f64> = const { Cell::new(1.0) };
}

/// What is so many CSS pixels where type has its usual size, as it is where type has the page's.
pub fn by_type(pixels: f64) -> f64 {
    pixels * SCALE.get()
}

/// How many times as large as usual type is, kept up to date with the width of the page, whose
/// outermost element is given.
#[hook]
pub fn use_type_size(root: NodeRef, width: f64) -> f64 {
    let scale = use_state_eq(|| SCALE.get());
    let set = scale.setter();
    use_effect_with((root, width.to_bits()), move |(root, _)| {
        if let Some(scale) = root.cast().as_ref().and_then(measure) {
            SCALE.set(scale);
            set.set(scale);
        }
    });
    *scale
}

fn measure(root: &Element) -> Option<f64> {
    let style = window()?.get_computed_style(root).ok()??;
    let size = style.get_property_value("font-size").ok()?;
    // The browser's own, for Rust's brings tables that nothing else here needs.
    let size = Number::parse_float(&size);
    (size > 0.0).then_some(size / USUAL)
}
