//! The pictures of one step, as large as the space allows.

use std::rc::Rc;

use engine::{Axis, Cell};
use scene::Theme;
use scene::layout::{Cross, Factors, Gutters, Part as Place};
use yew::{Callback, Html, Properties, component, html, use_node_ref};

use super::layout::{Block, Item, Layout};
use crate::components::{Figure, Look, Marks, Pointing, gutter, label_width};
use crate::hooks::{use_size, use_viewport};
use crate::ledger_text::number;
use crate::links::{Part, sources};
use crate::words;

/// Space between pictures, in CSS pixels.
const GAP: f64 = 16.0;
/// Height of a caption with its legend.
const CAPTION: f64 = 62.0;
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

/// Below this width of the window the page scrolls; the style sheet has the same number.
const NARROW: f64 = 1100.0;

/// The room that the pictures have, and the smallest cell they should come to.
#[derive(Clone, Copy)]
struct Space {
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

/// What the stage shows.
#[derive(Properties, PartialEq)]
pub struct StageProps {
    /// The pictures.
    pub layout: Layout,
    /// The tokens as shown.
    pub tokens: Rc<[String]>,
    /// Light or dark.
    pub theme: Theme,
    /// The cell pointed at.
    pub hover: Option<Cell>,
    /// The cell whose ledger is open.
    pub locked: Option<Cell>,
    /// Tells what the learner does.
    pub on: Callback<Pointing>,
}

/// The pictures of one step.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let node = use_node_ref();
    let size = use_size(node.clone());
    let viewport = use_viewport();
    let is_narrow = viewport.0 < NARROW;
    // In a narrow window the page scrolls and the stage is as high as its pictures, so the
    // window, not the stage, says how high they may be.
    let space = size.map(|(width, height)| match is_narrow {
        false => Space { width: width - 32.0, height: height - 20.0, least: CELL.0 },
        true => {
            Space { width: width - 24.0, height: (viewport.1 * 0.62).max(340.0), least: FINGER }
        }
    });
    let content = space.map(|space| match &props.layout {
        Layout::Row(items) => row(props, items, space),
        Layout::Cross { left, blocks } => cross(props, left, blocks, space),
    });
    html! { <div ref={node} class="stage" tabindex="-1">{ content }</div> }
}

fn row(props: &StageProps, items: &[Item], space: Space) -> Html {
    let Space { width, height, .. } = space;
    let columns: f64 = items.iter().map(|item| item.matrix.values.ncols() as f64).sum();
    let rows = items.iter().map(|item| item.matrix.values.nrows() as f64).fold(1.0, f64::max);
    let gutters = Gutter::of(&props.tokens);
    let count = items.len() as f64;
    let sums = items.iter().filter(|item| item.sums).count() as f64 * SUM;
    let named = items.iter().filter(|item| item.named).count() as f64;
    let operators: f64 = items
        .iter()
        .filter_map(|item| item.operator.as_deref())
        .map(|sign| (label_width(sign) * 1.3).max(20.0) + GAP)
        .sum();
    let chrome = sums + named * gutters.left + (count - 1.0).max(0.0) * GAP + operators;
    let caption = if items.iter().all(|item| item.compact) { COMPACT } else { CAPTION };
    // Eight heads side by side would be eight slivers; wrapped to lines they can be seen.
    let lines = if items.len() > 4 { 2.0 } else { 1.0 };
    let cell_width =
        space.fit((width * lines - chrome) / columns.max(1.0), columns / count.max(1.0));
    let across = gutters.across(items.iter().any(|i| i.matrix.columns == Axis::Tokens), cell_width);
    let cell_height = space.fit((height / lines - caption - across) / rows, rows);
    let cell = (cell_width.min(cell_height * 1.8), cell_height.min(cell_width));
    let figures = items.iter().enumerate().map(|(index, item)| {
        let operator = item.operator.as_ref().map(|sign| {
            html! { <span class="operator" aria-hidden="true">{ sign.clone() }</span> }
        });
        let left = if item.named { gutters.left } else { 0.0 };
        let picture = figure(props, item, cell, (left, across), true);
        html! { <div key={index} class="term">{ operator }{ picture }</div> }
    });
    html! { <div class="row">{ for figures }</div> }
}

