//! From the engine's answers to JavaScript's values.

use engine::direct::{Array, Cost, Encoded, Steps};
use js_sys::{Error, Float32Array, Int32Array};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

/// `{ data, shape }`.
#[derive(Serialize)]
struct GivenArray<'a, T: JsCast> {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    data: T,
    shape: &'a [usize],
}

#[derive(Serialize)]
struct GivenSteps<'a> {
    scores: GivenArray<'a, Float32Array>,
    scaled: GivenArray<'a, Float32Array>,
    masked: GivenArray<'a, Float32Array>,
    weights: GivenArray<'a, Float32Array>,
    output: GivenArray<'a, Float32Array>,
}

#[derive(Serialize)]
struct GivenRotation<'a> {
    cos: GivenArray<'a, Float32Array>,
    sin: GivenArray<'a, Float32Array>,
}

#[derive(Serialize)]
struct GivenCost {
    pairs: f64,
    multiply_adds: f64,
    bytes: f64,
}

/// `AttentionSteps`.
pub fn steps(steps: &Steps) -> Result<JsValue, Error> {
    plain(&GivenSteps {
        scores: floats(&steps.scores),
        scaled: floats(&steps.scaled),
        masked: floats(&steps.masked),
        weights: floats(&steps.weights),
        output: floats(&steps.output),
    })
}

/// What an encoding gives; which type it is depends on the kind.
pub fn encoded(encoded: &Encoded) -> Result<JsValue, Error> {
    match encoded {
        Encoded::Added(array) | Encoded::Slopes(array) => plain(&floats(array)),
        Encoded::Rotation { cos, sin } => {
            plain(&GivenRotation { cos: floats(cos), sin: floats(sin) })
        }
        Encoded::Buckets(Array { data, shape }) => {
            plain(&GivenArray { data: Int32Array::from(data.as_slice()), shape })
        }
    }
}

/// `Cost`. All figures are at most 2⁵³ and so become numbers, exactly.
pub fn cost(cost: &Cost) -> Result<JsValue, Error> {
    plain(&GivenCost {
        pairs: cost.pairs as f64,
        multiply_adds: cost.multiply_adds as f64,
        bytes: cost.bytes as f64,
    })
}

/// Any value of plain objects, arrays, strings and numbers.
pub fn plain<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Error> {
    serde_wasm_bindgen::to_value(value).map_err(|error| Error::new(&error.to_string()))
}

fn floats(array: &Array) -> GivenArray<'_, Float32Array> {
    GivenArray { data: Float32Array::from(array.data.as_slice()), shape: &array.shape }
}
