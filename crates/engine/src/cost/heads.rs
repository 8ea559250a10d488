//! What the heads of a layer attend with, as a trace has it.

use attention::variant::Variant;
use attention::{Mask, Options, Scale};
use ndarray::{Array3, ArrayView3, Axis, stack};

use super::Loss;
use crate::{EngineError, MaskKind, MatrixName, Settings, Trace, trace};

/// Queries, keys and values of all heads, what is done to their scores, and the output.
pub(super) struct Heads {
    pub(super) trace: Trace,
    /// [heads, n, d_k].
    pub(super) q: Array3<f32>,
    /// [heads, n, d_k].
    pub(super) k: Array3<f32>,
    /// [heads, n, d_k].
    pub(super) v: Array3<f32>,
    pub(super) options: Options,
    /// [heads, n, d_k]: of full attention under the settings' mask.
    pub(super) output: Array3<f32>,
}

impl Heads {
    /// Runs the layer over the sentence.
    pub(super) fn new(settings: &Settings) -> Result<Self, EngineError> {
        use MatrixName as M;
        let trace = trace::trace(settings)?;
        let of = |name| all_heads(&trace, name);
        let [q, k, v, output] = [M::Queries, M::Keys, M::Values, M::HeadOutput].map(of);
        let bias = Some(of(M::PositionBias)).filter(|bias| !bias.is_empty());
        let options = Options {
            scale: if settings.scale { Scale::InverseSqrt } else { Scale::By(1.0) },
            temperature: settings.temperature,
            mask: mask(&trace),
            bias,
            ..Options::default()
        };
        Ok(Self { trace, q, k, v, options, output })
    }

    /// How many tokens.
    pub(super) fn n(&self) -> usize {
        self.trace.tokens.len()
    }

    /// Whether the mask is the causal one, and nothing in it was changed.
    pub(super) fn is_causal(&self) -> bool {
        self.options.mask.causal
    }

    /// The head of that number; one that isn't there is the last one.
    pub(super) fn head(&self, head: usize) -> usize {
        head.min(self.trace.settings.heads.saturating_sub(1))
    }

    /// Refuses what can't be done without seeing single scores.
    pub(super) fn check_unseen(&self) -> Result<(), EngineError> {
        let Settings { encoding, mask, .. } = self.trace.settings;
        if self.options.bias.is_some() {
            return Err(EngineError::UnseenBias { encoding });
        }
        if self.options.mask.added.is_some() {
            return Err(EngineError::UnseenMask { mask });
        }
        Ok(())
    }

    /// How far all heads are from full attention if they attend in that way.
    pub(super) fn loss(&self, way: &dyn Variant) -> Result<Loss, EngineError> {
        let output = way.attend(self.q.view(), self.k.view(), self.v.view(), &self.options)?;
        Ok(Loss::of(output.view(), self.output.view()))
    }

    /// One head of queries, keys or values, [1, n, d_k].
    pub(super) fn one(x: &Array3<f32>, head: usize) -> ArrayView3<'_, f32> {
        let end = (head + 1).min(x.len_of(Axis(0)));
        x.slice_axis(Axis(0), (head.min(end)..end).into())
    }
}

/// [heads, rows, columns] of a matrix that every head has; empty if the trace has none.
fn all_heads(trace: &Trace, name: MatrixName) -> Array3<f32> {
    let matrices: Vec<_> = trace.matrices.iter().filter(|matrix| matrix.name == name).collect();
    let views: Vec<_> = matrices.iter().map(|matrix| matrix.values.view()).collect();
    stack(Axis(0), &views).unwrap_or_default()
}

fn mask(trace: &Trace) -> Mask {
    let Some(matrix) = trace.matrix(MatrixName::Mask, 0) else { return Mask::default() };
    // As a rule rather than as numbers, so that a way that sees no single score can follow it.
    if trace.settings.mask == MaskKind::Causal && matrix.edited.is_empty() {
        return Mask::causal();
    }
    Mask { added: Some(matrix.values.clone().insert_axis(Axis(0))), ..Mask::default() }
}
