//! What `cargo xtask bench` measures: every variant of attention by its name, called as a
//! script calls the JavaScript package, and the machine's peak.

#![cfg(target_arch = "wasm32")]

mod peak;

use attention::Options;
use attention::variant::{ALL, Settings};
use ndarray::ArrayView3;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

pub use peak::multiply_adds;

/// The names of all variants.
#[wasm_bindgen]
pub fn variants() -> Vec<String> {
    ALL.iter().map(|entry| entry.name.to_owned()).collect()
}

/// The output of a variant with its usual settings, `[n, d]`, for one head: q, k and v are
/// `[n, d]` too. Copies go in and out, as they do in the package.
///
/// # Errors
///
/// An `Error` if there is no such variant, or if it refuses.
#[wasm_bindgen]
pub fn attend(
    variant: &str,
    q: &[f32],
    k: &[f32],
    v: &[f32],
    n: usize,
    d: usize,
) -> Result<Vec<f32>, JsError> {
    let entry = ALL.iter().find(|entry| entry.name == variant);
    let entry = entry.ok_or_else(|| JsError::new("no such variant"))?;
    let view = |x| ArrayView3::from_shape((1, n, d), x);
    let (q, k, v) = (view(q)?, view(k)?, view(v)?);
    let output = (entry.build)(Settings::default()).attend(q, k, v, &Options::default())?;
    Ok(output.into_raw_vec_and_offset().0)
}
