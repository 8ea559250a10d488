//! Keys of the cost lab.

use super::Key;
use super::Value::{Number, Other, Whole};
use crate::state::cost::{LONGEST, MAX_PATTERN, VARIANTS, WIDTHS};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "variant",
        value: Other {
            values: "full, flash, sliding_window, longformer, big_bird or performer",
            read: |i, v| VARIANTS.into_iter().find(|n| *n == v).map(|n| i.cost.variant = n),
            write: |i| vec![i.cost.variant.into()],
        },
    },
    Key { name: "n", value: Whole(1..=MAX_PATTERN, |i| &mut i.cost.n) },
    Key { name: "window", value: Whole(0..=MAX_PATTERN, |i| &mut i.cost.window) },
    Key { name: "global", value: Whole(0..=MAX_PATTERN, |i| &mut i.cost.globals) },
    Key { name: "random", value: Whole(0..=MAX_PATTERN, |i| &mut i.cost.random) },
    Key { name: "block", value: Whole(1..=MAX_PATTERN, |i| &mut i.cost.block) },
    Key { name: "features", value: Whole(1..=1024, |i| &mut i.cost.features) },
    Key {
        name: "draw",
        value: Other {
            values: "a whole number from 0 to 4294967295",
            read: |i, v| v.parse().ok().map(|draw| i.cost.draw = draw),
            write: |i| vec![i.cost.draw.to_string()],
        },
    },
    Key { name: "tile_queries", value: Whole(1..=64, |i| &mut i.cost.tile.0) },
    Key { name: "tile_keys", value: Whole(1..=64, |i| &mut i.cost.tile.1) },
    Key { name: "tile", value: Whole(0..=1_000_000, |i| &mut i.tile) },
    Key { name: "memory", value: Whole(256..=1_048_576, |i| &mut i.cost.memory) },
    Key { name: "context", value: Whole(64..=1_048_576, |i| &mut i.cost.context) },
    Key { name: "near", value: Whole(0..=64, |i| &mut i.cost.near) },
    Key { name: "further", value: Whole(0..=64, |i| &mut i.cost.further) },
    Key { name: "hidden", value: Whole(1..=64, |i| &mut i.cost.hidden) },
    Key { name: "gain", value: Number(0.0..=4.0, |i| &mut i.cost.gain) },
    Key { name: "forget", value: Number(-10.0..=10.0, |i| &mut i.cost.forget) },
    Key { name: "span", value: Whole(2..=256, |i| &mut i.cost.span) },
    Key {
        name: "variants",
        value: Other {
            values: "a list of variants, such as full,flash",
            read: |i, v| {
                let mut measured = [false; 6];
                for name in v.split(',').filter(|name| !name.is_empty()) {
                    measured[VARIANTS.iter().position(|known| *known == name)?] = true;
                }
                i.cost.measured = measured;
                Some(())
            },
            write: |i| {
                let is_in = VARIANTS.iter().zip(i.cost.measured).filter(|(_, is_in)| *is_in);
                vec![is_in.map(|(name, _)| *name).collect::<Vec<_>>().join(",")]
            },
        },
    },
    Key {
        name: "longest",
        value: Other {
            values: "one of the lengths measured, from 512 to 16384, each twice the one before",
            read: |i, v| v.parse().ok().filter(|n| LONGEST.contains(n)).map(|n| i.cost.longest = n),
            write: |i| vec![i.cost.longest.to_string()],
        },
    },
    Key {
        name: "d_k",
        value: Other {
            values: "16, 32, 64 or 128",
            read: |i, v| v.parse().ok().filter(|n| WIDTHS.contains(n)).map(|n| i.cost.d_k = n),
            write: |i| vec![i.cost.d_k.to_string()],
        },
    },
];
