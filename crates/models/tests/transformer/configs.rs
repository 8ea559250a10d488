//! Transformers of all kinds.

use models::transformer::{
    Activation, Biases, Config, Family, Figure, HeadReport, Heads, Norm, Stack, Transformer,
};
use proptest::prelude::*;

/// How many different tokens they read.
pub const VOCABULARY: u32 = 11;

/// A small transformer of any kind, of that family.
pub fn transformers(family: Family) -> impl Strategy<Value = Transformer> {
    let parts = (
        prop::sample::select(vec!["none", "sinusoidal", "learned", "rope", "alibi", "t5"]),
        prop::sample::select(vec![Norm::Layer, Norm::Rms]),
        prop::sample::select(vec![Activation::Gelu, Activation::Silu, Activation::Relu]),
        prop::sample::select(vec![Biases::None, Biases::FeedForward, Biases::All]),
        any::<(bool, bool)>(),
        prop::sample::select(vec![1, 2, 4]),
        1usize..=2,
        any::<u32>(),
    );
    parts.prop_map(move |(encoding, norm, activation, biases, flags, kv_heads, layers, seed)| {
        let (gated, tied) = flags;
        let config = Config {
            family,
            vocabulary: VOCABULARY as usize,
            classes: VOCABULARY as usize,
            d_model: 16,
            heads: 4,
            kv_heads,
            layers,
            feed_forward: 12,
            encoding,
            max_length: 16,
            norm,
            activation,
            gated,
            biases,
            tied,
        };
        Transformer::invented(config, seed).expect("a transformer")
    })
}

/// A sequence of tokens.
pub fn tokens(most: usize) -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0..VOCABULARY, 1..=most)
}

/// What might have been measured of the heads of such a transformer.
pub fn heads(config: &Config) -> impl Strategy<Value = Heads> + use<> {
    let (stacks, layers, heads) = (Stack::of(config.family), config.layers, config.heads);
    let sentence = prop::collection::vec(any::<char>(), 0..12).prop_map(String::from_iter);
    prop::collection::vec(sentence, 1..5).prop_flat_map(move |sentences| {
        let figure = (prop::num::f64::NORMAL, any::<usize>(), 0..sentences.len());
        let figure = figure.prop_map(|(mean, queries, best)| Figure { mean, queries, best });
        let report = (0..layers, 0..heads, prop::array::uniform8(prop::option::of(figure)));
        let report = report.prop_map(|(layer, head, figures)| HeadReport { layer, head, figures });
        let reports = prop::collection::vec((prop::sample::select(stacks), report), 0..5);
        reports.prop_map(move |reports| Heads { sentences: sentences.clone(), reports })
    })
}
