//! Recurrent layers against loops in 64 bits written here anew, their gradients against
//! central differences of those loops, their costs against what a run counts.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use models::invented::{Use, matrix};
use models::recurrent::{
    Draw, Lstm, RecurrentError, Rnn, SequenceLayer, largest_singular_value, norm,
};
use ndarray::{Array1, Array2, Array3, Axis, array};
use proptest::prelude::*;

type Row = Vec<f64>;

/// b + x · W + h · U, number by number, of one column.
fn sum(x: &Row, h: &Row, input: &Array2<f32>, state: &Array2<f32>, bias: f32, at: usize) -> f64 {
    let mut sum = f64::from(bias);
    for (k, x) in x.iter().enumerate() {
        sum += x * f64::from(input[[k, at]]);
    }
    for (k, h) in h.iter().enumerate() {
        sum += h * f64::from(state[[k, at]]);
    }
    sum
}

fn rnn_states(rnn: &Rnn, x: &[Row]) -> Vec<Row> {
    let width = rnn.bias.len();
    let mut states = vec![vec![0.0; width]];
    for x in x {
        let before = &states[states.len() - 1];
        let now = |at| sum(x, before, &rnn.input, &rnn.state, rnn.bias[at], at).tanh();
        let now = (0..width).map(now).collect();
        states.push(now);
    }
    states.split_off(1)
}

fn lstm_states(lstm: &Lstm, x: &[Row]) -> Vec<Row> {
    let width = lstm.state.nrows();
    let (mut states, mut cell) = (vec![vec![0.0; width]], vec![0.0; width]);
    for x in x {
        let before = states[states.len() - 1].clone();
        let mut state = Row::new();
        for (unit, cell) in cell.iter_mut().enumerate() {
            let [i, f, g, o] = [0, 1, 2, 3].map(|gate| {
                let at = gate * width + unit;
                sum(x, &before, &lstm.input, &lstm.state, lstm.bias[at], at)
            });
            let sigmoid = |x: f64| 0.5 + 0.5 * (0.5 * x).tanh();
            *cell = sigmoid(f) * *cell + sigmoid(i) * g.tanh();
            state.push(sigmoid(o) * cell.tanh());
        }
        states.push(state);
    }
    states.split_off(1)
}

fn rows(x: &Array2<f32>) -> Vec<Row> {
    x.outer_iter().map(|row| row.iter().map(|&x| f64::from(x)).collect()).collect()
}

/// Central differences of the last state with respect to each number of each word.
fn differences(x: &Array2<f32>, width: usize, run: impl Fn(&[Row]) -> Vec<Row>) -> Array3<f64> {
    const STEP: f64 = 1e-5;
    let words = rows(x);
    let last = |words: &[Row]| run(words).pop().unwrap_or_default();
    let mut jacobians = Array3::zeros((x.nrows(), width, x.ncols()));
    for t in 0..x.nrows() {
        for j in 0..x.ncols() {
            let moved = |by| {
                let mut words = words.clone();
                words[t][j] += by;
                last(&words)
            };
            for (i, (more, less)) in moved(STEP).into_iter().zip(moved(-STEP)).enumerate() {
                jacobians[[t, i, j]] = (more - less) / (2.0 * STEP);
            }
        }
    }
    jacobians
}

