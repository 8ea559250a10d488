//! What turning heads off does, and what the trace holds together.

use attention::merge_heads;
use models::transformer::{BlockTrace, Config, Family, Options, Stack, StackTrace, Transformer};
use ndarray::{Array2, s};
use proptest::prelude::*;

use super::configs::{tokens, transformers};

/// The residual stream is the sum of what was added to it.
fn check_stream(stack: &StackTrace) -> Result<(), TestCaseError> {
    let mut x = stack.embedded.clone();
    for BlockTrace { attention, cross, feed_forward, residual } in &stack.blocks {
        x += &attention.output;
        if let Some(cross) = cross {
            x += &cross.output;
        }
        x += feed_forward;
        prop_assert_eq!(&x, residual);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_stream_is_a_sum(
        model in transformers(Family::EncoderDecoder),
        source in tokens(7),
        target in tokens(5),
    ) {
        let trace = model.trace_pair(&source, &target, &Options::default()).unwrap();
        for stack in [&trace.encoder, &trace.decoder] {
            check_stream(stack.as_ref().unwrap())?;
        }
    }

    #[test]
    fn a_head_off_is_rows_of_zeros_in_the_output_projection(
        model in transformers(Family::EncoderDecoder),
        source in tokens(7),
        target in tokens(5),
        stack in prop::sample::select(vec![Stack::Encoder, Stack::Decoder, Stack::Cross]),
        head in 0usize..4,
    ) {
        let options = Options { off: vec![(stack, 0, head)], ..Options::default() };
        let given = model.trace_pair(&source, &target, &options).unwrap();

        let name = match stack {
            Stack::Encoder => "encoder.blocks.0.attention.output",
            Stack::Decoder => "decoder.blocks.0.attention.output",
            Stack::Cross => "decoder.blocks.0.cross.output",
        };
        let weights = model.config().parameters().into_iter().map(|(parameter, _)| {
            let mut weight = model.weight(&parameter).unwrap().to_owned();
            if parameter == name {
                weight.slice_mut(s![4 * head..4 * head + 4, ..]).fill(0.0);
            }
            (parameter, weight)
        });
        let zeroed =
            models::transformer::Transformer::new(model.config().clone(), weights).unwrap();
        let expected = zeroed.trace_pair(&source, &target, &Options::default()).unwrap();
        prop_assert_eq!(&given.logits, &expected.logits);
    }

    #[test]
    fn with_all_heads_off_only_the_bias_is_left(
        model in transformers(Family::Encoder),
        tokens in tokens(7),
    ) {
        let off = (0..4).map(|head| (Stack::Encoder, 0, head)).collect();
        let trace = model.trace(&tokens, &Options { off, ..Options::default() }).unwrap();
        let attention = &trace.encoder.as_ref().unwrap().blocks[0].attention;
        prop_assert_eq!(merge_heads(attention.heads.output.view()), Array2::<f32>::zeros((tokens.len(), 16)));
        let bias = model.weight("blocks.0.attention.output.bias");
        for row in attention.output.rows() {
            match bias {
                Some(bias) => prop_assert_eq!(row, bias.row(0)),
                None => prop_assert!(row.iter().all(|&x| x == 0.0)),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// It is the model of the same weights whose configuration has no encoding.
    #[test]
    fn an_encoding_taken_out_is_a_model_without(
        model in transformers(Family::EncoderDecoder),
        source in tokens(7),
        target in tokens(5),
    ) {
        let config = Config { encoding: "none", ..model.config().clone() };
        let weights = config.parameters().into_iter().map(|(name, _)| {
            let weight = model.weight(&name).unwrap().to_owned();
            (name, weight)
        });
        let without = Transformer::new(config.clone(), weights.collect::<Vec<_>>()).unwrap();
        let options = Options { without_encoding: true, ..Options::default() };
        prop_assert_eq!(
            model.trace_pair(&source, &target, &options).unwrap(),
            without.trace_pair(&source, &target, &Options::default()).unwrap()
        );
    }
}

#[test]
fn what_is_not_there_cant_be_turned_off() {
    let model = Transformer::invented(Config::default(), 1).unwrap();
    for place in [(Stack::Decoder, 0, 0), (Stack::Encoder, 1, 0), (Stack::Encoder, 0, 2)] {
        let error =
            model.trace(&[0], &Options { off: vec![place], ..Options::default() }).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "options: off is {place:?}, needed is an attention of the model, a layer below 1 \
                 and a head below 2"
            )
        );
    }
}
