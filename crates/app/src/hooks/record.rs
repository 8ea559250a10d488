//! The training run that was made before, fetched when it is wanted.

use std::rc::Rc;

use engine::training::Record;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, window};
use yew::platform::spawn_local;
use yew::{hook, use_effect_with, use_state};

use crate::files;

/// The records, or why they can't be had; nothing until they are there.
#[hook]
pub fn use_record() -> Option<Rc<Result<Vec<Record>, String>>> {
    let records = use_state(|| None);
    use_effect_with((), {
        let records = records.setter();
        move |()| {
            spawn_local(async move {
                let fetched = fetch().await.map_err(|error| {
                    let message = error.dyn_ref::<js_sys::Error>().map(js_sys::Error::message);
                    message.map_or_else(|| "it isn’t there".into(), String::from)
                });
                records.set(Some(Rc::new(fetched)));
            });
        }
    });
    (*records).clone()
}

async fn fetch() -> Result<Vec<Record>, JsValue> {
    let window = window().ok_or(JsValue::NULL)?;
    let address = files::record().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str(&address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let json = JsFuture::from(response.json()?).await?;
    Ok(serde_wasm_bindgen::from_value(json)?)
}
