//! One case: what goes in and what must come out.

use std::collections::BTreeMap;
use std::path::Path;

use ndarray::{ArrayD, Dimension};
use serde::Deserialize;
use serde_json::Value;

/// What a computation gives, by ONNX's names of the outputs.
pub type Outputs = BTreeMap<&'static str, ArrayD<f32>>;

#[derive(Deserialize)]
pub struct Case {
    pub name: String,
    pub op: String,
    attributes: BTreeMap<String, Value>,
    inputs: BTreeMap<String, Tensor>,
    outputs: BTreeMap<String, Tensor>,
}

/// Numbers as they stand in the file.
#[derive(Deserialize)]
struct Tensor {
    shape: Vec<usize>,
    dtype: String,
    data: Vec<Value>,
}

/// All cases in the folder, by file name.
pub fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/onnx");
    let mut paths: Vec<_> = folder
        .read_dir()
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a readable case");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    paths.iter().map(read).collect()
}

impl Case {
    /// A whole-number attribute.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.attributes.get(name).map(|value| value.as_i64().expect("a whole number"))
    }

    /// An attribute that is a float.
    pub fn float(&self, name: &str) -> Option<f32> {
        self.attributes.get(name).map(|value| value.as_f64().expect("a number") as f32)
    }

    /// An attribute that is a word.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(|value| value.as_str().expect("a string"))
    }

    /// An input that the operator can't do without.
    pub fn input(&self, name: &str) -> ArrayD<f32> {
        self.optional(name).unwrap_or_else(|| panic!("{}: no input {name}", self.name))
    }

    /// An input of floats, if the case has it.
    pub fn optional(&self, name: &str) -> Option<ArrayD<f32>> {
        self.typed(name, "f32", float)
    }

    /// An input of truth values, if the case has it and it holds such.
    pub fn booleans(&self, name: &str) -> Option<ArrayD<bool>> {
        self.typed(name, "bool", |value| value.as_bool().expect("true or false"))
    }

    /// An input of whole numbers, if the case has it.
    pub fn integers(&self, name: &str) -> Option<ArrayD<usize>> {
        self.typed(name, "i64", |value| value.as_u64().expect("a whole number") as usize)
    }

    fn typed<T>(&self, name: &str, dtype: &str, read: fn(&Value) -> T) -> Option<ArrayD<T>> {
        self.inputs.get(name).filter(|tensor| tensor.dtype == dtype).map(|tensor| tensor.read(read))
    }

    /// What is wrong with computed outputs, one line for each wrong number.
    pub fn differences(&self, computed: &Outputs) -> Vec<String> {
        let mut lines = Vec::new();
        for (name, tensor) in &self.outputs {
            let expected = tensor.read(float);
            match computed.get(name.as_str()) {
                None => lines.push(format!("{}: {name} is not computed", self.name)),
                Some(given) if given.shape() != expected.shape() => lines.push(format!(
                    "{}: {name} has shape {:?}, not {:?}",
                    self.name,
                    given.shape(),
                    expected.shape()
                )),
                Some(given) => lines.extend(
                    expected
                        .indexed_iter()
                        .zip(given)
                        .filter(|((_, expected), given)| !close(**expected, **given))
                        .map(|((cell, expected), given)| {
                            let cell = cell.slice();
                            format!("{}: {name}{cell:?} is {given}, not {expected}", self.name)
                        }),
                ),
            }
        }
        lines
    }
}

impl Tensor {
    fn read<T>(&self, read: fn(&Value) -> T) -> ArrayD<T> {
        ArrayD::from_shape_vec(self.shape.as_slice(), self.data.iter().map(read).collect())
            .expect("as many numbers as the shape says")
    }
}

fn float(value: &Value) -> f32 {
    match value.as_str() {
        Some("inf") => f32::INFINITY,
        Some("-inf") => f32::NEG_INFINITY,
        _ => value.as_f64().expect("a number") as f32,
    }
}

/// Within 1e-5, or within a ten-thousandth; an infinity only equals itself, NaN nothing.
fn close(expected: f32, given: f32) -> bool {
    expected == given || (expected - given).abs() <= 1e-5 + 1e-4 * expected.abs()
}
