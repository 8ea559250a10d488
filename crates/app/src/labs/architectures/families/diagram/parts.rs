//! What a model is made of, from what it reads to what comes out.

use engine::architectures::{Activation, Config, Family, Norm, Stack};

/// What a block does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What goes in or comes out.
    End,
    /// Embeddings.
    Embedding,
    /// Attention to its own tokens.
    Attention,
    /// Attention to the encoder's output.
    Cross,
    /// A feed-forward layer.
    FeedForward,
    /// A normalisation.
    Norm,
}

impl Kind {
    /// The class that gives it its colour.
    pub fn class(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Embedding => "embedding",
            Self::Attention => "attending",
            Self::Cross => "crossing",
            Self::FeedForward => "forward",
            Self::Norm => "norm",
        }
    }
}

/// A block of the diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it does.
    pub kind: Kind,
    /// What it is called.
    pub title: &'static str,
    /// Its sizes.
    pub note: String,
}

impl Block {
    fn new(kind: Kind, title: &'static str, note: impl Into<String>) -> Self {
        Self { kind, title, note: note.into() }
    }

    /// What it is in words.
    pub fn words(&self) -> String {
        match self.note.is_empty() {
            true => self.title.to_owned(),
            false => format!("{}: {}", self.title, self.note),
        }
    }
}

/// A stack, with what is before and after its layers.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name, if there are two.
    pub name: Option<&'static str>,
    /// What stands before the layers.
    pub before: Vec<Block>,
    /// How many layers there are.
    pub layers: usize,
    /// The normalisation before each part of a layer.
    pub norm: Block,
    /// The parts of each layer.
    pub inside: Vec<Block>,
    /// What stands after the layers.
    pub after: Vec<Block>,
    /// Where its output goes, if not out.
    pub onward: Option<&'static str>,
}

impl Column {
    /// How many layers there are, in words.
    pub fn times(&self) -> String {
        match self.layers {
            1 => "1 layer".to_owned(),
            layers => format!("× {layers} layers"),
        }
    }
}

/// The stacks of a model.
pub fn columns(config: &Config) -> Vec<Column> {
    match config.family {
        Family::Encoder => vec![column(config, Stack::Encoder)],
        Family::Decoder => vec![column(config, Stack::Decoder)],
        Family::EncoderDecoder => {
            vec![column(config, Stack::Encoder), column(config, Stack::Decoder)]
        }
    }
}

fn column(config: &Config, stack: Stack) -> Column {
    let Config { vocabulary, classes, d_model, layers, .. } = *config;
    let has_two = config.family == Family::EncoderDecoder;
    let (name, reads) = match (has_two, stack) {
        (false, Stack::Encoder) => (None, "tokens"),
        (false, _) => (None, "[BEGIN], tokens"),
        (true, Stack::Encoder) => (Some("Encoder"), "task, tokens"),
        (true, _) => (Some("Decoder"), "[BEGIN], what it said"),
    };
    let table = format!("{vocabulary} × {d_model}");
    let embedding = match config.encoding {
        "learned" => {
            ("embeddings + positions", format!("{table} + {} × {d_model}", config.max_length))
        }
        "sinusoidal" => ("embeddings + sinusoids", table),
        _ => ("embeddings", table),
    };
    let norm = match config.norm {
        Norm::Layer => "LayerNorm",
        Norm::Rms => "RMSNorm",
    };
    let norm = Block::new(Kind::Norm, norm, "");
    let attention = match stack {
        Stack::Encoder => "self-attention",
        _ => "masked self-attention",
    };
    let heads = heads(config);
    // Positions that are told where tokens meet, and not before.
    let told = match config.encoding {
        "rope" => ", RoPE",
        "alibi" => ", ALiBi",
        "t5" => ", T5’s bias",
        _ => "",
    };
    let mut inside = vec![Block::new(Kind::Attention, attention, format!("{heads}{told}"))];
    if has_two && stack == Stack::Decoder {
        inside.push(Block::new(Kind::Cross, "cross-attention", heads));
    }
    inside.push(Block::new(Kind::FeedForward, "feed-forward", feed_forward(config)));
    let mut after = vec![norm.clone()];
    let feeds = has_two && stack == Stack::Encoder;
    if !feeds {
        let out = format!("for each of {classes} tokens");
        after.push(Block::new(Kind::End, "probabilities", out));
    }
    Column {
        name,
        before: vec![
            Block::new(Kind::End, reads, ""),
            Block::new(Kind::Embedding, embedding.0, embedding.1),
        ],
        layers,
        norm,
        inside,
        after,
        onward: feeds
            .then_some("what comes out goes to the cross-attention of each layer of the decoder"),
    }
}

fn heads(config: &Config) -> String {
    let Config { heads, kv_heads, .. } = *config;
    let each = format!("{heads} heads of {}", config.d_k());
    if heads == kv_heads { each } else { format!("{each}, {kv_heads} of keys") }
}

fn feed_forward(config: &Config) -> String {
    let Config { d_model, feed_forward, .. } = *config;
    let by = match (config.activation, config.gated) {
        (Activation::Gelu, false) => "GELU",
        (Activation::Gelu, true) => "gated GELU",
        (Activation::Silu, false) => "SiLU",
        (Activation::Silu, true) => "SwiGLU",
        (Activation::Relu, false) => "ReLU",
        (Activation::Relu, true) => "gated ReLU",
    };
    format!("{d_model} → {feed_forward} → {d_model}, {by}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(family: Family, encoding: &'static str) -> Vec<Column> {
        columns(&Config { family, encoding, layers: 3, ..Config::default() })
    }

    fn parts(column: &Column) -> Vec<String> {
        column.before.iter().chain(&column.inside).chain(&column.after).map(Block::words).collect()
    }

    #[test]
    fn the_parts_are_those_of_the_model() {
        let [encoder] = &of(Family::Encoder, "learned")[..] else { panic!("one stack") };
        assert_eq!(encoder.times(), "× 3 layers");
        assert_eq!(
            parts(encoder),
            [
                "tokens",
                "embeddings + positions: 16 × 32 + 64 × 32",
                "self-attention: 2 heads of 16",
                "feed-forward: 32 → 64 → 32, GELU",
                "LayerNorm",
                "probabilities: for each of 16 tokens",
            ]
        );
        let [decoder] = &of(Family::Decoder, "rope")[..] else { panic!("one stack") };
        assert_eq!(decoder.inside[0].words(), "masked self-attention: 2 heads of 16, RoPE");
        assert_eq!(decoder.before[1].words(), "embeddings: 16 × 32");
    }

    #[test]
    fn only_a_decoder_beside_an_encoder_attends_to_it() {
        let both = of(Family::EncoderDecoder, "t5");
        let kinds = |at: usize| both[at].inside.iter().map(|it| it.kind).collect::<Vec<_>>();
        assert_eq!(kinds(0), [Kind::Attention, Kind::FeedForward]);
        assert_eq!(kinds(1), [Kind::Attention, Kind::Cross, Kind::FeedForward]);
        // Distances are told within a sentence, never between two.
        assert_eq!(both[1].inside[1].words(), "cross-attention: 2 heads of 16");
        assert!(both[0].onward.is_some() && both[1].onward.is_none());
        assert_eq!(of(Family::Decoder, "t5")[0].inside.len(), 2);
    }
}
