//! Transformers of all kinds.

use models::transformer::{Activation, Biases, Config, Family, Norm, Transformer};
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
