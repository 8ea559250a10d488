//! Keys of the sentence, the layer and the page.

use engine::question::Question;
use engine::{MAX_D_MODEL, MAX_TOKENS, MaskKind, TokenizerKind};

use super::Value::{Number, Other, Whole};
use super::{ENCODINGS, Key, SWITCH, encoding, name, named};
use crate::labs;
use crate::state::url::cells::{read_cell, read_edit, write_cell, write_edit};
use crate::state::{Asked, Fit, HIDEABLE, ThemeChoice, VIEWS, WeightsChoice};
use crate::steps::Step;

/// The languages that the page speaks.
pub(in crate::state::url) const LANGUAGES: [&str; 1] = ["en"];

const TOKENIZERS: [(&str, TokenizerKind); 2] =
    [("words", TokenizerKind::Words), ("characters", TokenizerKind::Characters)];
const MASKS: [(&str, MaskKind); 3] =
    [("none", MaskKind::None), ("causal", MaskKind::Causal), ("custom", MaskKind::Custom)];

const WEIGHTS: [(&str, WeightsChoice); 3] = [
    ("auto", WeightsChoice::Auto),
    ("trained", WeightsChoice::Trained),
    ("invented", WeightsChoice::Invented),
];

fn read_asked(value: &str) -> Option<Asked> {
    let (name, row) = value.split_once(',')?;
    Some(Asked { question: Question::find(name)?, row: place(row)? })
}

/// The place of a word or of a choice.
fn place(value: &str) -> Option<usize> {
    value.trim().parse().ok().filter(|place| *place < MAX_TOKENS)
}

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "lab",
        value: Other {
            values: "attention, order, positions, cost or architectures",
            read: |i, v| labs::find(v).map(|lab| i.lab = lab),
            write: |i| vec![i.lab.slug.into()],
        },
    },
    Key {
        name: "text",
        value: Other {
            values: "a sentence",
            read: |i, v| {
                i.settings_mut().text = v.into();
                Some(())
            },
            write: |i| vec![i.settings.text.clone()],
        },
    },
    Key {
        name: "compare",
        value: Other {
            values: "a sentence",
            read: |i, v| {
                i.compare = v.into();
                Some(())
            },
            write: |i| vec![i.compare.to_string()],
        },
    },
    Key {
        name: "step",
        value: Other {
            values: "a step's name, such as scores",
            read: |i, v| Step::from_name(v).map(|step| i.step = step),
            write: |i| vec![i.step.name().into()],
        },
    },
    Key {
        name: "tokens",
        value: Other {
            values: "words or characters",
            read: |i, v| named(&TOKENIZERS, v).map(|kind| i.settings_mut().tokenizer = kind),
            write: |i| vec![name(&TOKENIZERS, i.settings.tokenizer)],
        },
    },
    Key {
        name: "encoding",
        value: Other {
            values: ENCODINGS,
            read: |i, v| encoding(v).map(|kind| i.settings_mut().encoding = kind),
            write: |i| vec![i.settings.encoding.name().into()],
        },
    },
    Key {
        name: "view",
        value: Other {
            values: "the name of a view, such as look or measure",
            read: |i, v| VIEWS.into_iter().find(|view| *view == v).map(|view| i.view = view),
            write: |i| vec![i.view.into()],
        },
    },
    Key {
        name: "mask",
        value: Other {
            values: "none, causal or custom",
            read: |i, v| named(&MASKS, v).map(|kind| i.settings_mut().mask = kind),
            write: |i| vec![name(&MASKS, i.settings.mask)],
        },
    },
    Key {
        name: "weights",
        value: Other {
            values: "auto, trained or invented",
            read: |i, v| named(&WEIGHTS, v).map(|weights| i.weights = weights),
            write: |i| vec![name(&WEIGHTS, i.weights)],
        },
    },
    Key { name: "d_model", value: Whole(1..=MAX_D_MODEL, |i| &mut i.settings_mut().d_model) },
    Key { name: "heads", value: Whole(1..=MAX_D_MODEL, |i| &mut i.settings_mut().heads) },
    Key { name: "head", value: Whole(0..=MAX_D_MODEL - 1, |i| &mut i.head) },
    Key {
        name: "seed",
        value: Other {
            values: "a whole number from 0 to 4294967295",
            read: |i, v| v.parse().ok().map(|seed| i.settings_mut().seed = seed),
            write: |i| vec![i.settings.seed.to_string()],
        },
    },
    Key {
        name: "scale",
        value: Other {
            values: "on or off",
            read: |i, v| named(&SWITCH, v).map(|scale| i.settings_mut().scale = scale),
            write: |i| vec![name(&SWITCH, i.settings.scale)],
        },
    },
    Key { name: "temperature", value: Number(0.01..=100.0, |i| &mut i.settings_mut().temperature) },
    Key {
        name: "edit",
        value: Other {
            values: "a changed cell, as the page writes it, or empty to change none",
            read: |i, v| {
                if v.is_empty() {
                    i.settings_mut().edits.clear();
                    return Some(());
                }
                // Of several of one cell the last is left once all are read.
                i.settings_mut().edits.push(read_edit(v)?);
                Some(())
            },
            write: |i| i.settings.edits.iter().map(write_edit).collect(),
        },
    },
    Key {
        name: "cell",
        value: Other {
            values: "row,column of the step’s matrix, or empty to open none",
            read: |i, v| {
                i.cell = if v.is_empty() { None } else { Some(read_cell(i, v)?) };
                Some(())
            },
            write: |i| i.cell.iter().map(|cell| write_cell(i.step, cell)).collect(),
        },
    },
    Key {
        name: "question",
        value: Other {
            values: "most, division or nearest, then a comma and the word’s place, from 0, or empty to ask none",
            read: |i, v| {
                i.asked = if v.is_empty() { None } else { Some(read_asked(v)?) };
                Some(())
            },
            write: |i| {
                let spelled = |asked: Asked| format!("{},{}", asked.question.name, asked.row);
                i.asked.map(spelled).into_iter().collect()
            },
        },
    },
    Key {
        name: "guess",
        value: Other {
            values: "the number of a choice, from 0 to 63, or empty for none",
            read: |i, v| {
                i.guess = if v.is_empty() { None } else { Some(place(v)?) };
                Some(())
            },
            write: |i| i.guess.iter().map(ToString::to_string).collect(),
        },
    },
    Key {
        name: "theme",
        value: Other {
            values: "auto, light or dark",
            read: |i, v| {
                ThemeChoice::ALL.into_iter().find(|t| t.name() == v).map(|theme| i.theme = theme)
            },
            write: |i| vec![i.theme.name().into()],
        },
    },
    Key {
        name: "fit",
        value: Other {
            values: "window or content",
            read: |i, v| Fit::ALL.into_iter().find(|fit| fit.name() == v).map(|fit| i.fit = fit),
            write: |i| vec![i.fit.name().into()],
        },
    },
    Key {
        name: "lang",
        value: Other {
            values: "en",
            read: |_, v| LANGUAGES.contains(&v).then_some(()),
            write: |_| vec![LANGUAGES[0].into()],
        },
    },
    Key {
        name: "hide",
        value: Other {
            values: "a list of the page's parts, such as controls,formula",
            read: |i, v| {
                let parts = v.split([',', ' ']).filter(|part| !part.is_empty());
                let known = |part| HIDEABLE.into_iter().find(|known| *known == part);
                i.hide = parts.map(known).collect::<Option<_>>()?;
                Some(())
            },
            write: |i| if i.hide.is_empty() { Vec::new() } else { vec![i.hide.join(",")] },
        },
    },
];
