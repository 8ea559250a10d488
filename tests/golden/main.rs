//! The core against numbers computed by third parties.
//!
//! Every file in `golden/onnx` is one case of an ONNX operator. None is skipped: the cases of
//! each operator are counted, and every output that a case holds must be computed.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a broken case should stop the test"
)]

mod attention_op;
mod case;
mod encodings;
mod other_ops;

use std::collections::BTreeMap;

use case::{Case, Outputs};

/// One operator of ONNX.
struct Operator {
    name: &'static str,
    /// How it is computed here.
    compute: fn(&Case) -> Outputs,
    /// How many cases of it there must be.
    cases: usize,
}

const OPERATORS: [Operator; 6] = [
    Operator { name: "Attention", compute: attention_op::attention, cases: 41 },
    Operator { name: "Gelu", compute: other_ops::gelu, cases: 2 },
    Operator { name: "LayerNormalization", compute: other_ops::layer_normalization, cases: 10 },
    Operator { name: "RMSNormalization", compute: other_ops::rms_normalization, cases: 10 },
    Operator { name: "RotaryEmbedding", compute: other_ops::rotary_embedding, cases: 4 },
    Operator { name: "Softmax", compute: other_ops::softmax, cases: 4 },
];

#[test]
fn every_onnx_case() {
    let mut counts = BTreeMap::new();
    let mut failures = Vec::new();
    for case in case::all() {
        let operator = OPERATORS
            .iter()
            .find(|operator| operator.name == case.op)
            .unwrap_or_else(|| panic!("{}: no operator {}", case.name, case.op));
        *counts.entry(operator.name).or_default() += 1;
        failures.extend(case.differences(&(operator.compute)(&case)));
    }
    assert_eq!(counts, OPERATORS.map(|operator| (operator.name, operator.cases)).into());
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
}
