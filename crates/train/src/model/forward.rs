//! The way from tokens to logits, on a tape.

use std::sync::Arc;

use super::Model;
use super::positions::{Hook, Positions};
use crate::{Attend, Batch, Family, Graded, Norm, ScoreBias, Tape, TrainError, Var};

/// Packed vectors, and where each sequence of them ends.
#[derive(Clone)]
struct Packed {
    x: Var,
    lengths: Arc<[usize]>,
}

/// A stack of blocks: what its parameters' names begin with, and how it tells positions.
struct Stack<'a> {
    name: &'static str,
    hook: &'a Hook,
    causal: bool,
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
        let x = self.vectors(tape, batch, positions)?;
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
        batch: &Batch,
        positions: &Positions,
    ) -> Result<Var, TrainError> {
        self.check_positions(batch)?;
        tape.begin(&self.parameters.values);
        let causal = self.config.family.is_causal();
        if self.config.family != Family::EncoderDecoder {
            let stack = Stack { name: "", hook: &positions.hook, causal };
            return Ok(self.blocks(tape, &stack, (&batch.tokens, &batch.lengths), None)?.x);
        }
        let stack = Stack { name: "encoder.", hook: &positions.hook, causal: false };
        let read = (&batch.sources[..], &batch.source_lengths[..]);
        let mut memory = self.blocks(tape, &stack, read, None)?;
        memory.x = self.norm(tape, memory.x, "encoder.norm")?;
        let stack = Stack { name: "decoder.", hook: &positions.decoder, causal };
        Ok(self.blocks(tape, &stack, (&batch.tokens, &batch.lengths), Some(&memory))?.x)
    }

    /// The logits, `[n, d_model] -> [n, classes]`.
    pub(super) fn classify(&self, tape: &mut Tape, x: Var) -> Result<Var, TrainError> {
        let decodes = self.config.family == Family::EncoderDecoder;
        let normed = self.norm(tape, x, if decodes { "decoder.norm" } else { "norm" })?;
        if self.config.tied {
            return tape.compare(normed, self.var("embedding")?);
        }
        tape.project(normed, self.var("classes")?, None)
    }

    /// From tokens through all blocks of a stack, `[Σn, d_model]`.
    fn blocks(
        &self,
        tape: &mut Tape,
        stack: &Stack,
        (tokens, lengths): (&[u32], &[usize]),
        memory: Option<&Packed>,
    ) -> Result<Packed, TrainError> {
        let x = tape.gather(self.var("embedding")?, tokens.into())?; // -> [Σn, d_model]
        let mut packed = Packed { x, lengths: lengths.into() };
        let table = match stack.hook {
            Hook::Added(table) => Some(tape.leaf(table.view())?),
            Hook::Learned => Some(self.var(&format!("{}positions", stack.name))?),
            _ => None,
        };
        if let Some(table) = table {
            // The position of each token in its sequence.
            let of_each = lengths.iter().flat_map(|&length| (0_u32..).take(length));
            let added = tape.gather(table, of_each.collect())?; // -> [Σn, d_model]
            packed.x = tape.add(packed.x, added)?;
        }
        for layer in 0..self.config.layers {
            let name = |part: &str| format!("{}blocks.{layer}.{part}", stack.name);
            self.attention(tape, &name("attention"), &mut packed, stack)?;
            if let Some(memory) = memory {
                self.cross_attention(tape, &name("cross"), &mut packed, memory)?;
            }
            self.feed_forward(tape, &name("feed_forward"), &mut packed)?;
        }
        Ok(packed)
    }

    /// x + attention(norm(x)), as all parts of a block with the normalisation before each
    /// (Xiong et al. 2020, figure 1b).
    fn attention(
        &self,
        tape: &mut Tape,
        name: &str,
        packed: &mut Packed,
        stack: &Stack,
    ) -> Result<(), TrainError> {
        let normed = self.norm(tape, packed.x, &format!("{name}.norm"))?;
        let lengths = &packed.lengths;
        let mut q = self.project(tape, normed, &format!("{name}.query"))?; // [Σn, heads · d_k]
        let mut k = self.project(tape, normed, &format!("{name}.key"))?; // [Σn, kv_heads · d_k]
        let v = self.project(tape, normed, &format!("{name}.value"))?; // [Σn, kv_heads · d_k]
        let mut bias = ScoreBias::None;
        match stack.hook {
            Hook::Rotated(rotation) => {
                q = tape.rotate(q, lengths.clone(), rotation.clone())?;
                k = tape.rotate(k, lengths.clone(), rotation.clone())?;
            }
            Hook::Biased(fixed) => bias = ScoreBias::Fixed(fixed.clone()),
            Hook::Bucketed(buckets) => {
                let table = self.var(&format!("{}buckets", stack.name))?;
                bias = ScoreBias::Buckets { table, buckets: buckets.clone() };
            }
            Hook::None | Hook::Added(_) | Hook::Learned => {}
        }
        let heads = tape.attend(Attend {
            q,
            k,
            v,
            queries: lengths.clone(),
            keys: lengths.clone(),
            heads: self.config.heads,
            kv_heads: self.config.kv_heads,
            causal: stack.causal,
            bias,
        })?;
        let attended = self.project(tape, heads, &format!("{name}.output"))?; // [Σn, d_model]
        packed.x = tape.add(packed.x, attended)?;
        Ok(())
    }

    /// Attention whose keys and values come from the encoder, `[Σm, d_model]`: every query sees
    /// all of them, and nothing tells how far away they are.
    fn cross_attention(
        &self,
        tape: &mut Tape,
        name: &str,
        packed: &mut Packed,
        memory: &Packed,
    ) -> Result<(), TrainError> {
        let normed = self.norm(tape, packed.x, &format!("{name}.norm"))?;
        let heads = Attend {
            q: self.project(tape, normed, &format!("{name}.query"))?, // [Σn, heads · d_k]
            k: self.project(tape, memory.x, &format!("{name}.key"))?, // [Σm, kv_heads · d_k]
            v: self.project(tape, memory.x, &format!("{name}.value"))?, // [Σm, kv_heads · d_k]
            queries: packed.lengths.clone(),
            keys: memory.lengths.clone(),
            heads: self.config.heads,
            kv_heads: self.config.kv_heads,
            causal: false,
            bias: ScoreBias::None,
        };
        let heads = tape.attend(heads)?;
        let attended = self.project(tape, heads, &format!("{name}.output"))?; // [Σn, d_model]
        packed.x = tape.add(packed.x, attended)?;
        Ok(())
    }

    fn feed_forward(
        &self,
        tape: &mut Tape,
        name: &str,
        packed: &mut Packed,
    ) -> Result<(), TrainError> {
        let normed = self.norm(tape, packed.x, &format!("{name}.norm"))?;
        let wide = self.project(tape, normed, &format!("{name}.in"))?; // [Σn, feed_forward]
        let active = if self.config.gated {
            let gate = self.project(tape, normed, &format!("{name}.gate"))?;
            let gate = tape.activate(gate, self.config.activation)?;
            tape.multiply(gate, wide)? // [Σn, feed_forward]
        } else {
            tape.activate(wide, self.config.activation)?
        };
        let narrow = self.project(tape, active, &format!("{name}.out"))?;
        packed.x = tape.add(packed.x, narrow)?; // [Σn, d_model]
        Ok(())
    }

    /// With the bias that the projection has, if it has one.
    fn project(&self, tape: &mut Tape, x: Var, name: &str) -> Result<Var, TrainError> {
        tape.project(x, self.var(name)?, self.find(&format!("{name}.bias")))
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

    fn check_positions(&self, batch: &Batch) -> Result<(), TrainError> {
        let length = self.config.max_length;
        if self.config.encoding == "learned" && batch.longest() > length {
            return Err(TrainError::NoPosition { position: length, length });
        }
        Ok(())
    }

    /// Where a parameter is on the tape, which begins with all of them.
    fn var(&self, name: &str) -> Result<Var, TrainError> {
        self.find(name).ok_or_else(|| TrainError::NoParameter { name: name.to_owned() })
    }

    fn find(&self, name: &str) -> Option<Var> {
        let entry = self.parameters.entries.iter().find(|entry| entry.name == name);
        entry.map(|entry| entry.place)
    }
}
