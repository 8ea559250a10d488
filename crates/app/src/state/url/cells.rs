//! Cells and their edits as values of the URL.

use engine::{Cell, Edit, MAX_D_MODEL, MatrixName, Target};

use crate::numbers::{javascript, parse};
use crate::state::Inputs;
use crate::steps::Step;

/// `row,column` of the step's own matrix, or `row,column,matrix` of another one.
pub(super) fn read_cell(inputs: &Inputs, value: &str) -> Option<Cell> {
    let mut parts = value.split(',').map(str::trim);
    let row = parts.next()?.parse().ok()?;
    let column = parts.next()?.parse().ok()?;
    let matrix = match parts.next() {
        Some(name) => matrix(name)?,
        None => inputs.step.matrix()?,
    };
    let head = matrix.per_head().then(|| inputs.head.min(inputs.settings.heads - 1));
    parts.next().is_none().then_some(Cell { matrix, head, row, column })
}

pub(super) fn write_cell(step: Step, cell: &Cell) -> String {
    let Cell { matrix, row, column, .. } = cell;
    match step.matrix() == Some(*matrix) {
        true => format!("{row},{column}"),
        false => format!("{row},{column},{}", matrix.name()),
    }
}

fn matrix(name: &str) -> Option<MatrixName> {
    MatrixName::ALL.into_iter().find(|matrix| matrix.name() == name)
}

/// `embeddings,dimension,value,word` or `matrix,head,row,column,value`, the head being
/// empty where there is none. The word comes last since it may hold commas.
pub(super) fn read_edit(value: &str) -> Option<Edit> {
    let finite = |text: &str| match text {
        "-Infinity" => Some(f32::NEG_INFINITY),
        text => parse(text),
    };
    if let Some(rest) = value.strip_prefix("embeddings,") {
        let mut parts = rest.splitn(3, ',');
        let dimension = parts.next()?.parse().ok().filter(|d| *d < MAX_D_MODEL)?;
        let value = finite(parts.next()?).filter(|value| value.is_finite())?;
        let word = parts.next()?.to_owned();
        return Some(Edit { target: Target::Embedding { word, dimension }, value });
    }
    let parts: Vec<_> = value.split(',').collect();
    let [name, head, row, column, value] = parts.as_slice() else { return None };
    let matrix = matrix(name).filter(|matrix| matrix.editable())?;
    let head = match matrix.per_head() {
        true => Some(head.parse().ok().filter(|h| *h < MAX_D_MODEL)?),
        false => head.is_empty().then_some(None)?,
    };
    let value = finite(value)?;
    let is_mask = matrix == MatrixName::Mask;
    if is_mask != (value == f32::NEG_INFINITY) && !(is_mask && value == 0.0) {
        return None;
    }
    let cell = Cell { matrix, head, row: row.parse().ok()?, column: column.parse().ok()? };
    Some(Edit { target: Target::Cell(cell), value })
}

pub(super) fn write_edit(edit: &Edit) -> String {
    let value = javascript(edit.value);
    match &edit.target {
        Target::Embedding { word, dimension } => format!("embeddings,{dimension},{value},{word}"),
        Target::Cell(cell) => {
            let head = cell.head.map(|head| head.to_string()).unwrap_or_default();
            format!("{},{head},{},{},{value}", cell.matrix.name(), cell.row, cell.column)
        }
    }
}
