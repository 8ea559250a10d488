//! What holds whatever is asked.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use engine::{
    Cell, Edit, EncodingKind, Factor, Ledger, MAX_TOKENS, MaskKind, MatrixName, Request, Response,
    Settings, Target, TokenizerKind, Trace, Weights, WordOrder, explain, explain_difference, run,
};
use proptest::{collection::vec, prelude::*, sample::select};

/// Words that have been trouble elsewhere, and ordinary ones often enough to repeat.
const WORDS: [&str; 16] = [
    "dog",
    "dog",
    "bites",
    "man",
    ",",
    "Dog",
    "e\u{301}",
    "👩‍👩‍👧‍👦",
    "كلب",
    "\u{200b}",
    "\0",
    "\u{202e}x",
    "🇫🇷🇩",
    "\u{301}",
    "不",
    "<b>&amp;",
];

/// Words that stay what they are, whatever stands beside them.
const PLAIN: [&str; 6] = ["dog", "bites", "man", ",", "كلب", "👩‍👩‍👧‍👦"];

fn texts() -> impl Strategy<Value = String> {
    let sentence = vec(select(WORDS.as_slice()), 0..7).prop_map(|words| words.join(" "));
    prop_oneof![4 => sentence, 1 => "\\PC{0,12}", 1 => any::<String>()]
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    use MatrixName as M;
    let cell = (0..4_usize, 0..5_usize, 0..5_usize);
    let matrices =
        [M::QueryWeights, M::KeyWeights, M::ValueWeights, M::Queries, M::Keys, M::Values];
    let number =
        (select([&matrices[..], &[M::OutputWeights]].concat()), cell.clone(), -3.0..3.0_f32)
            .prop_map(|(matrix, (head, row, column), value)| {
                let head = matrix.per_head().then_some(head);
                Edit { target: Target::Cell(Cell { matrix, head, row, column }), value }
            });
    let mask = (cell, any::<bool>()).prop_map(|((_, row, column), open)| Edit {
        target: Target::Cell(Cell { matrix: M::Mask, head: None, row, column }),
        value: if open { 0.0 } else { f32::NEG_INFINITY },
    });
    let word = (select(WORDS.as_slice()), 0..6_usize, -1e6..1e6_f32).prop_map(
        |(word, dimension, value)| Edit {
            target: Target::Embedding { word: word.into(), dimension },
            value,
        },
    );
    vec(prop_oneof![3 => number, 3 => mask, 1 => word], 0..12)
}

fn settings() -> impl Strategy<Value = Settings> {
    let shape = select([(1, 1), (1, 2), (2, 4), (3, 6), (1, 5), (4, 8), (2, 6)].as_slice());
    let kinds = (
        select([TokenizerKind::Words, TokenizerKind::Characters].as_slice()),
        select(EncodingKind::ALL.as_slice()),
        select([MaskKind::None, MaskKind::Causal, MaskKind::Custom].as_slice()),
    );
    let numbers = (any::<u32>(), any::<bool>(), select([1.0, 0.01, 0.5, 30.0].as_slice()));
    (texts(), kinds, shape, numbers, edits()).prop_map(
        |(
            text,
            (tokenizer, encoding, mask),
            (heads, d_model),
            (seed, scale, temperature),
            edits,
        )| {
            // RoPE wants pairs of dimensions; asking for none is tested elsewhere.
            let even = encoding != EncodingKind::Rope || (d_model / heads) % 2 == 0;
            let d_model = if even { d_model } else { 2 * d_model };
            Settings {
                text,
                tokenizer,
                encoding,
                mask,
                heads,
                d_model,
                weights: Weights::Invented,
                seed,
                scale,
                temperature,
                edits,
            }
        },
    )
}

fn attention(settings: Settings) -> Trace {
    match run(&Request::Attention(settings)) {
        Ok(Response::Attention(trace)) => trace,
        other => panic!("{other:?}"),
    }
}

fn word_order(settings: Settings, compare: &str) -> WordOrder {
    match run(&Request::WordOrder { settings, compare: compare.into() }) {
        Ok(Response::WordOrder(order)) => order,
        other => panic!("{other:?}"),
    }
}

