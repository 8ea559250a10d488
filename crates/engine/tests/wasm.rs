//! The same numbers here and in the browser: every test of this file runs in both.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod forward;

use engine::{
    Cell, EncodingKind, MaskKind, MatrixName, Request, Response, Settings, Trace, explain, run,
};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn trace(settings: Settings) -> Trace {
    match run(&Request::Attention(settings)) {
        Ok(Response::Attention(trace)) => trace,
        other => panic!("{other:?}"),
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn every_ledger_of_the_first_page_adds_up() {
    for mask in [MaskKind::None, MaskKind::Causal] {
        let trace = trace(Settings { mask, ..Settings::default() });
        let mut opened = 0;
        for matrix in &trace.matrices {
            for ((row, column), value) in matrix.values.indexed_iter() {
                let cell = Cell { matrix: matrix.name, head: matrix.head, row, column };
                let ledger = explain(&trace, cell).expect("every cell can be opened");
                let result = ledger.lines.last().map_or(*value, |line| line.result);
                assert_eq!(result.to_bits(), value.to_bits(), "{ledger:?}");
                opened += ledger.lines.len();
            }
        }
        assert!(opened > 200, "{opened} lines");
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn weights_sum_to_one() {
    let trace = trace(Settings { mask: MaskKind::Causal, ..Settings::default() });
    for head in 0..2 {
        let weights = trace.matrix(MatrixName::Weights, head).expect("there are two heads");
        assert_eq!((weights.get(0, 0), weights.get(0, 1)), (Some(1.0), Some(0.0)));
        assert!(weights.values.outer_iter().all(|row| (row.sum() - 1.0).abs() < 1e-6));
    }
}

/// The browser has its own exp and sin, which may differ in the last bit; what is invented
/// and everything else must not differ at all.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn all_encodings_give_the_same_numbers_on_every_machine() {
    let expected = [399_435.116, 498_421.048, 833_378.460, 522_520.618, 483_235.221, 494_590.479];
    let found = EncodingKind::ALL.map(|encoding| {
        let text = "犬 bites man, man bites 👩‍👩‍👧‍👦!".into();
        checksum(&trace(Settings { text, encoding, seed: 42, ..Settings::default() }))
    });
    for (sum, expected) in found.iter().zip(expected) {
        assert!((sum / expected - 1.0).abs() < 1e-6, "{found:?}");
    }
}

/// Σ of the sizes of all cells, each times a number of its own, so that no two can change
/// places.
fn checksum(trace: &Trace) -> f64 {
    let cells = trace.matrices.iter().flat_map(|matrix| &matrix.values);
    cells.zip(1_u32..).map(|(&x, weight)| f64::from(x.abs()) * f64::from(weight)).sum()
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn trained_models_say_the_same_here_and_there() {
    forward::check();
}
