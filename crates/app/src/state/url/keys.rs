//! The keys of the URL.

mod architectures;
mod cost;
mod layer;
mod positions;
mod task;
mod training;

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::str::FromStr;

use engine::EncodingKind;

pub(super) use layer::LANGUAGES;

use crate::numbers::parse;
use crate::state::Inputs;

/// One key of the URL.
pub(super) struct Key {
    /// The name in the URL.
    pub name: &'static str,
    value: Value,
}

/// What stands behind a key.
enum Value {
    /// A whole number in this range.
    Whole(RangeInclusive<usize>, fn(&mut Inputs) -> &mut usize),
    /// A number in this range.
    Number(RangeInclusive<f32>, fn(&mut Inputs) -> &mut f32),
    /// Anything else.
    Other {
        /// What the values may be, for the warning.
        values: &'static str,
        /// Takes a value over; `None` if it is none.
        read: fn(&mut Inputs, &str) -> Option<()>,
        /// The values to write, mostly one.
        write: fn(&Inputs) -> Vec<String>,
    },
}

/// All keys, in the order in which they are written.
pub(super) fn keys() -> impl Iterator<Item = &'static Key> {
    let labs = [positions::KEYS, task::KEYS, training::KEYS, cost::KEYS, architectures::KEYS];
    [layer::KEYS].into_iter().chain(labs).flatten()
}

impl Key {
    /// What the values may be, for the warning.
    pub fn values(&self) -> Cow<'static, str> {
        match &self.value {
            Value::Whole(range, _) => {
                format!("a whole number from {} to {}", range.start(), range.end()).into()
            }
            Value::Number(range, _) => {
                format!("a number from {} to {}", range.start(), range.end()).into()
            }
            Value::Other { values, .. } => (*values).into(),
        }
    }

    /// Takes a value over; `None` if it is none.
    pub fn read(&self, inputs: &mut Inputs, text: &str) -> Option<()> {
        match &self.value {
            Value::Whole(range, field) => *field(inputs) = within(text, range.clone())?,
            Value::Number(range, field) => {
                *field(inputs) = parse(text).filter(|number| range.contains(number))?;
            }
            Value::Other { read, .. } => return read(inputs, text),
        }
        Some(())
    }

    /// The values to write, mostly one. Nothing is changed: a field is got at in one way only.
    pub fn write(&self, inputs: &mut Inputs) -> Vec<String> {
        match &self.value {
            Value::Whole(_, field) => vec![field(inputs).to_string()],
            Value::Number(_, field) => vec![field(inputs).to_string()],
            Value::Other { write, .. } => write(inputs),
        }
    }
}

const ENCODINGS: &str = "none, sinusoidal, learned, rope, alibi or t5";
const SWITCH: [(&str, bool); 2] = [("on", true), ("off", false)];

fn encoding(name: &str) -> Option<EncodingKind> {
    EncodingKind::ALL.into_iter().find(|kind| kind.name() == name)
}

fn named<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
}

fn name<T: PartialEq>(names: &[(&str, T)], value: T) -> String {
    names.iter().find(|(_, v)| *v == value).map(|(n, _)| (*n).to_owned()).unwrap_or_default()
}

/// The number that a text says, if it is in that range.
pub(super) fn within<T: FromStr + PartialOrd>(text: &str, range: RangeInclusive<T>) -> Option<T> {
    text.parse().ok().filter(|number| range.contains(number))
}
