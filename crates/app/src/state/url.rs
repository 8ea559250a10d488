//! The inputs as keys and values of a URL, and back.
//!
//! Every key is one entry of a list that both directions go through. What can't be read
//! gives a warning and leaves the default.

mod cells;
mod keys;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use engine::{Cell, Edit, MaskKind, MatrixName, Settings, Target};

use self::keys::{Key, LANGUAGES, keys};
use super::{DECODERS, Inputs, WeightsChoice, fitting_heads};
use crate::steps::Step;

/// Keys that stand in every URL, for the reader's sake.
const ALWAYS: [&str; 2] = ["lab", "text"];

/// Keys that decide what numbers are invented: where one is given, they are, unless the address
/// asks for trained ones.
const INVENTING: [&str; 5] = ["encoding", "heads", "d_model", "seed", "edit"];

/// Whether a key stands in the URL even with its default.
fn is_always_said(inputs: &Inputs, key: &str) -> bool {
    // Other labs have no steps; where they are told of one, it is for whoever goes on from there.
    // A trained decoder has a mask unless none is asked for.
    let says_mask = key == "mask" && inputs.weights == WeightsChoice::Trained;
    says_mask || ALWAYS.contains(&key) || (key == "step" && inputs.lab.parts.contains(&"steps"))
}

/// The inputs that these keys and values say, later ones winning, and a warning for each
/// that says nothing.
pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Inputs, Vec<String>) {
    let mut inputs = Inputs::default();
    let mut warnings = Vec::new();
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    // A task brings its own sizes, so what is said of them is read after it; a cell is of the
    // step's matrix and of the head.
    pairs.sort_by_key(|(key, _)| match *key {
        "task" => 0,
        "cell" => 2,
        _ => 1,
    });
    for &(name, value) in &pairs {
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
    if inputs.weights == WeightsChoice::Auto && asks_to_invent(&pairs, &inputs) {
        inputs.weights = WeightsChoice::Invented;
    }
    let says_mask = pairs.iter().any(|(key, _)| *key == "mask");
    let is_decoder = DECODERS.contains(&inputs.architectures.trained);
    if inputs.weights == WeightsChoice::Trained && is_decoder && !says_mask {
        inputs.settings_mut().mask = MaskKind::Causal;
    }
    let Settings { heads, d_model, .. } = *inputs.settings;
    if !d_model.is_multiple_of(heads) {
        let fitting = fitting_heads(d_model, heads);
        warnings.push(format!(
            "“heads={heads}” does not divide d_model={d_model}; {fitting} is used instead."
        ));
        inputs.settings_mut().heads = fitting;
    }
    if inputs.head >= inputs.most_heads() {
        warnings.push(format!(
            "“head={}” was ignored: there are {} heads, counted from 0; the last is shown.",
            inputs.head,
            inputs.most_heads()
        ));
    }
    if inputs.step == Step::Masked && !inputs.has_mask() {
        warnings
            .push("“step=masked” was ignored: there is no mask. Add mask=causal to see it.".into());
    }
    inputs.settle();
    (inputs, warnings)
}

/// Whether an address decides numbers that are invented. One that says all there is to say does
/// so only by what differs from how the page opens.
fn asks_to_invent(pairs: &[(&str, &str)], inputs: &Inputs) -> bool {
    let says_all = pairs.iter().any(|(key, _)| *key == "weights");
    let differing = differing(&Inputs::default(), inputs);
    let is_inventing =
        |edit: &Edit| !matches!(edit.target, Target::Cell(Cell { matrix: MatrixName::Mask, .. }));
    INVENTING.iter().any(|key| match *key {
        // A mask is drawn over whatever numbers there are.
        "edit" => inputs.settings.edits.iter().any(is_inventing),
        key if says_all => differing.contains(&key),
        key => pairs.iter().any(|(name, _)| *name == key),
    })
}

/// The keys and values that say these inputs; those at their default only if `all`.
pub fn write(inputs: &Inputs, all: bool) -> Vec<(&'static str, String)> {
    let (mut inputs, mut default) = (inputs.clone(), Inputs::default());
    let mut pairs = Vec::new();
    for key in keys() {
        let values = key.write(&mut inputs);
        let is_said = values != key.write(&mut default);
        if all || is_always_said(&inputs, key.name) || is_said {
            pairs.extend(values.into_iter().map(|value| (key.name, value)));
        }
    }
    // What else is said may say that already.
    let is_implied =
        |(key, value): &(&str, String)| INVENTING.contains(key) && !value.starts_with("mask,");
    if !all && inputs.weights == WeightsChoice::Invented && pairs.iter().any(is_implied) {
        pairs.retain(|(key, _)| *key != "weights");
    }
    pairs
}

/// The keys whose values differ.
pub fn differing(before: &Inputs, after: &Inputs) -> Vec<&'static str> {
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
