//! Inputs of all shapes, drawn at random.

use attention::{Mask, Options, Scale, Window};
use ndarray::{Array, Array3, Dimension, ShapeBuilder};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Queries, keys and values that fit together, and options.
#[derive(Clone, Debug)]
pub struct Inputs {
    pub q: Array3<f32>,
    pub k: Array3<f32>,
    pub v: Array3<f32>,
    pub options: Options,
}

/// An array of one shape, its numbers drawn from a range.
pub fn array<D: Dimension>(
    shape: impl ShapeBuilder<Dim = D>,
    numbers: impl Strategy<Value = f32>,
) -> impl Strategy<Value = Array<f32, D>> {
    let shape = shape.into_shape_with_order();
    vec(numbers, shape.size()).prop_map(move |numbers| {
        Array::from_shape_vec(shape.clone(), numbers).expect("as many numbers as the shape holds")
    })
}

/// Numbers such as trained models have.
pub fn moderate() -> BoxedStrategy<f32> {
    (-4.0f32..4.0).boxed()
}

/// Any finite number, the largest and the smallest among them.
pub fn finite() -> BoxedStrategy<f32> {
    use proptest::num::f32::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    prop_oneof![
        3 => POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO,
        1 => prop::sample::select(vec![f32::MAX, f32::MIN, 1e30, -1e30, 0.0]),
    ]
    .boxed()
}

/// Inputs with their numbers drawn from a range and every option in use.
pub fn inputs(numbers: BoxedStrategy<f32>) -> impl Strategy<Value = Inputs> {
    let sizes = (1usize..4, 1usize..4, 0usize..7, 0usize..7, 1usize..6, 0usize..6);
    sizes.prop_flat_map(move |(kv_heads, group, n_q, n_k, d_k, d_v)| {
        let heads = kv_heads * group;
        (
            array((heads, n_q, d_k), numbers.clone()),
            array((kv_heads, n_k, d_k), numbers.clone()),
            array((kv_heads, n_k, d_v), numbers.clone()),
            options(heads, (n_q, n_k), numbers.clone()),
        )
            .prop_map(|(q, k, v, options)| Inputs { q, k, v, options })
    })
}

fn options(
    heads: usize,
    (n_q, n_k): (usize, usize),
    numbers: BoxedStrategy<f32>,
) -> impl Strategy<Value = Options> {
    let scale = prop_oneof![Just(Scale::InverseSqrt), numbers.clone().prop_map(Scale::By)];
    let mask = mask(heads, (n_q, n_k), numbers.clone());
    let bias = option::of(array((heads, n_q, n_k), numbers));
    (scale, option::of(0.1f32..10.0), 0.1f32..10.0, mask, bias).prop_map(
        |(scale, softcap, temperature, mask, bias)| Options {
            scale,
            softcap,
            temperature,
            mask,
            bias,
        },
    )
}

fn mask(
    heads: usize,
    (n_q, n_k): (usize, usize),
    numbers: BoxedStrategy<f32>,
) -> impl Strategy<Value = Mask> {
    let window = (option::of(0usize..4), option::of(0usize..4))
        .prop_map(|(left, right)| Window { left, right });
    let shape = prop::sample::select(vec![(heads, n_q, n_k), (1, n_q, n_k), (1, 1, n_k)]);
    let added = prop_oneof![4 => numbers, 1 => Just(f32::NEG_INFINITY)].boxed();
    let allowed = prop_oneof![4 => Just(1.0f32), 1 => Just(0.0)].boxed();
    let of = |shape: BoxedStrategy<(usize, usize, usize)>, numbers: BoxedStrategy<f32>| {
        option::of(shape.prop_flat_map(move |shape| array(shape, numbers.clone())))
    };
    let shape = shape.boxed();
    (any::<bool>(), -2isize..4, option::of(window), of(shape.clone(), allowed), of(shape, added))
        .prop_map(|(causal, offset, window, allowed, added)| Mask {
            causal,
            offset,
            window,
            allowed: allowed.map(|allowed| allowed.mapv(|x| x > 0.0)),
            added,
        })
}
