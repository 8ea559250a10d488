//! Running on from a cache is running anew.

use models::transformer::{Family, Options, Stack, Transformer};
use ndarray::{ArrayView1, ArrayView2};
use proptest::prelude::*;

use super::configs::{VOCABULARY, tokens, transformers};

fn close(given: ArrayView1<f32>, expected: ArrayView1<f32>) -> Result<(), TestCaseError> {
    for (given, expected) in given.iter().zip(expected) {
        prop_assert!((given - expected).abs() <= 1e-5 * (1.0 + expected.abs()));
    }
    Ok(())
}

/// Each prefix by itself gives what its last token gives in the whole.
fn check_prefixes(
    logits: ArrayView2<f32>,
    anew: impl Fn(usize) -> ndarray::Array2<f32>,
) -> Result<(), TestCaseError> {
    for (i, row) in logits.rows().into_iter().enumerate() {
        let prefix = anew(i + 1);
        close(row, prefix.row(i))?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_decoder_step_by_step(model in transformers(Family::Decoder), tokens in tokens(9)) {
        let whole = model.trace(&tokens, &Options::default()).unwrap();
        let mut cache = model.start(Options::default()).unwrap();
        for (i, &token) in tokens.iter().enumerate() {
            close(model.step(&mut cache, token).unwrap().view(), whole.logits.row(i))?;
        }
        let config = model.config();
        let row = 2 * config.layers * config.kv_heads * config.d_k();
        prop_assert_eq!((cache.len(), cache.numbers()), (tokens.len(), row * tokens.len()));
        let anew = |n: usize| model.trace(&tokens[..n], &Options::default()).unwrap().logits;
        check_prefixes(whole.logits.view(), anew)?;
    }

    #[test]
    fn both_step_by_step(
        model in transformers(Family::EncoderDecoder),
        source in tokens(9),
        target in tokens(6),
    ) {
        let whole = model.trace_pair(&source, &target, &Options::default()).unwrap();
        let (mut cache, encoder) = model.start_from(&source, Options::default()).unwrap();
        prop_assert_eq!(Some(&encoder), whole.encoder.as_ref());
        for (i, &token) in target.iter().enumerate() {
            close(model.step(&mut cache, token).unwrap().view(), whole.logits.row(i))?;
        }
        let anew = |n: usize| {
            model.trace_pair(&source, &target[..n], &Options::default()).unwrap().logits
        };
        check_prefixes(whole.logits.view(), anew)?;
    }

    #[test]
    fn heads_stay_off_from_step_to_step(
        model in transformers(Family::Decoder),
        tokens in tokens(6),
        head in 0usize..4,
    ) {
        let options = Options { off: vec![(Stack::Decoder, 0, head)], ..Options::default() };
        let whole = model.trace(&tokens, &options).unwrap();
        let mut cache = model.start(options).unwrap();
        for (i, &token) in tokens.iter().enumerate() {
            close(model.step(&mut cache, token).unwrap().view(), whole.logits.row(i))?;
        }
    }

    #[test]
    fn what_fails_leaves_the_cache_alone(model in transformers(Family::Decoder)) {
        let mut cache = model.start(Options::default()).unwrap();
        model.extend(&mut cache, &[1, 2]).unwrap();
        let before = cache.clone();
        prop_assert!(model.step(&mut cache, VOCABULARY).is_err());
        prop_assert_eq!(cache, before);
    }
}

#[test]
fn a_cache_of_another_model_is_refused() {
    let model = |layers, d_model| {
        let config = models::transformer::Config {
            family: Family::Decoder,
            layers,
            d_model,
            ..Default::default()
        };
        Transformer::invented(config, 1).unwrap()
    };
    let mut cache = model(2, 32).start(Options::default()).unwrap();
    assert_eq!(
        model(1, 32).step(&mut cache, 0).unwrap_err().to_string(),
        "cache: layers, crossed ones is (2, 0), needed is (1, 0)"
    );
    assert_eq!(
        model(2, 16).step(&mut cache, 0).unwrap_err().to_string(),
        "cache: its shape is (2, 0, 16), needed is (2, any, 8), as 1 new ones have"
    );
}

#[test]
fn an_end_of_the_table_is_an_error() {
    let config = models::transformer::Config {
        family: Family::Decoder,
        encoding: "learned",
        max_length: 2,
        ..Default::default()
    };
    let model = Transformer::invented(config, 1).unwrap();
    let error = model.trace(&[0, 0, 0], &Options::default()).unwrap_err();
    assert_eq!(error.to_string(), "learned: table has shape [2, 32], needed is [at least 3, 32]");
}
