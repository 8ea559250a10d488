//! The engine's documents as JSON: by JavaScript, which spares the page a writer of its own.

use js_sys::JSON;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// A document as JSON. `give` hands it to the serializer.
pub fn json(
    give: impl FnOnce(&Serializer) -> Result<JsValue, serde_wasm_bindgen::Error>,
) -> Option<String> {
    let document = give(&Serializer::json_compatible()).ok()?;
    JSON::stringify(&document).ok().map(String::from)
}
