//! The cells that the learner has set by hand.

use ndarray::ArrayViewMut2;

use crate::{Cell, Edit, EngineError, MatrixName, Target};

/// The largest absolute value of an edit. Even where every number is this large, no product
/// of the layer leaves the range of `f32`, so that an edit never turns into infinities.
pub const MAX_EDIT: f32 = 1e6;

/// Checks that every edit can be applied, were its cell there.
pub(crate) fn check(edits: &[Edit]) -> Result<(), EngineError> {
    edits.iter().try_for_each(check_one)
}

fn check_one(edit: &Edit) -> Result<(), EngineError> {
    let Edit { target, value } = edit;
    let matrix = match target {
        Target::Embedding { .. } => MatrixName::Embeddings,
        Target::Cell(Cell { matrix: MatrixName::Embeddings, .. }) => {
            return Err(EngineError::EmbeddingByCell);
        }
        Target::Cell(cell) => cell.matrix,
    };
    if !matrix.editable() {
        return Err(EngineError::NotEditable { matrix });
    }
    if matrix == MatrixName::Mask {
        if *value != 0.0 && *value != f32::NEG_INFINITY {
            return Err(EngineError::MaskValue { target: target.clone(), value: *value });
        }
    } else if !(-MAX_EDIT..=MAX_EDIT).contains(value) {
        return Err(EngineError::EditValue { target: target.clone(), value: *value });
    }
    Ok(())
}

/// Writes the edits of one matrix into it and returns the cells written, sorted. An edit
/// outside of the matrix waits for a longer sentence or a wider model.
pub(crate) fn apply(
    edits: &[Edit],
    matrix: MatrixName,
    head: Option<usize>,
    values: &mut ArrayViewMut2<'_, f32>,
) -> Vec<(usize, usize)> {
    let mut edited = Vec::new();
    for edit in edits {
        let Target::Cell(cell) = &edit.target else { continue };
        let place = (cell.row, cell.column);
        if (cell.matrix, cell.head) == (matrix, head)
            && let Some(value) = values.get_mut(place)
        {
            *value = edit.value;
            insert(&mut edited, place);
        }
    }
    edited
}

/// Writes the edits of words into the embeddings, [tokens, d_model], in every row where the
/// word stands, and returns the cells written, sorted.
pub(crate) fn apply_to_words<'a>(
    edits: &[Edit],
    words: impl Iterator<Item = &'a str> + Clone,
    embeddings: &mut ArrayViewMut2<'_, f32>,
) -> Vec<(usize, usize)> {
    let mut edited = Vec::new();
    for edit in edits {
        let Target::Embedding { word, dimension } = &edit.target else { continue };
        for (row, _) in words.clone().enumerate().filter(|(_, spelling)| spelling == word) {
            if let Some(value) = embeddings.get_mut((row, *dimension)) {
                *value = edit.value;
                insert(&mut edited, (row, *dimension));
            }
        }
    }
    edited
}

/// Adds a cell to sorted ones, unless it is there.
fn insert(cells: &mut Vec<(usize, usize)>, cell: (usize, usize)) {
    if let Err(at) = cells.binary_search(&cell) {
        cells.insert(at, cell);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;

    fn cell(matrix: MatrixName, row: usize, column: usize, value: f32) -> Edit {
        let head = matrix.per_head().then_some(0);
        Edit { target: Target::Cell(Cell { matrix, head, row, column }), value }
    }

    #[test]
    fn a_later_edit_wins_and_one_outside_waits() {
        let edits = [
            cell(MatrixName::Keys, 1, 0, 5.0),
            cell(MatrixName::Keys, 0, 1, 2.0),
            cell(MatrixName::Keys, 1, 0, 3.0),
            cell(MatrixName::Keys, 2, 0, 9.0),
            cell(MatrixName::Queries, 0, 0, 9.0),
        ];
        let mut values = Array2::zeros((2, 2));
        let edited = apply(&edits, MatrixName::Keys, Some(0), &mut values.view_mut());
        assert_eq!(values, array![[0.0, 2.0], [3.0, 0.0]]);
        assert_eq!(edited, [(0, 1), (1, 0)]);
    }

    #[test]
    fn an_embedding_changes_wherever_its_word_stands() {
        let target = Target::Embedding { word: "a".into(), dimension: 1 };
        let mut values = Array2::zeros((3, 2));
        let words = ["a", "b", "a"].into_iter();
        let edited = apply_to_words(&[Edit { target, value: 4.0 }], words, &mut values.view_mut());
        assert_eq!(values, array![[0.0, 4.0], [0.0, 0.0], [0.0, 4.0]]);
        assert_eq!(edited, [(0, 1), (2, 1)]);
    }

    #[test]
    fn refuses_what_cannot_be_computed_with() {
        let refused = |edit: Edit| check(&[edit]).is_err();
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1.1e6] {
            assert!(refused(cell(MatrixName::Queries, 0, 0, value)), "{value}");
        }
        for value in [f32::NAN, f32::INFINITY, 1.0] {
            assert!(refused(cell(MatrixName::Mask, 0, 0, value)), "{value}");
        }
        assert!(refused(cell(MatrixName::Scores, 0, 0, 1.0)));
        assert!(refused(cell(MatrixName::Embeddings, 0, 0, 1.0)));
        assert!(!refused(cell(MatrixName::Mask, 0, 0, f32::NEG_INFINITY)));
        assert!(!refused(cell(MatrixName::OutputWeights, 99, 99, -1e6)));
    }
}
