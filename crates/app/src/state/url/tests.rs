//! What URLs say, and what they can't.

use std::rc::Rc;

use engine::question::Question;
use engine::training::Training;
use engine::{
    Cell, Edit, EncodingKind, MaskKind, MatrixName, Pairing, Settings, Target, TokenizerKind,
    Weights,
};

use super::keys::keys;
use super::{read, write};
use crate::labs;
use crate::state::{
    ArchitecturesChoice, Asked, CostChoice, Fit, Inputs, PositionsChoice, ThemeChoice, VARIANTS,
    WeightsChoice,
};
use crate::steps::Step;

fn pairs(pairs: &[(&'static str, String)]) -> (Inputs, Vec<String>) {
    read(pairs.iter().map(|(key, value)| (*key, value.as_str())))
}

#[test]
fn what_is_written_is_read_back() {
    let cell = Cell { matrix: MatrixName::Queries, head: Some(3), row: 2, column: 1 };
    let edits = vec![
        Edit { target: Target::Embedding { word: "a,b=1&é".into(), dimension: 3 }, value: -0.25 },
        Edit { target: Target::Cell(cell), value: 1e-7 },
        Edit {
            target: Target::Cell(Cell { matrix: MatrixName::Mask, head: None, row: 0, column: 1 }),
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
        weights: Weights::Invented,
        seed: 77,
        scale: false,
        temperature: 0.19,
        edits,
    };
    let inputs = Inputs {
        lab: labs::find("order").expect("is a lab"),
        settings: Rc::new(settings),
        weights: WeightsChoice::Trained,
        compare: "man bites dog".into(),
        step: Step::Projections,
        head: 3,
        cell: Some(Cell { matrix: MatrixName::Keys, ..cell }),
        asked: Question::find("division").map(|question| Asked { question, row: 2 }),
        guess: Some(1),
        view: "compare",
        tile: 7,
        positions: PositionsChoice {
            with: EncodingKind::T5,
            length: 128,
            base: 123.4,
            dimension: 15,
            position: 100,
            shift: -27,
            pairing: Pairing::HalfSplit,
            bidirectional: false,
        },
        cost: CostChoice {
            variant: "big_bird",
            n: 4096,
            window: 6,
            globals: 2,
            random: 5,
            block: 64,
            features: 7,
            draw: 9,
            tile: (3, 4),
            memory: 1000,
            context: 512,
            near: 5,
            further: 2,
            hidden: 5,
            gain: 0.7,
            forget: -2.5,
            span: 100,
            measured: [true, false, false, true, false, false],
            longest: 16_384,
            d_k: 128,
        },
        architectures: ArchitecturesChoice {
            model: "llama-3-8b",
            family: "encoder-decoder",
            sort: "published",
            upwards: true,
            hidden: 1 << 63 | 0b101,
            decoder: "llama",
            top_k: 40,
            top_p: 0.9,
            made: 7,
            task: "german",
            trained: "llama",
            stack: "cross",
            layer: 3,
            off: 1 << 63 | 0b110,
        },
        training: Rc::new(Training {
            task: "back".into(),
            encodings: vec![EncodingKind::None, EncodingKind::T5],
            length: 10,
            vocabulary: 5,
            k: 3,
            d_model: 16,
            heads: 8,
            layers: 3,
            steps: 123,
            seeds: 8,
            ..Training::default()
        }),
        theme: ThemeChoice::Dark,
        fit: Fit::Content,
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
        ("edit", "queries,0,0,0,1e7"),
        ("edit", "queries,0,64,0,1"),
        ("cell", "64,0,scores"),
        ("hide", "seed,everything"),
        ("hide", "everything"),
        ("lang", "xx"),
        ("theme", "<script>"),
        ("fit", "both"),
        ("view", "train!"),
        ("with", "fourier"),
        ("positions", "7"),
        ("positions", "129"),
        ("base", "9"),
        ("base", "Infinity"),
        ("dimension", "64"),
        ("position", "128"),
        ("shift", "-128"),
        ("shift", "1.5"),
        ("pairs", "halves"),
        ("bidirectional", "yes"),
        ("encodings", "rope,none,rope"),
        ("model", "bert"),
        ("family", "both"),
        ("sort", "year"),
        ("direction", "left"),
        ("blank", "64"),
        ("decoder", "bert"),
        ("top_k", "-1"),
        ("top_p", "0"),
        ("made", "65"),
        ("blank", "1;2"),
        ("step", "masked"),
        ("", ""),
        ("constructor", "1"),
    ];
    for (key, value) in cases {
        let (inputs, warnings) = read([(key, value)]);
        assert_eq!(warnings.len(), 1, "{key}={value}: {warnings:?}");
        let settings = Settings { heads: inputs.settings.heads, ..Settings::default() };
        assert_eq!(*inputs.settings, settings, "{key}={value}");
        assert_eq!((inputs.cell, &*inputs.hide), (None, &[] as &[&str]), "{key}={value}");
        assert_eq!(inputs.positions, PositionsChoice::default(), "{key}={value}");
    }
}

#[test]
fn positions_stay_within_those_on_the_screen() {
    let (inputs, warnings) =
        read([("positions", "16"), ("position", "12"), ("shift", "9"), ("dimension", "40")]);
    let PositionsChoice { position, shift, dimension, .. } = inputs.positions;
    assert_eq!((position, shift, dimension, warnings), (12, 3, 7, vec![]));
}

#[test]
fn numbers_are_as_short_as_they_were_typed() {
    let (inputs, _) = read([("temperature", "0.1"), ("edit", "queries,0,0,0,-0.3")]);
    let written = write(&inputs, false);
    assert!(written.contains(&("temperature", "0.1".into())), "{written:?}");
    assert!(written.contains(&("edit", "queries,0,0,0,-0.3".into())), "{written:?}");
}

#[test]
fn a_step_is_said_where_there_are_steps_or_another_one_waits() {
    for (lab, step, is_said) in [
        ("attention", "tokens", true),
        ("order", "tokens", false),
        ("order", "scores", true),
        ("cost", "tokens", false),
    ] {
        let (inputs, _) = read([("lab", lab), ("step", step)]);
        let written = write(&inputs, false);
        assert_eq!(written.contains(&("step", step.into())), is_said, "{lab}: {written:?}");
        assert_eq!(read(written.iter().map(|(key, value)| (*key, value.as_str()))).0, inputs);
    }
}

#[test]
fn a_later_key_replaces_an_earlier_one() {
    let cases = [
        [("hide", "seed"), ("hide", "seed")],
        [("edit", "queries,0,0,0,1"), ("edit", "")],
        [("cell", "0,0,scores"), ("cell", "")],
    ];
    for [earlier, later] in cases {
        assert_eq!(read([earlier, later]), read([later]), "{later:?}");
    }
}

#[test]
fn a_warning_names_every_value() {
    let of = |name| keys().find(|key| key.name == name).map(|key| key.values()).unwrap_or_default();
    let named = [
        ("lab", labs::LABS.iter().map(|lab| lab.slug).collect::<Vec<_>>()),
        ("encoding", EncodingKind::ALL.map(EncodingKind::name).to_vec()),
        ("with", EncodingKind::ALL.map(EncodingKind::name).to_vec()),
        ("variant", VARIANTS.to_vec()),
        ("theme", ThemeChoice::ALL.map(ThemeChoice::name).to_vec()),
    ];
    for (key, names) in named {
        assert!(names.iter().all(|name| of(key).contains(name)), "{key}: {names:?}");
    }
}

#[test]
fn long_rubbish_gives_a_short_warning() {
    let rubbish = "x".repeat(100_000);
    let (_, warnings) = read([(rubbish.as_str(), "1"), ("step", rubbish.as_str())]);
    assert!(warnings.iter().all(|warning| warning.len() < 300));
}

#[test]
fn the_last_edit_of_a_cell_is_the_one_that_counts() {
    let texts = |edits: &[&str]| {
        let (inputs, warnings) = read(edits.iter().map(|edit| ("edit", *edit)));
        assert_eq!(warnings, Vec::<String>::new());
        let written = write(&inputs, false).into_iter();
        written.filter(|(key, _)| *key == "edit").map(|(_, edit)| edit).collect::<Vec<_>>()
    };
    let [a, b, c] = ["embeddings,0,1,dog", "keys,0,0,0,2", "embeddings,0,3,dog"];
    assert_eq!(texts(&[a, b, c]), [b, c]);
    assert_eq!(texts(&[a, b, a, a]), [b, a]);
    assert_eq!(texts(&[a, "", b]), [b]);

    let many: Vec<String> = (0..1000).map(|n| format!("queries,0,{},0,{n}", n % 64)).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(texts(&many), many[many.len() - 64..]);
}

/// Old addresses, which say what to invent, mean what they meant; the others are of trained
/// numbers where these can be had.
#[test]
fn addresses_that_say_what_to_invent_are_invented() {
    use WeightsChoice::{Auto, Invented, Trained};
    let weights = |address: &str| {
        let pairs = address.split('&').filter_map(|pair| pair.split_once('='));
        let (inputs, warnings) = read(pairs);
        assert_eq!(warnings, Vec::<String>::new(), "{address}");
        inputs.weights
    };
    for (address, expected) in [
        ("text=a", Auto),
        ("mask=causal&scale=off&head=3&step=scores&cell=0,1", Auto),
        ("heads=2", Invented),
        ("d_model=8", Invented),
        ("seed=1", Invented),
        ("encoding=sinusoidal", Invented),
        ("tokens=words", Auto),
        ("mask=custom&edit=mask,,0,1,-Infinity", Auto),
        ("edit=keys,0,0,0,1", Invented),
        ("edit=", Auto),
        ("heads=4&weights=trained", Trained),
        ("lab=positions&heads=2", Invented),
        // All is said, and nothing of it differs.
        ("heads=2&d_model=8&seed=1&weights=auto", Auto),
        ("heads=4&d_model=8&seed=1&weights=auto", Invented),
    ] {
        assert_eq!(weights(address), expected, "{address}");
    }
    for choice in [Auto, Invented, Trained] {
        for heads in [2, 4] {
            let mut inputs = Inputs { weights: choice, ..Inputs::default() };
            inputs.settings_mut().heads = heads;
            let expected = if (choice, heads) == (Auto, 4) { Invented } else { choice };
            for all in [false, true] {
                let pairs = write(&inputs, all);
                let (again, _) = read(pairs.iter().map(|(key, value)| (*key, value.as_str())));
                assert_eq!(again.weights, expected, "{choice:?}, {heads} heads, {pairs:?}");
            }
        }
    }
}

/// A decoder was trained with its mask, so that a layer of it has one unless none is asked for;
/// what is written says which.
#[test]
fn a_trained_decoder_has_its_mask_unless_the_address_says_otherwise() {
    for (address, expected) in [
        ("weights=trained&trained=gpt", MaskKind::Causal),
        ("weights=trained&trained=llama&layer=3", MaskKind::Causal),
        ("weights=trained&trained=gpt&mask=none", MaskKind::None),
        ("weights=trained&trained=encoder", MaskKind::None),
        ("weights=auto&trained=gpt", MaskKind::None),
    ] {
        let (inputs, _) = read(address.split('&').filter_map(|pair| pair.split_once('=')));
        assert_eq!(inputs.settings.mask, expected, "{address}");
        let pairs = write(&inputs, false);
        let (again, _) = read(pairs.iter().map(|(key, value)| (*key, value.as_str())));
        assert_eq!(again.settings.mask, expected, "{pairs:?}");
    }
}
