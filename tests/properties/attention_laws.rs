//! Laws of attention and of its softmax.

use attention::{Options, attend, softmax, trace};
use ndarray::{Array3, Axis};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::inputs::{Inputs, array, finite, inputs, moderate};

proptest! {
    #[test]
    fn rows_sum_to_1_or_are_empty(Inputs { q, k, v, options } in inputs(moderate())) {
        let t = trace(q.view(), k.view(), v.view(), &options).unwrap();
        for (head, weights) in t.weights.axis_iter(Axis(0)).enumerate() {
            for (row, weights) in weights.rows().into_iter().enumerate() {
                let expected = if t.empty_rows.contains(&(head, row)) { 0.0 } else { 1.0 };
                prop_assert!((weights.sum() - expected).abs() < 1e-5, "({head}, {row}): {weights}");
            }
        }
    }

    #[test]
    fn masked_weights_are_exactly_0(Inputs { q, k, v, options } in inputs(finite())) {
        let t = trace(q.view(), k.view(), v.view(), &options).unwrap();
        let (heads, n_q, n_k) = t.scores.dim();
        let mask = options.mask.matrix(heads, n_q, n_k).unwrap();
        for (cell, &mask) in mask.indexed_iter() {
            if mask == f32::NEG_INFINITY {
                prop_assert_eq!(t.masked[cell], f32::NEG_INFINITY);
                prop_assert_eq!(t.weights[cell], 0.0);
            }
        }
    }

    #[test]
    fn rows_with_everything_masked_are_zeros(Inputs { q, k, v, mut options } in inputs(finite())) {
        options.mask.allowed = Some(Array3::from_elem((1, 1, 1), false));
        let t = trace(q.view(), k.view(), v.view(), &options).unwrap();
        prop_assert!(t.weights.iter().chain(&t.output).all(|&x| x == 0.0));
        let (heads, n_q, _) = t.scores.dim();
        let all: Vec<_> = (0..heads).flat_map(|head| (0..n_q).map(move |i| (head, i))).collect();
        prop_assert_eq!(t.empty_rows, all);
    }

    /// Even infinities and NaN can't get past the mask.
    #[test]
    fn masked_keys_do_not_reach_the_output(
        Inputs { q, k, v, mut options } in inputs(moderate()),
        poison in prop::sample::select(vec![f32::INFINITY, f32::NEG_INFINITY, f32::NAN]),
    ) {
        prop_assume!(k.dim().1 > 0);
        let n_k = k.dim().1;
        options.mask.allowed = Some(Array3::from_shape_fn((1, 1, n_k), |(_, _, j)| j > 0));
        let clean = trace(q.view(), k.view(), v.view(), &options).unwrap();
        let [k, v] = [k, v].map(|mut x| {
            x.index_axis_mut(Axis(1), 0).fill(poison);
            x
        });
        let poisoned = trace(q.view(), k.view(), v.view(), &options).unwrap();
        prop_assert_eq!(&poisoned.output, &clean.output);
        let fast = attend(q.view(), k.view(), v.view(), &options).unwrap();
        prop_assert!(fast.iter().zip(&clean.output).all(|(a, b)| (a - b).abs() < 1e-4));
    }

    #[test]
    fn finite_numbers_never_give_nan(Inputs { q, k, v, options } in inputs(finite())) {
        let t = trace(q.view(), k.view(), v.view(), &options).unwrap();
        for (name, array) in [
            ("scores", &t.scores),
            ("scaled", &t.scaled),
            ("masked", &t.masked),
            ("weights", &t.weights),
            ("output", &t.output),
        ] {
            prop_assert!(!array.iter().any(|x| x.is_nan()), "{}: {}", name, array);
        }
        let fast = attend(q.view(), k.view(), v.view(), &options).unwrap();
        prop_assert!(!fast.iter().any(|x| x.is_nan()), "attend: {}", fast);
    }

    #[test]
    fn fast_and_naive_agree(Inputs { q, k, v, options } in inputs(moderate())) {
        let naive = trace(q.view(), k.view(), v.view(), &options).unwrap().output;
        let fast = attend(q.view(), k.view(), v.view(), &options).unwrap();
        prop_assert_eq!(naive.shape(), fast.shape());
        for (a, b) in naive.iter().zip(&fast) {
            // Scores of up to 4 · 4 · 5, scaled by up to 4, come from sums in another order:
            // they differ by some 1e-5, and at a temperature of 0.1 the weights by ten times that.
            prop_assert!((a - b).abs() < 5e-3, "naive {}, fast {}", a, b);
        }
    }

    #[test]
    fn without_positions_order_is_lost(
        (x, order) in (1usize..8, 1usize..6).prop_flat_map(|(n, d)| {
            (array((2, n, d), moderate()), Just((0..n).collect::<Vec<_>>()).prop_shuffle())
        }),
    ) {
        let output = |x: &Array3<f32>| {
            trace(x.view(), x.view(), x.view(), &Options::default()).unwrap().output
        };
        let permute = |x: &Array3<f32>| x.select(Axis(1), &order);
        let (a, b) = (output(&permute(&x)), permute(&output(&x)));
        for (a, b) in a.iter().zip(&b) {
            prop_assert!((a - b).abs() < 1e-4, "{} and {}", a, b);
        }
    }

    #[test]
    fn softmax_ignores_a_shift(row in vec(-10.0f32..10.0, 1..12), shift in -100.0f32..100.0) {
        let row = ndarray::Array1::from(row);
        let (a, b) = (softmax(row.view()), softmax((&row + shift).view()));
        for (a, b) in a.iter().zip(&b) {
            prop_assert!((a - b).abs() < 1e-4, "{} and {}", a, b);
        }
    }

    #[test]
    fn softmax_keeps_the_order(row in vec(finite(), 1..12)) {
        let weights = softmax(ndarray::Array1::from(row.clone()).view());
        prop_assert!((weights.sum() - 1.0).abs() < 1e-5);
        for (x, a) in row.iter().zip(&weights) {
            for (y, b) in row.iter().zip(&weights) {
                prop_assert!(x < y || a >= b, "{} weighs {}, {} weighs {}", x, a, y, b);
            }
        }
    }
}
