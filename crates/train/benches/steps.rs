//! How long a step of training takes, by the number of layers and the encoding.

#![allow(missing_docs, reason = "criterion's macros make public items without docs")]
#![allow(clippy::expect_used, reason = "a benchmark may stop where it can't go on")]

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
    use train::{Batch, ModelConfig, OptimizerConfig, Trainer};

    fn steps(criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group("a step, d_model 32, 32 sequences of 8 tokens");
        group.throughput(Throughput::Elements(1));
        for layers in [1, 2] {
            for encoding in ["sinusoidal", "rope", "t5"] {
                let config = ModelConfig { encoding, layers, ..ModelConfig::default() };
                let mut trainer = Trainer::new(config, OptimizerConfig::default(), 1)
                    .expect("a configuration that fits");
                let batch = batch();
                group.bench_function(BenchmarkId::new(encoding, layers), |bencher| {
                    bencher.iter(|| trainer.step(&batch).expect("a batch that fits"));
                });
            }
        }
        group.finish();
    }

    /// Each token is asked for the one before it.
    fn batch() -> Batch {
        let tokens: Vec<u32> = (0_u32..256).map(|i| i * i % 31 % 16).collect();
        let targets = (0..256).map(|i| (i % 8 > 0).then(|| tokens[i - 1])).collect();
        Batch { tokens, lengths: vec![8; 32], targets, ..Batch::default() }
    }

    criterion_group!(benches, steps);
}

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(native::benches);

#[cfg(target_arch = "wasm32")]
fn main() {}
