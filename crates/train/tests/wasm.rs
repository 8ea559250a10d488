//! What must hold here and in the browser: every test of this file runs in both.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::sync::Arc;

use attention::encoding::{ALL, Alibi, Buckets, Encoding, Rope};
use support::{Numbers, check_gradients};
use train::{
    Activation, Attend, Batch, Family, ModelConfig, Norm, OptimizerConfig, Rotation, ScoreBias,
    Trainer,
};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Shapes with and without whole tiles of 4 rows and 8, 4 or 1 columns.
const SHAPES: [(usize, usize); 6] = [(1, 1), (2, 3), (4, 8), (5, 13), (3, 4), (6, 9)];

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn gradients_of_what_works_row_by_row() {
    let mut numbers = Numbers::new(1);
    for (n, d) in SHAPES {
        for p in [1, 5, 8] {
            let inputs = [(n, d), (d, p), (1, p)].map(|shape| numbers.array(shape));
            check_gradients(&format!("project {n} {d} {p}"), &inputs, |tape, vars| {
                tape.project(vars[0], vars[1], Some(vars[2]))
            });
        }
        let inputs = [(n, d), (5, d)].map(|shape| numbers.array(shape));
        check_gradients("compare", &inputs, |tape, vars| tape.compare(vars[0], vars[1]));
        let pair = [(); 2].map(|()| numbers.array((n, d)));
        check_gradients("add", &pair, |tape, vars| tape.add(vars[0], vars[1]));
        check_gradients("multiply", &pair, |tape, vars| tape.multiply(vars[0], vars[1]));
        for activation in [Activation::Gelu, Activation::Silu] {
            let x = pair[0].mapv(|x| 3.0 * x);
            check_gradients(&format!("{activation:?}"), &[x], |tape, vars| {
                tape.activate(vars[0], activation)
            });
        }
        // Away from the bend at 0, which no difference may step over.
        let x = pair[0].mapv(|x| if x < 0.0 { x - 0.1 } else { x + 0.1 });
        check_gradients("Relu", &[x], |tape, vars| tape.activate(vars[0], Activation::Relu));
        // An epsilon of 0.1 keeps rows that happen to be nearly level from bending too sharply
        // for the differences.
        let inputs = [(n, d), (1, d), (1, d)].map(|shape| numbers.array(shape));
        check_gradients("layer norm", &inputs, |tape, vars| {
            tape.layer_norm(vars[0], vars[1], vars[2], 0.1)
        });
        check_gradients("RMS norm", &inputs[..2], |tape, vars| {
            tape.rms_norm(vars[0], vars[1], 0.1)
        });
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn gradients_of_lookups_and_of_the_loss() {
    let mut numbers = Numbers::new(2);
    for (n, d) in SHAPES {
        let ids: Arc<[u32]> = (0..7).map(|_| numbers.below(n) as u32).collect();
        let table = [numbers.array((n, d))];
        check_gradients("gather", &table, |tape, vars| tape.gather(vars[0], ids.clone()));
        let targets: Arc<[_]> =
            (0..n).map(|row| (row % 3 < 2).then(|| numbers.below(d) as u32)).collect();
        check_gradients("cross entropy", &table, |tape, vars| {
            Ok(tape.cross_entropy(vars[0], targets.clone())?.loss)
        });
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn gradients_of_rotations() {
    let lengths: Arc<[usize]> = [3, 0, 1, 4].into();
    for (heads, d_k) in [(1, 2), (2, 4), (3, 6)] {
        let rotation = Arc::new(Rotation::new(&Rope::default(), 5, d_k).unwrap());
        let x = [Numbers::new(3).array((8, heads * d_k))];
        check_gradients(&format!("rotate {heads} {d_k}"), &x, |tape, vars| {
            tape.rotate(vars[0], lengths.clone(), rotation.clone())
        });
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn gradients_of_attention() {
    let mut numbers = Numbers::new(4);
    // Self-attention, cross-attention with an empty side, and grouped queries.
    type Lengths = Arc<[usize]>;
    let lengths: [(Lengths, Lengths); 2] =
        [([3, 1, 5].into(), [3, 1, 5].into()), ([2, 4, 1].into(), [5, 0, 8].into())];
    let buckets = Arc::new(Buckets { count: 8, ..Buckets::default() }.table(8).unwrap());
    for (queries, keys) in lengths {
        for (heads, kv_heads, d_k, d_v) in [(1, 1, 2, 3), (2, 2, 4, 4), (4, 2, 3, 1)] {
            let (n_q, n_k) = (queries.iter().sum(), keys.iter().sum());
            let inputs =
                [(n_q, heads * d_k), (n_k, kv_heads * d_k), (n_k, kv_heads * d_v), (8, heads)]
                    .map(|shape| numbers.array(shape));
            let alibi = Arc::new(Alibi.bias(heads, 0..8, 8).unwrap().unwrap());
            for causal in [false, true] {
                for kind in ["none", "alibi", "t5"] {
                    let case = format!("{kind}, causal {causal}, {heads} of {kv_heads} heads");
                    let used = if kind == "t5" { &inputs[..] } else { &inputs[..3] };
                    check_gradients(&case, used, |tape, vars| {
                        tape.attend(Attend {
                            q: vars[0],
                            k: vars[1],
                            v: vars[2],
                            queries: queries.clone(),
                            keys: keys.clone(),
                            heads,
                            kv_heads,
                            causal,
                            bias: match kind {
                                "alibi" => ScoreBias::Fixed(alibi.clone()),
                                "t5" => {
                                    ScoreBias::Buckets { table: vars[3], buckets: buckets.clone() }
                                }
                                _ => ScoreBias::None,
                            },
                        })
                    });
                }
            }
        }
    }
}

/// Sequences of 5 random tokens of 6; the answer at each is the token before it.
fn previous(seed: u64, sequences: usize) -> Batch {
    let mut numbers = Numbers::new(seed);
    let tokens: Vec<u32> = (0..5 * sequences).map(|_| numbers.below(6) as u32).collect();
    let targets = (0..tokens.len()).map(|i| (i % 5 > 0).then(|| tokens[i - 1])).collect();
    Batch { tokens, lengths: vec![5; sequences], targets, ..Batch::default() }
}

fn small(encoding: &'static str, causal: bool, norm: Norm) -> ModelConfig {
    ModelConfig {
        vocabulary: 6,
        classes: 6,
        d_model: 16,
        feed_forward: 32,
        max_length: 5,
        encoding,
        family: Family::masked(causal),
        norm,
        ..ModelConfig::default()
    }
}

/// Below ln 6 ÷ 10, which can't be had by guessing among the tokens that are there. Without a
/// mask, nothing is to be learned with no positions at all, and ALiBi, whose penalty is the
/// same in both directions, can't tell the token before from the one after.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn who_sees_the_direction_learns_the_token_before() {
    let bound = 6f32.ln() / 10.0;
    for entry in ALL {
        let optimizer = OptimizerConfig { learning_rate: 1e-2, steps: 300, ..Default::default() };
        let config = small(entry.name, false, Norm::Layer);
        let mut trainer = Trainer::new(config, optimizer, 1).unwrap();
        for step in 0..300 {
            trainer.step(&previous(step, 32)).unwrap();
        }
        let metrics = trainer.evaluate(&previous(1_000_000, 200)).unwrap();
        let learned = metrics.loss < bound;
        let directed = !["none", "alibi"].contains(&entry.name);
        assert_eq!(learned, directed, "{}: {metrics:?}", entry.name);
    }
}

/// The losses were taken down from a native run. Only the tables of sines differ from machine
/// to machine, if at all, in the last bit.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn the_200th_loss_is_the_same_on_every_machine() {
    let expected = [0.807_722, 0.033_193, 0.112_214, 0.006_696, 0.764_225, 0.121_061];
    let found = ALL.map(|entry| {
        let config = small(entry.name, true, Norm::Rms);
        let mut trainer = Trainer::new(config, OptimizerConfig::default(), 42).unwrap();
        (0..200).map(|step| trainer.step(&previous(step, 16)).unwrap().loss).last().unwrap()
    });
    for (found_one, expected) in found.iter().zip(expected) {
        let difference: f32 = found_one - expected;
        assert!(difference.abs() < 1e-5, "{found:?}");
    }
}
