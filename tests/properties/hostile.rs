//! Wrong shapes and values: a typed error that names them, never a panic.

use attention::encoding::{
    Alibi, Buckets, Convention, Encoding, Learned, Rope, Sinusoidal, T5, apply_rotation, slopes,
};
use attention::{
    AttentionError, Mask, Options, Scale, attend, embed, layer_norm, matmul, merge_heads, moments,
    project, rms_norm, split_heads, trace, weighted_sum,
};
use ndarray::{Array1, Array2, Array3};
use proptest::prelude::*;

use crate::inputs::{Inputs, finite, inputs};

fn shape3() -> impl Strategy<Value = (usize, usize, usize)> {
    (0usize..4, 0usize..4, 0usize..4)
}

fn shape2() -> impl Strategy<Value = (usize, usize)> {
    (0usize..4, 0usize..4)
}

/// Options with one thing wrong, and the field that an error must name.
fn wrong_options() -> Vec<(Options, &'static str)> {
    let with = |change: fn(&mut Options)| {
        let mut options = Options::default();
        change(&mut options);
        options
    };
    vec![
        (with(|o| o.temperature = 0.0), "temperature"),
        (with(|o| o.temperature = f32::NAN), "temperature"),
        (with(|o| o.softcap = Some(-1.0)), "softcap"),
        (with(|o| o.softcap = Some(f32::INFINITY)), "softcap"),
        (with(|o| o.scale = Scale::By(f32::NAN)), "scale"),
        (with(|o| o.bias = Some(Array3::zeros((1, 9, 9)))), "bias"),
        (with(|o| o.bias = Some(Array3::from_elem((1, 1, 1), f32::NAN))), "bias"),
        (with(|o| o.mask.allowed = Some(Array3::default((9, 1, 1)))), "mask.allowed"),
        (with(|o| o.mask.added = Some(Array3::zeros((1, 1, 9)))), "mask.added"),
        (with(|o| o.mask.added = Some(Array3::from_elem((1, 1, 1), f32::INFINITY))), "mask.added"),
    ]
}

#[test]
fn wrong_options_are_named() {
    let x = Array3::<f32>::ones((2, 3, 4));
    for (options, wrong) in wrong_options() {
        for error in [
            trace(x.view(), x.view(), x.view(), &options).unwrap_err(),
            attend(x.view(), x.view(), x.view(), &options).unwrap_err(),
        ] {
            let (AttentionError::Shape { field, .. } | AttentionError::Value { field, .. }) = error;
            assert_eq!(field, wrong, "{options:?}");
        }
    }
}

#[test]
fn sizes_beyond_memory_are_errors() {
    const HUGE: usize = usize::MAX;
    assert!(Sinusoidal::default().added(HUGE, 2).is_err());
    assert!(Sinusoidal::default().added(HUGE, 0).is_err());
    assert!(Rope::default().angles(HUGE, 2).is_err());
    assert!(Alibi.bias(2, 0..HUGE, 2).is_err());
    assert!(Alibi.bias(2, 0..2, HUGE).is_err());
    assert!(slopes(HUGE).is_err());
    assert!(T5::new(Array2::zeros((32, 2))).bias(2, 0..HUGE, HUGE).is_err());
    assert!(Buckets::default().table(HUGE).is_err());
    assert!(Mask::default().matrix(1, HUGE, HUGE).is_err());
    let thin = Array2::<f32>::zeros((1 << 15, 1));
    assert!(matmul(thin.view(), thin.t()).is_err());
    let thin = thin.insert_axis(ndarray::Axis(0));
    assert!(trace(thin.view(), thin.view(), thin.view(), &Options::default()).is_err());
    assert!(attend(thin.view(), thin.view(), thin.view(), &Options::default()).is_err());
}

#[test]
fn wrong_settings_of_encodings_are_errors() {
    for base in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(Sinusoidal { base }.added(2, 2).is_err());
        assert!(
            Rope { base, ..Rope::default() }.rotate(Array2::zeros((2, 2)).view_mut(), 0).is_err()
        );
    }
    assert!(Rope::default().rotate(Array2::zeros((2, 3)).view_mut(), 0).is_err());
    let learned = Learned { table: Array2::zeros((4, 6)) };
    assert!(learned.added(5, 6).is_err() && learned.added(4, 5).is_err());
    for (count, heads, max_distance) in [(32, 3, 128), (0, 2, 128), (3, 2, 128), (32, 2, 8)] {
        let t5 = T5 { max_distance, ..T5::new(Array2::zeros((count, heads))) };
        assert!(t5.bias(2, 0..2, 2).is_err(), "{count} buckets, {heads} heads, {max_distance}");
    }
}

