//! Keys of the lab of architectures.

use super::Value::{Number, Other, Whole};
use super::{Key, name, named, within};
use crate::state::architectures::{
    DECODERS, FAMILIES, MODELS, MOST_KEPT, MOST_LAYERS, MOST_MADE, PLACES, SORTS, STACKS, TRAINED,
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
            read: |i, v| bits(v).map(|hidden| i.architectures.hidden = hidden),
            write: |i| vec![listed(i.architectures.hidden)],
        },
    },
    Key {
        name: "trained",
        value: Other {
            values: "encoder, gpt, llama or t5",
            read: |i, v| one(&TRAINED, v).map(|trained| i.architectures.trained = trained),
            write: |i| vec![i.architectures.trained.into()],
        },
    },
    Key {
        name: "stack",
        value: Other {
            values: "encoder, decoder or cross",
            read: |i, v| one(&STACKS, v).map(|stack| i.architectures.stack = stack),
            write: |i| vec![i.architectures.stack.into()],
        },
    },
    Key { name: "layer", value: Whole(0..=MOST_LAYERS - 1, |i| &mut i.architectures.layer) },
    Key {
        name: "off",
        value: Other {
            values: "a list of heads, counted from 0, such as 1,3, or empty to leave all on",
            read: |i, v| bits(v).map(|off| i.architectures.off = off),
            write: |i| vec![listed(i.architectures.off)],
        },
    },
];

/// The numbers of a list as bits.
fn bits(list: &str) -> Option<u64> {
    let numbers = list.split(',').filter(|number| !number.is_empty());
    numbers.map(|number| within(number, 0..=PLACES - 1)).try_fold(0, |all, at| Some(all | 1 << at?))
}

/// The list that [`bits`] reads.
fn listed(bits: u64) -> String {
    let numbers = (0..PLACES).filter(|at| bits >> at & 1 == 1);
    numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(",")
}

/// The name of that spelling.
pub(super) fn one(names: &[&'static str], spelled: &str) -> Option<&'static str> {
    names.iter().copied().find(|name| *name == spelled)
}
