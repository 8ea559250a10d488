//! The mathematics on numbers that the caller brings, without a sentence or a layer around
//! them: what the JavaScript package offers, in types that serialize.
//!
//! Whatever doesn't fit is a [`FieldError`], which names the field as the caller spells it.

mod array;
mod attend;
mod attention;
mod cost;
mod encoding;
mod error;
mod tokenize;

pub use array::{Array, MAX_NUMBERS};
pub use attend::attend;
pub use attention::{Attention, Mask, Steps, attention};
pub use cost::{Cost, Global, Variant, cost};
pub use encoding::{Encoded, Encoding, KINDS, encoding, kind_error};
pub use error::FieldError;
pub use tokenize::{Token, tokenize};
