//! The pictures of one step, as large as the space allows.

mod cross;

use std::rc::Rc;

use engine::{Axis, Cell};
use scene::Theme;
use yew::{Callback, Html, NodeRef, classes, hook, html};

use self::cross::cross;
use super::layout::{Item, Layout};
use crate::components::{Figure, Look, Marks, Pointing, gutter, gutter_above, label_width};
use crate::hooks::{by_type, use_room, use_size};
use crate::ledger_text::number;
use crate::links::{Part, sources};
use crate::words;

/// Space between pictures, in CSS pixels.
const GAP: f64 = 16.0;
// These grow with the type.
/// Height of a caption with its legend.
const CAPTION: f64 = 62.0;
/// Width that a caption needs.
const CAPTION_WIDTH: f64 = 150.0;
/// Height of a caption that says the head and no more.
const COMPACT: f64 = 36.0;
/// Width of labels that are numbers.
const DIMENSIONS: f64 = 20.0;
/// Width of a sum beside a row.
const SUM: f64 = 44.0;
/// The smallest and the largest cell.
const CELL: (f64, f64) = (5.0, 96.0);
/// The smallest cell that a finger can hit; in a narrow window the stage scrolls instead of
/// going below, as long as the matrix is small.
const FINGER: f64 = 20.0;
/// Up to so many cells in a line a matrix is small.
const SMALL: f64 = 24.0;

/// Below this width of the page it scrolls; the style sheet has the same number.
const NARROW: f64 = 1100.0;

/// The room that the pictures have, and the smallest cell they should come to.
#[derive(Clone, Copy)]
pub struct Space {
    width: f64,
    height: f64,
    least: f64,
}

impl Space {
    /// A cell of this size, within bounds, in whole pixels.
    fn fit(self, size: f64, count: f64) -> f64 {
        let least = if count <= SMALL { self.least } else { CELL.0 };
        size.floor().clamp(least, CELL.1)
    }
}

/// The room that the stage has, as soon as it was measured. `is_there` tells whether the
/// stage is in the page.
#[hook]
pub fn use_space(stage: &NodeRef, is_there: bool) -> Option<Space> {
    let size = use_size(stage.clone(), is_there);
    let room = use_room();
    // In a narrow window the page scrolls and the stage is as high as its pictures, so the
    // window, not the stage, says how high they may be.
    let high = (room.height * 0.62).max(340.0);
    size.map(|(width, height)| match (room.width < NARROW, room.is_endless) {
        (false, false) => Space { width: width - 32.0, height: height - 20.0, least: CELL.0 },
        (false, true) => Space { width: width - 32.0, height: high, least: CELL.0 },
        (true, _) => Space { width: width - 24.0, height: high, least: FINGER },
    })
}

/// What the stage shows.
pub struct Stage<'a> {
    /// The pictures.
    pub layout: &'a Layout,
    /// The tokens as shown.
    pub tokens: &'a Rc<[String]>,
    /// The room for it.
    pub space: Space,
    /// Light or dark.
    pub theme: Theme,
    /// The cell pointed at.
    pub hover: Option<Cell>,
    /// The cell whose ledger is open.
    pub locked: Option<Cell>,
    /// Tells what the learner does.
    pub on: &'a Callback<Pointing>,
}

impl Stage<'_> {
    /// The pictures of one step.
    pub fn draw(&self) -> Html {
        match self.layout {
            Layout::Row(items) => row(self, items, self.space),
            Layout::Cross { left, blocks } => cross(self, left, blocks, self.space),
        }
    }
}

fn row(props: &Stage, items: &[Item], space: Space) -> Html {
    let beside = beside(props, items, space);
    // Wide matrices of few rows are larger one below the other, columns level.
    let stacked = stacked(props, items, space);
    let is_stacked = items.len() <= 4 && stacked.area() > beside.area();
    let Fit { cell, across } = if is_stacked { stacked } else { beside };
    let left = Gutter::of(props.tokens).left;
    let figures = items.iter().enumerate().map(|(index, item)| {
        let operator = item.operator.as_ref().map(|sign| {
            html! { <span class="operator" aria-hidden="true">{ sign.clone() }</span> }
        });
        let is_named = item.named || is_stacked;
        let item = Item { named: is_named, ..item.clone() };
        let left = if is_named { left } else { 0.0 };
        let picture = figure(props, &item, cell, (left, across), true);
        html! { <div key={index} class="term">{ operator }{ picture }</div> }
    });
    html! { <div class={classes!("row", is_stacked.then_some("stacked"))}>{ for figures }</div> }
}

/// The height of a row's label, in CSS pixels.
const LINE: f64 = 15.0;

/// A size of the cells, and the height of the labels that it calls for.
#[derive(Clone, Copy)]
struct Fit {
    cell: (f64, f64),
    across: f64,
}

impl Fit {
    fn area(&self) -> f64 {
        self.cell.0 * self.cell.1
    }

    /// For cells of up to that width; `across` gives the height of labels above columns so far
    /// apart, and `height` that of cells below labels of some height.
    fn of(width: f64, across: impl Fn(f64) -> f64, height: impl Fn(f64) -> f64) -> Self {
        let fit = |across| Self::new(width, height(across), across);
        let flat = fit(across(width));
        // Low cells are narrower too, and then labels may have no room to lie flat after all.
        let needed = across(flat.cell.0);
        if needed > flat.across { fit(needed) } else { flat }
    }

    fn new(width: f64, height: f64, across: f64) -> Self {
        // Where many columns make cells narrow, a row is still as high as its word.
        Self { cell: (width.min(height * 2.0), height.min(width.max(by_type(LINE)))), across }
    }
}

