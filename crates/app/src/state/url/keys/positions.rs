//! Keys of what the positions lab looks at.

use engine::{MAX_D_MODEL, MAX_POSITIONS, Pairing};

use super::Value::{Number, Other, Whole};
use super::{ENCODINGS, Key, SWITCH, encoding, name, named, within};
use crate::state::FEWEST;

const PAIRINGS: [(&str, Pairing); 2] =
    [("interleaved", Pairing::Interleaved), ("half", Pairing::HalfSplit)];

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "with",
        value: Other {
            values: ENCODINGS,
            read: |i, v| encoding(v).map(|kind| i.positions.with = kind),
            write: |i| vec![i.positions.with.name().into()],
        },
    },
    Key { name: "positions", value: Whole(FEWEST..=MAX_POSITIONS, |i| &mut i.positions.length) },
    Key { name: "base", value: Number(10.0..=1e6, |i| &mut i.positions.base) },
    Key { name: "dimension", value: Whole(0..=MAX_D_MODEL - 1, |i| &mut i.positions.dimension) },
    Key { name: "position", value: Whole(0..=MAX_POSITIONS - 1, |i| &mut i.positions.position) },
    Key {
        name: "shift",
        value: Other {
            values: "a whole number from -127 to 127",
            read: |i, v| {
                let most = MAX_POSITIONS as i32 - 1;
                within(v, -most..=most).map(|shift| i.positions.shift = shift)
            },
            write: |i| vec![i.positions.shift.to_string()],
        },
    },
    Key {
        name: "pairs",
        value: Other {
            values: "interleaved or half",
            read: |i, v| named(&PAIRINGS, v).map(|pairing| i.positions.pairing = pairing),
            write: |i| vec![name(&PAIRINGS, i.positions.pairing)],
        },
    },
    Key {
        name: "bidirectional",
        value: Other {
            values: "on or off",
            read: |i, v| named(&SWITCH, v).map(|on| i.positions.bidirectional = on),
            write: |i| vec![name(&SWITCH, i.positions.bidirectional)],
        },
    },
];
