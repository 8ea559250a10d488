//! One stack of blocks, run over tokens, with or without some that were there before.

use attention::encoding::{ALL, Encoding, T5, Tables};
use attention::{Mask, embed, merge_heads, split_heads, trace};
use ndarray::{Array2, Array3, ArrayView2, ArrayView3, Axis, concatenate, s};

use super::{AttentionTrace, BlockTrace, Family, Options, Stack, StackTrace};
use super::{Transformer, TransformerError};

/// Keys and values of tokens that were seen before: the keys as they are looked at, rotated if
/// the encoding rotates. Each is `[kv_heads, n, d_k]`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Past {
    pub(super) k: Array3<f32>,
    pub(super) v: Array3<f32>,
}

impl Past {
    /// Nothing seen yet.
    pub(super) fn empty(transformer: &Transformer) -> Self {
        let shape = (transformer.config().kv_heads, 0, transformer.config().d_k());
        Self { k: Array3::zeros(shape), v: Array3::zeros(shape) }
    }

    /// What was seen, and then these.
    fn and(&self, k: ArrayView3<f32>, v: ArrayView3<f32>) -> Result<Self, TransformerError> {
        let join = |past: &Array3<f32>, new: ArrayView3<f32>| {
            concatenate(Axis(1), &[past.view(), new]).map_err(|_| {
                let (heads, n, d_k) = new.dim();
                let needed = format!("({heads}, any, {d_k}), as {n} new ones have");
                TransformerError::misfit("cache", "its shape", format!("{:?}", past.dim()), needed)
            })
        };
        Ok(Self { k: join(&self.k, k)?, v: join(&self.v, v)? })
    }
}

