//! A layer taken apart is the layer as the model computes it.

use models::transformer::{Activation, Biases as BiasKind, Config, Model, write};

use super::*;
use crate::{Cell, MaskKind, Request, Response, Trace, Weights, explain, run};

const WORDS: [&str; 8] = ["[BEGIN]", "[END]", "[MASK]", "#d", "#?", "the", "dog", "bites"];

/// A model that nobody has trained, for tests alone; provided by its name.
fn provided(name: &str, config: Config) -> Rc<Loaded> {
    let family = config.family;
    let invented = Transformer::invented(config.clone(), 1).unwrap();
    // Gains of 1 and biases of 0, as nobody has trained them, would hide what they do.
    let weights = config.parameters().into_iter().map(|(name, _)| {
        let mut array = invented.weight(&name).unwrap().to_owned();
        if name.ends_with(".gain") || name.ends_with(".bias") {
            array.indexed_iter_mut().for_each(|((_, k), x)| *x += 0.125 * (k % 5) as f32 - 0.25);
        }
        (name, array)
    });
    let transformer = Transformer::new(config.clone(), weights.collect::<Vec<_>>()).unwrap();
    let words = WORDS.map(String::from).to_vec();
    let model = Model {
        name: name.into(),
        seed: 1,
        words,
        corpus: Default::default(),
        figures: Default::default(),
        heads: Default::default(),
        transformer,
    };
    let loaded = Rc::new(Loaded::read(&write(&model).unwrap(), family).unwrap());
    provide(name, &loaded);
    loaded
}

fn encoder() -> Config {
    Config {
        vocabulary: WORDS.len(),
        classes: WORDS.len(),
        encoding: "learned",
        max_length: 8,
        d_model: 16,
        layers: 3,
        biases: BiasKind::All,
        tied: true,
        ..Config::default()
    }
}

fn llama() -> Config {
    Config {
        family: Family::Decoder,
        encoding: "rope",
        heads: 4,
        kv_heads: 2,
        norm: NormKind::Rms,
        activation: Activation::Silu,
        gated: true,
        biases: BiasKind::None,
        ..encoder()
    }
}

fn settings(model: &str, layer: usize, mask: MaskKind) -> Settings {
    let weights = Weights::Trained { model: model.into(), layer };
    Settings { text: "the dog bites dd".into(), weights, mask, ..Settings::default() }
}

fn traced(settings: &Settings) -> Result<Trace, EngineError> {
    match run(&Request::Attention(settings.clone()))? {
        Response::Attention(trace) => Ok(trace),
        other => panic!("{other:?}"),
    }
}

/// Every number of the layer, against the model's own run.
fn assert_is_the_layer(loaded: &Loaded, trace: &Trace, layer: usize) {
    let read = loaded.read_text(&trace.settings);
    let without_encoding = trace.settings.encoding == EncodingKind::None;
    let options = Options { without_encoding, ..Options::default() };
    let run = loaded.transformer().trace(&read.ids, &options).unwrap();
    let stack = run.encoder.or(run.decoder).unwrap();
    let attention = &stack.blocks[layer].attention;
    let close = |name, head, expected: ArrayView2<f32>| {
        let found = &trace.matrix(name, head).unwrap().values;
        assert_eq!(found.dim(), expected.dim(), "{name:?}");
        let largest = (found - &expected).fold(0.0, |max: f32, x| max.max(x.abs()));
        assert!(largest < 1e-5, "{name:?} of head {head}: {largest}");
    };
    close(MatrixName::Normed, 0, attention.input.view());
    close(MatrixName::Output, 0, attention.output.view());
    for head in 0..trace.settings.heads {
        let of = |all: &Array3<f32>| all.index_axis(Axis(0), head).to_owned();
        close(MatrixName::Queries, head, of(&attention.q).view());
        close(MatrixName::Weights, head, of(&attention.heads.weights).view());
        close(MatrixName::HeadOutput, head, of(&attention.heads.output).view());
        let group = head * attention.k.dim().0 / trace.settings.heads;
        close(MatrixName::Keys, head, attention.k.index_axis(Axis(0), group));
        close(MatrixName::Values, head, attention.v.index_axis(Axis(0), group));
    }
}

#[test]
fn each_layer_is_computed_as_the_model_does() {
    let (bert, llama) = (provided("layer bert", encoder()), provided("layer llama", llama()));
    for layer in 0..3 {
        let trace = traced(&settings("layer bert", layer, MaskKind::None)).unwrap();
        let texts: Vec<_> = trace.tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(texts, ["the", "dog", "bites", "#d", "#d"]);
        assert_is_the_layer(&bert, &trace, layer);

        let trace = traced(&settings("layer llama", layer, MaskKind::Causal)).unwrap();
        assert_eq!((trace.tokens[0].text.as_str(), trace.tokens.len()), ("[BEGIN]", 6));
        assert_is_the_layer(&llama, &trace, layer);
    }
}