/// The width of a sign between two pictures and of the gap before it.
fn operator_width(sign: &str) -> f64 {
    by_type((label_width(sign) * 1.3).max(20.0)) + GAP
}

fn has_tokens(item: &Item) -> bool {
    item.matrix.columns == Axis::Tokens
}

/// The pictures side by side.
fn beside(props: &Stage, items: &[Item], space: Space) -> Fit {
    let columns: f64 = items.iter().map(|item| item.matrix.values.ncols() as f64).sum();
    let rows = items.iter().map(|item| item.matrix.values.nrows() as f64).fold(1.0, f64::max);
    let gutters = Gutter::of(props.tokens);
    let count = items.len() as f64;
    let sums = items.iter().filter(|item| item.sums).count() as f64 * by_type(SUM);
    let named = items.iter().filter(|item| item.named).count() as f64;
    let operators: f64 =
        items.iter().filter_map(|item| item.operator.as_deref()).map(operator_width).sum();
    let chrome = sums + named * gutters.left + (count - 1.0).max(0.0) * GAP + operators;
    let caption =
        if items.iter().all(|item| item.compact) { by_type(COMPACT) } else { by_type(CAPTION) };
    // Eight heads side by side would be eight slivers; wrapped to lines they can be seen.
    let lines = if items.len() > 4 { 2.0 } else { 1.0 };
    let width =
        space.fit((space.width * lines - chrome) / columns.max(1.0), columns / count.max(1.0));
    let height = |across| space.fit((space.height / lines - caption - across) / rows, rows);
    Fit::of(width, |pitch| gutters.across(items.iter().any(has_tokens), pitch), height)
}

/// The pictures one below the other.
fn stacked(props: &Stage, items: &[Item], space: Space) -> Fit {
    let columns = items.iter().map(|item| item.matrix.values.ncols() as f64).fold(1.0, f64::max);
    let rows: f64 = items.iter().map(|item| item.matrix.values.nrows() as f64).sum();
    let count = items.len() as f64;
    let gutters = Gutter::of(props.tokens);
    let operator = items
        .iter()
        .filter_map(|item| item.operator.as_deref())
        .map(operator_width)
        .fold(0.0, f64::max);
    let sums = if items.iter().any(|item| item.sums) { by_type(SUM) } else { 0.0 };
    let width = space.fit((space.width - gutters.left - operator - sums) / columns, columns);
    let height = |across| {
        let chrome = count * (by_type(CAPTION) + across) + (count - 1.0).max(0.0) * GAP;
        space.fit((space.height - chrome) / rows.max(1.0), rows)
    };
    Fit::of(width, |pitch| gutters.across(items.iter().any(has_tokens), pitch), height)
}

fn figure(props: &Stage, item: &Item, cell: (f64, f64), gutter: (f64, f64), below: bool) -> Html {
    let matrix = &item.matrix;
    let look = Look { cell, domain: item.domain, theme: props.theme, transposed: item.transposed };
    let is_here = |cell: &Cell| cell.matrix == matrix.name && cell.head == matrix.head;
    let place = |cell: Option<Cell>| cell.filter(is_here).map(|cell| (cell.row, cell.column));
    let lit = props.hover.or(props.locked);
    let parts =
        lit.filter(|cell| matrix.head.is_none() || cell.head.is_none() || cell.head == matrix.head);
    let parts: Vec<Part> = parts
        .zip(matrix.trace())
        .map(|(cell, trace)| sources(trace, cell))
        .unwrap_or_default()
        .into_iter()
        .filter(|(name, _)| *name == matrix.name)
        .map(|(_, part)| part)
        .collect();
    let marks = Marks {
        cursor: place(props.hover),
        locked: place(props.locked),
        parts,
        ..Marks::default()
    };
    let notes = item.sums.then(|| {
        matrix.values.rows().into_iter().map(|row| format!("Σ {}", number(row.sum()))).collect()
    });
    let head = matrix.head.map(|head| head.to_string()).unwrap_or_default();
    let key = format!("{}{head}", matrix.name.name());
    html! {
        <Figure
            {key}
            matrix={matrix.clone()}
            {look}
            rows={props.tokens.clone()}
            columns={props.tokens.clone()}
            {gutter}
            shared={item.shared}
            legend={item.legend}
            named={item.named}
            compact={item.compact}
            {below}
            {marks}
            {notes}
            symbol={item.symbol}
            on={props.on.clone()}
        />
    }
}

/// Space for labels.
struct Gutter {
    left: f64,
}

impl Gutter {
    fn of(tokens: &[String]) -> Self {
        Self { left: gutter(tokens) }
    }

    /// The height above the columns: a line where labels fit side by side, as much as they
    /// are long where they stand upright.
    fn across(&self, tokens: bool, pitch: f64) -> f64 {
        // Numbers always lie flat.
        gutter_above(if tokens { self.left } else { 0.0 }, pitch)
    }
}

/// What a screen reader says of the cell pointed at.
pub fn spoken(layout: &Layout, tokens: &[String], cell: Cell) -> String {
    let is_it = |item: &&Item| item.matrix.name == cell.matrix && item.matrix.head == cell.head;
    let Some(item) = layout.items().into_iter().find(is_it) else { return String::new() };
    let Some(value) = item.matrix.get(cell.row, cell.column) else { return String::new() };
    let row = words::label(item.matrix.rows, cell.row, tokens);
    let column = words::label(item.matrix.columns, cell.column, tokens);
    format!("{row}, {column}: {}", scene::format::digits(value, 4))
}
