//! What the parts of transformers are called.

use engine::architectures::{Family, Opened, Part, RealActivation, RealNorm, Stack};

/// A family.
pub fn family(family: Family) -> &'static str {
    match family {
        Family::Encoder => "encoder",
        Family::Decoder => "decoder",
        Family::EncoderDecoder => "encoder–decoder",
    }
}

/// A family, by its name in the URL.
pub fn is_family(family: Family, slug: &str) -> bool {
    match family {
        Family::Encoder => slug == "encoder",
        Family::Decoder => slug == "decoder",
        Family::EncoderDecoder => slug == "encoder-decoder",
    }
}

/// The language of what comes of a task, where it isn't the page's.
pub fn language(task: &str) -> Option<&'static str> {
    (task == "german").then_some("de")
}

/// How vectors are normalised.
pub fn norm(norm: RealNorm) -> &'static str {
    match norm {
        RealNorm::LayerAfter => "LayerNorm, after",
        RealNorm::LayerBefore => "LayerNorm, before",
        RealNorm::RmsBefore => "RMSNorm, before",
    }
}

/// The nonlinearity of the feed-forward layer.
pub fn activation(activation: RealActivation) -> &'static str {
    match activation {
        RealActivation::Relu => "ReLU",
        RealActivation::Gelu => "GELU",
        RealActivation::GatedGelu => "gated GELU",
        RealActivation::SwiGlu => "SwiGLU",
    }
}

/// How positions are told.
pub fn encoding(name: &str) -> &'static str {
    match name {
        "learned" => "learned",
        "rope" => "RoPE",
        "t5" => "T5’s bias",
        "alibi" => "ALiBi",
        "sinusoidal" => "sinusoidal",
        _ => "none",
    }
}

/// A part of the formula.
pub fn part(opened: &Opened) -> String {
    let stack = match opened.stack {
        Some(Stack::Encoder) => "encoder: ",
        Some(_) => "decoder: ",
        None => "",
    };
    let part = match opened.part {
        Part::Embeddings => "embeddings",
        Part::Attention if opened.stack == Some(Stack::Decoder) => "attention to itself",
        Part::Attention => "attention",
        Part::Cross => "attention to the encoder",
        Part::FeedForward => "feed-forward",
        Part::Norms => "norms",
        Part::Distances => "distances",
        Part::Pooler => "pooler",
        Part::Logits => "logits",
    };
    format!("{stack}{part}")
}

/// What a letter of the formula stands for; nothing for plain numbers.
pub fn letter(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "L" => "layers of a stack",
        "d" => "d_model, the width of a vector",
        "h" => "heads",
        "g" => "heads of keys and values",
        "k" => "d_k, the width of a head",
        "f" => "width inside the feed-forward layer",
        "V" => "tokens in the vocabulary",
        "P" => "positions in the learned table",
        "T" => "token types: first or second sentence",
        "B" => "buckets of distances",
        "N" => "norms of a stack",
        _ => return None,
    })
}
