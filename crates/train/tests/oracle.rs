//! The tape's way forward against that of the crate `attention`, which keeps every step.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod support;

use attention::encoding::{ALL, Encoding, T5, Tables};
use attention::{
    Mask, Options, embed, gelu_tanh, layer_norm, merge_heads, project, rms_norm, split_heads, trace,
};
use ndarray::{Array2, ArrayView2, Axis};
use support::Numbers;
use train::{Activation, Batch, Biases, Family, Model, ModelConfig, Norm};

/// The same model written with the operations of the crate `attention`.
struct Oracle<'a> {
    model: &'a Model,
}

impl Oracle<'_> {
    fn find(&self, name: &str) -> Option<ArrayView2<'_, f32>> {
        self.model.parameter(name)
    }

    fn get(&self, name: &str) -> ArrayView2<'_, f32> {
        self.find(name).unwrap_or_else(|| panic!("there is no {name}"))
    }

    fn norm(&self, x: &Array2<f32>, name: &str) -> Array2<f32> {
        let gain = self.get(&format!("{name}.gain"));
        match self.model.config().norm {
            Norm::Layer => {
                let bias = self.get(&format!("{name}.bias"));
                layer_norm(x.view(), gain.row(0), Some(bias.row(0)), Model::EPSILON).unwrap()
            }
            Norm::Rms => rms_norm(x.view(), gain.row(0), Model::EPSILON).unwrap(),
        }
    }

    fn project(&self, x: &Array2<f32>, name: &str) -> Array2<f32> {
        let bias = self.find(&format!("{name}.bias"));
        project(x.view(), self.get(name), bias.as_ref().map(|bias| bias.row(0))).unwrap()
    }

    fn encoding(&self, stack: &str) -> Box<dyn Encoding> {
        let config = self.model.config();
        let table = |name: &str| {
            let table = self.find(&format!("{stack}{name}"));
            table.map(|x| x.to_owned()).unwrap_or_default()
        };
        if (config.encoding, stack) == ("t5", "decoder.") {
            return Box::new(T5 {
                table: table("buckets"),
                max_distance: 128,
                bidirectional: false,
            });
        }
        let entry = ALL.iter().find(|entry| entry.name == config.encoding).unwrap();
        (entry.build)(Tables { positions: table("positions"), buckets: table("buckets") })
    }

    /// x + attention(norm(x)), to itself or to a memory.
    fn attend(
        &self,
        x: &mut Array2<f32>,
        name: &str,
        memory: Option<&Array2<f32>>,
        encoding: &dyn Encoding,
        mask: Mask,
    ) {
        let config = self.model.config();
        let normed = self.norm(x, &format!("{name}.norm"));
        let part = |from: &Array2<f32>, kind: &str, heads| {
            let projected = self.project(from, &format!("{name}.{kind}"));
            split_heads(projected.view(), heads).unwrap()
        };
        let mut q = part(&normed, "query", config.heads); // [heads, n, d_k]
        let mut k = part(memory.unwrap_or(&normed), "key", config.kv_heads);
        let v = part(memory.unwrap_or(&normed), "value", config.kv_heads);
        let mut options = Options { mask, ..Options::default() };
        if memory.is_none() {
            for head in q.axis_iter_mut(Axis(0)).chain(k.axis_iter_mut(Axis(0))) {
                encoding.rotate(head, 0).unwrap();
            }
            options.bias = encoding.bias(config.heads, 0..x.nrows(), x.nrows()).unwrap();
        }
        let heads = trace(q.view(), k.view(), v.view(), &options).unwrap().output;
        *x += &self.project(&merge_heads(heads.view()), &format!("{name}.output"));
    }

    fn blocks(
        &self,
        stack: &str,
        tokens: &[u32],
        memory: Option<&Array2<f32>>,
        mask: Mask,
    ) -> Array2<f32> {
        let config = self.model.config();
        let encoding = self.encoding(stack);
        let ids: Vec<usize> = tokens.iter().map(|&token| token as usize).collect();
        let mut x = embed(&ids, self.get("embedding")).unwrap(); // [n, d_model]
        if let Some(added) = encoding.added(ids.len(), config.d_model).unwrap() {
            x += &added;
        }
        for layer in 0..config.layers {
            let name = |part: &str| format!("{stack}blocks.{layer}.{part}");
            self.attend(&mut x, &name("attention"), None, &*encoding, mask.clone());
            if memory.is_some() {
                self.attend(&mut x, &name("cross"), memory, &*encoding, Mask::default());
            }
            let normed = self.norm(&x, &name("feed_forward.norm"));
            let active = |x: Array2<f32>| {
                x.mapv(|x| match config.activation {
                    Activation::Gelu => gelu_tanh(x),
                    Activation::Silu => x / (1.0 + (-x).exp()),
                    Activation::Relu => x.max(0.0),
                })
            };
            let wide = self.project(&normed, &name("feed_forward.in"));
            let wide = match config.gated {
                true => active(self.project(&normed, &name("feed_forward.gate"))) * wide,
                false => active(wide),
            };
            x += &self.project(&wide, &name("feed_forward.out"));
        }
        self.norm(&x, &format!("{stack}norm"))
    }

    fn logits(&self, source: &[u32], tokens: &[u32]) -> Array2<f32> {
        let config = self.model.config();
        let last = match config.family {
            Family::Encoder => self.blocks("", tokens, None, Mask::default()),
            Family::Decoder => self.blocks("", tokens, None, Mask::causal()),
            Family::EncoderDecoder => {
                let memory = self.blocks("encoder.", source, None, Mask::default());
                self.blocks("decoder.", tokens, Some(&memory), Mask::causal())
            }
        };
        match config.tied {
            true => last.dot(&self.get("embedding").t()),
            false => self.project(&last, "classes"),
        }
    }
}

