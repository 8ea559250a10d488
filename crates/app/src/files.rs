//! Where the page's other files are: the worker, the code of deferred labs, a record of
//! training, trained models. The page's own document says it; a page around that the lab is
//! mounted in can't, so whoever loaded the lab's script there does.

use std::cell::RefCell;

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Worker, window};

/// The link to the code of deferred labs.
const LABS: &str = "labs-code";

/// The entries that say where the worker's code is: what is fast where a browser has relaxed
/// SIMD, and what every browser runs.
const WORKERS: [&str; 2] = ["meta[name=worker-relaxed-code]", "meta[name=worker-code]"];

/// The record, beside the page, unless the page says otherwise.
const RECORD: &str = "lengths.json";

/// The entry of a page that says so, as the one file does, which has nothing beside it.
const RECORD_LINK: &str = "lengths-record";

/// The folder of trained models, beside the page, unless the page says otherwise.
const MODELS: &str = "models/";

/// What the one file holds of the program.
const PART: &str = "script[data-part=page]";

thread_local! {
    static GIVEN: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Takes JavaScript's word for where the files are: `{ labs, worker, record, models }`, addresses
/// but for a function that starts the worker, given whether there is relaxed SIMD; the models are
/// their folder, which ends in a slash, or an address by each one's name. What it leaves out isn't
/// there.
pub fn locate(files: JsValue) {
    GIVEN.set(Some(files));
}

/// The address of the code of deferred labs; nothing where it needn't be fetched.
pub(crate) fn labs() -> Option<String> {
    match given("labs") {
        Some(address) => address.as_string(),
        None => link(LABS),
    }
}

/// A new worker, unless there is none or the browser refuses it at once.
pub(crate) fn worker(has_relaxed_simd: bool) -> Option<Worker> {
    match given("worker") {
        Some(start) => {
            let started =
                start.dyn_ref::<Function>()?.call1(&JsValue::NULL, &has_relaxed_simd.into());
            started.ok()?.dyn_into().ok()
        }
        None => {
            let document = document()?;
            let known = if has_relaxed_simd { &WORKERS[..] } else { &WORKERS[1..] };
            let entry =
                known.iter().find_map(|entry| document.query_selector(entry).ok().flatten())?;
            Worker::new(&entry.get_attribute("content")?).ok()
        }
    }
}

/// The address of the record; nothing where the one file was made without it.
pub(crate) fn record() -> Option<String> {
    let address = match given("record") {
        Some(address) => address.as_string(),
        None => link(RECORD_LINK),
    };
    address.or_else(|| (!is_one()).then(|| RECORD.into()))
}

/// The address of a trained model; nothing where the one file was made without it.
pub(crate) fn model(name: &str) -> Option<String> {
    let folder = match given("models") {
        Some(models) => match models.as_string() {
            Some(folder) => folder,
            None => return Reflect::get(&models, &name.into()).ok()?.as_string(),
        },
        None if is_one() => return inside(name),
        None => MODELS.into(),
    };
    Some(format!("{folder}{name}.weights"))
}

/// What the one file holds of a model, as the address of itself.
fn inside(name: &str) -> Option<String> {
    let part = format!("script[data-model={name}]");
    let part = document()?.query_selector(&part).ok()??;
    Some(format!("data:application/octet-stream;base64,{}", part.text_content()?))
}

/// Whether the page is one file, with nothing beside it that others could load.
pub(crate) fn is_one() -> bool {
    document().and_then(|it| it.query_selector(PART).ok().flatten()).is_some()
}

/// Where an entry of the page's document leads.
fn link(id: &str) -> Option<String> {
    document()?.get_element_by_id(id)?.get_attribute("href")
}

/// A field of what was given, if anything was.
fn given(name: &str) -> Option<JsValue> {
    GIVEN.with_borrow(|files| {
        files.as_ref().map(|files| Reflect::get(files, &name.into()).unwrap_or_default())
    })
}

fn document() -> Option<Document> {
    window()?.document()
}
