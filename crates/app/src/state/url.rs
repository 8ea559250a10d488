//! The inputs as keys and values of a URL, and back.
//!
//! Every key is one entry of [`KEYS`], which both directions go through. What can't be
//! read gives a warning and leaves the default.

use std::rc::Rc;

use engine::{
    Cell, Edit, EncodingKind, MAX_D_MODEL, MaskKind, MatrixName, Settings, Target, TokenizerKind,
};

use super::{HIDEABLE, Inputs, ThemeChoice};
use crate::labs;
use crate::numbers::{javascript, parse};
use crate::steps::Step;

/// One key of the URL.
struct Key {
    name: &'static str,
    /// What the values may be, for the warning.
    values: &'static str,
    /// Takes a value over; `None` if it is none.
    read: fn(&mut Inputs, &str) -> Option<()>,
    /// The values to write, mostly one.
    write: fn(&Inputs) -> Vec<String>,
}

/// The languages that the page speaks.
const LANGUAGES: [&str; 1] = ["en"];

const KEYS: [Key; 18] = [
    Key {
        name: "lab",
        values: "attention or order",
        read: |i, v| labs::find(v).map(|lab| i.lab = lab),
        write: |i| vec![i.lab.slug.into()],
    },
    Key {
        name: "text",
        values: "a sentence",
        read: |i, v| Some(settings(i).text = v.into()),
        write: |i| vec![i.settings.text.clone()],
    },
    Key {
        name: "compare",
        values: "a sentence",
        read: |i, v| Some(i.compare = v.into()),
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
        read: |i, v| {
            let kind = named(&TOKENIZERS, v)?;
            Some(settings(i).tokenizer = kind)
        },
        write: |i| vec![name(&TOKENIZERS, i.settings.tokenizer)],
    },
    Key {
        name: "encoding",
        values: "none, sinusoidal, learned, rope, alibi or t5",
        read: |i, v| {
            let kind = EncodingKind::ALL.into_iter().find(|kind| kind.name() == v)?;
            Some(settings(i).encoding = kind)
        },
        write: |i| vec![i.settings.encoding.name().into()],
    },
    Key {
        name: "mask",
        values: "none, causal or custom",
        read: |i, v| {
            let kind = named(&MASKS, v)?;
            Some(settings(i).mask = kind)
        },
        write: |i| vec![name(&MASKS, i.settings.mask)],
    },
    Key {
        name: "d_model",
        values: "a whole number from 1 to 64",
        read: |i, v| {
            let d_model = v.parse().ok().filter(|d| (1..=MAX_D_MODEL).contains(d))?;
            Some(settings(i).d_model = d_model)
        },
        write: |i| vec![i.settings.d_model.to_string()],
    },
    Key {
        name: "heads",
        values: "a whole number that divides d_model",
        read: |i, v| {
            let heads = v.parse().ok().filter(|h| (1..=MAX_D_MODEL).contains(h))?;
            Some(settings(i).heads = heads)
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
        read: |i, v| {
            let seed = v.parse().ok()?;
            Some(settings(i).seed = seed)
        },
        write: |i| vec![i.settings.seed.to_string()],
    },
    Key {
        name: "scale",
        values: "on or off",
        read: |i, v| {
            let scale = named(&SWITCH, v)?;
            Some(settings(i).scale = scale)
        },
        write: |i| vec![name(&SWITCH, i.settings.scale)],
    },
    Key {
        name: "temperature",
        values: "a number from 0.01 to 100",
        read: |i, v| {
            let temperature = parse(v).filter(|t| (0.01..=100.0).contains(t))?;
            Some(settings(i).temperature = temperature)
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
            Some(edits.push(edit))
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

/// Keys that stand in every URL, for the reader's sake.
const ALWAYS: [&str; 3] = ["lab", "text", "step"];

const TOKENIZERS: [(&str, TokenizerKind); 2] =
    [("words", TokenizerKind::Words), ("characters", TokenizerKind::Characters)];
const MASKS: [(&str, MaskKind); 3] =
    [("none", MaskKind::None), ("causal", MaskKind::Causal), ("custom", MaskKind::Custom)];
const SWITCH: [(&str, bool); 2] = [("on", true), ("off", false)];

/// The inputs that these keys and values say, later ones winning, and a warning for each
/// that says nothing.
pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Inputs, Vec<String>) {
    let mut inputs = Inputs::default();
    let mut warnings = Vec::new();
    // A cell is of the step's matrix and of the head, so it is read after them.
    let (cells, others): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(key, _)| *key == "cell");
    for (name, value) in others.into_iter().chain(cells) {
        match KEYS.iter().find(|key| key.name == name) {
            None => warnings.push(format!(
                "The address holds “{}”, which Attention Lab does not know; it was ignored.",
                excerpt(name)
            )),
            Some(key) if (key.read)(&mut inputs, value).is_none() => warnings.push(format!(
                "The address says {name}={}, but {name} must be {}; the page opened without it.",
                excerpt(value),
                key.values
            )),
            Some(_) => {}
        }
    }
    let Settings { heads, d_model, .. } = *inputs.settings;
    if !d_model.is_multiple_of(heads) {
        let fitting = (1..=heads).rev().find(|h| d_model.is_multiple_of(*h)).unwrap_or(1);
        warnings.push(format!(
            "The address says heads={heads}, which does not divide d_model={d_model}; \
             the page opened with {fitting}."
        ));
        settings(&mut inputs).heads = fitting;
    }
    if inputs.head >= inputs.settings.heads {
        warnings.push(format!(
            "The address says head={}, but there are {} heads, counted from 0; \
             the page opened with the last.",
            inputs.head, inputs.settings.heads
        ));
    }
    if inputs.step == Step::Masked && !inputs.has_mask() {
        warnings.push(
            "The address says step=masked, but there is no mask; add mask=causal to see it.".into(),
        );
    }
    inputs.settle();
    (inputs, warnings)
}

/// The keys and values that say these inputs; those at their default only if `all`.
pub fn write(inputs: &Inputs, all: bool) -> Vec<(&'static str, String)> {
    let default = Inputs::default();
    KEYS.iter()
        .filter(|key| {
            all || ALWAYS.contains(&key.name) || (key.write)(inputs) != (key.write)(&default)
        })
        .flat_map(|key| (key.write)(inputs).into_iter().map(|value| (key.name, value)))
        .collect()
}

fn settings(inputs: &mut Inputs) -> &mut Settings {
    Rc::make_mut(&mut inputs.settings)
}

fn named<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
}

fn name<T: PartialEq>(names: &[(&str, T)], value: T) -> String {
    names.iter().find(|(_, v)| *v == value).map(|(n, _)| (*n).to_owned()).unwrap_or_default()
}

/// The start of a text from outside, short enough for a message.
fn excerpt(text: &str) -> String {
    let mut characters = text.chars();
    let mut start: String = characters.by_ref().take(40).collect();
    if characters.next().is_some() {
        start.push('…');
    }
    start
}

/// `row,column` of the step's own matrix, or `row,column,matrix` of another one.
fn read_cell(inputs: &Inputs, value: &str) -> Option<Cell> {
    let mut parts = value.split(',').map(str::trim);
    let row = parts.next()?.parse().ok()?;
    let column = parts.next()?.parse().ok()?;
    let matrix = match parts.next() {
        Some(name) => matrix(name)?,
        None => inputs.step.matrix()?,
    };
    let head = matrix.per_head().then(|| inputs.head.min(inputs.settings.heads - 1));
    parts.next().is_none().then_some(Cell { matrix, head, row, column })
}

fn write_cell(step: Step, cell: &Cell) -> String {
    let Cell { matrix, row, column, .. } = cell;
    match step.matrix() == Some(*matrix) {
        true => format!("{row},{column}"),
        false => format!("{row},{column},{}", matrix.name()),
    }
}

fn matrix(name: &str) -> Option<MatrixName> {
    MatrixName::ALL.into_iter().find(|matrix| matrix.name() == name)
}

/// `embeddings,dimension,value,word` or `matrix,head,row,column,value`, the head being
/// empty where there is none. The word comes last since it may hold commas.
fn read_edit(value: &str) -> Option<Edit> {
    let finite = |text: &str| match text {
        "-Infinity" => Some(f32::NEG_INFINITY),
        text => parse(text),
    };
    if let Some(rest) = value.strip_prefix("embeddings,") {
        let mut parts = rest.splitn(3, ',');
        let dimension = parts.next()?.parse().ok().filter(|d| *d < MAX_D_MODEL)?;
        let value = finite(parts.next()?).filter(|value| value.is_finite())?;
        let word = parts.next()?.to_owned();
        return Some(Edit { target: Target::Embedding { word, dimension }, value });
    }
    let parts: Vec<_> = value.split(',').collect();
    let [name, head, row, column, value] = parts.as_slice() else { return None };
    let matrix = matrix(name).filter(|matrix| matrix.editable())?;
    let head = match matrix.per_head() {
        true => Some(head.parse().ok().filter(|h| *h < MAX_D_MODEL)?),
        false => head.is_empty().then_some(None)?,
    };
    let value = finite(value)?;
    let is_mask = matrix == MatrixName::Mask;
    if is_mask != (value == f32::NEG_INFINITY) && !(is_mask && value == 0.0) {
        return None;
    }
    let cell = Cell { matrix, head, row: row.parse().ok()?, column: column.parse().ok()? };
    Some(Edit { target: Target::Cell(cell), value })
}

fn write_edit(edit: &Edit) -> String {
    let value = javascript(edit.value);
    match &edit.target {
        Target::Embedding { word, dimension } => format!("embeddings,{dimension},{value},{word}"),
        Target::Cell(cell) => {
            let head = cell.head.map(|head| head.to_string()).unwrap_or_default();
            format!("{},{head},{},{},{value}", cell.matrix.name(), cell.row, cell.column)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&'static str, String)]) -> (Inputs, Vec<String>) {
        read(pairs.iter().map(|(key, value)| (*key, value.as_str())))
    }

    #[test]
    fn what_is_written_is_read_back() {
        let cell = Cell { matrix: MatrixName::Queries, head: Some(3), row: 2, column: 1 };
        let edits = vec![
            Edit {
                target: Target::Embedding { word: "a,b=1&é".into(), dimension: 3 },
                value: -0.25,
            },
            Edit { target: Target::Cell(cell), value: 1e-7 },
            Edit {
                target: Target::Cell(Cell {
                    matrix: MatrixName::Mask,
                    head: None,
                    row: 0,
                    column: 1,
                }),
                value: f32::NEG_INFINITY,
            },
        ];
        let settings = Settings {
            text: "עברית 👩‍👩‍👧 & <b>".into(),
            tokenizer: TokenizerKind::Characters,
            encoding: EncodingKind::Rope,
            mask: MaskKind::Causal,
            heads: 4,
            d_model: 16,
            seed: 77,
            scale: false,
            temperature: 0.5,
            edits,
        };
        let inputs = Inputs {
            lab: labs::find("order").expect("is a lab"),
            settings: Rc::new(settings),
            compare: "man bites dog".into(),
            step: Step::Projections,
            head: 3,
            cell: Some(Cell { matrix: MatrixName::Keys, ..cell }),
            theme: ThemeChoice::Dark,
            hide: vec!["controls", "seed"],
        };
        for all in [true, false] {
            assert_eq!(pairs(&write(&inputs, all)), (inputs.clone(), vec![]));
            assert_eq!(pairs(&write(&Inputs::default(), all)), (Inputs::default(), vec![]));
        }
    }

    #[test]
    fn a_cell_is_of_the_step_wherever_it_stands() {
        let (inputs, warnings) = read([("cell", "2,0"), ("step", "scores"), ("head", "1")]);
        let cell = Cell { matrix: MatrixName::Scores, head: Some(1), row: 2, column: 0 };
        assert_eq!((inputs.cell, warnings), (Some(cell), vec![]));
    }

    #[test]
    fn what_cannot_be_read_warns_and_leaves_the_default() {
        let cases = [
            ("lab", "kitchen"),
            ("step", "Scores"),
            ("heads", "3"),
            ("heads", "0"),
            ("heads", "-1"),
            ("head", "99"),
            ("head", "5"),
            ("d_model", "65"),
            ("d_model", "1e9"),
            ("seed", "abc"),
            ("scale", "true"),
            ("temperature", "0"),
            ("temperature", "NaN"),
            ("cell", "1"),
            ("cell", "1,2,3"),
            ("cell", "-1,2"),
            ("edit", "mask,,0,0,7"),
            ("edit", "queries,0,0,0,-Infinity"),
            ("edit", "scores,0,0,0,1"),
            ("edit", "embeddings,0,NaN,dog"),
            ("edit", "embeddings,0,-Infinity,dog"),
            ("hide", "everything"),
            ("lang", "xx"),
            ("theme", "<script>"),
            ("step", "masked"),
            ("", ""),
            ("constructor", "1"),
        ];
        for (key, value) in cases {
            let (inputs, warnings) = read([(key, value)]);
            assert_eq!(warnings.len(), 1, "{key}={value}: {warnings:?}");
            let settings = Settings { heads: inputs.settings.heads, ..Settings::default() };
            assert_eq!(*inputs.settings, settings, "{key}={value}");
        }
    }

    #[test]
    fn long_rubbish_gives_a_short_warning() {
        let rubbish = "x".repeat(100_000);
        let (_, warnings) = read([(rubbish.as_str(), "1"), ("step", rubbish.as_str())]);
        assert!(warnings.iter().all(|warning| warning.len() < 300));
    }
}