/// One stack of a transformer.
pub(super) struct Blocks<'a> {
    transformer: &'a Transformer,
    stack: Stack,
    /// What the names of its weights begin with.
    prefix: &'static str,
    encoding: Box<dyn Encoding>,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(
        transformer: &'a Transformer,
        stack: Stack,
        options: &Options,
    ) -> Result<Self, TransformerError> {
        let config = transformer.config();
        let named = if options.without_encoding { "none" } else { config.encoding };
        let both = config.family == Family::EncoderDecoder;
        let prefix = match (both, stack) {
            (false, _) => "",
            (true, Stack::Encoder) => "encoder.",
            (true, Stack::Decoder | Stack::Cross) => "decoder.",
        };
        let table = |name: &str| {
            let weight = transformer.weight(&format!("{prefix}{name}"));
            weight.map_or_else(|| Array2::zeros((0, 0)), |weight| weight.to_owned())
        };
        let encoding: Box<dyn Encoding> = if named == "t5" {
            // Only a decoder beside an encoder has the one-sided buckets of the original; a
            // single stack is trained with those of the encoder, whatever its mask.
            let bidirectional = !(both && stack != Stack::Encoder);
            Box::new(T5 { bidirectional, ..T5::new(table("buckets")) })
        } else {
            let Some(entry) = ALL.iter().find(|entry| entry.name == named) else {
                let needed = "a name of the list of encodings";
                return Err(TransformerError::misfit("transformer", "encoding", named, needed));
            };
            (entry.build)(Tables { positions: table("positions"), buckets: Array2::zeros((0, 0)) })
        };
        Ok(Self { transformer, stack, prefix, encoding })
    }

    /// Runs tokens through all blocks. Before them, each block has seen what `past` holds; a
    /// block with cross-attention looks at what `memory` holds. Gives, beside the trace, what
    /// each block has seen by then.
    pub(super) fn run(
        &self,
        tokens: &[u32],
        past: &[Past],
        memory: &[Past],
        options: &Options,
    ) -> Result<(StackTrace, Vec<Past>), TransformerError> {
        let offset = past.first().map_or(0, |past| past.k.dim().1);
        let mut x = self.embedded(tokens, offset)?; // [n, d_model]
        let embedded = x.clone();
        let (mut blocks, mut seen) =
            (Vec::with_capacity(past.len()), Vec::with_capacity(past.len()));
        for (layer, past) in past.iter().enumerate() {
            let off = |stack: Stack| off(options, stack, layer);
            let name = |part: &str| format!("{}blocks.{layer}.{part}", self.prefix);

            let (attention, now) =
                self.own_attention(x.view(), past, &name("attention"), off(self.stack))?;
            x += &attention.output; // [n, d_model]
            let cross = match memory.get(layer) {
                Some(memory) => {
                    let cross =
                        self.cross_attention(x.view(), memory, &name("cross"), off(Stack::Cross))?;
                    x += &cross.output; // [n, d_model]
                    Some(cross)
                }
                None => None,
            };
            let normed = self.transformer.norm(x.view(), &name("feed_forward.norm"))?;
            let feed_forward =
                self.transformer.feed_forward(normed.view(), &name("feed_forward"))?;
            x += &feed_forward; // [n, d_model]
            blocks.push(BlockTrace { attention, cross, feed_forward, residual: x.clone() });
            seen.push(now);
        }
        let output = self.transformer.norm(x.view(), &format!("{}norm", self.prefix))?;
        Ok((StackTrace { embedded, blocks, output }, seen))
    }

    /// The keys and values that the cross-attention of each block makes of an encoder's output.
    pub(super) fn memory(&self, output: ArrayView2<f32>) -> Result<Vec<Past>, TransformerError> {
        let kv_heads = self.transformer.config().kv_heads;
        let heads = |layer: usize, part: &str| {
            let name = format!("{}blocks.{layer}.cross.{part}", self.prefix);
            let projected = self.transformer.project(output, &name)?; // [n, kv_heads · d_k]
            Ok::<_, TransformerError>(split_heads(projected.view(), kv_heads)?)
        };
        let layers = 0..self.transformer.config().layers;
        layers
            .map(|layer| Ok(Past { k: heads(layer, "key")?, v: heads(layer, "value")? }))
            .collect()
    }

    /// The embeddings of tokens of which the first stands at position `offset`, `[n, d_model]`.
    fn embedded(&self, tokens: &[u32], offset: usize) -> Result<Array2<f32>, TransformerError> {
        let ids: Vec<usize> = tokens.iter().map(|&token| token as usize).collect();
        let mut x = embed(&ids, self.transformer.needed("embedding")?)?;
        let length = offset.saturating_add(ids.len());
        if let Some(added) = self.encoding.added(length, self.transformer.config().d_model)? {
            x += &added.slice(s![offset.., ..]);
        }
        Ok(x)
    }

    fn own_attention(
        &self,
        x: ArrayView2<f32>,
        past: &Past,
        name: &str,
        off: Vec<usize>,
    ) -> Result<(AttentionTrace, Past), TransformerError> {
        let config = self.transformer.config();
        let input = self.transformer.norm(x, &format!("{name}.norm"))?; // [n, d_model]
        let heads = |part: &str, heads: usize| {
            let projected = self.transformer.project(input.view(), &format!("{name}.{part}"))?;
            Ok::<_, TransformerError>(split_heads(projected.view(), heads)?)
        };
        let mut q = heads("query", config.heads)?; // [heads, n, d_k]
        let mut k = heads("key", config.kv_heads)?; // [kv_heads, n, d_k]
        let v = heads("value", config.kv_heads)?; // [kv_heads, n, d_k]

        let offset = past.k.dim().1;
        for x in [&mut q, &mut k] {
            for head in x.axis_iter_mut(Axis(0)) {
                self.encoding.rotate(head, offset)?;
            }
        }
        let seen = past.and(k.view(), v.view())?;
        let (n_q, n_k) = (q.dim().1, seen.k.dim().1);
        let options = attention::Options {
            mask: Mask {
                causal: self.stack != Stack::Encoder,
                offset: isize::try_from(offset).unwrap_or(isize::MAX),
                ..Mask::default()
            },
            bias: self.encoding.bias(config.heads, offset..offset + n_q, n_k)?,
            ..attention::Options::default()
        };
        let attention = Given { input, q, seen: &seen, options, off };
        Ok((self.attend(attention, name)?, seen))
    }

    /// Nothing tells positions here, as in training: a distance between two sentences means
    /// nothing, and the keys carry what the encoder made of theirs.
    fn cross_attention(
        &self,
        x: ArrayView2<f32>,
        memory: &Past,
        name: &str,
        off: Vec<usize>,
    ) -> Result<AttentionTrace, TransformerError> {
        let input = self.transformer.norm(x, &format!("{name}.norm"))?; // [n, d_model]
        let projected = self.transformer.project(input.view(), &format!("{name}.query"))?;
        let q = split_heads(projected.view(), self.transformer.config().heads)?; // [heads, n, d_k]
        let options = attention::Options::default();
        self.attend(Given { input, q, seen: memory, options, off }, name)
    }

    fn attend(&self, given: Given, name: &str) -> Result<AttentionTrace, TransformerError> {
        let Given { input, q, seen: Past { k, v }, options, off } = given;
        let mut heads = trace(q.view(), k.view(), v.view(), &options)?;
        for head in off {
            heads.output.index_axis_mut(Axis(0), head).fill(0.0);
        }
        let joined = merge_heads(heads.output.view()); // [heads, n, d_k] -> [n, d_model]
        let output = self.transformer.project(joined.view(), &format!("{name}.output"))?;
        Ok(AttentionTrace { input, q, k: k.clone(), v: v.clone(), heads, output })
    }
}

/// What an attention layer is computed from.
struct Given<'a> {
    input: Array2<f32>,
    q: Array3<f32>,
    seen: &'a Past,
    options: attention::Options,
    off: Vec<usize>,
}

/// The heads of one layer that are turned off.
fn off(options: &Options, stack: Stack, layer: usize) -> Vec<usize> {
    let of_layer = options.off.iter().filter(|(of, at, _)| (*of, *at) == (stack, layer));
    of_layer.map(|&(_, _, head)| head).collect()
}
