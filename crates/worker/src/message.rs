//! Commands and events as values that can go from one thread to another.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// A worker's first message: from now on it hears. What is posted earlier is lost.
pub const READY: &str = "ready";

/// A message as a value.
///
/// # Errors
///
/// When it holds what has no such value; commands and events don't.
pub fn write(message: &impl Serialize) -> Result<JsValue, String> {
    serde_wasm_bindgen::to_value(message).map_err(|error| error.to_string())
}

/// The message that a value is of.
///
/// # Errors
///
/// When it is of none.
pub fn read<M: DeserializeOwned>(value: JsValue) -> Result<M, String> {
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}