proptest! {
    #[test]
    fn any_shapes_of_attention(q in shape3(), k in shape3(), v in shape3()) {
        let fit = q.2 > 0
            && k.2 == q.2
            && (v.0, v.1) == (k.0, k.1)
            && if k.0 == 0 { q.0 == 0 } else { q.0 > 0 && q.0 % k.0 == 0 };
        let [a, b, c] = [q, k, v].map(Array3::<f32>::ones);
        let options = Options::default();
        let traced = trace(a.view(), b.view(), c.view(), &options);
        prop_assert_eq!(traced.is_ok(), fit, "{:?}", traced);
        let fast = attend(a.view(), b.view(), c.view(), &options);
        prop_assert_eq!(fast.is_ok(), fit, "{:?}", fast);
        if let Ok(traced) = traced {
            prop_assert_eq!(traced.scores.dim(), (q.0, q.1, k.1));
            prop_assert_eq!(traced.output.dim(), (q.0, q.1, v.2));
        }
    }

    #[test]
    fn any_shapes_of_products(a in shape2(), b in shape2()) {
        let [x, y] = [a, b].map(Array2::<f32>::ones);
        for product in [matmul(x.view(), y.view()), weighted_sum(x.view(), y.view())] {
            prop_assert_eq!(product.is_ok(), a.1 == b.0);
            if let Ok(product) = product {
                prop_assert_eq!(product, Array2::from_elem((a.0, b.1), a.1 as f32));
            }
        }
    }

    #[test]
    fn any_shapes_around_attention((n, d) in shape2(), w in shape2(), width in 0usize..4) {
        let (x, weights, vector) =
            (Array2::<f32>::ones((n, d)), Array2::<f32>::ones(w), Array1::<f32>::ones(width));
        let fit = d == w.0 && width == w.1;
        prop_assert_eq!(project(x.view(), weights.view(), Some(vector.view())).is_ok(), fit);
        let fit = d > 0 && width == d;
        prop_assert_eq!(layer_norm(x.view(), vector.view(), None, 1e-5).is_ok(), fit);
        let ones = Array1::<f32>::ones(d);
        let normed = layer_norm(x.view(), ones.view(), Some(vector.view()), 1e-5);
        prop_assert_eq!(normed.is_ok(), fit);
        prop_assert_eq!(rms_norm(x.view(), vector.view(), 1e-5).is_ok(), fit);
        prop_assert_eq!(moments(x.view(), 0.0).is_ok(), d > 0);
        prop_assert!(moments(x.view(), -1.0).is_err());
        prop_assert_eq!(embed(&[width], x.view()).is_ok(), width < n);
        let split = split_heads(x.view(), width);
        prop_assert_eq!(split.is_ok(), width > 0 && d % width == 0);
        if let Ok(split) = split {
            prop_assert_eq!(merge_heads(split.view()), x);
        }
    }

    #[test]
    fn any_shapes_of_rotations(x in shape2(), cos in shape2(), sin in shape2()) {
        let fit = cos.0 == x.0 && cos.1 <= x.1 / 2 && sin == cos;
        let (cos, sin) = (Array2::<f32>::ones(cos), Array2::<f32>::zeros(sin));
        for convention in [Convention::Interleaved, Convention::HalfSplit] {
            let mut turned = Array2::<f32>::ones(x);
            let result = apply_rotation(turned.view_mut(), cos.view(), sin.view(), convention);
            prop_assert_eq!(result.is_ok(), fit);
            prop_assert_eq!(turned, Array2::<f32>::ones(x));
        }
    }

    /// Views that run backwards or across memory give what copies give.
    #[test]
    fn any_layout_in_memory(Inputs { q, k, v, options } in inputs(finite())) {
        let plain = trace(q.view(), k.view(), v.view(), &options).unwrap();
        let turned = [q, k, v].map(|x| x.permuted_axes([2, 1, 0]).as_standard_layout().to_owned());
        let [q, k, v] = turned.each_ref().map(|x| x.view().permuted_axes([2, 1, 0]));
        prop_assert_eq!(trace(q, k, v, &options).unwrap(), plain);
        prop_assert!(attend(q, k, v, &options).is_ok());
    }
}
