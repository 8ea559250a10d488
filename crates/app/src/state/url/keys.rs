//! The keys of the URL.

use std::ops::RangeInclusive;
use std::rc::Rc;
use std::str::FromStr;

use engine::training::{Bounds, D_MODELS, HEADS, LAYERS, SEEDS, STEPS, TASKS, Training};
use engine::{EncodingKind, MAX_D_MODEL, MAX_POSITIONS, MaskKind, Pairing, TokenizerKind};

use super::cells::{read_cell, read_edit, write_cell, write_edit};
use crate::labs;
use crate::numbers::parse;
use crate::state::{FEWEST, HIDEABLE, Inputs, MAX_PATTERN, ThemeChoice, VARIANTS, VIEWS};
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
pub(super) const KEYS: [Key; 55] = [
    Key {
        name: "lab",
        values: "attention, order, positions or cost",
        read: |i, v| labs::find(v).map(|lab| i.lab = lab),
        write: |i| vec![i.lab.slug.into()],
    },
    Key {
        name: "text",
        values: "a sentence",
        read: |i, v| {
            i.settings_mut().text = v.into();
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
        read: |i, v| named(&TOKENIZERS, v).map(|kind| i.settings_mut().tokenizer = kind),
        write: |i| vec![name(&TOKENIZERS, i.settings.tokenizer)],
    },
    Key {
        name: "encoding",
        values: ENCODINGS,
        read: |i, v| encoding(v).map(|kind| i.settings_mut().encoding = kind),
        write: |i| vec![i.settings.encoding.name().into()],
    },
    Key {
        name: "with",
        values: ENCODINGS,
        read: |i, v| encoding(v).map(|kind| i.positions.with = kind),
        write: |i| vec![i.positions.with.name().into()],
    },
    Key {
        name: "view",
        values: "the name of a view, such as look or measure",
        read: |i, v| VIEWS.into_iter().find(|view| *view == v).map(|view| i.view = view),
        write: |i| vec![i.view.into()],
    },
    Key {
        name: "positions",
        values: "a whole number from 8 to 128",
        read: |i, v| within(v, FEWEST..=MAX_POSITIONS).map(|length| i.positions.length = length),
        write: |i| vec![i.positions.length.to_string()],
    },
    Key {
        name: "base",
        values: "a number from 10 to 1000000",
        read: |i, v| {
            parse(v).filter(|b| (10.0..=1e6).contains(b)).map(|base| i.positions.base = base)
        },
        write: |i| vec![i.positions.base.to_string()],
    },
    Key {
        name: "dimension",
        values: "the number of a dimension, from 0",
        read: |i, v| within(v, 0..=MAX_D_MODEL - 1).map(|at| i.positions.dimension = at),
        write: |i| vec![i.positions.dimension.to_string()],
    },
    Key {
        name: "position",
        values: "a whole number from 0 to 127",
        read: |i, v| within(v, 0..=MAX_POSITIONS - 1).map(|at| i.positions.position = at),
        write: |i| vec![i.positions.position.to_string()],
    },
    Key {
        name: "shift",
        values: "a whole number from -127 to 127",
        read: |i, v| {
            let most = MAX_POSITIONS as i32 - 1;
            within(v, -most..=most).map(|shift| i.positions.shift = shift)
        },
        write: |i| vec![i.positions.shift.to_string()],
    },
    Key {
        name: "pairs",
        values: "interleaved or half",
        read: |i, v| named(&PAIRINGS, v).map(|pairing| i.positions.pairing = pairing),
        write: |i| vec![name(&PAIRINGS, i.positions.pairing)],
    },
    Key {
        name: "bidirectional",
        values: "on or off",
        read: |i, v| named(&SWITCH, v).map(|on| i.positions.bidirectional = on),
        write: |i| vec![name(&SWITCH, i.positions.bidirectional)],
    },
    Key {
        name: "task",
        values: "agent, back, first, reverse or brackets",
        read: |i, v| {
            let task = TASKS.iter().find(|task| task.name() == v)?;
            i.training = Rc::new((*i.training).clone().of(*task));
            Some(())
        },
        write: |i| vec![i.training.task.clone()],
    },
    Key {
        name: "encodings",
        values: "a list of encodings, such as none,rope",
        read: |i, v| {
            let kinds: Option<Vec<_>> = v.split(',').map(encoding).collect();
            plan(i).encodings = kinds?;
            Some(())
        },
        write: |i| {
            let names: Vec<_> = i.training.encodings.iter().map(|kind| kind.name()).collect();
            vec![names.join(",")]
        },
    },
    Key {
        name: "length",
        values: "a whole number that the task allows",
        read: |i, v| within(v, task(i).length.range()).map(|n| plan(i).length = n),
        write: |i| vec![i.training.length.to_string()],
    },
    Key {
        name: "vocabulary",
        values: "a whole number that the task allows",
        read: |i, v| within(v, task(i).vocabulary.range()).map(|n| plan(i).vocabulary = n),
        write: |i| vec![i.training.vocabulary.to_string()],
    },
    Key {
        name: "back",
        values: "a whole number that the task allows",
        read: |i, v| within(v, task(i).k.range()).map(|n| plan(i).k = n),
        write: |i| vec![i.training.k.to_string()],
    },
    Key {
        name: "width",
        values: "16, 32 or 64",
        read: |i, v| v.parse().ok().filter(|n| D_MODELS.contains(n)).map(|n| plan(i).d_model = n),
        write: |i| vec![i.training.d_model.to_string()],
    },
    Key {
        name: "train_heads",
        values: "1, 2, 4 or 8",
        read: |i, v| v.parse().ok().filter(|n| HEADS.contains(n)).map(|n| plan(i).heads = n),
        write: |i| vec![i.training.heads.to_string()],
    },
    Key {
        name: "layers",
        values: "a whole number from 1 to 3",
        read: |i, v| within(v, LAYERS).map(|n| plan(i).layers = n),
        write: |i| vec![i.training.layers.to_string()],
    },
    Key {
        name: "steps",
        values: "a whole number from 50 to 5000",
        read: |i, v| within(v, STEPS).map(|n| plan(i).steps = n),
        write: |i| vec![i.training.steps.to_string()],
    },
    Key {
        name: "seeds",
        values: "a whole number from 1 to 8",
        read: |i, v| within(v, SEEDS).map(|n| plan(i).seeds = n),
        write: |i| vec![i.training.seeds.to_string()],
    },
    Key {
        name: "variant",
        values: "full, flash, sliding_window, longformer, big_bird or performer",
        read: |i, v| VARIANTS.into_iter().find(|n| *n == v).map(|n| i.cost.variant = n),
        write: |i| vec![i.cost.variant.into()],
    },
    Key {
        name: "n",
        values: "a whole number from 1 to 4096",
        read: |i, v| within(v, 1..=MAX_PATTERN).map(|n| i.cost.n = n),
        write: |i| vec![i.cost.n.to_string()],
    },
    Key {
        name: "window",
        values: "a whole number from 0 to 4096",
        read: |i, v| within(v, 0..=MAX_PATTERN).map(|n| i.cost.window = n),
        write: |i| vec![i.cost.window.to_string()],
    },
    Key {
        name: "global",
        values: "a whole number from 0 to 4096",
        read: |i, v| within(v, 0..=MAX_PATTERN).map(|n| i.cost.globals = n),
        write: |i| vec![i.cost.globals.to_string()],
    },
    Key {
        name: "random",
        values: "a whole number from 0 to 4096",
        read: |i, v| within(v, 0..=MAX_PATTERN).map(|n| i.cost.random = n),
        write: |i| vec![i.cost.random.to_string()],
    },
    Key {
        name: "block",
        values: "a whole number from 1 to 4096",
        read: |i, v| within(v, 1..=MAX_PATTERN).map(|n| i.cost.block = n),
        write: |i| vec![i.cost.block.to_string()],
    },
    Key {
        name: "features",
        values: "a whole number from 1 to 1024",
        read: |i, v| within(v, 1..=1024).map(|n| i.cost.features = n),
        write: |i| vec![i.cost.features.to_string()],
    },
    Key {
        name: "draw",
        values: "a whole number from 0 to 4294967295",
        read: |i, v| v.parse().ok().map(|draw| i.cost.draw = draw),
        write: |i| vec![i.cost.draw.to_string()],
    },
    Key {
        name: "tile_queries",
        values: "a whole number from 1 to 64",
        read: |i, v| within(v, 1..=64).map(|n| i.cost.tile.0 = n),
        write: |i| vec![i.cost.tile.0.to_string()],
    },
    Key {
        name: "tile_keys",
        values: "a whole number from 1 to 64",
        read: |i, v| within(v, 1..=64).map(|n| i.cost.tile.1 = n),
        write: |i| vec![i.cost.tile.1.to_string()],
    },
    Key {
        name: "memory",
        values: "a whole number from 256 to 1048576",
        read: |i, v| within(v, 256..=1_048_576).map(|n| i.cost.memory = n),
        write: |i| vec![i.cost.memory.to_string()],
    },
    Key {
        name: "context",
        values: "a whole number from 64 to 1048576",
        read: |i, v| within(v, 64..=1_048_576).map(|n| i.cost.context = n),
        write: |i| vec![i.cost.context.to_string()],
    },
    Key {
        name: "near",
        values: "a whole number from 0 to 64",
        read: |i, v| within(v, 0..=64).map(|n| i.cost.near = n),
        write: |i| vec![i.cost.near.to_string()],
    },
    Key {
        name: "further",
        values: "a whole number from 0 to 64",
        read: |i, v| within(v, 0..=64).map(|n| i.cost.further = n),
        write: |i| vec![i.cost.further.to_string()],
    },
    Key {
        name: "hidden",
        values: "a whole number from 1 to 64",
        read: |i, v| within(v, 1..=64).map(|n| i.cost.hidden = n),
        write: |i| vec![i.cost.hidden.to_string()],
    },
    Key {
        name: "gain",
        values: "a number from 0 to 4",
        read: |i, v| parse(v).filter(|g| (0.0..=4.0).contains(g)).map(|gain| i.cost.gain = gain),
        write: |i| vec![i.cost.gain.to_string()],
    },
    Key {
        name: "forget",
        values: "a number from -10 to 10",
        read: |i, v| {
            parse(v).filter(|b| (-10.0..=10.0).contains(b)).map(|bias| i.cost.forget = bias)
        },
        write: |i| vec![i.cost.forget.to_string()],
    },
    Key {
        name: "span",
        values: "a whole number from 2 to 256",
        read: |i, v| within(v, 2..=256).map(|n| i.cost.span = n),
        write: |i| vec![i.cost.span.to_string()],
    },
    Key {
        name: "mask",
        values: "none, causal or custom",
        read: |i, v| named(&MASKS, v).map(|kind| i.settings_mut().mask = kind),
        write: |i| vec![name(&MASKS, i.settings.mask)],
    },
    Key {
        name: "d_model",
        values: "a whole number from 1 to 64",
        read: |i, v| within(v, 1..=MAX_D_MODEL).map(|d_model| i.settings_mut().d_model = d_model),
        write: |i| vec![i.settings.d_model.to_string()],
    },
    Key {
        name: "heads",
        values: "a whole number that divides d_model",
        read: |i, v| within(v, 1..=MAX_D_MODEL).map(|heads| i.settings_mut().heads = heads),
        write: |i| vec![i.settings.heads.to_string()],
    },
    Key {
        name: "head",
        values: "the number of a head, from 0",
        read: |i, v| within(v, 0..=MAX_D_MODEL - 1).map(|head| i.head = head),
        write: |i| vec![i.head.to_string()],
    },
    Key {
        name: "seed",
        values: "a whole number from 0 to 4294967295",
        read: |i, v| v.parse().ok().map(|seed| i.settings_mut().seed = seed),
        write: |i| vec![i.settings.seed.to_string()],
    },
    Key {
        name: "scale",
        values: "on or off",
        read: |i, v| named(&SWITCH, v).map(|scale| i.settings_mut().scale = scale),
        write: |i| vec![name(&SWITCH, i.settings.scale)],
    },
    Key {
        name: "temperature",
        values: "a number from 0.01 to 100",
        read: |i, v| {
            parse(v)
                .filter(|t| (0.01..=100.0).contains(t))
                .map(|temperature| i.settings_mut().temperature = temperature)
        },
        write: |i| vec![i.settings.temperature.to_string()],
    },
    Key {
        name: "edit",
        values: "a changed cell, as the page writes it, or empty to change none",
        read: |i, v| {
            if v.is_empty() {
                i.settings_mut().edits.clear();
                return Some(());
            }
            let edit = read_edit(v)?;
            let edits = &mut i.settings_mut().edits;
            edits.retain(|old| old.target != edit.target);
            edits.push(edit);
            Some(())
        },
        write: |i| i.settings.edits.iter().map(write_edit).collect(),
    },
    Key {
        name: "cell",
        values: "row,column of the step’s matrix, or empty to open none",
        read: |i, v| {
            i.cell = if v.is_empty() { None } else { Some(read_cell(i, v)?) };
            Some(())
        },
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
            let parts = v.split([',', ' ']).filter(|part| !part.is_empty());
            let known = |part| HIDEABLE.into_iter().find(|known| *known == part);
            i.hide = parts.map(known).collect::<Option<_>>()?;
            Some(())
        },
        write: |i| if i.hide.is_empty() { Vec::new() } else { vec![i.hide.join(",")] },
    },
];

