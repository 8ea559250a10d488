//! Starts the page.

use app::{App, AppProps, address};

fn main() {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        let (inputs, warnings) = address::read();
        let props = AppProps {
            inputs: inputs.into(),
            warnings,
            owns_address: true,
            on_change: yew::Callback::noop(),
        };
        yew::Renderer::<App>::with_root_and_props(root, props).render();
    }
}