fn cross(props: &StageProps, left: &Item, blocks: &[Block], space: Space) -> Html {
    let Space { width, height, .. } = space;
    let (rows, inner) = left.matrix.values.dim();
    let columns = blocks.first().map_or(0, |block| block.result.matrix.values.ncols());
    // What is turned stands below the results, as high as they are.
    let is_turned = blocks.iter().any(|block| block.turned.is_some());
    let lines = if is_turned { 2 } else { 1 };
    let factors = Factors { rows: rows * lines, inner, columns, blocks: blocks.len() };
    let gutters = Gutter::of(&props.tokens);
    let beside = match blocks.iter().all(|block| !block.result.named) {
        true => DIMENSIONS,
        false => gutters.left,
    };
    let has_tokens = |item: &Item| item.matrix.columns == Axis::Tokens;
    let tokens_across = blocks.iter().any(|block| has_tokens(&block.result)) || has_tokens(left);
    let fitted = |across: f64| {
        let gutters = Gutters {
            left: gutters.left,
            top: across + CAPTION,
            across: GAP + beside,
            down: across + GAP / 2.0,
            between: GAP + beside,
        };
        Cross::fit(
            factors,
            gutters,
            width,
            height - CAPTION - (lines - 1) as f64 * (CAPTION + across),
        )
    };
    // How much height the labels need depends on the width of the cells and the other way
    // round; from the least height the second try is right or a little generous.
    let width_of = |cross: &Cross| cross.place(Place::Result(0)).grid.cell_width;
    let across = gutters.across(tokens_across, width_of(&fitted(18.0)));
    let fitted = fitted(across);
    let look = |place: Place| {
        let grid = fitted.place(place).grid;
        let total = (inner + columns * blocks.len()) as f64;
        let width = space.fit(grid.cell_width, total);
        (width, grid.cell_height.min(width))
    };
    let gutter = (beside, across);
    let tops = blocks.iter().enumerate().map(|(index, block)| {
        figure(props, &block.right, look(Place::Right(index)), gutter, false)
    });
    let results = blocks.iter().enumerate().map(|(index, block)| {
        figure(props, &block.result, look(Place::Result(index)), gutter, true)
    });
    let turned = blocks.iter().enumerate().filter_map(|(index, block)| {
        let item = block.turned.as_ref()?;
        Some(figure(props, item, look(Place::Result(index)), gutter, true))
    });
    html! {
        <div class="cross" style={format!("--blocks:{}", blocks.len())}>
            <div class="corner" aria-hidden="true" />
            <>{ for tops }</>
            { figure(props, left, look(Place::Left), (gutters.left, across), true) }
            <>{ for results }</>
            { is_turned.then(|| html! { <p class="corner">{ "each pair of dimensions turned by its angle θ:" }</p> }) }
            <>{ for turned }</>
        </div>
    }
}

fn figure(
    props: &StageProps,
    item: &Item,
    cell: (f64, f64),
    gutter: (f64, f64),
    below: bool,
) -> Html {
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
    let marks = Marks { cursor: place(props.hover), locked: place(props.locked), parts };
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
        match tokens && self.left - 8.0 > pitch - 2.0 {
            true => self.left,
            false => 18.0,
        }
    }
}

/// What a screen reader says of the cell pointed at.
pub fn spoken(layout: &Layout, tokens: &[String], cell: Option<Cell>) -> String {
    let Some(cell) = cell else { return String::new() };
    let is_it = |item: &&Item| item.matrix.name == cell.matrix && item.matrix.head == cell.head;
    let Some(item) = layout.items().into_iter().find(is_it) else { return String::new() };
    let Some(value) = item.matrix.get(cell.row, cell.column) else { return String::new() };
    let row = words::label(item.matrix.rows, cell.row, tokens);
    let column = words::label(item.matrix.columns, cell.column, tokens);
    format!("{row}, {column}: {}", scene::format::digits(value, 4))
}
