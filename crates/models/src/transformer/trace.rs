//! All that a transformer computes on its way from tokens to logits.

use ndarray::{Array2, Array3};
use serde::{Deserialize, Serialize};

use super::Family;

/// Which attention is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stack {
    /// The attention of an encoder to itself.
    Encoder,
    /// The attention of a decoder to itself.
    Decoder,
    /// The attention of a decoder to the encoder's output.
    Cross,
}

impl Stack {
    /// What attention a model of that family has, in the order in which it is run.
    ///
    /// ```
    /// use models::transformer::{Family, Stack};
    /// assert_eq!(Stack::of(Family::Decoder), [Stack::Decoder]);
    /// assert_eq!(Stack::of(Family::EncoderDecoder).len(), 3);
    /// ```
    pub fn of(family: Family) -> &'static [Self] {
        match family {
            Family::Encoder => &[Self::Encoder],
            Family::Decoder => &[Self::Decoder],
            Family::EncoderDecoder => &[Self::Encoder, Self::Decoder, Self::Cross],
        }
    }
}

/// What is changed in a run. The default changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Heads that are turned off, each by attention, layer and number: their output is 0 before
    /// the output projection (Michel et al. 2019, section 2.3).
    pub off: Vec<(Stack, usize, usize)>,
    /// Whether the encoding is taken out, so that nothing tells positions but a mask.
    pub without_encoding: bool,
}

/// One run through a whole transformer.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The encoder, if there is one and it was run.
    pub encoder: Option<StackTrace>,
    /// The decoder, if there is one.
    pub decoder: Option<StackTrace>,
    /// `[n, classes]`: the logits of each token; of the target, if there are two stacks.
    pub logits: Array2<f32>,
}

/// One stack of blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct StackTrace {
    /// `[n, d_model]`: the embeddings, and what an encoding adds to them.
    pub embedded: Array2<f32>,
    /// The blocks, from first to last.
    pub blocks: Vec<BlockTrace>,
    /// `[n, d_model]`: after the last normalisation.
    pub output: Array2<f32>,
}

/// One block.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockTrace {
    /// Attention to the stack's own tokens.
    pub attention: AttentionTrace,
    /// Attention to the encoder's output.
    pub cross: Option<AttentionTrace>,
    /// `[n, d_model]`: what the feed-forward layer adds.
    pub feed_forward: Array2<f32>,
    /// `[n, d_model]`: the residual stream after the block.
    pub residual: Array2<f32>,
}

/// One attention layer.
#[derive(Clone, Debug, PartialEq)]
pub struct AttentionTrace {
    /// `[n, d_model]`: the residual stream normalised, which queries are made of. Keys and
    /// values are too, except in cross-attention, where they are made of the encoder's output.
    pub input: Array2<f32>,
    /// `[heads, n_q, d_k]`: the queries, rotated if the encoding rotates.
    pub q: Array3<f32>,
    /// `[kv_heads, n_k, d_k]`: the keys, rotated as the queries; those of a cache come first.
    pub k: Array3<f32>,
    /// `[kv_heads, n_k, d_k]`: the values.
    pub v: Array3<f32>,
    /// From scores to the heads' outputs. The output of a head that is turned off is 0.
    pub heads: attention::Trace,
    /// `[n, d_model]`: what the layer adds, the heads' outputs through the output projection.
    pub output: Array2<f32>,
}

impl Trace {
    /// The attention of each layer, as [`super::Example::layers`] takes it.
    ///
    /// ```
    /// use models::transformer::{Config, Options, Stack, Transformer};
    ///
    /// let transformer = Transformer::invented(Config { layers: 2, ..Config::default() }, 1)?;
    /// let trace = transformer.trace(&[3, 1], &Options::default())?;
    /// assert_eq!(trace.layers(Stack::Encoder).len(), 2);
    /// assert_eq!(trace.layers(Stack::Encoder)[1].weights.dim(), (2, 2, 2));
    /// assert!(trace.layers(Stack::Cross).is_empty());
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn layers(&self, stack: Stack) -> Vec<&attention::Trace> {
        let of = if stack == Stack::Encoder { &self.encoder } else { &self.decoder };
        let blocks = of.iter().flat_map(|stack| &stack.blocks);
        let attentions = blocks.filter_map(|block| match stack {
            Stack::Cross => block.cross.as_ref(),
            Stack::Encoder | Stack::Decoder => Some(&block.attention),
        });
        attentions.map(|attention| &attention.heads).collect()
    }
}
