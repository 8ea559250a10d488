//! The scores, of which just one tile is there at a time.

use std::cmp::Ordering;
use std::ops::Range;
use std::rc::Rc;

use engine::cost::FlashRun;
use engine::{Cell, Matrix};
use scene::{Domain, Theme};
use yew::{Callback, Html, html};

use super::At;
use crate::components::{Figure, Look, Marks, Pointing, gutter, gutter_above};
use crate::links::Part;
use crate::shared::{MatrixRef, Shared};

/// Up to this width of the stage the panels stand one below the other.
const NARROW: f64 = 620.0;

/// What the picture is drawn of.
pub struct Sight<'a> {
    /// The tiles.
    pub run: &'a FlashRun,
    /// The words.
    pub words: &'a Rc<[String]>,
    /// The scores of all tiles.
    pub scores: &'a Shared<Matrix>,
    /// The cell pointed at.
    pub hover: Option<Cell>,
    /// Light or dark.
    pub theme: Theme,
    /// The width of the stage.
    pub width: f64,
}

impl Sight<'_> {
    /// The scores, with the tiles behind, the one at work, and those ahead.
    pub fn draw(&self, at: At, query: usize, on: &Callback<Pointing>) -> Html {
        let labels = gutter(self.words.iter());
        let cell = self.cell(labels);
        let top = gutter_above(labels, cell.0);
        let domain = Domain::of(self.scores.values.iter().copied());
        html! {
            <>
                <h2>{ "The scores, a tile at a time" }</h2>
                <Figure
                    aloud={true}
                    matrix={MatrixRef::Alone(self.scores.clone())}
                    look={Look { cell, domain, theme: self.theme, transposed: false }}
                    rows={self.words.clone()}
                    columns={self.words.clone()}
                    gutter={(labels, top)}
                    marks={self.marks(at, query)}
                    hint={"Arrow keys move, Enter chooses the query whose arithmetic is written out."}
                    on={on.clone()}
                />
                <p class="fact">{ "Pale: done and forgotten. Blank: not computed yet. Click a row to \
                                   follow its query." }</p>
            </>
        }
    }

    fn cell(&self, labels: f64) -> (f64, f64) {
        let panel =
            if self.width < NARROW { self.width - 16.0 } else { (self.width - 32.0) * 4.0 / 9.0 };
        let n = self.words.len().max(1) as f64;
        let width = ((panel - labels - 8.0) / n).floor().clamp(5.0, 56.0);
        (width, width.clamp(9.0, 34.0))
    }

    fn marks(&self, at: At, query: usize) -> Marks {
        let ends = |range: &Range<usize>| (range.start, range.end);
        let now = match at {
            At::Tile(at, _) => at,
            At::End => self.run.tiles.len(),
        };
        let mut tiles: Vec<_> = self
            .run
            .tiles
            .iter()
            .enumerate()
            .map(|(index, tile)| {
                let class = match index.cmp(&now) {
                    Ordering::Less => "tile done",
                    Ordering::Equal => "tile now",
                    Ordering::Greater => "tile ahead",
                };
                (class, Part::Tile(ends(&tile.queries), ends(&tile.keys)))
            })
            .collect();
        // On top of its neighbours.
        if now < tiles.len() {
            tiles[now..].rotate_left(1);
        }
        let parts = match at {
            At::Tile(_, tile) if !tile.rows.is_empty() => {
                vec![Part::Tile((query, query + 1), ends(&tile.keys))]
            }
            _ => Vec::new(),
        };
        let cursor = self.hover.map(|cell| (cell.row, cell.column));
        Marks { cursor, parts, tiles, ..Marks::default() }
    }
}
