//! The tape's way forward against that of the crate `attention`, which keeps every step.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod support;

use attention::encoding::{ALL, Encoding, Tables};
use attention::{
    Mask, Options, embed, gelu_tanh, layer_norm, merge_heads, project, rms_norm, split_heads, trace,
};
use ndarray::{Array2, ArrayView2, Axis};
use support::Numbers;
use train::{Activation, Family, Model, ModelConfig, Norm};

/// The same model written with the operations of the crate `attention`.
struct Oracle<'a> {
    model: &'a Model,
    encoding: Box<dyn Encoding>,
}

impl Oracle<'_> {
    fn get(&self, name: &str) -> ArrayView2<'_, f32> {
        self.model.parameter(name).unwrap_or_else(|| panic!("there is no {name}"))
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

    fn logits(&self, tokens: &[u32]) -> Array2<f32> {
        let config = self.model.config();
        let ids: Vec<usize> = tokens.iter().map(|&token| token as usize).collect();
        let n = ids.len();
        let mut x = embed(&ids, self.get("embedding")).unwrap(); // [n, d_model]
        if let Some(added) = self.encoding.added(n, config.d_model).unwrap() {
            x += &added;
        }
        for layer in 0..config.layers {
            let name = |part: &str| format!("blocks.{layer}.{part}");
            let normed = self.norm(&x, &name("attention.norm"));
            let part = |kind: &str, heads| {
                let weights = self.get(&name(kind));
                split_heads(project(normed.view(), weights, None).unwrap().view(), heads).unwrap()
            };
            let mut q = part("attention.query", config.heads); // [heads, n, d_k]
            let mut k = part("attention.key", config.kv_heads);
            let v = part("attention.value", config.kv_heads);
            for head in q.axis_iter_mut(Axis(0)).chain(k.axis_iter_mut(Axis(0))) {
                self.encoding.rotate(head, 0).unwrap();
            }
            let options = Options {
                mask: if config.family.is_causal() { Mask::causal() } else { Mask::default() },
                bias: self.encoding.bias(config.heads, 0..n, n).unwrap(),
                ..Options::default()
            };
            let heads = trace(q.view(), k.view(), v.view(), &options).unwrap().output;
            let merged = merge_heads(heads.view());
            x += &project(merged.view(), self.get(&name("attention.output")), None).unwrap();

            let normed = self.norm(&x, &name("feed_forward.norm"));
            let (w, b) =
                (self.get(&name("feed_forward.in")), self.get(&name("feed_forward.in.bias")));
            let wide = project(normed.view(), w, Some(b.row(0))).unwrap();
            let active = wide.mapv(|x| match config.activation {
                Activation::Gelu => gelu_tanh(x),
                Activation::Silu => x / (1.0 + (-x).exp()),
                Activation::Relu => x.max(0.0),
            });
            let (w, b) =
                (self.get(&name("feed_forward.out")), self.get(&name("feed_forward.out.bias")));
            x += &project(active.view(), w, Some(b.row(0))).unwrap();
        }
        project(self.norm(&x, "norm").view(), self.get("classes"), None).unwrap()
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
    let entry = ALL.iter().find(|entry| entry.name == config.encoding).unwrap();
    let table = |table: Option<ArrayView2<f32>>| table.map(|x| x.to_owned()).unwrap_or_default();
    let encoding = (entry.build)(Tables {
        positions: table(model.position_table()),
        buckets: table(model.bucket_table()),
    });
    let oracle = Oracle { model: &model, encoding };
    for n in [0_u32, 1, 2, 7, 8, 19] {
        let tokens: Vec<u32> = (0..n).map(|i| i * 5 % 16).collect();
        let (given, expected) = (model.logits(&tokens).unwrap(), oracle.logits(&tokens));
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
