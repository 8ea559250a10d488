//! The variants against the oracle, against brute force, and against statistics.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod agreement;
mod costs;
mod edges;
mod estimate;

use attention::variant::{ALL, Settings, Variant};
use attention::{Mask, Options};
use ndarray::{Array3, ArrayView3};
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg32;
use rand_seeder::Seeder;

/// Numbers from N(0, 1), which depend on the seed alone.
fn normal(shape: (usize, usize, usize), seed: u32) -> Array3<f32> {
    let mut rng: Pcg32 = Seeder::from(seed).into_rng();
    Array3::from_shape_simple_fn(shape, || StandardNormal.sample(&mut rng))
}

/// A variant by its name.
fn variant(name: &str, settings: Settings) -> Box<dyn Variant> {
    let entry = ALL.iter().find(|entry| entry.name == name).unwrap();
    (entry.build)(settings)
}

fn options(causal: bool) -> Options {
    Options { mask: Mask { causal, ..Mask::default() }, ..Options::default() }
}

/// The output of naive attention where each query sees the variant's keys and no others.
fn oracle(
    variant: &dyn Variant,
    [q, k, v]: [ArrayView3<f32>; 3],
    options: &Options,
) -> Array3<f32> {
    let (_, n, _) = q.dim();
    let mut allowed = Array3::from_elem((1, n, n), false);
    for i in 0..n {
        for j in variant.keys(n, i, false).unwrap().into_iter().flatten() {
            allowed[[0, i, j]] = options.mask.allowed.as_ref().is_none_or(|all| all[[0, i, j]]);
        }
    }
    let mask = Mask { allowed: Some(allowed), ..options.mask.clone() };
    attention::trace(q, k, v, &Options { mask, ..options.clone() }).unwrap().output
}

/// Every number is as expected, relative to the largest value that could be mixed into it.
#[track_caller]
fn close(given: &Array3<f32>, expected: &Array3<f32>, v: ArrayView3<f32>, what: &str) {
    assert_eq!(given.dim(), expected.dim(), "{what}");
    let largest = v.iter().fold(0f32, |max, x| max.max(x.abs()));
    for (at, (given, expected)) in given.iter().zip(expected).enumerate() {
        let error = (given - expected).abs();
        assert!(error <= 1e-5 * largest, "{given}, not {expected}, at {at}: {what}");
    }
}
