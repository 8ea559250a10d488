//! The way through a trained model with any way to attend in place of full attention.

use attention::encoding::{ALL, Encoding, NoEncoding, Tables};
use attention::variant::{Origin, Variant};
use attention::{
    Mask, Options, embed, gelu_tanh, layer_norm, merge_heads, project, split_heads, trace,
};
use ndarray::{Array2, ArrayView2, Axis};
use train::{Model, TrainError};

use crate::{EncodingKind, EngineError};

/// A model, written with the operations of the `attention` crate.
pub(super) struct Forward<'a> {
    model: &'a Model,
    encoding: Box<dyn Encoding>,
}

/// What a model says to one sequence.
pub(super) struct Answer {
    /// [n]: its first choice at each token.
    pub(super) classes: Vec<usize>,
    /// [layers · n · d_model]: what attention gave.
    pub(super) attended: Vec<f32>,
}

impl<'a> Forward<'a> {
    pub(super) fn new(model: &'a Model) -> Result<Self, EngineError> {
        let name = model.config().encoding;
        let table =
            |table: Option<ArrayView2<f32>>| table.map(|t| t.to_owned()).unwrap_or_default();
        let tables = Tables {
            positions: table(model.position_table()),
            buckets: table(model.bucket_table()),
        };
        let entry = ALL.iter().find(|entry| entry.name == name);
        let encoding = entry.map_or_else(|| Box::new(NoEncoding) as _, |e| (e.build)(tables));
        Ok(Self { model, encoding })
    }

    /// Refuses a way to attend that can't do what the model's encoding asks.
    pub(super) fn check(&self, way: &dyn Variant) -> Result<(), EngineError> {
        let heads = self.model.config().heads;
        if way.origin() != Origin::Estimated || self.encoding.bias(heads, 0..1, 1)?.is_none() {
            return Ok(());
        }
        let encoding =
            EncodingKind::ALL.into_iter().find(|kind| kind.name() == self.encoding.name());
        Err(EngineError::UnseenBias { encoding: encoding.unwrap_or(EncodingKind::None) })
    }

    /// Answers a sequence, naively if no way to attend is given.
    pub(super) fn answer(
        &self,
        tokens: &[u32],
        way: Option<&dyn Variant>,
    ) -> Result<Answer, EngineError> {
        let config = self.model.config();
        let ids: Vec<usize> = tokens.iter().map(|&token| token as usize).collect();
        let n = ids.len();
        let mut x = embed(&ids, self.get("embedding")?)?; // [n, d_model]
        if let Some(added) = self.encoding.added(n, config.d_model)? {
            x += &added;
        }
        let mut attended = Vec::new();
        for layer in 0..config.layers {
            let name = |part: &str| format!("blocks.{layer}.{part}");
            let normed = self.norm(&x, &name("attention.norm"))?;
            let part = |kind: &str, heads| {
                let projected = project(normed.view(), self.get(&name(kind))?, None)?;
                Ok::<_, EngineError>(split_heads(projected.view(), heads)?)
            };
            let mut q = part("attention.query", config.heads)?; // [heads, n, d_k]
            let mut k = part("attention.key", config.kv_heads)?; // [kv_heads, n, d_k]
            let v = part("attention.value", config.kv_heads)?; // [kv_heads, n, d_k]
            for head in q.axis_iter_mut(Axis(0)).chain(k.axis_iter_mut(Axis(0))) {
                self.encoding.rotate(head, 0)?;
            }
            let options = Options {
                mask: if config.family.is_causal() { Mask::causal() } else { Mask::default() },
                bias: self.encoding.bias(config.heads, 0..n, n)?,
                ..Options::default()
            };
            let heads = match way {
                Some(way) => way.attend(q.view(), k.view(), v.view(), &options)?,
                None => trace(q.view(), k.view(), v.view(), &options)?.output,
            };
            let merged = merge_heads(heads.view()); // [heads, n, d_k] -> [n, d_model]
            attended.extend(merged.iter());
            x += &project(merged.view(), self.get(&name("attention.output"))?, None)?;

            let normed = self.norm(&x, &name("feed_forward.norm"))?;
            let wide = self.affine(&normed, &name("feed_forward.in"))?; // [n, feed_forward]
            x += &self.affine(&wide.mapv(gelu_tanh), &name("feed_forward.out"))?; // [n, d_model]
        }
        let logits = project(self.norm(&x, "norm")?.view(), self.get("classes")?, None)?;
        let first = |row: ndarray::ArrayView1<f32>| {
            let better = |a: (usize, f32), b: (usize, f32)| if b.1 > a.1 { b } else { a };
            row.into_iter().copied().enumerate().reduce(better).map_or(0, |(class, _)| class)
        };
        Ok(Answer { classes: logits.rows().into_iter().map(first).collect(), attended })
    }

    fn get(&self, name: &str) -> Result<ArrayView2<'_, f32>, TrainError> {
        let missing = || TrainError::NoParameter { name: name.to_owned() };
        self.model.parameter(name).ok_or_else(missing)
    }

    fn affine(&self, x: &Array2<f32>, name: &str) -> Result<Array2<f32>, EngineError> {
        let bias = self.get(&format!("{name}.bias"))?;
        Ok(project(x.view(), self.get(name)?, Some(bias.row(0)))?)
    }

    fn norm(&self, x: &Array2<f32>, name: &str) -> Result<Array2<f32>, EngineError> {
        let [gain, bias] = ["gain", "bias"].map(|part| self.get(&format!("{name}.{part}")));
        Ok(layer_norm(x.view(), gain?.row(0), Some(bias?.row(0)), Model::EPSILON)?)
    }
}

#[cfg(test)]
mod tests {
    use attention::variant;
    use train::{Family, ModelConfig, OptimizerConfig, Trainer};

    use super::*;

    #[test]
    fn full_attention_answers_as_the_model_itself() {
        for encoding in EncodingKind::ALL {
            for causal in [false, true] {
                let config = ModelConfig {
                    encoding: encoding.name(),
                    family: Family::masked(causal),
                    layers: 2,
                    heads: 4,
                    kv_heads: 4,
                    ..ModelConfig::default()
                };
                let trainer = Trainer::new(config, OptimizerConfig::default(), 3).unwrap();
                let model = trainer.model();
                let tokens = [3, 1, 4, 1, 5, 9, 2, 6];
                let logits = model.logits(&tokens).unwrap();
                let forward = Forward::new(model).unwrap();
                let answer = forward.answer(&tokens, None).unwrap();
                for (row, class) in logits.rows().into_iter().zip(&answer.classes) {
                    let most = row.iter().fold(f32::MIN, |max, x| max.max(*x));
                    assert!((row[*class] - most).abs() < 1e-5, "{encoding:?} {row}");
                }
                assert_eq!(answer.attended.len(), 2 * 8 * 32);
                let biased = matches!(encoding, EncodingKind::Alibi | EncodingKind::T5);
                for entry in &variant::ALL {
                    let way = (entry.build)(variant::Settings::default());
                    let is_refused = biased && entry.name == "performer";
                    assert_eq!(forward.check(way.as_ref()).is_err(), is_refused, "{way:?}");
                }
            }
        }
    }
}