fn all_cells(trace: &Trace) -> impl Iterator<Item = (Cell, f32)> + '_ {
    trace.matrices.iter().flat_map(|matrix| {
        matrix.values.indexed_iter().map(|((row, column), &value)| {
            (Cell { matrix: matrix.name, head: matrix.head, row, column }, value)
        })
    })
}

/// A factor that names a cell is the number in that cell; only RoPE's sines and cosines
/// name the angle that they are taken of.
fn check_factor(trace: &Trace, factor: &Factor) {
    let Some(cell) = factor.source else { return };
    let matrix = trace.matrices.iter().find(|m| (m.name, m.head) == (cell.matrix, cell.head));
    let value = matrix.and_then(|m| m.get(cell.row, cell.column)).expect("the source is there");
    if cell.matrix == MatrixName::RotationAngles {
        let (sin, cos) = f64::from(value).sin_cos();
        let error = |x: f64| (f64::from(factor.value) - x).abs();
        assert!(error(sin).min(error(cos)) < 1e-6, "{factor:?} of {value}");
    } else {
        assert_eq!(factor.value.to_bits(), value.to_bits(), "{factor:?} but {value}");
    }
}

fn check_ledger(trace: &Trace, ledger: &Ledger, value: f32) {
    assert_eq!(ledger.value.to_bits(), value.to_bits());
    for line in &ledger.lines {
        assert!(line.result.is_finite() || line.result == f32::NEG_INFINITY, "{ledger:?}");
        line.terms.iter().flat_map(|t| &t.factors).for_each(|f| check_factor(trace, f));
    }
    if let (Some(last), false) = (ledger.lines.last(), ledger.edited) {
        assert_eq!(last.result.to_bits(), value.to_bits(), "{ledger:#?}");
    }
}

