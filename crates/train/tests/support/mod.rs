//! What several test targets share.
#![allow(dead_code, reason = "each target uses a part of it")]

use ndarray::Array2;
use train::{Tape, TrainError, Var};

/// Numbers that look random, in −1 to 1, always the same.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// A whole number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        // Knuth's linear congruential generator; the upper bits are the good ones.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    pub fn array(&mut self, shape: (usize, usize)) -> Array2<f32> {
        Array2::from_shape_simple_fn(shape, || self.below(2001) as f32 / 1000.0 - 1.0)
    }
}

/// Compares the gradients of Σ seed ⊙ f(inputs) with central differences, for every number of
/// every input.
///
/// With a step of 2⁻⁷, a difference is off by a sixth of the third derivative times 2⁻¹⁴, and
/// by the rounding of f, some 2⁻²² for sums of a dozen numbers about 1, divided by 2⁻⁶. For
/// functions as smooth as these both are below 2⁻¹⁰, and a wrong term is not.
pub fn check_gradients(
    case: &str,
    inputs: &[Array2<f32>],
    f: impl Fn(&mut Tape, &[Var]) -> Result<Var, TrainError>,
) {
    const STEP: f32 = 1.0 / 128.0;
    const TOLERANCE: f64 = 4e-3;
    let run = |inputs: &[Array2<f32>]| {
        let mut tape = Tape::default();
        let vars: Vec<Var> = inputs.iter().map(|x| tape.leaf(x.view()).unwrap()).collect();
        let output = f(&mut tape, &vars).unwrap();
        (tape, vars, output)
    };
    let (mut tape, vars, output) = run(inputs);
    let seed = Numbers::new(99).array(output.dim());
    tape.backward(output, seed.view()).unwrap();
    let loss = |inputs: &[Array2<f32>]| -> f64 {
        let (tape, _, output) = run(inputs);
        let cells = tape.value(output);
        cells.iter().zip(&seed).map(|(&y, &s)| f64::from(y) * f64::from(s)).sum()
    };
    let mut moved = inputs.to_vec();
    for (i, input) in inputs.iter().enumerate() {
        for (cell, &x) in input.indexed_iter() {
            moved[i][cell] = x + STEP;
            let above = loss(&moved);
            moved[i][cell] = x - STEP;
            let below = loss(&moved);
            moved[i][cell] = x;
            let difference = (above - below) / f64::from(2.0 * STEP);
            let gradient = f64::from(tape.gradient(vars[i])[cell]);
            assert!(
                (gradient - difference).abs() < TOLERANCE * (1.0 + difference.abs()),
                "{case}: input {i}, cell {cell:?}: gradient {gradient}, difference {difference}"
            );
        }
    }
}
