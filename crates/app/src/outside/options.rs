//! JavaScript's options as the keys and values of the page's address, which means that both
//! are read by the same code.

use engine::direct::FieldError;
use js_sys::{Array, JsString, Object};
use wasm_bindgen::{JsCast, JsValue};

use super::values::{described, object};
use crate::state::{Inputs, url};

/// The key that may stand in an address more than once; other lists are one value.
const REPEATED: &str = "edit";

/// One option and its values: none if it was `null`, which means its default.
type Choice = (String, Vec<String>);

/// The inputs that the options say, on top of those that are there, and what can't be read.
///
/// # Errors
///
/// When they are no object.
pub fn read(
    options: &JsValue,
    current: Option<&Inputs>,
) -> Result<(Inputs, Vec<String>), FieldError> {
    let given = match options.is_undefined() || options.is_null() {
        true => Vec::new(),
        false => choices(object("options", options)?),
    };
    let kept = current.map(kept).unwrap_or_default();
    // Other values that are there stay where those given can't be read.
    let is_over = |name: &str| {
        given.iter().any(|(key, values)| key == name && (values.is_empty() || name == REPEATED))
    };
    let kept = kept.iter().filter(|(name, _)| !is_over(name));
    let kept = kept.map(|(name, value)| (*name, value.as_str()));
    let given = given
        .iter()
        .flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())));
    Ok(url::read(kept.chain(given)))
}

/// What an address says of the inputs.
fn kept(inputs: &Inputs) -> Vec<(&'static str, String)> {
    let mut pairs = url::write(inputs, true);
    // In an address, a cell is one of the step's matrix; here the step may change.
    if let Some(cell) = inputs.cell {
        let value = format!("{},{},{}", cell.row, cell.column, cell.matrix.name());
        pairs
            .iter_mut()
            .filter(|(name, _)| *name == "cell")
            .for_each(|pair| pair.1.clone_from(&value));
    }
    pairs
}

fn choices(options: &Object) -> Vec<Choice> {
    let entries = Object::entries(options).into_iter().filter_map(|entry| {
        let entry: Array = entry.dyn_into().ok()?;
        let (name, value) = (entry.get(0).as_string()?, entry.get(1));
        (!value.is_undefined()).then(|| (values(&name, &value), name))
    });
    entries.map(|(values, name)| (name, values)).collect()
}

fn values(name: &str, value: &JsValue) -> Vec<String> {
    match value.dyn_ref::<Array>() {
        Some(list) if name == REPEATED => list.iter().map(|item| text(&item)).collect(),
        Some(list) => vec![list.iter().map(|item| text(&item)).collect::<Vec<_>>().join(",")],
        None if value.is_null() => Vec::new(),
        None => vec![text(value)],
    }
}

/// A value as an address spells it.
fn text(value: &JsValue) -> String {
    match (value.as_bool(), value.dyn_ref::<JsString>()) {
        (Some(true), _) => "on".into(),
        (Some(false), _) => "off".into(),
        (None, Some(text)) => text.into(),
        (None, None) => described(value),
    }
}