fn check_rows(trace: &Trace) {
    for weights in trace.matrices.iter().filter(|m| m.name == MatrixName::Weights) {
        for (row, values) in weights.values.outer_iter().enumerate() {
            let empty = trace.empty_rows.contains(&(weights.head.unwrap(), row));
            let sum: f32 = values.sum();
            let expected = if empty { 0.0 } else { 1.0 };
            assert!((sum - expected).abs() < 1e-5, "row {row} sums to {sum}, empty: {empty}");
            assert!(values.iter().all(|w| (0.0..=1.0 + 1e-6).contains(w)), "{values}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_ledger_adds_up_to_its_cell(settings in settings()) {
        let trace = attention(settings);
        prop_assert!(trace.tokens.len() <= MAX_TOKENS);
        check_rows(&trace);
        for (cell, value) in all_cells(&trace) {
            prop_assert!(value.is_finite() || value == f32::NEG_INFINITY, "{:?}: {}", cell, value);
            let ledger = explain(&trace, cell).expect("every cell can be opened");
            let matrix = trace.matrix(cell.matrix, cell.head.unwrap_or(0)).expect("is there");
            prop_assert_eq!(ledger.edited, matrix.is_edited(cell.row, cell.column));
            check_ledger(&trace, &ledger, value);
        }
    }

    #[test]
    fn differences_are_first_minus_second(settings in settings(), compare in texts()) {
        let order = word_order(settings, &compare);
        prop_assert_eq!(order.plane.len(), order.a.tokens.len() + order.b.tokens.len());
        prop_assert!(order.explained.iter().all(|share| (0.0..=1.0).contains(share)));
        for ((row, column), &value) in order.difference.values.indexed_iter() {
            prop_assert!(value.abs() <= order.max_difference);
            let ledger = explain_difference(&order, row, column).expect("every cell can be opened");
            let [a, b] = [0, 1].map(|i| ledger.lines[0].terms[i].value);
            prop_assert_eq!((a - b).to_bits(), value.to_bits());
        }
    }

    #[test]
    fn without_positions_a_permutation_only_permutes(
        (words, shuffled) in vec(select(PLAIN.as_slice()), 1..7)
            .prop_flat_map(|words| (Just(words.clone()), Just(words).prop_shuffle())),
        seed in any::<u32>(),
    ) {
        let settings = Settings {
            text: words.join(" "),
            encoding: EncodingKind::None,
            seed,
            ..Settings::default()
        };
        let order = word_order(settings, &shuffled.join(" "));
        prop_assert!(order.is_permutation);
        prop_assert!(order.max_difference < 1e-5, "{}", order.max_difference);
    }
}

#[test]
fn positions_or_a_causal_mask_tell_orders_apart() {
    for (encoding, mask) in [
        (EncodingKind::Sinusoidal, MaskKind::None),
        (EncodingKind::Learned, MaskKind::None),
        (EncodingKind::Rope, MaskKind::None),
        (EncodingKind::Alibi, MaskKind::None),
        (EncodingKind::T5, MaskKind::None),
        (EncodingKind::None, MaskKind::Causal),
    ] {
        let settings = Settings { encoding, mask, ..Settings::default() };
        // Not the mirror image: that would leave all distances as they were, see below.
        let order = word_order(settings, "man dog bites");
        assert!(order.is_permutation);
        assert_eq!(order.pairs, [(0, 1), (1, 2), (2, 0)]);
        assert!(order.max_difference > 1e-3, "{encoding:?}, {mask:?}: {}", order.max_difference);
    }
}

#[test]
fn alibi_alone_cannot_tell_a_sentence_from_its_mirror_image() {
    for (mask, differs) in [(MaskKind::None, false), (MaskKind::Causal, true)] {
        let settings = Settings { encoding: EncodingKind::Alibi, mask, ..Settings::default() };
        let order = word_order(settings, "man bites dog");
        assert_eq!(order.max_difference > 1e-5, differs, "{mask:?}: {}", order.max_difference);
    }
}

#[test]
fn impossible_settings_are_errors() {
    let default = Settings::default;
    let refused = [
        Settings { heads: 0, ..default() },
        Settings { heads: 3, d_model: 8, ..default() },
        Settings { heads: 16, d_model: 8, ..default() },
        Settings { heads: usize::MAX, ..default() },
        Settings { d_model: 0, ..default() },
        Settings { d_model: engine::MAX_D_MODEL + 1, heads: 1, ..default() },
        Settings { d_model: usize::MAX, ..default() },
        Settings { d_model: 6, heads: 2, encoding: EncodingKind::Rope, ..default() },
        Settings { temperature: 0.0, ..default() },
        Settings { temperature: -1.0, ..default() },
        Settings { temperature: f32::NAN, ..default() },
        Settings { temperature: f32::INFINITY, ..default() },
    ];
    for settings in refused {
        for request in [
            Request::Attention(settings.clone()),
            Request::WordOrder { settings: settings.clone(), compare: String::new() },
        ] {
            let error = run(&request).expect_err("must be refused");
            assert!(error.to_string().len() > 30, "{error}");
        }
    }
}

#[test]
fn extremes_stay_finite() {
    use MatrixName as M;
    let everywhere = |matrix: M, value| {
        (0..2).flat_map(move |row| {
            (0..2).map(move |column| Edit {
                target: Target::Cell(Cell {
                    matrix,
                    head: matrix.per_head().then_some(0),
                    row,
                    column,
                }),
                value,
            })
        })
    };
    for temperature in [f32::MIN_POSITIVE, 1e-3, f32::MAX] {
        let mut edits: Vec<_> = everywhere(M::QueryWeights, 1e6).collect();
        edits.extend(everywhere(M::KeyWeights, -1e6));
        edits.extend(everywhere(M::ValueWeights, 1e6));
        edits.extend(everywhere(M::OutputWeights, -1e6));
        edits.extend(["dog", "man"].map(|word| Edit {
            target: Target::Embedding { word: word.into(), dimension: 0 },
            value: 1e6,
        }));
        let trace = attention(Settings { temperature, edits, ..Settings::default() });
        check_rows(&trace);
        for (cell, value) in all_cells(&trace) {
            assert!(value.is_finite(), "{cell:?}: {value} at temperature {temperature}");
            check_ledger(&trace, &explain(&trace, cell).unwrap(), value);
        }
    }
}

#[test]
fn a_long_text_keeps_its_first_tokens() {
    let trace = attention(Settings { text: "dog bites man ".repeat(3334), ..Settings::default() });
    assert_eq!((trace.tokens.len(), trace.total_tokens), (MAX_TOKENS, 10_002));
    assert_eq!(trace.matrix(MatrixName::Weights, 1).unwrap().values.dim(), (64, 64));
}

#[test]
fn nothing_typed_is_no_error() {
    let trace = attention(Settings { text: " \n".into(), ..Settings::default() });
    assert!(trace.tokens.is_empty() && trace.matrices.is_empty());
    let order = word_order(Settings { text: String::new(), ..Settings::default() }, "man");
    assert_eq!((order.plane.len(), order.max_difference, order.is_permutation), (1, 0.0, false));
}

#[test]
fn an_edit_takes_effect_from_its_step_on() {
    use MatrixName as M;
    let cell = |matrix, head, row, column| Cell { matrix, head, row, column };
    let edit = |target, value| Edit { target: Target::Cell(target), value };
    let query = cell(M::Queries, Some(1), 2, 0);
    let closed = cell(M::Mask, None, 1, 2);
    let edits = vec![edit(query, 9.0), edit(query, 5.0), edit(closed, f32::NEG_INFINITY)];
    let plain = attention(Settings { mask: MaskKind::Custom, ..Settings::default() });
    let trace = attention(Settings { edits, ..plain.settings.clone() });

    let at = |trace: &Trace, cell: Cell| {
        trace.matrix(cell.matrix, cell.head.unwrap_or(0)).and_then(|m| m.get(cell.row, cell.column))
    };
    assert_eq!(at(&trace, query), Some(5.0));
    assert_eq!(at(&trace, cell(M::Weights, Some(0), 1, 2)), Some(0.0));
    // What the edit stands in place of is still told.
    let ledger = explain(&trace, query).expect("is there");
    assert!(ledger.edited && ledger.value == 5.0);
    assert_eq!(ledger.lines.last().map(|line| line.result), at(&plain, query));

    // Row 2 of head 1 and row 1 of every head follow; row 0 has nothing to do with either.
    let changed = |name: M, head: usize, row: usize| {
        let row_of = |trace: &Trace| trace.matrix(name, head).map(|m| m.values.row(row).to_owned());
        row_of(&plain) != row_of(&trace)
    };
    assert!(changed(M::Scores, 1, 2) && !changed(M::Scores, 0, 2));
    assert!(changed(M::HeadOutput, 0, 1) && changed(M::HeadOutput, 1, 2));
    assert!(changed(M::Output, 0, 1) && changed(M::Output, 0, 2));
    assert!(!changed(M::Output, 0, 0) && !changed(M::Inputs, 0, 2));
}

#[test]
fn a_mask_edit_waits_while_there_is_no_mask() {
    let cell = Cell { matrix: MatrixName::Mask, head: None, row: 0, column: 0 };
    let edits = vec![Edit { target: Target::Cell(cell), value: f32::NEG_INFINITY }];
    for mask in [MaskKind::None, MaskKind::Causal, MaskKind::Custom] {
        let settings = Settings { mask, edits: edits.clone(), ..Settings::default() };
        let trace = attention(settings);
        let masked = mask != MaskKind::None;
        assert_eq!(trace.has_mask, masked);
        assert_eq!(trace.matrix(MatrixName::Masked, 0).is_some(), masked);
        // Under the causal mask the first token had only itself to look at.
        let empty = if mask == MaskKind::Causal { vec![(0, 0), (1, 0)] } else { vec![] };
        assert_eq!(trace.empty_rows, empty);
    }
}

#[test]
fn matrices_stand_in_the_order_of_the_steps() {
    for encoding in EncodingKind::ALL {
        let mask = MaskKind::Causal;
        let trace = attention(Settings { encoding, mask, ..Settings::default() });
        let names: Vec<_> = trace.matrices.iter().map(|m| (m.name, m.head)).collect();
        assert!(names.is_sorted(), "{names:?}");
        for name in MatrixName::ALL {
            use MatrixName as M;
            let expected = match name {
                M::RotationAngles | M::QueriesUnrotated | M::KeysUnrotated => {
                    encoding == EncodingKind::Rope
                }
                M::PositionBias => matches!(encoding, EncodingKind::Alibi | EncodingKind::T5),
                // Of trained layers alone.
                M::NormGain | M::NormBias | M::Normed => false,
                M::QueryBias | M::KeyBias | M::ValueBias | M::OutputBias => false,
                // What follows belongs to other answers.
                name => name <= M::Output,
            };
            let count = names.iter().filter(|(n, _)| *n == name).count();
            let of_heads = if name.per_head() { 2 } else { 1 };
            assert_eq!(count, if expected { of_heads } else { 0 }, "{name:?} with {encoding:?}");
        }
    }
}