/// Taken out of the whole model, not of the layer alone: a word is then the same in each place,
/// where no mask tells them apart.
#[test]
fn an_encoding_can_be_taken_out() {
    let (bert, llama) = (provided("bare bert", encoder()), provided("bare llama", llama()));
    for layer in 0..3 {
        for (name, loaded, mask) in
            [("bare bert", &bert, MaskKind::None), ("bare llama", &llama, MaskKind::Causal)]
        {
            let asked = Settings { encoding: EncodingKind::None, ..settings(name, layer, mask) };
            let trace = traced(&asked).unwrap();
            assert_eq!(trace.settings.encoding, EncodingKind::None);
            assert!(trace.matrix(MatrixName::RotationAngles, 0).is_none());
            assert_is_the_layer(loaded, &trace, layer);
        }
        let twice = Settings {
            text: "dog bites dog".into(),
            encoding: EncodingKind::None,
            ..settings("bare bert", layer, MaskKind::None)
        };
        let output = traced(&twice).unwrap().matrix(MatrixName::Output, 0).unwrap().values.clone();
        let apart = (&output.row(0) - &output.row(2)).fold(0.0, |max: f32, x| max.max(x.abs()));
        assert!(apart < 1e-5, "{apart}");
    }
    // What tells places before a deeper layer is still called what it is.
    let deeper = traced(&settings("bare bert", 1, MaskKind::None)).unwrap();
    assert_eq!(deeper.settings.encoding, EncodingKind::Learned);
    assert!(!deeper.settings.adds_positions());
    assert!(deeper.matrix(MatrixName::Positions, 0).unwrap().values.iter().all(|&x| x == 0.0));
}

/// Every cell of every matrix: the last line of its ledger is the cell, to the bit.
#[test]
fn ledgers_add_up_to_their_cells() {
    provided("ledger bert", encoder());
    provided("ledger llama", llama());
    for (name, layer) in [("ledger bert", 0), ("ledger bert", 1), ("ledger llama", 0)] {
        let trace = traced(&settings(name, layer, MaskKind::Causal)).unwrap();
        let mut explained = 0;
        for matrix in &trace.matrices {
            for ((row, column), &value) in matrix.values.indexed_iter() {
                let cell = Cell { matrix: matrix.name, head: matrix.head, row, column };
                let ledger = explain(&trace, cell).unwrap_or_else(|| panic!("{cell:?}"));
                if let Some(last) = ledger.lines.last() {
                    assert_eq!(last.result.to_bits(), value.to_bits(), "{cell:?}");
                    explained += 1;
                }
            }
        }
        assert!(explained > 800, "{name}, layer {layer}: {explained}");
    }
}

#[test]
fn what_a_model_was_not_trained_to_read_is_told() {
    provided("misread bert", encoder());
    let of = |text: &str| {
        crate::misread("misread bert", &Settings { text: text.into(), ..Settings::default() })
    };
    assert_eq!(of("The dog"), None);
    assert_eq!(of(""), None);
    assert_eq!(of("the zebra bites"), Some(Misread::Unknown("zebra".into())));
    assert_eq!(of(&"dog ".repeat(9)), Some(Misread::TooLong(8)));
    assert_eq!(crate::misread("nobody", &Settings::default()), None);
    let characters = Settings { tokenizer: TokenizerKind::Characters, ..Settings::default() };
    assert_eq!(crate::misread("misread bert", &characters), Some(Misread::Characters));
}

#[test]
fn whatever_is_asked_is_answered_or_refused_in_words() {
    provided("asked bert", encoder());
    let none = traced(&settings("nobody", 0, MaskKind::None)).unwrap_err().to_string();
    assert!(none.contains("nobody isn't there"), "{none}");
    // The last layer stands for any beyond it.
    let far = traced(&settings("asked bert", 9, MaskKind::None)).unwrap();
    assert_eq!(far, traced(&settings("asked bert", 2, MaskKind::None)).unwrap());
    for text in ["", " ", "🦊 ß \u{301}", &"dog ".repeat(10_000)] {
        let asked = Settings { text: text.into(), ..settings("asked bert", 2, MaskKind::Causal) };
        let trace = traced(&asked).unwrap();
        assert!(trace.tokens.len() <= 8 && trace.tokens.len() <= trace.total_tokens, "{text}");
        assert_eq!((trace.settings.heads, trace.settings.d_model), (2, 16));
    }
}
