//! From JavaScript's values to the engine's questions.

use std::ops::RangeInclusive;

use engine::EncodingKind;
use engine::direct::{Array, Attention, Encoding, FieldError, Global, Mask, Variant, kind_error};
use js_sys::{Float32Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::fields::{Fields, misread, whole};

const ATTENTION: [&str; 9] =
    ["q", "k", "v", "mask", "causal", "offset", "window", "scale", "softcap"];

const ENCODING: [&str; 8] =
    ["kind", "length", "d_model", "base", "heads", "bidirectional", "buckets", "max_distance"];

const COST: [&str; 10] =
    ["variant", "n", "d", "causal", "window", "global", "random", "block", "features", "seed"];

/// A count that may be 0, and one that may not.
const FROM_ZERO: RangeInclusive<i64> = 0..=u32::MAX as i64;
const FROM_ONE: RangeInclusive<i64> = 1..=u32::MAX as i64;

/// What [`engine::direct::attention()`] is asked.
pub fn attention(options: &JsValue) -> Result<Attention, FieldError> {
    let fields = Fields::of("options", options, &ATTENTION)?;
    Ok(Attention {
        q: numbers(&fields, "q")?,
        k: numbers(&fields, "k")?,
        v: numbers(&fields, "v")?,
        mask: fields.get("mask")?.map(|value| mask(&value)).transpose()?,
        causal: fields.boolean("causal")?.unwrap_or_default(),
        offset: fields.whole("offset", i32::MIN.into()..=i32::MAX.into())?.unwrap_or_default(),
        window: fields.whole("window", FROM_ZERO)?,
        scale: fields.number("scale")?,
        softcap: fields.number("softcap")?,
    })
}

/// What [`engine::direct::encoding()`] is asked.
pub fn encoding(options: &JsValue) -> Result<Encoding, FieldError> {
    let fields = Fields::of("options", options, &ENCODING)?;
    let kind = fields.get("kind")?.unwrap_or_default();
    let Some(name) = kind.as_string() else {
        let needed = kind_error("").needed;
        return Err(misread("kind", &kind, &needed));
    };
    let length = || fields.require_whole("length", FROM_ZERO);
    let d_model = || fields.require_whole("d_model", FROM_ONE);
    let base = || fields.double("base");
    match EncodingKind::ALL.into_iter().find(|kind| kind.name() == name) {
        Some(EncodingKind::None) => Ok(Encoding::None { length: length()?, d_model: d_model()? }),
        Some(EncodingKind::Sinusoidal) => {
            Ok(Encoding::Sinusoidal { length: length()?, d_model: d_model()?, base: base()? })
        }
        Some(EncodingKind::Rope) => {
            Ok(Encoding::Rope { length: length()?, d_model: d_model()?, base: base()? })
        }
        Some(EncodingKind::Alibi) => {
            Ok(Encoding::Alibi { heads: fields.require_whole("heads", FROM_ONE)? })
        }
        Some(EncodingKind::T5) => Ok(Encoding::T5 {
            length: length()?,
            bidirectional: fields.boolean("bidirectional")?,
            buckets: fields.whole("buckets", FROM_ONE)?,
            max_distance: fields.whole("max_distance", FROM_ONE)?,
        }),
        Some(EncodingKind::Learned) | None => Err(kind_error(&name)),
    }
}

/// What [`engine::direct::cost()`] is asked.
pub fn cost(options: &JsValue) -> Result<Variant, FieldError> {
    let fields = Fields::of("options", options, &COST)?;
    let variant = fields.get("variant")?.unwrap_or_default();
    let Some(variant) = variant.as_string() else {
        return Err(misread("variant", &variant, "the name of a variant, such as \"full\""));
    };
    Ok(Variant {
        variant,
        n: fields.require_whole("n", FROM_ZERO)?,
        d: fields.require_whole("d", FROM_ONE)?,
        causal: fields.boolean("causal")?.unwrap_or_default(),
        window: fields.whole("window", FROM_ZERO)?,
        global: fields.get("global")?.map(|value| global(&value)).transpose()?,
        random: fields.whole("random", FROM_ZERO)?,
        block: fields.whole("block", FROM_ONE)?,
        features: fields.whole("features", FROM_ONE)?,
        seed: fields.whole("seed", FROM_ZERO)?,
    })
}

/// A `Float32Array`, copied.
pub fn floats(name: &str, value: &JsValue) -> Result<Vec<f32>, FieldError> {
    let floats = value.dyn_ref::<Float32Array>().map(Float32Array::to_vec);
    floats.ok_or_else(|| misread(name, value, "a Float32Array"))
}

/// A count that isn't a field but an argument.
pub fn length(name: &str, value: &JsValue) -> Result<u32, FieldError> {
    let needed = || format!("a whole number from {} to {}", FROM_ZERO.start(), FROM_ZERO.end());
    let length = whole(value).and_then(|n| u32::try_from(n).ok());
    length.ok_or_else(|| misread(name, value, &needed()))
}

/// So many of the first tokens, or tokens by their positions.
fn global(value: &JsValue) -> Result<Global, FieldError> {
    let Some(list) = value.dyn_ref::<js_sys::Array>() else {
        let count = whole(value).and_then(|n| u32::try_from(n).ok());
        let needed = "a whole number from 0, or an array of positions";
        return count.map(Global::First).ok_or_else(|| misread("global", value, needed));
    };
    let position = |(at, value): (usize, JsValue)| length(&format!("global[{at}]"), &value);
    list.iter().enumerate().map(position).collect::<Result<_, _>>().map(Global::At)
}

fn numbers(fields: &Fields, name: &str) -> Result<Array, FieldError> {
    let value = fields.require(name, "{ data: Float32Array, shape: number[] }")?;
    let fields = Fields::within(name, &value)?;
    let data = fields.require("data", "a Float32Array")?;
    Ok(Array { data: floats(&fields.path("data"), &data)?, shape: shape(&fields)? })
}

/// A mask, whose kind is that of its data.
fn mask(value: &JsValue) -> Result<Mask, FieldError> {
    let needed = "a Uint8Array (1 = may look) or a Float32Array (added to the scaled scores)";
    let fields = Fields::within("mask", value)?;
    let data = fields.require("data", needed)?;
    if let Some(data) = data.dyn_ref::<Uint8Array>() {
        Ok(Mask::Allowed(Array { data: data.to_vec(), shape: shape(&fields)? }))
    } else if let Some(data) = data.dyn_ref::<Float32Array>() {
        Ok(Mask::Added(Array { data: data.to_vec(), shape: shape(&fields)? }))
    } else {
        Err(misread(&fields.path("data"), &data, needed))
    }
}

fn shape(fields: &Fields) -> Result<Vec<usize>, FieldError> {
    let needed = "an array of whole numbers from 0";
    let value = fields.require("shape", needed)?;
    let path = fields.path("shape");
    let lengths = value.dyn_ref::<js_sys::Array>().ok_or_else(|| misread(&path, &value, needed))?;
    let length = |(axis, length): (usize, JsValue)| {
        let length_of = whole(&length).filter(|n| FROM_ZERO.contains(n));
        let needed = format!("a whole number from {} to {}", FROM_ZERO.start(), FROM_ZERO.end());
        length_of
            .and_then(|n| usize::try_from(n).ok())
            .ok_or_else(|| misread(&format!("{path}[{axis}]"), &length, &needed))
    };
    lengths.iter().enumerate().map(length).collect()
}
