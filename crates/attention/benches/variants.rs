//! The variants at growing lengths, one head of 64 dimensions, on this machine.

#![allow(missing_docs, reason = "criterion's macros make public items without docs")]
#![allow(clippy::expect_used, reason = "a benchmark may stop where it can't go on")]

use std::hint::black_box;

use attention::Options;
use attention::variant::{ALL, Settings};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ndarray::Array3;

fn variants(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("variants, d 64");
    group.sample_size(10);
    for n in [256, 1024, 4096] {
        let x = Array3::from_shape_fn((1, n, 64), |(_, i, j)| ((i * 31 + j * 17) as f32).sin());
        // Of the pairs that there are, so that what a variant leaves out counts as speed.
        group.throughput(Throughput::Elements((n * n) as u64));
        for entry in ALL {
            let variant = (entry.build)(Settings::default());
            group.bench_function(BenchmarkId::new(entry.name, n), |bencher| {
                bencher.iter(|| {
                    variant
                        .attend(black_box(x.view()), x.view(), x.view(), &Options::default())
                        .expect("shapes that fit")
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, variants);
criterion_main!(benches);
