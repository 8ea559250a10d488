//! Reads the fields of a JavaScript object, and says which one can't be read.

use std::ops::RangeInclusive;

pub use app::outside::values::misread;
use app::outside::values::{excerpt, object};
use engine::direct::FieldError;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// An object whose fields are being read.
pub struct Fields<'a> {
    /// The path to the object, empty for an argument of the function.
    path: String,
    object: &'a Object,
}

impl<'a> Fields<'a> {
    /// The fields of an argument; a field that no one knows is refused, since it is likely a
    /// known one misspelled.
    pub fn of(argument: &str, value: &'a JsValue, known: &[&str]) -> Result<Self, FieldError> {
        let object = object(argument, value)?;
        let mut names = Object::keys(object).into_iter().filter_map(|name| name.as_string());
        if let Some(name) = names.find(|name| !known.contains(&name.as_str())) {
            let needed = format!("only {}", known.join(", "));
            return Err(misread(&excerpt(&name), &get(object, &name)?, &needed));
        }
        Ok(Self { path: String::new(), object })
    }

    /// The fields of an object within.
    pub fn within(path: &str, value: &'a JsValue) -> Result<Self, FieldError> {
        Ok(Self { path: format!("{path}."), object: object(path, value)? })
    }

    /// The path to a field.
    pub fn path(&self, name: &str) -> String {
        format!("{}{name}", self.path)
    }

    /// A field, unless it is missing, `undefined` or `null`.
    pub fn get(&self, name: &str) -> Result<Option<JsValue>, FieldError> {
        let value = get(self.object, name)?;
        Ok((!value.is_undefined() && !value.is_null()).then_some(value))
    }

    /// A field that must be there.
    pub fn require(&self, name: &str, needed: &str) -> Result<JsValue, FieldError> {
        self.get(name)?.ok_or_else(|| misread(&self.path(name), &JsValue::UNDEFINED, needed))
    }

    /// `true` or `false`.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, FieldError> {
        self.read(name, "true or false", JsValue::as_bool)
    }

    /// A number within the range of 32 bits, with all of its 64.
    pub fn double(&self, name: &str) -> Result<Option<f64>, FieldError> {
        self.read(name, "a finite number", |value| {
            value.as_f64().filter(|x| (*x as f32).is_finite())
        })
    }

    /// A number, rounded to the nearest of 32 bits.
    pub fn number(&self, name: &str) -> Result<Option<f32>, FieldError> {
        self.read(name, "a finite number", |value| {
            value.as_f64().map(|x| x as f32).filter(|x| x.is_finite())
        })
    }

    /// A whole number in a range.
    pub fn whole<T: TryFrom<i64>>(
        &self,
        name: &str,
        range: RangeInclusive<i64>,
    ) -> Result<Option<T>, FieldError> {
        let needed = format!("a whole number from {} to {}", range.start(), range.end());
        self.read(name, &needed, |value| {
            whole(value).filter(|n| range.contains(n)).and_then(|n| T::try_from(n).ok())
        })
    }

    /// A whole number in a range that must be there.
    pub fn require_whole<T: TryFrom<i64>>(
        &self,
        name: &str,
        range: RangeInclusive<i64>,
    ) -> Result<T, FieldError> {
        let needed = format!("a whole number from {} to {}", range.start(), range.end());
        self.whole(name, range)?
            .ok_or_else(|| misread(&self.path(name), &JsValue::UNDEFINED, &needed))
    }

    fn read<T>(
        &self,
        name: &str,
        needed: &str,
        read: impl Fn(&JsValue) -> Option<T>,
    ) -> Result<Option<T>, FieldError> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        read(&value).map(Some).ok_or_else(|| misread(&self.path(name), &value, needed))
    }
}

/// A number without a fraction that JavaScript holds exactly.
pub fn whole(value: &JsValue) -> Option<i64> {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    value.as_f64().filter(|x| x.trunc() == *x && x.abs() <= LARGEST).map(|x| x as i64)
}

/// A property. Reading one may run a getter, and a getter may throw.
fn get(object: &Object, name: &str) -> Result<JsValue, FieldError> {
    Reflect::get(object, &name.into())
        .map_err(|_| FieldError::new(name, "a field that throws when read", "a value"))
}
