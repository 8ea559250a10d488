//! What a trainer promises.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod support;

use proptest::prelude::*;
use train::{Batch, Family, Metrics, Model, ModelConfig, OptimizerConfig, TrainError, Trainer};

fn batch(sequences: usize, length: usize) -> Batch {
    let mut numbers = support::Numbers::new(length as u64);
    let tokens: Vec<u32> = (0..sequences * length).map(|_| numbers.below(16) as u32).collect();
    let targets = tokens.iter().map(|&token| Some(15 - token)).collect();
    Batch { tokens, lengths: vec![length; sequences], targets, ..Batch::default() }
}

fn trainer(encoding: &'static str, seed: u32) -> Trainer {
    let config = ModelConfig { encoding, ..ModelConfig::default() };
    Trainer::new(config, OptimizerConfig::default(), seed).unwrap()
}

#[test]
fn the_seed_decides_everything() {
    let losses = |seed| -> Vec<f32> {
        let mut trainer = trainer("rope", seed);
        (0..10).map(|_| trainer.step(&batch(4, 6)).unwrap().loss).collect()
    };
    assert_eq!(losses(1), losses(1));
    assert_ne!(losses(1), losses(2));
}

#[test]
fn memory_is_flat_once_the_largest_batch_was_seen() {
    for encoding in ["learned", "rope", "alibi", "t5"] {
        let mut trainer = trainer(encoding, 1);
        trainer.step(&batch(8, 9)).unwrap();
        let capacity = trainer.capacity();
        for step in 0..50 {
            trainer.step(&batch(1 + step % 8, 1 + step % 9)).unwrap();
        }
        assert_eq!(trainer.capacity(), capacity, "{encoding}");
    }
}

#[test]
fn a_batch_is_the_mean_of_its_sequences() {
    let trainer = trainer("t5", 5);
    let sequences = [3, 1, 7].map(|length| batch(1, length));
    let packed = Batch {
        tokens: sequences.iter().flat_map(|batch| batch.tokens.clone()).collect(),
        lengths: vec![3, 1, 7],
        targets: sequences.iter().flat_map(|batch| batch.targets.clone()).collect(),
        ..Batch::default()
    };
    let whole = trainer.evaluate(&packed).unwrap();
    let parts = sequences.map(|batch| trainer.evaluate(&batch).unwrap());
    let loss: f32 = parts.iter().map(|part| part.loss * part.count as f32).sum();
    assert!((whole.loss * 11.0 - loss).abs() < 1e-4, "{whole:?}, {parts:?}");
    assert_eq!(whole.right, parts.iter().map(|part| part.right).sum::<usize>());
}

/// Threads may end in any order; what they found is added up in one.
#[test]
fn parts_give_the_same_numbers_each_time() {
    let run = |parts| {
        let mut trainer = trainer("rope", 1).in_parts(parts);
        let losses: Vec<f32> = (0..20).map(|_| trainer.step(&batch(7, 6)).unwrap().loss).collect();
        (losses, trainer.model().clone())
    };
    let (losses, model) = run(3);
    for _ in 0..5 {
        assert!(run(3) == (losses.clone(), model.clone()));
    }
    for (whole, cut) in run(1).0.iter().zip(&losses) {
        assert!((whole - cut).abs() < 1e-3, "{whole}, {cut}");
    }
    // More parts than sequences, and none at all.
    let mut trainer = trainer("rope", 1).in_parts(9);
    assert_eq!(trainer.step(&batch(2, 3)).unwrap().count, 6);
    assert_eq!(trainer.step(&Batch::default()).unwrap(), Metrics::default());
}

#[test]
fn a_batch_must_fit_the_family() {
    let mut with_source = batch(1, 2);
    with_source.sources = vec![1];
    with_source.source_lengths = vec![1];
    let family = Family::EncoderDecoder;
    let config = ModelConfig { family, ..ModelConfig::default() };
    let mut both = Trainer::new(config, OptimizerConfig::default(), 1).unwrap();
    let needed = |result: Result<Metrics, TrainError>| result.unwrap_err().to_string();
    assert_eq!(
        needed(both.step(&batch(1, 2))),
        "batch: the number of sources is 0, needed is 1, one for each sequence"
    );
    assert!(both.step(&with_source).is_ok());
    assert_eq!(
        needed(trainer("none", 1).step(&with_source)),
        "batch: the number of sources is 1, needed is 0, for nothing reads them"
    );
    with_source.sources = vec![16];
    assert_eq!(
        needed(both.step(&with_source)),
        "batch: a token is 16, needed is below 16, the vocabulary"
    );
}

#[test]
fn what_is_not_asked_is_not_graded() {
    let mut trainer = trainer("none", 1);
    let mut batch = batch(2, 4);
    batch.targets[..4].fill(None);
    assert_eq!(trainer.evaluate(&batch).unwrap().count, 4);
    batch.targets.fill(None);
    let before = trainer.model().clone();
    assert_eq!(trainer.step(&batch).unwrap(), Metrics::default());
    assert_eq!((trainer.model(), trainer.steps()), (&before, 0));
    assert_eq!(trainer.step(&Batch::default()).unwrap(), Metrics::default());
}

#[test]
fn a_learned_table_ends() {
    let config = ModelConfig { encoding: "learned", max_length: 5, ..ModelConfig::default() };
    let mut trainer = Trainer::new(config, OptimizerConfig::default(), 1).unwrap();
    assert!(trainer.step(&batch(2, 5)).is_ok());
    let error = trainer.step(&batch(2, 6)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "learned: there is no vector for position 5, as the table has 5 rows"
    );
}