/// A model all of whose parameters are random, those too that start at 0 or 1.
fn shaken(config: ModelConfig, seed: u32) -> Model {
    let model = Model::new(config, seed).unwrap();
    let mut numbers = Numbers::new(seed.into());
    let shaken: Vec<(String, Array2<f32>)> = model
        .parameters()
        .map(|(name, x)| (name.to_owned(), &x + &(numbers.array(x.dim()) * 0.3)))
        .collect();
    shaken
        .into_iter()
        .fold(model, |model, (name, x)| model.with_parameter(&name, x.view()).unwrap())
}

fn check(config: ModelConfig) {
    let model = shaken(config, 3);
    let config = model.config();
    let oracle = Oracle { model: &model };
    for n in [0_u32, 1, 2, 7, 8, 19] {
        let tokens: Vec<u32> = (0..n).map(|i| i * 5 % 16).collect();
        let source: Vec<u32> = (0..n / 2 + 1).map(|i| i * 7 % 16).collect();
        let mut batch = Batch::default();
        let read = if config.family == Family::EncoderDecoder { &source[..] } else { &[] };
        batch.push(read, tokens.iter().map(|&token| (token, None)));
        let (given, expected) = (model.logits_of(&batch).unwrap(), oracle.logits(&source, &tokens));
        assert_eq!(given.dim(), expected.dim());
        for (given, expected) in given.iter().zip(&expected) {
            // Logits are sums of some thirty products about 1.
            let close = (given - expected).abs() < 1e-5 * expected.abs().max(1.0);
            assert!(close, "{config:?}, {n} tokens: {given}, not {expected}");
        }
    }
}

#[test]
fn every_encoding_causal_and_not() {
    for entry in ALL {
        for causal in [false, true] {
            let family = Family::masked(causal);
            let config = ModelConfig { encoding: entry.name, family, ..ModelConfig::default() };
            check(config.clone());
            check(ModelConfig { layers: 2, heads: 4, kv_heads: 2, ..config });
        }
    }
}

#[test]
fn encoder_and_decoder_together() {
    for entry in ALL {
        let family = Family::EncoderDecoder;
        let config = ModelConfig { encoding: entry.name, family, ..ModelConfig::default() };
        check(ModelConfig { biases: Biases::All, ..config.clone() });
        check(ModelConfig { layers: 2, heads: 4, kv_heads: 2, tied: true, ..config });
    }
}

#[test]
fn with_and_without_gates_and_biases() {
    for biases in [Biases::None, Biases::FeedForward, Biases::All] {
        for activation in [Activation::Gelu, Activation::Silu, Activation::Relu] {
            let config = ModelConfig { biases, activation, ..ModelConfig::default() };
            check(ModelConfig { gated: true, ..config.clone() });
            check(ModelConfig { tied: true, ..config });
        }
    }
}

#[test]
fn the_other_normalisation_and_nonlinearity() {
    check(ModelConfig {
        norm: Norm::Rms,
        activation: Activation::Silu,
        encoding: "rope",
        heads: 1,
        kv_heads: 1,
        d_model: 6,
        feed_forward: 5,
        classes: 3,
        ..ModelConfig::default()
    });
}
