//! The keys of the URL.

use std::rc::Rc;

use engine::{EncodingKind, MAX_D_MODEL, MaskKind, Settings, TokenizerKind};

use super::cells::{read_cell, read_edit, write_cell, write_edit};
use crate::labs;
use crate::numbers::{javascript, parse};
use crate::state::{HIDEABLE, Inputs, ThemeChoice};
use crate::steps::Step;

/// One key of the URL.
pub(super) struct Key {
    /// The name in the URL.
    pub name: &'static str,
    /// What the values may be, for the warning.
    pub values: &'static str,
    /// Takes a value over; `None` if it is none.
    pub read: fn(&mut Inputs, &str) -> Option<()>,
    /// The values to write, mostly one.
    pub write: fn(&Inputs) -> Vec<String>,
}

/// The languages that the page speaks.
const LANGUAGES: [&str; 1] = ["en"];

/// All keys. A new one is an entry here.
pub(super) const KEYS: [Key; 18] = [
    Key {
        name: "lab",
        values: "attention or order",
        read: |i, v| labs::find(v).map(|lab| i.lab = lab),
        write: |i| vec![i.lab.slug.into()],
    },
    Key {
        name: "text",
        values: "a sentence",
        read: |i, v| {
            settings(i).text = v.into();
            Some(())
        },
        write: |i| vec![i.settings.text.clone()],
    },
    Key {
        name: "compare",
        values: "a sentence",
        read: |i, v| {
            i.compare = v.into();
            Some(())
        },
        write: |i| vec![i.compare.to_string()],
    },
    Key {
        name: "step",
        values: "a step's name, such as scores",
        read: |i, v| Step::from_name(v).map(|step| i.step = step),
        write: |i| vec![i.step.name().into()],
    },
    Key {
        name: "tokens",
        values: "words or characters",
        read: |i, v| named(&TOKENIZERS, v).map(|kind| settings(i).tokenizer = kind),
        write: |i| vec![name(&TOKENIZERS, i.settings.tokenizer)],
    },
    Key {
        name: "encoding",
        values: "none, sinusoidal, learned, rope, alibi or t5",
        read: |i, v| {
            EncodingKind::ALL
                .into_iter()
                .find(|kind| kind.name() == v)
                .map(|kind| settings(i).encoding = kind)
        },
        write: |i| vec![i.settings.encoding.name().into()],
    },
    Key {
        name: "mask",
        values: "none, causal or custom",
        read: |i, v| named(&MASKS, v).map(|kind| settings(i).mask = kind),
        write: |i| vec![name(&MASKS, i.settings.mask)],
    },
    Key {
        name: "d_model",
        values: "a whole number from 1 to 64",
        read: |i, v| {
            v.parse()
                .ok()
                .filter(|d| (1..=MAX_D_MODEL).contains(d))
                .map(|d_model| settings(i).d_model = d_model)
        },
        write: |i| vec![i.settings.d_model.to_string()],
    },
    Key {
        name: "heads",
        values: "a whole number that divides d_model",
        read: |i, v| {
            v.parse()
                .ok()
                .filter(|h| (1..=MAX_D_MODEL).contains(h))
                .map(|heads| settings(i).heads = heads)
        },
        write: |i| vec![i.settings.heads.to_string()],
    },
    Key {
        name: "head",
        values: "the number of a head, from 0",
        read: |i, v| v.parse().ok().filter(|h| *h < MAX_D_MODEL).map(|head| i.head = head),
        write: |i| vec![i.head.to_string()],
    },
    Key {
        name: "seed",
        values: "a whole number from 0 to 4294967295",
        read: |i, v| v.parse().ok().map(|seed| settings(i).seed = seed),
        write: |i| vec![i.settings.seed.to_string()],
    },
    Key {
        name: "scale",
        values: "on or off",
        read: |i, v| named(&SWITCH, v).map(|scale| settings(i).scale = scale),
        write: |i| vec![name(&SWITCH, i.settings.scale)],
    },
    Key {
        name: "temperature",
        values: "a number from 0.01 to 100",
        read: |i, v| {
            parse(v)
                .filter(|t| (0.01..=100.0).contains(t))
                .map(|temperature| settings(i).temperature = temperature)
        },
        write: |i| vec![javascript(i.settings.temperature)],
    },
    Key {
        name: "edit",
        values: "a changed cell, as the page writes it",
        read: |i, v| {
            let edit = read_edit(v)?;
            let edits = &mut settings(i).edits;
            edits.retain(|old| old.target != edit.target);
            edits.push(edit);
            Some(())
        },
        write: |i| i.settings.edits.iter().map(write_edit).collect(),
    },
    Key {
        name: "cell",
        values: "row,column",
        read: |i, v| read_cell(i, v).map(|cell| i.cell = Some(cell)),
        write: |i| i.cell.iter().map(|cell| write_cell(i.step, cell)).collect(),
    },
    Key {
        name: "theme",
        values: "auto, light or dark",
        read: |i, v| {
            ThemeChoice::ALL.into_iter().find(|t| t.name() == v).map(|theme| i.theme = theme)
        },
        write: |i| vec![i.theme.name().into()],
    },
    Key {
        name: "lang",
        values: "en",
        read: |_, v| LANGUAGES.contains(&v).then_some(()),
        write: |_| vec![LANGUAGES[0].into()],
    },
    Key {
        name: "hide",
        values: "a list of the page's parts, such as controls,formula",
        read: |i, v| {
            for part in v.split([',', ' ']).filter(|part| !part.is_empty()) {
                let part = HIDEABLE.into_iter().find(|known| *known == part)?;
                i.hide.push(part);
            }
            Some(())
        },
        write: |i| if i.hide.is_empty() { Vec::new() } else { vec![i.hide.join(",")] },
    },
];

const TOKENIZERS: [(&str, TokenizerKind); 2] =
    [("words", TokenizerKind::Words), ("characters", TokenizerKind::Characters)];
const MASKS: [(&str, MaskKind); 3] =
    [("none", MaskKind::None), ("causal", MaskKind::Causal), ("custom", MaskKind::Custom)];
const SWITCH: [(&str, bool); 2] = [("on", true), ("off", false)];

fn named<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
}

fn name<T: PartialEq>(names: &[(&str, T)], value: T) -> String {
    names.iter().find(|(_, v)| *v == value).map(|(n, _)| (*n).to_owned()).unwrap_or_default()
}

pub(super) fn settings(inputs: &mut Inputs) -> &mut Settings {
    Rc::make_mut(&mut inputs.settings)
}
