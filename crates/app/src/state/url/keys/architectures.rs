//! Keys of the lab of architectures.

use super::Value::Other;
use super::{Key, name, named};
use crate::state::architectures::{FAMILIES, MODELS, SORTS};

const DIRECTIONS: [(&str, bool); 2] = [("down", false), ("up", true)];

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "model",
        value: Other {
            values: "the name of a published model, such as bert-base",
            read: |i, v| one(&MODELS, v).map(|model| i.architectures.model = model),
            write: |i| vec![i.architectures.model.into()],
        },
    },
    Key {
        name: "family",
        value: Other {
            values: "all, encoder, decoder or encoder-decoder",
            read: |i, v| one(&FAMILIES, v).map(|family| i.architectures.family = family),
            write: |i| vec![i.architectures.family.into()],
        },
    },
    Key {
        name: "sort",
        value: Other {
            values: "listed, parameters, published, difference, layers, d_model, heads, feed_forward, vocabulary or context",
            read: |i, v| one(&SORTS, v).map(|sort| i.architectures.sort = sort),
            write: |i| vec![i.architectures.sort.into()],
        },
    },
    Key {
        name: "direction",
        value: Other {
            values: "down or up",
            read: |i, v| named(&DIRECTIONS, v).map(|upwards| i.architectures.upwards = upwards),
            write: |i| vec![name(&DIRECTIONS, i.architectures.upwards)],
        },
    },
];

/// The name of that spelling.
fn one(names: &[&'static str], spelled: &str) -> Option<&'static str> {
    names.iter().copied().find(|name| *name == spelled)
}
