//! Performer, by statistics. All seeds are fixed, so that a test passes or fails for good; the
//! bounds are those that a fresh seed would respect but once in a million.

use attention::variant::{Full, Performer, Variant};
use attention::{Options, Scale};
use ndarray::{Array3, Axis};

use crate::{normal, options};

#[test]
fn the_kernel_is_estimated_without_bias() {
    let d = 8;
    // Pairs of vectors that are near, far, opposite and orthogonal.
    let pairs: [([f32; 8], [f32; 8]); 4] = [
        ([0.3; 8], [0.3; 8]),
        ([0.4, -0.2, 0.1, 0.5, 0.0, 0.3, -0.6, 0.2], [-0.1, 0.3, 0.6, 0.2, -0.4, 0.0, 0.1, 0.5]),
        ([0.35; 8], [-0.35; 8]),
        ([1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    ];
    let (draws, m) = (500, 2 * d);
    for (x, y) in pairs {
        let rows = ndarray::stack![Axis(0), ndarray::arr1(&x), ndarray::arr1(&y)];
        let estimates = (0..draws).map(|seed| {
            let features = Performer { features: m, seed }.features(rows.view()).unwrap();
            f64::from(features.row(0).dot(&features.row(1)))
        });
        let mean = estimates.sum::<f64>() / f64::from(draws);
        let dot = |x: [f32; 8], y: [f32; 8]| -> f64 {
            x.iter().zip(y).map(|(&x, y)| f64::from(x) * f64::from(y)).sum()
        };
        let exact = dot(x, y).exp();
        // The variance of one feature's share is exp(2 x·y) (exp(‖x + y‖²) − 1) (Choromanski
        // et al. 2021, lemma 2); orthogonal directions only lower that of their mean.
        let sum: Vec<f32> = x.iter().zip(y).map(|(x, y)| x + y).collect();
        let norm: f64 = sum.iter().map(|&s| f64::from(s).powi(2)).sum();
        let deviation = exact * (norm.exp_m1() / f64::from(draws * m as u32)).sqrt();
        // Where x = −y, the estimate is exact, but for rounding.
        let bound = 5.0 * deviation + 1e-5;
        assert!((mean - exact).abs() < bound, "{mean}, not {exact} ± {bound}");
    }
}

/// The root of the mean squared error of the output, over some redraws.
fn error(features: usize, causal: bool, x: [&Array3<f32>; 3]) -> f64 {
    let [q, k, v] = x.map(|x| x.view());
    let exact = Full.attend(q, k, v, &options(causal)).unwrap();
    let redraws = 60;
    let squared = (0..redraws).map(|seed| {
        let given = Performer { features, seed }.attend(q, k, v, &options(causal)).unwrap();
        (given - &exact).mapv(|x| f64::from(x).powi(2)).mean().unwrap()
    });
    (squared.sum::<f64>() / f64::from(redraws)).sqrt()
}

#[test]
fn the_error_falls_as_the_root_of_the_features() {
    // Short vectors: the variance of a feature is exp(‖q + k‖²) − 1, and the law is one of
    // many features.
    let [q, k] = [1, 2].map(|seed| normal((2, 24, 8), seed) * 0.25);
    let v = normal((2, 24, 8), 3);
    for causal in [false, true] {
        let errors = [32, 128, 512].map(|features| error(features, causal, [&q, &k, &v]));
        // Four times the features halve the error. Of 60 redraws with 400 numbers each,
        // which depend on each other within a redraw, a ratio is known to a tenth or so.
        for pair in errors.windows(2) {
            let ratio = pair[0] / pair[1];
            assert!((1.6..2.5).contains(&ratio), "{ratio} of {errors:?}, causal: {causal}");
        }
        // Over both steps, 16 times the features.
        let slope = (errors[0] / errors[2]).ln() / 16f64.ln();
        assert!((0.44..0.56).contains(&slope), "{slope} of {errors:?}, causal: {causal}");
    }
}

#[test]
fn scale_and_temperature_are_heeded() {
    let [q, k, v] = [1, 2, 3].map(|seed| normal((1, 12, 4), seed) * 0.5);
    let performer = Performer { features: 20_000, seed: 1 };
    for (scale, temperature) in [
        (Scale::By(-0.8), 1.0),
        (Scale::By(0.0), 1.0),
        (Scale::InverseSqrt, 0.5),
        (Scale::By(1.0), 3.0),
    ] {
        let options = Options { scale, temperature, ..Options::default() };
        let given = performer.attend(q.view(), k.view(), v.view(), &options).unwrap();
        let exact = Full.attend(q.view(), k.view(), v.view(), &options).unwrap();
        let worst = (given - exact).iter().fold(0f32, |max, x| max.max(x.abs()));
        assert!(worst < 0.03, "{worst} at {options:?}");
    }
}

#[test]
fn causal_outputs_do_not_depend_on_what_comes_later() {
    let x = normal((1, 30, 6), 1);
    let mut changed = x.clone();
    changed.slice_mut(ndarray::s![.., 20.., ..]).fill(5.0);
    let performer = Performer { features: 32, seed: 4 };
    let by =
        |x: &Array3<f32>| performer.attend(x.view(), x.view(), x.view(), &options(true)).unwrap();
    let (before, after) = (by(&x), by(&changed));
    let early = ndarray::s![.., ..20, ..];
    assert_eq!(before.slice(early), after.slice(early));
    assert_ne!(before, after);
}

#[test]
fn logits_beyond_the_exponential_leave_numbers() {
    for size in [30.0, 1e4, 1e30] {
        let x = normal((1, 20, 8), 1) * size;
        let v = normal((1, 20, 8), 2);
        for causal in [false, true] {
            let performer = Performer { features: 16, seed: 1 };
            let output = performer.attend(x.view(), x.view(), v.view(), &options(causal)).unwrap();
            assert!(output.iter().all(|x| x.is_finite()), "{size}");
        }
    }
}
