//! Keys of the lab of architectures.

use super::Value::{Number, Other, Whole};
use super::{Key, name, named, within};
use crate::state::architectures::{
    DECODERS, FAMILIES, MODELS, MOST_KEPT, MOST_MADE, PLACES, SORTS,
};

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
    Key {
        name: "decoder",
        value: Other {
            values: "gpt or llama",
            read: |i, v| one(&DECODERS, v).map(|decoder| i.architectures.decoder = decoder),
            write: |i| vec![i.architectures.decoder.into()],
        },
    },
    Key { name: "top_k", value: Whole(0..=MOST_KEPT, |i| &mut i.architectures.top_k) },
    Key { name: "top_p", value: Number(0.01..=1.0, |i| &mut i.architectures.top_p) },
    Key { name: "made", value: Whole(0..=MOST_MADE, |i| &mut i.architectures.made) },
    Key {
        name: "blank",
        value: Other {
            values: "a list of words, counted from 0, such as 1,3, or empty to hide none",
            read: |i, v| {
                let places = v.split(',').filter(|place| !place.is_empty());
                let places: Option<Vec<usize>> =
                    places.map(|place| within(place, 0..=PLACES - 1)).collect();
                i.architectures.hidden = places?.into_iter().fold(0, |all, at| all | 1 << at);
                Some(())
            },
            write: |i| {
                let hidden = (0..PLACES).filter(|&place| i.architectures.hides(place));
                vec![hidden.map(|place| place.to_string()).collect::<Vec<_>>().join(",")]
            },
        },
    },
];

/// The name of that spelling.
fn one(names: &[&'static str], spelled: &str) -> Option<&'static str> {
    names.iter().copied().find(|name| *name == spelled)
}
