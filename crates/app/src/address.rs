//! The browser's address: read once and at every change, written a moment after the inputs
//! settle.

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{UrlSearchParams, window};
use yew::{Callback, hook, use_effect_with, use_mut_ref};

use crate::state::{Action, Inputs, url};

/// How long after the last change the address is written, in milliseconds. Browsers refuse
/// addresses that change at every keystroke.
const SETTLE: u32 = 200;

/// What the query string and the hash say, the hash winning, and what was wrong with it.
pub fn read() -> (Inputs, Vec<String>) {
    let location = window().map(|window| window.location());
    let part =
        |part: Option<Result<String, JsValue>>| part.and_then(Result::ok).unwrap_or_default();
    let query = part(location.as_ref().map(|location| location.search()));
    let hash = part(location.as_ref().map(|location| location.hash()));
    let pairs: Vec<_> = [query.trim_start_matches('?'), hash.trim_start_matches('#')]
        .into_iter()
        .flat_map(pairs)
        .collect();
    url::read(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}

/// The keys and values of a query string, as the browser decodes them.
fn pairs(query: &str) -> Vec<(String, String)> {
    let Ok(parameters) = UrlSearchParams::new_with_str(query) else { return Vec::new() };
    let entries = js_sys::try_iter(&parameters).ok().flatten().into_iter().flatten();
    let pair = |entry: JsValue| {
        let entry: js_sys::Array = entry.dyn_into().ok()?;
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    entries.flatten().filter_map(pair).collect()
}

/// The hash that says these inputs; if `all`, even over a query string that says others.
pub fn hash(inputs: &Inputs, all: bool) -> Option<String> {
    let parameters = UrlSearchParams::new().ok()?;
    // A cell or an edit that a query string holds must not come back once it is given up.
    let none = ["cell", "question", "guess", "edit"]
        .into_iter()
        .filter(|_| all)
        .map(|key| (key, String::new()));
    for (key, value) in none.chain(url::write(inputs, all)) {
        parameters.append(key, &value);
    }
    Some(format!("#{}", String::from(parameters.to_string())))
}

/// Keeps the address and the inputs the same, where the page owns the address.
#[hook]
pub fn use_address(inputs: Rc<Inputs>, owned: bool, dispatch: Callback<Action>) {
    // The hash that the page last read or wrote. Another one is news that the page is yet
    // to hear of, and must not be written over.
    let known = use_mut_ref(current);
    use_effect_with((), {
        let known = known.clone();
        move |()| {
            let window = window().filter(|_| owned);
            let listener = window.map(|window| {
                EventListener::new(&window, "hashchange", move |_| {
                    let (inputs, warnings) = read();
                    known.replace(current());
                    dispatch.emit(Action::Replace(Box::new(inputs), warnings));
                })
            });
            move || drop(listener)
        }
    });
    use_effect_with(inputs, move |inputs| {
        let inputs = inputs.clone();
        let timeout = owned.then(|| {
            Timeout::new(SETTLE, move || {
                if *known.borrow() == current() {
                    write(&inputs);
                    known.replace(current());
                }
            })
        });
        move || drop(timeout)
    });
}

fn current() -> Option<String> {
    window()?.location().hash().ok()
}

fn write(inputs: &Inputs) {
    let Some(window) = window() else { return };
    // A query string stays where it is, so the hash must say everything that it says.
    let has_query = window.location().search().is_ok_and(|query| !query.is_empty());
    let (Some(hash), Ok(history)) = (hash(inputs, has_query), window.history()) else { return };
    if current().as_ref() == Some(&hash) {
        return;
    }
    // The browser may refuse, for instance in a sandbox; the page works all the same.
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
}
