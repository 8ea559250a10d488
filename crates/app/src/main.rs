//! Starts the page.

use app::{App, AppProps, Place, address, embedded, files};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The root of the page that is this program's own; other pages load it to mount the lab.
const PAGE: &str = "#app[data-page=attention-lab]";

fn main() {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector(PAGE).ok().flatten());
    if let Some(root) = root {
        let (inputs, warnings) = address::read();
        let props = AppProps {
            inputs: inputs.into(),
            warnings,
            place: Place::Window,
            on_change: yew::Callback::noop(),
            on_leave: yew::Callback::noop(),
        };
        yew::Renderer::<App>::with_root_and_props(root, props).render();
    }
}

/// Opens the page inside an element of somebody's page.
///
/// # Errors
///
/// As [`embedded::open`].
#[wasm_bindgen]
pub async fn mount(element: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    embedded::open(element, options).await
}

/// Takes somebody's page's word for where the program's other files are: see
/// [`files::locate`].
#[wasm_bindgen]
pub fn locate(files: JsValue) {
    files::locate(files);
}
