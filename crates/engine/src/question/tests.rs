use crate::question::{Measured, QUESTIONS, Question};
use crate::{
    Cell, Edit, EncodingKind, MaskKind, MatrixName, Request, Response, Settings, Target, Trace, run,
};

fn trace(settings: Settings) -> Trace {
    let Response::Attention(trace) = run(&Request::Attention(settings)).unwrap() else {
        unreachable!()
    };
    trace
}

fn measured(name: &str, trace: &Trace, row: usize) -> Option<Measured> {
    Question::find(name).unwrap().measure(trace, 0, row).unwrap()
}

#[test]
fn without_the_division_the_row_is_steeper() {
    let trace = trace(Settings::default());
    let without = self::trace(Settings { scale: false, ..Settings::default() });
    for row in 0..3 {
        let found = measured("division", &trace, row).unwrap();
        let largest = |trace: &Trace| {
            let weights = &trace.matrix(MatrixName::Weights, 0).unwrap().values;
            weights.row(row).iter().copied().fold(0.0, f32::max)
        };
        assert_eq!(found.values, [largest(&trace), largest(&without)]);
        // d_k is 4: a softmax of twice the scores is the steeper one.
        assert_eq!(found.right, [2]);
        assert_eq!(measured("division", &without, row), Some(found));
    }
}

#[test]
fn a_division_by_one_changes_nothing() {
    let trace = trace(Settings { heads: 8, ..Settings::default() });
    assert_eq!(trace.d_k, 1);
    assert_eq!(measured("division", &trace, 0).unwrap().right, [1]);
}

#[test]
fn what_looks_at_one_word_is_that_words_value() {
    let trace = trace(Settings { mask: MaskKind::Causal, ..Settings::default() });
    assert_eq!(measured("most", &trace, 0).unwrap().right, [0]);
    let found = measured("nearest", &trace, 0).unwrap();
    assert_eq!(found.right, [0]);
    assert!((found.values[0] - 1.0).abs() < 1e-6);
}

#[test]
fn equal_words_are_equally_right() {
    let text = "dog dog".into();
    let trace = trace(Settings { text, encoding: EncodingKind::None, ..Settings::default() });
    assert_eq!(measured("most", &trace, 1).unwrap().right, [0, 1]);
}

#[test]
fn nothing_is_right_of_a_word_that_is_not_there_or_looks_at_nothing() {
    for question in &QUESTIONS {
        let empty = trace(Settings { text: String::new(), ..Settings::default() });
        assert_eq!(question.measure(&empty, 0, 0).unwrap(), None);
        let all = trace(Settings::default());
        assert_eq!(question.measure(&all, 0, 3).unwrap(), None);
        assert_eq!(question.measure(&all, 2, 0).unwrap(), None);
    }
    let hidden = |column| Edit {
        target: Target::Cell(Cell { matrix: MatrixName::Mask, head: None, row: 1, column }),
        value: f32::NEG_INFINITY,
    };
    let edits = (0..3).map(hidden).collect();
    let blind = trace(Settings { mask: MaskKind::Custom, edits, ..Settings::default() });
    for question in &QUESTIONS {
        assert_eq!(question.measure(&blind, 0, 1).unwrap(), None, "{}", question.name);
    }
}