fn check(layer: &dyn SequenceLayer, x: &Array2<f32>, oracle: impl Fn(&[Row]) -> Vec<Row>) {
    let run = layer.run(x.view()).unwrap();
    for (row, wanted) in run.outer_iter().zip(oracle(&rows(x))) {
        for (given, wanted) in row.iter().zip(wanted) {
            assert!((f64::from(*given) - wanted).abs() < 2e-5, "{given}, not {wanted}");
        }
    }
    let (given, wanted) = (layer.jacobians(x.view()).unwrap(), differences(x, run.ncols(), oracle));
    assert_eq!(given.dim(), wanted.dim());
    for (t, (given, wanted)) in given.outer_iter().zip(wanted.outer_iter()).enumerate() {
        let off = norm((&given - &wanted).view());
        assert!(off <= 1e-5 * norm(wanted) + 1e-9, "off by {off} at word {t}");
    }
    assert_eq!(layer.count(x.view()).unwrap(), layer.cost(x.nrows()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn gradients_are_the_differences_and_costs_are_counted(
        (n, d, h) in (0usize..9, 0usize..5, 0usize..6),
        (gain, forget_bias) in (0.0f32..2.5, -2.0f32..4.0),
        seed in 0u32..1000,
    ) {
        let x = matrix(seed, Use::Sequence, 0, (n, d), 1.0);
        let draw = Draw { d, h, gain, seed };
        let mut rnn = Rnn::invented(draw);
        rnn.bias = Array1::from_shape_fn(h, |at| 0.1 * at as f32);
        check(&rnn, &x, |x| rnn_states(&rnn, x));
        let lstm = Lstm::invented(draw, forget_bias);
        check(&lstm, &x, |x| lstm_states(&lstm, x));
    }
}

fn norms(layer: &dyn SequenceLayer, x: &Array2<f32>) -> Vec<f64> {
    layer.jacobians(x.view()).unwrap().outer_iter().rev().map(norm).collect()
}

/// Where all states are 0, tanh has slope 1, and what is left is a power of the weights.
#[test]
fn an_rnn_at_rest_multiplies_by_its_weights_again_and_again() {
    let rnn = Rnn::invented(Draw { d: 3, h: 5, gain: 1.5, seed: 4 });
    let mut power = rnn.input.mapv(f64::from);
    for (distance, norm_given) in norms(&rnn, &Array2::zeros((40, 3))).into_iter().enumerate() {
        let wanted = norm(power.view());
        assert!((norm_given / wanted - 1.0).abs() < 1e-9, "{norm_given} at {distance}");
        power = power.dot(&rnn.state.mapv(f64::from));
    }
}

/// No step lengthens a gradient by more than the largest singular value (Pascanu et al. 2013).
#[test]
fn an_rnn_forgets_as_fast_as_its_singular_value_says_or_faster() {
    let x = matrix(1, Use::Sequence, 0, (200, 4), 1.0);
    for gain in [0.0, 0.3, 0.8, 3.0] {
        let rnn = Rnn::invented(Draw { d: 4, h: 8, gain, seed: 2 });
        let most = largest_singular_value(rnn.state.view());
        let norms = norms(&rnn, &x);
        let input = norm(rnn.input.mapv(f64::from).view());
        for (distance, norm) in norms.iter().enumerate() {
            assert!(norm.is_finite() && *norm <= 1.0001 * input * most.powi(distance as i32));
        }
        if gain > 0.0 {
            assert!(norms.iter().all(|&norm| norm > 0.0), "none is too small to be told");
        }
    }
}

#[test]
fn an_rnn_can_explode() {
    let rnn = Rnn { input: array![[1.0]], state: array![[1.5]], bias: array![0.0] };
    let norms = norms(&rnn, &Array2::zeros((100, 1)));
    assert!((norms[99] / 1.5f64.powi(99) - 1.0).abs() < 1e-9, "{}", norms[99]);
}

/// The constant error carousel: a forget gate that is open, and nothing else on the way.
#[test]
fn an_lstm_whose_forget_gate_is_open_does_not_forget() {
    let (n, d, h) = (60, 3, 4);
    let mut lstm = Lstm::invented(Draw { d, h, gain: 0.0, seed: 3 }, 0.0);
    lstm.input.slice_mut(ndarray::s![.., h..2 * h]).fill(0.0);
    // The same word everywhere, so that only the distance differs.
    let word = matrix(3, Use::Sequence, 0, (1, d), 0.02);
    let x = word.broadcast((n, d)).unwrap().to_owned();
    let mut carried = |bias| {
        lstm.bias.slice_mut(ndarray::s![h..2 * h]).fill(bias);
        let norms = norms(&lstm, &x);
        norms[n - 1] / norms[1]
    };
    assert!((carried(40.0) - 1.0).abs() < 1e-9);
    // Half open, it halves the gradient at each step.
    assert!((carried(0.0) / 0.5f64.powi(n as i32 - 2) - 1.0).abs() < 1e-9);
}

#[test]
fn a_singular_value_is_found_beside_a_close_one_and_in_nothing() {
    for (matrix, wanted) in [
        (array![[3.0, 0.0], [0.0, -2.9999]], 3.0),
        (array![[0.0, 7.0], [0.0, 0.0]], 7.0),
        (Array2::zeros((3, 3)), 0.0),
        (Array2::zeros((0, 0)), 0.0),
    ] {
        let given = largest_singular_value(matrix.view());
        assert!((given - wanted).abs() < 1e-5, "{given}, not {wanted}");
    }
}

#[test]
fn sequences_that_do_not_fit_are_refused() {
    let draw = Draw { d: 3, h: 2, gain: 1.0, seed: 1 };
    let layers: [Box<dyn SequenceLayer>; 2] =
        [Box::new(Rnn::invented(draw)), Box::new(Lstm::invented(draw, 1.0))];
    for layer in layers {
        let x = Array2::zeros((4, 2));
        let refused = layer.run(x.view()).unwrap_err();
        assert!(matches!(refused, RecurrentError::Shape { field: "x", .. }), "{refused}");
        assert_eq!(layer.jacobians(x.view()).unwrap_err(), refused);
        assert_eq!(layer.count(x.view()).unwrap_err(), refused);
    }
    let endless = Array2::<f32>::zeros((usize::MAX / 2, 0));
    let rnn = Rnn::invented(Draw { d: 0, ..draw });
    let refused = rnn.run(endless.view()).unwrap_err();
    assert!(matches!(refused, RecurrentError::Shape { field: "result", .. }), "{refused}");
    let lstm = Lstm::invented(draw, 1.0);
    assert_eq!(lstm.run(Array2::zeros((0, 3)).view()).unwrap().len_of(Axis(1)), 2);
    assert_eq!(lstm.parameters(), 4 * (3 * 2 + 2 * 2 + 2));
}
