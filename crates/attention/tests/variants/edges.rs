//! Nothing, little, and what can't be.

use attention::variant::{ALL, Origin, Settings};
use attention::{Mask, Options, Window};
use ndarray::{Array3, array};

use crate::{close, normal, options, oracle, variant};

#[test]
fn no_token_gives_nothing_and_one_gives_its_value() {
    for entry in ALL {
        let variant = (entry.build)(Settings::default());
        for causal in [false, true] {
            let none = Array3::zeros((2, 0, 3));
            let output = variant.attend(none.view(), none.view(), none.view(), &options(causal));
            assert_eq!(output.unwrap(), none, "{}", entry.name);
            let (x, v) = (normal((2, 1, 3), 1), normal((2, 1, 5), 2));
            let output = variant.attend(x.view(), x.view(), v.view(), &options(causal)).unwrap();
            close(&output, &v, v.view(), entry.name);
            let no_heads = Array3::zeros((0, 4, 3));
            let inputs = [no_heads.view(); 3];
            let output = variant.attend(inputs[0], inputs[1], inputs[2], &options(causal));
            assert_eq!(output.unwrap(), no_heads);
            let no_width = Array3::zeros((2, 1, 0));
            let output = variant.attend(x.view(), x.view(), no_width.view(), &options(causal));
            assert_eq!(output.unwrap(), no_width);
        }
    }
}

#[test]
fn weights_sum_to_one_over_the_keys_of_the_pattern() {
    let x = normal((2, 40, 8), 1);
    for entry in ALL {
        let variant = (entry.build)(Settings { window: 6, ..Settings::default() });
        let weights = variant.weights(x.view(), x.view(), &options(true)).unwrap();
        for ((head, i, j), &weight) in weights.indexed_iter() {
            let keys = variant.keys(40, i, true).unwrap();
            let seen = keys.iter().any(|keys| keys.contains(&j));
            assert!(if seen { weight >= 0.0 } else { weight == 0.0 }, "{} {head}", entry.name);
        }
        let sums = weights.sum_axis(ndarray::Axis(2));
        assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-5), "{} {sums}", entry.name);
        if variant.origin() != Origin::Estimated {
            let identity = ndarray::Array2::eye(40);
            let v = identity.broadcast((2, 40, 40)).unwrap();
            let expected = oracle(variant.as_ref(), [x.view(), x.view(), v], &options(true));
            close(&weights, &expected, v, entry.name);
        }
    }
}

#[test]
fn misfits_are_errors_that_name_what_is_needed() {
    let settings = || Settings { features: 4, ..Settings::default() };
    let refused =
        |name: &str, settings: Settings, options: &Options, shapes: [(usize, usize, usize); 3]| {
            let [q, k, v] = shapes.map(Array3::zeros);
            let variant = variant(name, settings);
            let error = variant.attend(q.view(), k.view(), v.view(), options).unwrap_err();
            let same = variant.count(q.view(), k.view(), v.view(), options).unwrap_err();
            assert_eq!(error, same);
            error.to_string()
        };
    let square = [(1, 2, 3); 3];
    for entry in ALL {
        let wide =
            refused(entry.name, settings(), &Options::default(), [(1, 2, 3), (1, 2, 4), (1, 2, 3)]);
        let needed = "k has shape [1, 2, 4], needed is [kv_heads, n_k, 3] with a number of heads that divides q's 1";
        assert_eq!(wide, format!("{}: {needed}", entry.name));
        let flat =
            refused(entry.name, settings(), &Options::default(), [(1, 2, 0), (1, 2, 0), (1, 2, 3)]);
        assert!(flat.contains("d_k at least 1"), "{flat}");
        let mut x = normal((1, 2, 3), 1);
        let v = x.clone();
        x[[0, 1, 1]] = f32::NAN;
        let built = (entry.build)(settings());
        let error = built.attend(v.view(), x.view(), v.view(), &Options::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("{}: k is NaN, needed is finite numbers", entry.name)
        );
        let error = built.keys(2, 2, false).unwrap_err();
        assert!(error.to_string().contains("one of the 2 tokens"), "{error}");
    }
    for name in ["sliding_window", "longformer", "big_bird", "performer"] {
        let error =
            refused(name, settings(), &Options::default(), [(1, 2, 3), (1, 5, 3), (1, 5, 3)]);
        let needed = "k has shape [1, 5, 3], needed is [kv_heads, 2, d_k], as many keys as queries";
        assert_eq!(error, format!("{name}: {needed}"));
    }
    let error =
        refused("big_bird", Settings { block: 0, ..settings() }, &Options::default(), square);
    assert_eq!(error, "big_bird: block is 0, needed is at least 1");
    let error =
        refused("performer", Settings { features: 0, ..settings() }, &Options::default(), square);
    assert_eq!(error, "performer: features is 0, needed is at least 1");
    let window = Some(Window { left: Some(1), right: None });
    let masks = [
        Mask { window, ..Mask::default() },
        Mask { offset: 1, ..Mask::causal() },
        Mask::allowing(array![[true, false], [true, true]]),
    ];
    for mask in masks {
        let error =
            refused("performer", settings(), &Options { mask, ..Options::default() }, square);
        assert_eq!(error, "performer: mask is given, needed is no mask but the causal one");
    }
    let softcap = Options { softcap: Some(1.0), ..Options::default() };
    assert!(refused("performer", settings(), &softcap, square).contains("softcap"));
    let bias = Options { bias: Some(Array3::zeros((1, 2, 2))), ..Options::default() };
    assert!(refused("performer", settings(), &bias, square).contains("bias"));
}