#[test]
fn a_loss_that_is_no_number_stops_the_training() {
    let model = Model::new(ModelConfig::default(), 1).unwrap();
    let broken = model.parameter("classes").unwrap().mapv(|_| f32::NAN);
    let model = model.with_parameter("classes", broken.view()).unwrap();
    let mut trainer = Trainer::with_model(model, OptimizerConfig::default()).unwrap();
    let error = trainer.step(&batch(1, 2)).unwrap_err();
    assert!(matches!(error, TrainError::Diverged { step: 0, .. }), "{error}");
}

/// With a loss whose gradient is 0 everywhere, all that moves is what decays.
#[test]
fn only_projections_decay() {
    let zeros = ndarray::Array2::zeros((32, 16));
    let model = Model::new(ModelConfig { encoding: "t5", ..ModelConfig::default() }, 1).unwrap();
    let before = model.with_parameter("classes", zeros.view()).unwrap();
    let optimizer = OptimizerConfig {
        learning_rate: 0.5,
        warm_up: 1,
        weight_decay: 0.25,
        // So small that the gradients, of the classes only, are nothing beside the epsilon.
        clip: 1e-30,
        ..OptimizerConfig::default()
    };
    let mut trainer = Trainer::with_model(before.clone(), optimizer).unwrap();
    trainer.step(&batch(2, 4)).unwrap();
    for ((name, before), (_, after)) in before.parameters().zip(trainer.model().parameters()) {
        let decays = before.nrows() > 1 && !["embedding", "buckets"].contains(&name);
        // θ − 0.5 · 0.25 · θ
        let factor = if decays { 0.875 } else { 1.0 };
        for (before, after) in before.iter().zip(after) {
            assert!((after - factor * before).abs() < 1e-6, "{name}: {before} -> {after}");
        }
    }
}

#[test]
fn what_no_model_can_be_made_of() {
    let good = ModelConfig::default;
    for (config, field) in [
        (ModelConfig { vocabulary: 0, ..good() }, "vocabulary"),
        (ModelConfig { classes: 0, ..good() }, "classes"),
        (ModelConfig { d_model: 33, ..good() }, "heads"),
        (ModelConfig { d_model: 0, ..good() }, "d_model"),
        (ModelConfig { heads: 0, ..good() }, "heads"),
        (ModelConfig { heads: 4, kv_heads: 3, ..good() }, "kv_heads"),
        (ModelConfig { layers: 0, ..good() }, "layers"),
        (ModelConfig { feed_forward: 0, ..good() }, "feed_forward"),
        (ModelConfig { max_length: 0, ..good() }, "max_length"),
        (ModelConfig { tied: true, classes: 3, ..good() }, "classes"),
        (ModelConfig { encoding: "", ..good() }, "encoding"),
        (ModelConfig { encoding: "rope", d_model: 6, ..good() }, "d_model"),
        (ModelConfig { vocabulary: usize::MAX, ..good() }, "the size of the model"),
        (ModelConfig { layers: usize::MAX, d_model: 1 << 40, ..good() }, "the size of the model"),
    ] {
        let error = Model::new(config, 1).unwrap_err();
        assert!(matches!(error, TrainError::Config { field: f, .. } if f == field), "{error}");
    }
}

#[test]
fn what_nothing_can_be_learned_with() {
    let good = OptimizerConfig::default;
    for (config, name) in [
        (OptimizerConfig { learning_rate: f32::NAN, ..good() }, "learning_rate"),
        (OptimizerConfig { epsilon: 0.0, ..good() }, "epsilon"),
        (OptimizerConfig { clip: -1.0, ..good() }, "clip"),
        (OptimizerConfig { beta1: 1.0, ..good() }, "beta1"),
        (OptimizerConfig { beta2: -0.1, ..good() }, "beta2"),
        (OptimizerConfig { floor: 1.5, ..good() }, "floor"),
        (OptimizerConfig { weight_decay: f32::INFINITY, ..good() }, "weight_decay"),
    ] {
        let error = config.check().unwrap_err();
        assert!(matches!(error, TrainError::Config { field, .. } if field == name), "{error}");
    }
}

proptest! {
    /// Whatever the batch, a step gives finite numbers or an error, and never panics.
    #[test]
    fn any_batch_is_learned_from_or_refused(
        tokens in prop::collection::vec(0_u32..18, 0..12),
        lengths in prop::collection::vec(0_usize..6, 0..5),
        targets in prop::collection::vec(prop::option::of(0_u32..17), 0..12),
        fit: bool,
        encoding in 0_usize..6,
    ) {
        let mut batch = Batch { tokens, lengths, targets, ..Batch::default() };
        if fit {
            let n = batch.lengths.iter().sum();
            batch.tokens = (0..n).map(|i| i as u32 % 16).collect();
            batch.targets.resize(n, Some(3));
            batch.targets.iter_mut().flatten().for_each(|target| *target %= 16);
        }
        let encoding = attention::encoding::ALL[encoding].name;
        let mut trainer = trainer(encoding, 1);
        let result = trainer.step(&batch);
        prop_assert!(!fit || result.is_ok(), "{result:?}");
        if let Ok(metrics) = result {
            prop_assert!(metrics.loss.is_finite() && metrics.right <= metrics.count);
        }
    }
}
