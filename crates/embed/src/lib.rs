//! The JavaScript API: the npm package `attention-lab`.
//!
//! Each function reads JavaScript's values into the engine's types, asks the engine, and
//! gives back JavaScript's values. What can't be read, and what the engine refuses, is thrown
//! as an `Error` that names the field. `types.d.ts` is the API's reference, for it is what
//! its users see.
//!
//! This crate knows nothing of mathematics, nor of how the page draws.

mod fields;
mod give;
mod take;

use engine::direct;
use js_sys::{Error, Float32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../types.d.ts");

/// Attention over the caller's queries, keys and values: `AttentionOptions` to
/// `AttentionSteps`.
///
/// # Errors
///
/// An `Error` that names the field, what was given and what is needed.
#[wasm_bindgen(skip_typescript)]
pub fn attention(options: JsValue) -> Result<JsValue, Error> {
    let asked = take::attention(&options).map_err(thrown)?;
    give::steps(&direct::attention(&asked).map_err(thrown)?)
}

/// An encoding of positions: `EncodingOptions` to numbers, which ones depends on its kind.
///
/// # Errors
///
/// As [`attention()`].
#[wasm_bindgen(skip_typescript)]
pub fn encoding(options: JsValue) -> Result<JsValue, Error> {
    let asked = take::encoding(&options).map_err(thrown)?;
    give::encoded(&direct::encoding(&asked).map_err(thrown)?)
}

/// What a variant of attention costs: `CostOptions` to `Cost`.
///
/// # Errors
///
/// As [`attention()`].
#[wasm_bindgen(skip_typescript)]
pub fn cost(options: JsValue) -> Result<JsValue, Error> {
    let asked = take::cost(&options).map_err(thrown)?;
    give::cost(&direct::cost(&asked).map_err(thrown)?)
}

/// The output of full attention for one head and nothing else: three `Float32Array`s, n and d
/// to a `Float32Array`.
///
/// # Errors
///
/// As [`attention()`].
#[wasm_bindgen(skip_typescript)]
pub fn attend(
    q: JsValue,
    k: JsValue,
    v: JsValue,
    n: JsValue,
    d: JsValue,
) -> Result<Float32Array, Error> {
    let floats = |name, value| take::floats(name, value).map_err(thrown);
    let [q, k, v] = [floats("q", &q)?, floats("k", &k)?, floats("v", &v)?];
    let [n, d] = [take::length("n", &n), take::length("d", &d)];
    let output = direct::attend(&q, &k, &v, n.map_err(thrown)?, d.map_err(thrown)?);
    Ok(Float32Array::from(output.map_err(thrown)?.as_slice()))
}

/// The tokens of a text: a string to an array of `Token`.
///
/// # Errors
///
/// An `Error` if the text is no string.
#[wasm_bindgen(skip_typescript)]
pub fn tokenize(text: JsValue) -> Result<JsValue, Error> {
    let text = text.as_string().ok_or_else(|| thrown(fields::misread("text", &text, "a string")));
    give::plain(&direct::tokenize(&text?))
}

/// Opens the page inside an element: an `Element` and `LabOptions` to a `Lab`.
///
/// # Errors
///
/// An `Error` if the element isn't one or the options are no object. An option that can't be
/// read throws nothing: the lab opens without it and tells its listeners.
#[wasm_bindgen(skip_typescript)]
pub fn mount(element: JsValue, options: JsValue) -> Result<JsValue, Error> {
    app::files::locate(files());
    app::outside::mount::mount(&element, &options)
}

#[wasm_bindgen(module = "/files.js")]
extern "C" {
    /// Where the package's other files are.
    fn files() -> JsValue;
}

fn thrown(error: direct::FieldError) -> Error {
    Error::new(&error.to_string())
}
