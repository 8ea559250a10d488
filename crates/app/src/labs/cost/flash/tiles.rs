//! The scores, of which just one tile is there at a time.

use std::rc::Rc;

use engine::cost::{FlashRun, Tile};
use engine::{Cell, MatrixName};
use scene::{Domain, Theme};
use yew::{Callback, Html, html};

use super::At;
use crate::components::{Figure, Look, Marks, Pointing, gutter};
use crate::links::Part;
use crate::shared::{MatrixRef, Shared};

/// Up to this width of the stage the panels stand one below the other.
const NARROW: f64 = 620.0;

/// All tiles of the picture: those behind, the one at work, those ahead.
#[allow(clippy::too_many_arguments, reason = "each is one thing to draw")]
pub fn tiles(
    run: &FlashRun,
    at: At,
    query: usize,
    words: &Rc<[String]>,
    hover: Option<Cell>,
    theme: Theme,
    stage: f64,
    on: &Callback<Pointing>,
) -> Option<Html> {
    let matrix = run.matrix(MatrixName::Masked)?.clone();
    let labels = gutter(words.iter());
    let panel = if stage < NARROW { stage - 16.0 } else { (stage - 32.0) / 2.0 };
    let n = words.len().max(1) as f64;
    let width = ((panel - labels - 8.0) / n).floor().clamp(6.0, 56.0);
    let cell = (width, width.clamp(9.0, 34.0));
    let top = if labels - 8.0 > width - 2.0 { labels } else { 18.0 };
    let now = match at {
        At::Tile(at, _) => at,
        At::End => run.tiles.len(),
    };
    let place = |tile: &Tile| {
        let ends = |range: &std::ops::Range<usize>| (range.start, range.end);
        Part::Tile(ends(&tile.queries), ends(&tile.keys))
    };
    let tiles = run.tiles.iter().enumerate().map(|(index, tile)| {
        let class = match index.cmp(&now) {
            std::cmp::Ordering::Less => "tile done",
            std::cmp::Ordering::Equal => "tile now",
            std::cmp::Ordering::Greater => "tile ahead",
        };
        (class, place(tile))
    });
    let parts = match at {
        At::Tile(_, tile) if !tile.rows.is_empty() => {
            vec![Part::Tile((query, query + 1), (tile.keys.start, tile.keys.end))]
        }
        _ => Vec::new(),
    };
    let domain = Domain::of(matrix.values.iter().copied());
    let cursor = hover.map(|cell| (cell.row, cell.column));
    Some(html! {
        <>
            <Figure
                matrix={MatrixRef::Alone(Shared::new(matrix))}
                look={Look { cell, domain, theme, transposed: false }}
                rows={words.clone()}
                columns={words.clone()}
                gutter={(labels, top)}
                marks={Marks { cursor, parts, tiles: tiles.collect(), ..Marks::default() }}
                hint={"Arrow keys move, Enter chooses the query whose arithmetic is written out."}
                on={on.clone()}
            />
            <p class="fact">{ "Pale: done and forgotten. Blank: not computed yet. Click a row to \
                               follow its query." }</p>
        </>
    })
}
