//! What is traced is what was trained: the traced forward pass against that of training.

use models::transformer::{
    Activation, Biases, Config, Family, Model, Norm, Options, Transformer, read, write,
};
use ndarray::Array2;
use proptest::prelude::*;
use train::Batch;

const VOCABULARY: usize = 13;

/// Everything that a model can be made of.
fn configs() -> impl Strategy<Value = Config> {
    let families = vec![Family::Encoder, Family::Decoder, Family::EncoderDecoder];
    let parts = (
        prop::sample::select(families),
        prop::sample::select(vec!["none", "sinusoidal", "learned", "rope", "alibi", "t5"]),
        prop::sample::select(vec![1usize, 2, 4]),
        prop::sample::select(vec![Norm::Layer, Norm::Rms]),
        prop::sample::select(vec![Activation::Gelu, Activation::Silu, Activation::Relu]),
        prop::sample::select(vec![Biases::None, Biases::FeedForward, Biases::All]),
        any::<(bool, bool)>(),
        1usize..=2,
    );
    parts.prop_map(|(family, encoding, kv_heads, norm, activation, biases, flags, layers)| {
        let (gated, tied) = flags;
        Config {
            family,
            vocabulary: VOCABULARY,
            classes: VOCABULARY,
            d_model: 16,
            heads: 4,
            kv_heads,
            layers,
            feed_forward: 24,
            encoding,
            max_length: 12,
            norm,
            activation,
            gated,
            biases,
            tied,
        }
    })
}

fn tokens(most: usize) -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0..VOCABULARY as u32, 1..=most)
}

/// A model whose numbers all matter: gains and biases too are not as they start.
fn drawn(config: &Config, seed: u32) -> train::Model {
    let model = train::Model::new(config.clone(), seed).expect("a model");
    let names: Vec<String> = model.parameters().map(|(name, _)| name.to_owned()).collect();
    names.iter().enumerate().fold(model, |model, (i, name)| {
        if !name.ends_with(".gain") && !name.ends_with(".bias") {
            return model;
        }
        let given = model.parameter(name).expect("a parameter").to_owned();
        let moved = Array2::from_shape_fn(given.dim(), |(_, j)| {
            given[[0, j]] + 0.3 * ((seed % 97) as f32 + (i * 31 + j * 7) as f32).sin()
        });
        model.with_parameter(name, moved.view()).expect("the same shape")
    })
}

fn traced(model: &train::Model) -> Transformer {
    let weights = model.parameters().map(|(name, weight)| (name.to_owned(), weight.to_owned()));
    Transformer::new(model.config().clone(), weights).expect("the same parameters")
}

fn close(given: &Array2<f32>, expected: &Array2<f32>) -> Result<(), TestCaseError> {
    prop_assert_eq!(given.dim(), expected.dim());
    for (given, expected) in given.iter().zip(expected) {
        let difference = (given - expected).abs();
        prop_assert!(difference <= 1e-5 * (1.0 + expected.abs()), "{given}, not {expected}");
    }
    Ok(())
}

/// The logits of both ways for one example.
fn both(
    config: &Config,
    (trained, traced): (&train::Model, &Transformer),
    source: &[u32],
    target: &[u32],
) -> (Array2<f32>, Array2<f32>) {
    let options = Options::default();
    if config.family == Family::EncoderDecoder {
        let mut batch = Batch::default();
        batch.push(source, target.iter().map(|&token| (token, None)));
        let trace = traced.trace_pair(source, target, &options).expect("a trace");
        return (trace.logits, trained.logits_of(&batch).expect("logits"));
    }
    let trace = traced.trace(target, &options).expect("a trace");
    (trace.logits, trained.logits(target).expect("logits"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn traced_is_trained(
        config in configs(),
        seed: u32,
        source in tokens(12),
        target in tokens(12),
    ) {
        let trained = drawn(&config, seed);
        let (given, expected) = both(&config, (&trained, &traced(&trained)), &source, &target);
        close(&given, &expected)?;
    }

    /// A file keeps what a model does, but for the rounding of its weights.
    #[test]
    fn a_file_keeps_the_model(config in configs(), seed: u32, target in tokens(12)) {
        let trained = drawn(&config, seed);
        let model = Model {
            name: String::new(),
            seed,
            words: (0..VOCABULARY).map(|i| i.to_string()).collect(),
            corpus: Default::default(),
            figures: Default::default(),
            heads: Default::default(),
            transformer: traced(&trained),
        };
        let read = read(&write(&model).expect("a file")).expect("a model");
        // Rounded alike, training's model says the same again.
        let rounded = config.parameters().iter().fold(trained, |trained, (name, _)| {
            let weight = read.transformer.weight(name).expect("a weight");
            trained.with_parameter(name, weight).expect("the same shape")
        });
        let (given, expected) = both(&config, (&rounded, &read.transformer), &target, &target);
        close(&given, &expected)?;
    }
}
