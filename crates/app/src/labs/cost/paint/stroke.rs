//! One stroke of the brush: cells that are all opened, or all closed.

use engine::cost::paint;
use engine::{Matrix, Settings};

/// One stroke of the brush.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Whether it closes what it goes over.
    closes: bool,
    /// The cells it went over, as (query, key).
    cells: Vec<(usize, usize)>,
    /// The cells that were closed when it began.
    closed: Vec<(usize, usize)>,
}

impl Stroke {
    /// A stroke that begins at a cell and turns it into its opposite; none beside the mask.
    pub fn at(cell: (usize, usize), mask: &Matrix) -> Option<Self> {
        let closes = mask.get(cell.0, cell.1)? > 0.0;
        let closed = mask.values.indexed_iter().filter(|(_, open)| **open == 0.0);
        let closed = closed.map(|(cell, _)| cell).collect();
        Some(Self { closes, cells: vec![cell], closed })
    }

    /// The stroke, gone on over another cell.
    pub fn over(&self, cell: (usize, usize)) -> Self {
        let mut next = self.clone();
        if !next.cells.contains(&cell) {
            next.cells.push(cell);
        }
        next
    }

    /// The settings after the stroke.
    pub fn on(&self, settings: &Settings) -> Settings {
        let left = self.closed.iter().filter(|cell| !self.cells.contains(cell));
        let new = self.cells.iter().filter(|_| self.closes);
        paint(settings, left.chain(new).copied())
    }
}
