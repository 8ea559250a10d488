//! The four kinds of models in small: what makes each what it is, and nothing more.
//!
//! All normalise before each part of a block; the original BERT and GPT did after it.

use models::transformer::{Activation, Biases, Config, Family, Norm};

/// The longest sentence that is ever given to these models.
pub const LONGEST: usize = 32;

fn base(vocabulary: usize) -> Config {
    Config {
        vocabulary,
        classes: vocabulary,
        d_model: 64,
        heads: 4,
        kv_heads: 4,
        max_length: LONGEST,
        tied: true,
        ..Config::default()
    }
}

/// As BERT (Devlin et al. 2019): sees the whole sentence; learned positions, layer
/// normalisation, GELU, biases.
///
/// ```
/// assert_eq!(recipes::shape::encoder(400).count(), 227_712);
/// ```
pub fn encoder(vocabulary: usize) -> Config {
    Config {
        family: Family::Encoder,
        encoding: "learned",
        layers: 4,
        feed_forward: 256,
        norm: Norm::Layer,
        activation: Activation::Gelu,
        biases: Biases::All,
        ..base(vocabulary)
    }
}

/// As GPT-2 (Radford et al. 2019): the same, but each word sees only those before it.
///
/// ```
/// assert_eq!(recipes::shape::gpt(400).count(), 227_712);
/// ```
pub fn gpt(vocabulary: usize) -> Config {
    Config { family: Family::Decoder, ..encoder(vocabulary) }
}

/// As LLaMA (Touvron et al. 2023), with the grouped queries of its successor: RoPE, RMS
/// normalisation, SwiGLU, no biases. Two thirds of the width make up for the gate's weights.
///
/// ```
/// assert_eq!(recipes::shape::llama(400).count(), 207_424);
/// ```
pub fn llama(vocabulary: usize) -> Config {
    Config {
        family: Family::Decoder,
        encoding: "rope",
        kv_heads: 2,
        layers: 4,
        feed_forward: 172,
        norm: Norm::Rms,
        activation: Activation::Silu,
        gated: true,
        biases: Biases::None,
        ..base(vocabulary)
    }
}

/// As T5 (Raffel et al. 2020): an encoder and a decoder, a trained bias for each distance, RMS
/// normalisation, ReLU, no biases.
///
/// ```
/// assert_eq!(recipes::shape::t5(400).count(), 272_704);
/// ```
pub fn t5(vocabulary: usize) -> Config {
    Config {
        family: Family::EncoderDecoder,
        encoding: "t5",
        layers: 3,
        feed_forward: 128,
        norm: Norm::Rms,
        activation: Activation::Relu,
        biases: Biases::None,
        ..base(vocabulary)
    }
}
