//! The inputs as keys and values of a URL, and back.
//!
//! Every key is one entry of a list that both directions go through. What can't be read
//! gives a warning and leaves the default.

mod cells;
mod keys;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use engine::Settings;

use self::keys::{Key, LANGUAGES, keys};
use super::{Inputs, fitting_heads};
use crate::steps::Step;

/// Keys that stand in every URL, for the reader's sake.
const ALWAYS: [&str; 2] = ["lab", "text"];

/// Whether a key stands in the URL even with its default.
fn is_always_said(inputs: &Inputs, key: &str) -> bool {
    // Other labs have no steps; where they are told of one, it is for whoever goes on from there.
    ALWAYS.contains(&key) || (key == "step" && inputs.lab.parts.contains(&"steps"))
}

/// The inputs that these keys and values say, later ones winning, and a warning for each
/// that says nothing.
pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Inputs, Vec<String>) {
    let mut inputs = Inputs::default();
    let mut warnings = Vec::new();
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    // A task is the lab's, and brings its own sizes, so what is said of them is read after it; a
    // cell is of the step's matrix and of the head.
    pairs.sort_by_key(|(key, _)| match *key {
        "lab" => 0,
        "task" => 1,
        "cell" => 3,
        _ => 2,
    });
    for (name, value) in pairs {
        match keys().find(|key| key.name == name) {
            None => warnings.push(format!(
                "“{}” is not a setting that Attention Lab knows; it was ignored.",
                excerpt(name)
            )),
            Some(key) if key.read(&mut inputs, value).is_none() => warnings.push(format!(
                "“{name}={}” was ignored: {name} must be {}.",
                excerpt(value),
                key.values()
            )),
            Some(_) => {}
        }
    }
    cells::last_of_each(&mut inputs.settings_mut().edits);
    let Settings { heads, d_model, .. } = *inputs.settings;
    if !d_model.is_multiple_of(heads) {
        let fitting = fitting_heads(d_model, heads);
        warnings.push(format!(
            "“heads={heads}” does not divide d_model={d_model}; {fitting} is used instead."
        ));
        inputs.settings_mut().heads = fitting;
    }
    if inputs.head >= inputs.heads() {
        warnings.push(format!(
            "“head={}” was ignored: there are {} heads, counted from 0; the last is shown.",
            inputs.head,
            inputs.heads()
        ));
    }
    if inputs.step == Step::Masked && !inputs.has_mask() {
        warnings
            .push("“step=masked” was ignored: there is no mask. Add mask=causal to see it.".into());
    }
    inputs.settle();
    (inputs, warnings)
}

/// The keys and values that say these inputs; values at their default only if `all`.
pub fn write(inputs: &Inputs, all: bool) -> Vec<(&'static str, String)> {
    let (mut inputs, mut default) = (inputs.clone(), Inputs::default());
    let mut pairs = Vec::new();
    for key in keys() {
        let mut values = key.write(&mut inputs);
        if !all && !is_always_said(&inputs, key.name) {
            let usual = key.write(&mut default);
            values.retain(|value| !usual.contains(value));
        }
        pairs.extend(values.into_iter().map(|value| (key.name, value)));
    }
    pairs
}

/// The keys whose values differ.
pub(super) fn differing(before: &Inputs, after: &Inputs) -> Vec<&'static str> {
    let (mut before, mut after) = (before.clone(), after.clone());
    let differs = |key: &&keys::Key| key.write(&mut before) != key.write(&mut after);
    keys().filter(differs).map(|key| key.name).collect()
}

/// One key of the address, for whoever writes addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The key.
    pub name: &'static str,
    /// What its values may be.
    pub values: Cow<'static, str>,
    /// The value that it has when it isn't given; empty where that is none.
    pub default: String,
}

/// All keys of the address, as [`read`] takes them.
pub fn parameters() -> Vec<Parameter> {
    let mut default = Inputs::default();
    let parameter = |key: &Key| Parameter {
        name: key.name,
        values: key.values(),
        default: key.write(&mut default).join(" "),
    };
    keys().map(parameter).collect()
}

/// The languages that the page speaks.
pub fn languages() -> &'static [&'static str] {
    &LANGUAGES
}

/// The start of a text from outside, short enough for a message.
pub fn excerpt(text: &str) -> String {
    let mut characters = text.chars();
    let mut start: String = characters.by_ref().take(40).collect();
    if characters.next().is_some() {
        start.push('…');
    }
    start
}
