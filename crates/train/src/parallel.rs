//! The gradients of a batch, from parts of it that are computed side by side.

use ndarray::array;

use crate::kernel::add_assign;
use crate::model::Positions;
use crate::trainer::measured;
use crate::{Batch, Metrics, Model, Tape, TrainError};

/// Grades each part of a batch on a tape of its own and adds up the gradients in the order of
/// the parts, so that it doesn't matter which is done first. They end up on the first tape.
pub(crate) fn gradients(
    model: &Model,
    tapes: &mut [Tape],
    batch: &Batch,
    positions: &Positions,
) -> Result<Metrics, TrainError> {
    batch.check(model.config())?;
    let asked = batch.targets.iter().flatten().count();
    let work = |(tape, part): (&mut Tape, &Batch)| -> Result<Metrics, TrainError> {
        let graded = model.grade(tape, part, positions)?;
        // Each part's loss is a mean of its own, which counts as much as it has targets.
        let share = graded.count as f32 / asked.max(1) as f32;
        tape.backward(graded.loss, array![[share]].view())?;
        let metrics = measured(tape, graded);
        Ok(Metrics { loss: metrics.loss * share, ..metrics })
    };
    if let [tape] = tapes {
        return work((tape, batch));
    }
    let parts = batch.parts(tapes.len());
    let mut metrics = Metrics::default();
    for part in side_by_side(tapes.iter_mut().zip(&parts), work) {
        let part = part?;
        metrics.loss += part.loss;
        metrics.right += part.right;
        metrics.count += part.count;
    }
    if let Some((first, rest)) = tapes.split_first_mut() {
        let sum = first.first_gradients(model.count());
        for tape in rest {
            add_assign(sum, tape.first_gradients(model.count()));
        }
    }
    Ok(metrics)
}

/// What `work` makes of each, in their order.
#[cfg(not(target_arch = "wasm32"))]
fn side_by_side<T: Send, R: Send>(
    each: impl Iterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let work = &work;
    std::thread::scope(|scope| {
        let started: Vec<_> = each.map(|one| scope.spawn(move || work(one))).collect();
        let ended = started.into_iter().map(|thread| match thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ended.collect()
    })
}

/// A page has no threads to share.
#[cfg(target_arch = "wasm32")]
fn side_by_side<T, R>(each: impl Iterator<Item = T>, work: impl Fn(T) -> R) -> Vec<R> {
    each.map(work).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Activation, Biases, Family, ModelConfig, Norm};

    /// Two sequences, so that there is one for each of two parts.
    fn batch(family: Family) -> Batch {
        let both = family == Family::EncoderDecoder;
        let mut batch = Batch::default();
        for (source, tokens) in [(&[4, 2, 0][..], [1, 3, 2]), (&[5], [0, 4, 4])] {
            let asked = tokens.map(|token| (token, (token > 0).then_some(5 - token)));
            batch.push(if both { source } else { &[] }, asked);
        }
        batch
    }

    fn check(config: ModelConfig) {
        let batch = batch(config.family);
        let config = ModelConfig { vocabulary: 6, classes: 6, d_model: 8, ..config };
        let mut model = Model::new(config.clone(), 2).unwrap();
        // Gains of 1 and biases of 0 would hide what they stand for.
        for (i, value) in model.values_mut().iter_mut().enumerate() {
            *value += (i as f32 * 1.7).sin() * 0.2;
        }
        let positions = Positions::new(&config, batch.longest()).unwrap();
        let run = |model: &Model| {
            let mut tapes = [Tape::default(), Tape::default()];
            let metrics = gradients(model, &mut tapes, &batch, &positions).unwrap();
            (metrics.loss, tapes)
        };
        let (_, mut tapes) = run(&model);
        let found = tapes[0].first_gradients(model.count()).to_vec();
        for i in (0..model.count()).step_by(31) {
            let value = model.values()[i];
            let mut moved = |by: f32| {
                model.values_mut()[i] = value + by;
                let loss = f64::from(run(&model).0);
                model.values_mut()[i] = value;
                loss
            };
            let mut slope = |step: f32| (moved(step) - moved(-step)) / f64::from(2.0 * step);
            // Richardson's extrapolation, for small vectors that are normalised bend sharply.
            let difference = (4.0 * slope(STEP / 2.0) - slope(STEP)) / 3.0;
            let gradient = f64::from(found[i]);
            assert!(
                (gradient - difference).abs() < 4e-3 * (1.0 + difference.abs()),
                "{config:?}, {i}: gradient {gradient}, difference {difference}"
            );
        }
    }

    /// The loss, rounded to some 2⁻²², is off by less than 2⁻¹⁴ when divided by this.
    const STEP: f32 = 1.0 / 128.0;

    #[test]
    fn gradients_of_whole_models() {
        let small = ModelConfig { layers: 2, heads: 2, feed_forward: 6, ..Default::default() };
        for encoding in ["learned", "rope", "t5"] {
            for family in [Family::Encoder, Family::Decoder, Family::EncoderDecoder] {
                check(ModelConfig { encoding, family, biases: Biases::All, ..small.clone() });
                check(ModelConfig {
                    encoding,
                    family,
                    kv_heads: 1,
                    norm: Norm::Rms,
                    activation: Activation::Silu,
                    gated: true,
                    biases: Biases::None,
                    tied: true,
                    ..small.clone()
                });
            }
        }
    }
}
