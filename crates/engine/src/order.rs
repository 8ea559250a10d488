//! The same layer over two sentences.

mod plane;

use std::collections::{HashMap, VecDeque};

use ndarray::{Array2, Axis, concatenate};

use crate::{
    Cell, EngineError, Factor, Ledger, Line, Matrix, MatrixName, Operation, Origin, Settings, Term,
    Trace, WordOrder,
};

/// Runs one layer over two sentences and compares what comes out for each word.
pub(crate) fn compare(settings: &Settings, other: &str) -> Result<WordOrder, EngineError> {
    let a = crate::trace::trace(settings)?;
    let b = crate::trace::trace(&Settings { text: other.into(), ..settings.clone() })?;
    let (output_a, output_b) = (output(&a), output(&b));

    let pairs = pairs(&a, &b);
    let mut values = Array2::zeros((pairs.len(), a.settings.d_model));
    for (mut row, &(i, j)) in values.outer_iter_mut().zip(&pairs) {
        row.assign(&(&output_a.row(i) - &output_b.row(j)));
    }
    let max_difference = values.iter().fold(0.0, |largest: f32, x| largest.max(x.abs()));

    // Both have d_model columns, so that stacking them can't fail.
    let both = concatenate(Axis(0), &[output_a.view(), output_b.view()]).unwrap_or_default();
    let (plane, explained) = plane::plane(&both);

    Ok(WordOrder {
        // Every word has its partner, and none is left without.
        is_permutation: pairs.len() == a.tokens.len()
            && pairs.len() == b.tokens.len()
            && a.total_tokens == b.total_tokens,
        difference: Matrix::new(
            MatrixName::Difference,
            None,
            [crate::Axis::Tokens, crate::Axis::Dimensions],
            Origin::Computed,
            values,
        ),
        a,
        b,
        pairs,
        max_difference,
        plane,
        explained,
    })
}

/// Opens a cell of the difference: the first output minus the second.
///
/// ```
/// use engine::{MatrixName, Request, Response, Settings, explain_difference, run};
///
/// let request =
///     Request::WordOrder { settings: Settings::default(), compare: "man bites dog".into() };
/// let Response::WordOrder(order) = run(&request)? else { unreachable!() };
/// let ledger = explain_difference(&order, 0, 3).unwrap();
/// let [first, second] = [0, 1].map(|i| ledger.lines[0].terms[i].factors[0]);
/// assert_eq!(ledger.value, first.value - second.value);
/// assert_eq!(first.source.unwrap().matrix, MatrixName::OutputA);
/// // "dog" stands first in one sentence and last in the other.
/// assert_eq!((first.source.unwrap().row, second.source.unwrap().row), (0, 2));
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn explain_difference(order: &WordOrder, row: usize, column: usize) -> Option<Ledger> {
    let value = order.difference.get(row, column)?;
    let &(row_a, row_b) = order.pairs.get(row)?;
    let term = |trace, matrix, row: usize| {
        let value = output(trace).get((row, column)).copied()?;
        let source = Some(Cell { matrix, head: None, row, column });
        Some(Term { index: row, factors: vec![Factor { value, source }], value })
    };
    let terms = vec![
        term(&order.a, MatrixName::OutputA, row_a)?,
        term(&order.b, MatrixName::OutputB, row_b)?,
    ];
    Some(Ledger {
        cell: Cell { matrix: MatrixName::Difference, head: None, row, column },
        value,
        edited: false,
        lines: vec![Line { operation: Operation::Difference, terms, result: value }],
    })
}

/// [n, d_model]; [0, d_model] for a sentence without tokens.
fn output(trace: &Trace) -> Array2<f32> {
    trace
        .matrix(MatrixName::Output, 0)
        .map_or_else(|| Array2::zeros((0, trace.settings.d_model)), |matrix| matrix.values.clone())
}

/// The k-th occurrence of a word in `a` with the k-th in `b`, as rows, in the order of `a`.
fn pairs(a: &Trace, b: &Trace) -> Vec<(usize, usize)> {
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (row, token) in b.tokens.iter().enumerate() {
        places.entry(&token.text).or_default().push_back(row);
    }
    let mut partner = |text: &str| places.get_mut(text)?.pop_front();
    let rows = a.tokens.iter().enumerate();
    rows.filter_map(|(row, token)| Some((row, partner(&token.text)?))).collect()
}
