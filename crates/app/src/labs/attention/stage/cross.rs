//! A product: its factors, and what comes of them.

use engine::MatrixName;
use scene::layout::{Cross, Factors, Gutters, Part as Place};
use yew::{Html, classes, html};

use super::{
    CAPTION, CAPTION_WIDTH, DIMENSIONS, GAP, Gutter, LINE, Space, Stage, figure, has_tokens,
};
use crate::components::label_line;
use crate::hooks::by_type;
use crate::labs::attention::layout::{Block, Item};

/// Up to so many rows of a product are as high as their words.
const FEW: usize = 12;

/// The smallest cell, in CSS pixels, where all columns are to be in sight.
const NEARLY: f64 = 17.0;

/// The sizes of the cells along each of the four axes, and of what stands around them.
struct Sizes {
    row_height: f64,
    column_width: f64,
    inner_width: f64,
    inner_height: f64,
    /// The height of the labels above a result.
    across: f64,
    /// The width of the labels left of the left factor.
    outer: f64,
    /// The width of the labels left of a block.
    beside: f64,
    /// How many blocks stand side by side.
    per_line: usize,
    /// How wide all of it is.
    width: f64,
}

/// The left factor's rows level with the results', the right factors' columns with those of the
/// results below them; where the page is too narrow for that, the left factor above all.
pub(super) fn cross(props: &Stage, left: &Item, blocks: &[Block], space: Space) -> Html {
    let level = level_sizes(props, left, blocks, space);
    match level.width <= space.width {
        true => draw_level(props, left, blocks, &level),
        false => draw_tall(props, left, blocks, &tall_sizes(props, left, blocks, space, &level)),
    }
}

fn columns(blocks: &[Block]) -> f64 {
    blocks.first().map_or(0.0, |block| block.result.matrix.values.ncols() as f64)
}

fn has_tokens_across(left: &Item, blocks: &[Block]) -> bool {
    blocks.iter().any(|block| has_tokens(&block.result)) || has_tokens(left)
}

/// What is turned, or the bias, stands below the results.
fn below(blocks: &[Block]) -> impl Iterator<Item = &Item> {
    blocks.iter().filter_map(|block| block.below.as_ref())
}

fn rows_below(blocks: &[Block]) -> usize {
    below(blocks).map(|item| item.matrix.values.nrows()).max().unwrap_or(0)
}

/// The sizes of a cross.
fn level_sizes(props: &Stage, left: &Item, blocks: &[Block], space: Space) -> Sizes {
    let Space { width, height, .. } = space;
    let (rows, inner) = left.matrix.values.dim();
    let (columns, count) = (columns(blocks), blocks.len() as f64);
    let rows_below = rows_below(blocks);
    let lines = if rows_below > 0 { 2 } else { 1 };
    let factors =
        Factors { rows: rows + rows_below, inner, columns: columns as usize, blocks: blocks.len() };
    let tokens = Gutter::of(props.tokens);
    // Where one product stands in the cross, its labels, in the arms, name the rows of the
    // left factor and the columns of the right one too, and the right factor's caption has
    // the empty corner.
    let is_single = blocks.len() == 1;
    let (outer, beside) =
        if is_single { (0.0, tokens.left) } else { (tokens.left, by_type(DIMENSIONS)) };
    let tokens_across = has_tokens_across(left, blocks);
    let fitted = |across: f64| {
        let top = if is_single { 0.0 } else { label_line() + by_type(CAPTION) };
        let gutters = Gutters {
            left: outer,
            top,
            across: GAP + beside,
            down: across + GAP / 2.0,
            between: GAP + beside,
        };
        let captions = lines as f64 * by_type(CAPTION) + (lines - 1) as f64 * (across + GAP / 2.0);
        Cross::fit(factors, gutters, width, height - captions)
    };
    // How much height the labels need depends on the width of the cells and the other way
    // round; from the least height the second try is right or a little generous.
    let width_of = |cross: &Cross| cross.place(Place::Result(0)).grid.cell_width;
    let across = tokens.across(tokens_across, width_of(&fitted(label_line())));
    let fitted = fitted(across);
    let result = fitted.place(Place::Result(0)).grid;
    let column_width = space.fit(result.cell_width, columns * count);
    // Captions may be wider than their matrices; what they take is missing for the left factor.
    let block_width = (beside + columns * column_width).max(by_type(CAPTION_WIDTH)) + GAP;
    let rest = (width - outer - count * block_width) / inner.max(1) as f64;
    let inner_width = fitted.place(Place::Left).grid.cell_width.min(rest.floor());
    // So may the left factor's, whose cells have that width then, and one block goes without. Of
    // three it takes less than a gap.
    let least = if is_single { by_type(CAPTION_WIDTH) } else { 0.0 };
    let inner_width = space.fit(inner_width.max(least / inner.max(1) as f64), inner as f64);
    let left_width = (inner as f64 * inner_width).max(least);
    let room = (width - outer - left_width) / count.max(1.0) - beside - GAP;
    let column_width = match is_single {
        true => space.fit(column_width.min(room / columns.max(1.0)), columns),
        false => column_width,
    };
    // Rows that are level have one height, and so have columns one width.
    let row_height = result.cell_height.min(column_width.max(by_type(LINE)));
    // Few rows are named each, though the stage may have to scroll for it.
    let row_height = if rows <= FEW { row_height.max(by_type(LINE)) } else { row_height };
    let inner_height = fitted.place(Place::Right(0)).grid.cell_height.min(column_width);
    // A gap before each block, the first of which parts it from the left factor.
    let block_width = (beside + columns * column_width).max(by_type(CAPTION_WIDTH)) + GAP;
    let width = outer + left_width + count * block_width;
    let per_line = blocks.len();
    Sizes {
        row_height,
        column_width,
        inner_width,
        inner_height,
        across,
        outer,
        beside,
        per_line,
        width,
    }
}

