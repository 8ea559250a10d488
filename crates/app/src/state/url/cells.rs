//! Cells and their edits as values of the URL.

use std::collections::HashSet;

use engine::{Cell, Edit, MAX_D_MODEL, MAX_EDIT, MAX_TOKENS, MatrixName, Target};

use super::keys::within;
use crate::numbers::parse;
use crate::state::Inputs;
use crate::steps::Step;

/// `row,column` of the step's own matrix, or `row,column,matrix` of another one.
pub(super) fn read_cell(inputs: &Inputs, value: &str) -> Option<Cell> {
    let mut parts = value.split(',').map(str::trim);
    let row = place(parts.next()?)?;
    let column = place(parts.next()?)?;
    let matrix = match parts.next() {
        Some(name) => matrix(name)?,
        None => inputs.step.matrix()?,
    };
    let head = matrix.per_head().then(|| inputs.head.min(inputs.most_heads() - 1));
    parts.next().is_none().then_some(Cell { matrix, head, row, column })
}

pub(super) fn write_cell(step: Step, cell: &Cell) -> String {
    let Cell { matrix, row, column, .. } = cell;
    match step.matrix() == Some(*matrix) {
        true => format!("{row},{column}"),
        false => format!("{row},{column},{}", matrix.name()),
    }
}

/// A row or column that some sentence and width have. What lies outside of the present ones
/// waits for them.
fn place(text: &str) -> Option<usize> {
    within(text, 0..=MAX_TOKENS.max(MAX_D_MODEL) - 1)
}

fn matrix(name: &str) -> Option<MatrixName> {
    MatrixName::ALL.into_iter().find(|matrix| matrix.name() == name)
}

/// `embeddings,dimension,value,word` or `matrix,head,row,column,value`, the head being
/// empty where there is none. The word comes last since it may hold commas.
pub(super) fn read_edit(value: &str) -> Option<Edit> {
    let number = |text: &str| parse(text).filter(|value| value.abs() <= MAX_EDIT);
    if let Some(rest) = value.strip_prefix("embeddings,") {
        let mut parts = rest.splitn(3, ',');
        let dimension = within(parts.next()?, 0..=MAX_D_MODEL - 1)?;
        let value = number(parts.next()?)?;
        let word = parts.next()?.to_owned();
        return Some(Edit { target: Target::Embedding { word, dimension }, value });
    }
    let parts: Vec<_> = value.split(',').collect();
    let [name, head, row, column, value] = parts.as_slice() else { return None };
    let matrix = matrix(name).filter(|matrix| matrix.editable())?;
    let head = match matrix.per_head() {
        true => Some(within(head, 0..=MAX_D_MODEL - 1)?),
        false => head.is_empty().then_some(None)?,
    };
    let value = match (matrix, *value) {
        (MatrixName::Mask, "0") => 0.0,
        (MatrixName::Mask, "-Infinity") => f32::NEG_INFINITY,
        (MatrixName::Mask, _) => return None,
        (_, value) => number(value)?,
    };
    let cell = Cell { matrix, head, row: place(row)?, column: place(column)? };
    Some(Edit { target: Target::Cell(cell), value })
}

/// Leaves the last edit of each cell, in the order in which these came.
pub(super) fn last_of_each(edits: &mut Vec<Edit>) {
    let mut seen = HashSet::with_capacity(edits.len());
    let is_last: Vec<bool> = edits.iter().rev().map(|edit| seen.insert(&edit.target)).collect();
    let mut is_last = is_last.into_iter().rev();
    edits.retain(|_| is_last.next().unwrap_or_default());
}

pub(super) fn write_edit(edit: &Edit) -> String {
    let value = match edit.value {
        f32::NEG_INFINITY => "-Infinity".to_owned(),
        value => value.to_string(),
    };
    match &edit.target {
        Target::Embedding { word, dimension } => format!("embeddings,{dimension},{value},{word}"),
        Target::Cell(cell) => {
            let head = cell.head.map(|head| head.to_string()).unwrap_or_default();
            format!("{},{head},{},{},{value}", cell.matrix.name(), cell.row, cell.column)
        }
    }
}
