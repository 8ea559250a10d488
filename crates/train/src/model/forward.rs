//! The way from tokens to logits, on a tape.

use std::sync::Arc;

use super::Model;
use super::positions::{Hook, Positions};
use crate::{Attend, Batch, Graded, Norm, ScoreBias, Tape, TrainError, Var};

/// What the operations need to know of a batch.
struct Packed {
    lengths: Arc<[usize]>,
    /// The position of each token in its sequence.
    positions: Arc<[u32]>,
}

impl Model {
    /// Puts the model's answers to a batch on an empty tape and grades them.
    pub(crate) fn grade(
        &self,
        tape: &mut Tape,
        batch: &Batch,
        positions: &Positions,
    ) -> Result<Graded, TrainError> {
        batch.check(&self.config)?;
        let x = self.vectors(tape, &batch.tokens, &batch.lengths, positions)?;
        let (rows, targets): (Vec<u32>, Vec<_>) = (0_u32..)
            .zip(&batch.targets)
            .filter(|(_, target)| target.is_some())
            .map(|(row, target)| (row, *target))
            .unzip();
        // Logits that nobody grades are not worth computing.
        let x = if rows.len() < x.rows { tape.gather(x, rows.into())? } else { x };
        let logits = self.classify(tape, x)?;
        tape.cross_entropy(logits, targets.into())
    }

    /// What the last block gives for each token, `[Σn, d_model]`.
    pub(super) fn vectors(
        &self,
        tape: &mut Tape,
        tokens: &[u32],
        lengths: &[usize],
        positions: &Positions,
    ) -> Result<Var, TrainError> {
        self.check_positions(lengths)?;
        tape.begin(&self.parameters.values);
        let of_each = lengths.iter().flat_map(|&length| (0_u32..).take(length));
        let packed = Packed { lengths: lengths.into(), positions: of_each.collect() };
        let mut x = tape.gather(self.var("embedding")?, tokens.into())?; // -> [Σn, d_model]
        let table = match &positions.hook {
            Hook::Added(table) => Some(tape.leaf(table.view())?),
            Hook::Learned => Some(self.var("positions")?),
            _ => None,
        };
        if let Some(table) = table {
            let added = tape.gather(table, packed.positions.clone())?; // -> [Σn, d_model]
            x = tape.add(x, added)?;
        }
        for layer in 0..self.config.layers {
            x = self.block(tape, layer, x, &packed, positions)?;
        }
        Ok(x)
    }

    /// The logits, `[n, d_model] -> [n, classes]`.
    pub(super) fn classify(&self, tape: &mut Tape, x: Var) -> Result<Var, TrainError> {
        let normed = self.norm(tape, x, "norm")?;
        tape.project(normed, self.var("classes")?, None)
    }

    /// A block with the normalisation before each part (Xiong et al. 2020, figure 1b).
    fn block(
        &self,
        tape: &mut Tape,
        layer: usize,
        x: Var,
        packed: &Packed,
        positions: &Positions,
    ) -> Result<Var, TrainError> {
        let name = |part: &str| format!("blocks.{layer}.{part}");
        let weights = |part: &str| self.var(&name(part));

        let normed = self.norm(tape, x, &name("attention.norm"))?;
        let mut q = tape.project(normed, weights("attention.query")?, None)?; // [Σn, heads · d_k]
        let mut k = tape.project(normed, weights("attention.key")?, None)?; // [Σn, kv_heads · d_k]
        let v = tape.project(normed, weights("attention.value")?, None)?; // [Σn, kv_heads · d_k]
        let mut bias = ScoreBias::None;
        match &positions.hook {
            Hook::Rotated(rotation) => {
                q = tape.rotate(q, packed.lengths.clone(), rotation.clone())?;
                k = tape.rotate(k, packed.lengths.clone(), rotation.clone())?;
            }
            Hook::Biased(fixed) => bias = ScoreBias::Fixed(fixed.clone()),
            Hook::Bucketed(buckets) => {
                let (table, buckets) = (self.var("buckets")?, buckets.clone());
                bias = ScoreBias::Buckets { table, buckets };
            }
            Hook::None | Hook::Added(_) | Hook::Learned => {}
        }
        let heads = tape.attend(Attend {
            q,
            k,
            v,
            queries: packed.lengths.clone(),
            keys: packed.lengths.clone(),
            heads: self.config.heads,
            kv_heads: self.config.kv_heads,
            causal: self.config.family.is_causal(),
            bias,
        })?;
        let attended = tape.project(heads, weights("attention.output")?, None)?; // [Σn, d_model]
        let x = tape.add(x, attended)?;

        let normed = self.norm(tape, x, &name("feed_forward.norm"))?;
        let bias = weights("feed_forward.in.bias")?;
        let wide = tape.project(normed, weights("feed_forward.in")?, Some(bias))?;
        let active = tape.activate(wide, self.config.activation)?; // [Σn, feed_forward]
        let bias = weights("feed_forward.out.bias")?;
        let narrow = tape.project(active, weights("feed_forward.out")?, Some(bias))?;
        tape.add(x, narrow) // [Σn, d_model]
    }

    fn norm(&self, tape: &mut Tape, x: Var, name: &str) -> Result<Var, TrainError> {
        let gain = self.var(&format!("{name}.gain"))?;
        match self.config.norm {
            Norm::Layer => {
                let bias = self.var(&format!("{name}.bias"))?;
                tape.layer_norm(x, gain, bias, Norm::EPSILON)
            }
            Norm::Rms => tape.rms_norm(x, gain, Norm::EPSILON),
        }
    }

    fn check_positions(&self, lengths: &[usize]) -> Result<(), TrainError> {
        let length = self.config.max_length;
        if self.config.encoding == "learned" && lengths.iter().any(|&given| given > length) {
            return Err(TrainError::NoPosition { position: length, length });
        }
        Ok(())
    }

    /// Where a parameter is on the tape, which begins with all of them.
    fn var(&self, name: &str) -> Result<Var, TrainError> {
        let entry = self.parameters.entries.iter().find(|entry| entry.name == name);
        entry
            .map(|entry| entry.place)
            .ok_or_else(|| TrainError::NoParameter { name: name.to_owned() })
    }
}
