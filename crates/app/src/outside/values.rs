//! JavaScript's values: what they are, in words for a message.

use engine::direct::FieldError;
use js_sys::{Array, Function, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

pub use crate::state::url::excerpt;

/// The error of a field whose value isn't of the kind that is needed.
pub fn misread(field: &str, value: &JsValue, needed: &str) -> FieldError {
    FieldError::new(field, described(value), needed)
}

/// The value as an object.
///
/// # Errors
///
/// When it isn't one.
pub fn object<'a>(path: &str, value: &'a JsValue) -> Result<&'a Object, FieldError> {
    let plain =
        value.dyn_ref::<Object>().filter(|_| !value.is_function() && !Array::is_array(value));
    plain.ok_or_else(|| misread(path, value, "an object"))
}

/// A value in words short enough for a message.
pub fn described(value: &JsValue) -> String {
    if value.is_undefined() {
        return "nothing".into();
    }
    if let Some(text) = value.as_string() {
        return format!("{:?}", excerpt(&text));
    }
    match value.dyn_ref::<Object>() {
        // A number, true, false, null, a bigint or a symbol, as JavaScript writes it.
        None => String::from(global_string(value)),
        Some(object) => {
            let name = Reflect::get(&object.constructor(), &"name".into()).ok();
            let name = name.and_then(|name| name.as_string()).filter(|name| !name.is_empty());
            match name {
                Some(name) => format!("an instance of {}", excerpt(&name)),
                None => "an object".into(),
            }
        }
    }
}

/// What `String(value)` gives, which, unlike adding "", also takes a symbol.
fn global_string(value: &JsValue) -> JsString {
    Reflect::get(&js_sys::global(), &"String".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|string| string.call1(&JsValue::UNDEFINED, value))
        .map(JsString::from)
        .unwrap_or_default()
}
