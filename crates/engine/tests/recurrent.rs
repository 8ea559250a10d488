//! The contrast with recurrent layers: attention's gradient against the trainer's tape, and
//! what the contrast claims.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::sync::Arc;

use engine::recurrent::{
    Contrast, Kind, Layer, MAX_GAIN, MAX_LENGTH, Question, Runner, contrast, sequence,
};
use engine::{Edit, EngineError, Settings, Target};
use models::invented::{Use, embeddings, weights};
use ndarray::{Array2, Axis};
use train::{Attend, ScoreBias, Tape};

fn ask(question: &Question) -> Contrast {
    contrast(question).expect("can be answered")
}

/// The norms by distance, from the tape of the trainer: one unit of the last output at a time.
fn by_tape(x: &Array2<f32>, h: usize, seed: u32) -> Vec<f64> {
    let (n, d) = x.dim();
    let mut tape = Tape::default();
    let input = tape.leaf(x.view()).unwrap();
    let [q, k, v] = [Use::Query, Use::Key, Use::Value].map(|purpose| {
        let weights = tape.leaf(weights(seed, purpose, 0, (d, h)).view()).unwrap();
        tape.project(input, weights, None).unwrap()
    });
    let lengths: Arc<[usize]> = Arc::from([n]);
    let (queries, keys) = (lengths.clone(), lengths);
    let given = Attend {
        q,
        k,
        v,
        queries,
        keys,
        heads: 1,
        kv_heads: 1,
        causal: false,
        bias: ScoreBias::None,
    };
    let output = tape.attend(given).unwrap();
    let mut squares = vec![0.0; n];
    for unit in 0..h {
        let mut seed = Array2::zeros((n, h));
        seed[[n - 1, unit]] = 1.0;
        tape.backward(output, seed.view()).unwrap();
        for (square, row) in squares.iter_mut().zip(tape.gradient(input).axis_iter(Axis(0))) {
            *square += row.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>();
        }
    }
    squares.into_iter().rev().map(f64::sqrt).collect()
}

#[test]
fn attentions_gradient_is_that_of_the_trainer() {
    for (seed, hidden, length) in [(1, 16, 40), (2, 1, 2), (3, 5, 9)] {
        let settings = Settings { seed, ..Settings::default() };
        let seen = ask(&Question { settings, hidden, length, ..Question::default() });
        let words = embeddings(["dog", "bites", "man"].into_iter(), seed, 8);
        let [_, _, attention] = seen.layers;
        for (pass, x) in
            [(attention.sentence, words), (attention.invented, sequence(length, 8, seed))]
        {
            let wanted = by_tape(&x, hidden, seed);
            assert_eq!(pass.norms.len(), wanted.len());
            for (given, wanted) in pass.norms.iter().zip(wanted) {
                assert!((given / wanted - 1.0).abs() < 1e-3, "{given}, not {wanted}");
            }
        }
    }
}

#[test]
fn an_rnn_vanishes_or_explodes_and_attention_does_neither() {
    let at = |gain| ask(&Question { gain, hidden: 32, length: 128, ..Question::default() });
    let small = at(1.0);
    let [rnn, lstm, attention] = &small.layers;
    let per_step = |layer: &Layer| layer.invented.per_step().unwrap();
    assert!(per_step(rnn) < 0.7 && per_step(lstm) > per_step(rnn));
    assert!((per_step(attention) - 1.0).abs() < 0.02, "{}", per_step(attention));
    assert!(rnn.invented.faded() < lstm.invented.faded());
    let large = at(MAX_GAIN);
    assert!(large.singular_value > 1.0 && large.layers[0].invented.ratio() > Some(1e3));
    // There are no states in attention whose weights could be multiplied.
    assert_eq!(&large.layers[2], attention);
    let open = ask(&Question { forget_bias: 6.0, gain: 0.5, ..Question::default() });
    let [rnn, lstm, _] = &open.layers;
    assert!(per_step(lstm) > 0.95 && per_step(rnn) < 0.5, "{}", per_step(lstm));
}

#[test]
fn costs_are_those_of_the_formulas() {
    let seen = ask(&Question { length: 20, ..Question::default() });
    let [rnn, lstm, attention] = seen.layers.map(|layer| (layer.parameters, layer.invented.work));
    // d_model 8, hidden 16
    assert_eq!(rnn.0, 8 * 16 + 16 * 16 + 16);
    assert_eq!(lstm.0, 4 * rnn.0);
    assert_eq!(attention.0, 3 * 8 * 16);
    assert_eq!((rnn.1.steps, lstm.1.steps, attention.1.steps), (20, 20, 1));
    assert_eq!((rnn.1.path, lstm.1.path, attention.1.path), (20, 20, 1));
    assert_eq!(attention.1.kept, 4 * (3 * 20 * 16 + 20 * 20));
    assert_eq!((rnn.1.carried, lstm.1.carried), (4 * 16, 8 * 16));
}

#[test]
fn an_edited_word_counts_and_an_empty_sentence_is_no_trouble() {
    let target = Target::Embedding { word: "dog".into(), dimension: 0 };
    let settings = Settings { edits: vec![Edit { target, value: 3.0 }], ..Settings::default() };
    let edited = ask(&Question { settings, ..Question::default() });
    assert_ne!(edited.layers[0].sentence, ask(&Question::default()).layers[0].sentence);
    let settings = Settings { text: String::new(), ..Settings::default() };
    for layer in ask(&Question { settings, ..Question::default() }).layers {
        let pass = layer.sentence;
        assert_eq!((pass.work.multiply_adds, pass.work.steps, pass.norms.len()), (0, 0, 0));
        assert_eq!((pass.ratio(), pass.faded(), pass.per_step()), (None, None, None));
    }
}

#[test]
fn extremes_stay_finite() {
    for gain in [0.0, MAX_GAIN] {
        let settings = Settings { d_model: 1, heads: 1, ..Settings::default() };
        let question =
            Question { settings, hidden: 64, gain, length: MAX_LENGTH, forget_bias: 10.0 };
        for layer in ask(&question).layers {
            let all = layer.invented.norms.iter().chain(&layer.sentence.norms);
            assert!(all.into_iter().all(|norm| norm.is_finite()), "{:?} at {gain}", layer.kind);
        }
    }
}

#[test]
fn questions_out_of_range_are_refused() {
    let question = Question::default;
    let nan = contrast(&Question { gain: f32::NAN, ..question() }).unwrap_err();
    assert!(matches!(nan, EngineError::Gain { .. }), "{nan}");
    for (asked, message) in [
        (
            Question { hidden: 65, ..question() },
            "the hidden size is 65; it must be between 1 and 64",
        ),
        (
            Question { gain: -1.0, ..question() },
            "the gain is -1; it must be a number between 0 and 4",
        ),
        (
            Question { forget_bias: f32::INFINITY, ..question() },
            "the forget gate's bias is inf; it must be a number between -10 and 10",
        ),
        (
            Question { length: 1, ..question() },
            "the length is 1; it must be between 2 and 256 vectors",
        ),
    ] {
        assert_eq!(contrast(&asked).unwrap_err().to_string(), message);
    }
    let runner = Runner::new(Kind::Attention, 8, 4, 1);
    assert!(runner.run_once(sequence(5, 7, 1).view()).is_err());
}

#[test]
fn a_contrast_survives_the_way() {
    let seen = ask(&Question::default());
    let bytes = postcard::to_allocvec(&seen).expect("serializes");
    assert_eq!(postcard::from_bytes::<Contrast>(&bytes).expect("deserializes"), seen);
}
