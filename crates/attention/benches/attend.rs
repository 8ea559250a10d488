//! What keeping every intermediate costs: `trace` against `attend`.

#![allow(missing_docs, reason = "criterion's macros make public items without docs")]
#![allow(clippy::expect_used, reason = "a benchmark may stop where it can't go on")]

use std::hint::black_box;

use attention::{Mask, Options, attend, trace};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use ndarray::Array3;

fn attention(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("attention, 8 heads, causal");
    let options = Options { mask: Mask::causal(), ..Options::default() };
    // [heads, n, d_k]: the page's largest (64 tokens, d_model 64), and a larger one.
    for shape in [(8, 64, 8), (8, 256, 64)] {
        let x = Array3::from_shape_fn(shape, |(h, i, j)| ((h * 31 + i * 17 + j * 7) as f32).sin());
        let size = format!("n {}, d_k {}", shape.1, shape.2);
        group.bench_function(BenchmarkId::new("trace", &size), |bencher| {
            bencher.iter(|| {
                trace(black_box(x.view()), x.view(), x.view(), &options).expect("shapes that fit")
            });
        });
        group.bench_function(BenchmarkId::new("attend", &size), |bencher| {
            bencher.iter(|| {
                attend(black_box(x.view()), x.view(), x.view(), &options).expect("shapes that fit")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, attention);
criterion_main!(benches);