const ENCODINGS: &str = "none, sinusoidal, learned, rope, alibi or t5";
const PAIRINGS: [(&str, Pairing); 2] =
    [("interleaved", Pairing::Interleaved), ("half", Pairing::HalfSplit)];
const TOKENIZERS: [(&str, TokenizerKind); 2] =
    [("words", TokenizerKind::Words), ("characters", TokenizerKind::Characters)];
const MASKS: [(&str, MaskKind); 3] =
    [("none", MaskKind::None), ("causal", MaskKind::Causal), ("custom", MaskKind::Custom)];
const SWITCH: [(&str, bool); 2] = [("on", true), ("off", false)];

/// The plan of the positions lab, to change it.
fn plan(inputs: &mut Inputs) -> &mut Training {
    Rc::make_mut(&mut inputs.training)
}

/// The sizes that the task of the plan allows.
fn task(inputs: &Inputs) -> Bounds {
    let task = TASKS.iter().find(|task| task.name() == inputs.training.task);
    task.unwrap_or(&TASKS[0]).bounds()
}

fn encoding(name: &str) -> Option<EncodingKind> {
    EncodingKind::ALL.into_iter().find(|kind| kind.name() == name)
}

fn named<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
}

fn name<T: PartialEq>(names: &[(&str, T)], value: T) -> String {
    names.iter().find(|(_, v)| *v == value).map(|(n, _)| (*n).to_owned()).unwrap_or_default()
}

/// The number that a text says, if it is in that range.
pub(super) fn within<T: FromStr + PartialOrd>(text: &str, range: RangeInclusive<T>) -> Option<T> {
    text.parse().ok().filter(|number| range.contains(number))
}