/// The sizes of a cross whose left factor stands above: each line has the whole width, and one
/// block where captions are wider than their share of it.
fn tall_sizes(props: &Stage, left: &Item, blocks: &[Block], space: Space, level: &Sizes) -> Sizes {
    let gutter = Gutter::of(props.tokens);
    let tokens = gutter.left;
    // Rather a little less than a finger needs than a column out of sight.
    let space = Space { least: space.least.min(NEARLY), ..space };
    let (columns, inner) = (columns(blocks).max(1.0), left.matrix.values.ncols().max(1) as f64);
    let all = blocks.len().max(1);
    let share = (space.width - tokens) / all as f64 - GAP;
    let per_line = if share < by_type(CAPTION_WIDTH) { 1 } else { all };
    let count = per_line as f64;
    // The first block of a line has the names of the rows.
    let chrome = tokens + (count - 1.0) * (by_type(DIMENSIONS) + GAP);
    let column_width = space.fit((space.width - chrome) / count / columns, columns * count);
    let inner_width = space.fit((space.width - tokens) / inner, inner);
    let inner_height = level.inner_height.min(column_width);
    let across = gutter.across(has_tokens_across(left, blocks), column_width);
    let (outer, beside) = (tokens, by_type(DIMENSIONS));
    Sizes { column_width, inner_width, inner_height, across, outer, beside, per_line, ..*level }
}

fn draw_level(props: &Stage, left: &Item, blocks: &[Block], sizes: &Sizes) -> Html {
    let Sizes {
        row_height, column_width, inner_width, inner_height, across, outer, beside, ..
    } = *sizes;
    let is_single = blocks.len() == 1;
    let top_gutter = if is_single { 0.0 } else { label_line() };
    let tops = blocks.iter().map(|block| {
        let cell = (column_width, inner_height);
        figure(props, &block.right, cell, (beside, top_gutter), false)
    });
    let product = |item| figure(props, item, (column_width, row_height), (beside, across), true);
    let results = blocks.iter().map(|block| product(&block.result));
    let left_item = Item { named: !is_single, ..left.clone() };
    let left = figure(props, &left_item, (inner_width, row_height), (outer, across), true);
    let class = classes!("cross", is_single.then_some("single"));
    html! {
        <div {class} ~style={format!("--blocks:{}", blocks.len())}>
            <div class="corner" aria-hidden="true" />
            <>{ for tops }</>
            { left }
            <>{ for results }</>
            { said(blocks) }
            <>{ for below(blocks).map(product) }</>
        </div>
    }
}

fn draw_tall(props: &Stage, left: &Item, blocks: &[Block], sizes: &Sizes) -> Html {
    let Sizes { row_height, column_width, inner_width, inner_height, across, .. } = *sizes;
    let Sizes { outer, beside, per_line, .. } = *sizes;
    let is_first = |at: usize| at.is_multiple_of(per_line);
    let gutter = |at: usize| if is_first(at) { outer } else { beside };
    let tops = blocks.iter().enumerate().map(|(at, Block { right, .. })| {
        // Tokens stand upright where they have no room.
        let top = if right.transposed { across } else { label_line() };
        figure(props, right, (column_width, inner_height), (gutter(at), top), false)
    });
    let product = |(at, item): (usize, &Item)| {
        let item = Item { named: is_first(at), ..item.clone() };
        figure(props, &item, (column_width, row_height), (gutter(at), across), true)
    };
    let results = blocks.iter().map(|block| &block.result).enumerate().map(product);
    let left_item = Item { named: true, ..left.clone() };
    let top = if has_tokens(left) { across } else { label_line() };
    let left = figure(props, &left_item, (inner_width, row_height), (outer, top), true);
    html! {
        <div class="cross tall" ~style={format!("--blocks:{per_line}")}>
            { left }
            // Before the weights, which are high, so that they are in sight.
            <>{ for results }</>
            { said(blocks) }
            <>{ for below(blocks).enumerate().map(product) }</>
            <p class="corner">{ match blocks.len() {
                1 => "It is the matrix on top, times this one:",
                _ => "Each is the matrix on top, times one of these:",
            } }</p>
            <>{ for tops }</>
        </div>
    }
}

/// What stands below the results.
fn said(blocks: &[Block]) -> Option<Html> {
    let is_turned = below(blocks).any(|item| item.matrix.name == MatrixName::Queries);
    let said = match is_turned {
        true => "each pair of dimensions turned by its angle θ:",
        false => "with this bias added to each row:",
    };
    (rows_below(blocks) > 0).then(|| html! { <p class="corner">{ said }</p> })
}
