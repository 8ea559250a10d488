//! The heads of a run, with what their pictures are drawn of.

use std::rc::Rc;

use engine::architectures::{HeadGrid, HeadShown, HeadsShown};

use super::said::slug;
use crate::shared::{MatrixRef, Shared};
use crate::state::ArchitecturesChoice;

/// All heads.
pub struct Seen {
    /// What the engine says of them.
    pub shown: HeadsShown,
    /// For each of its grids what the pictures need.
    pub labelled: Vec<Labelled>,
}

/// The pictures of one attention.
pub struct Labelled {
    /// The tokens that ask.
    pub rows: Rc<[String]>,
    /// The tokens that are looked at.
    pub columns: Rc<[String]>,
    /// The weights of each head, layer by layer.
    pub layers: Vec<Vec<MatrixRef>>,
}

/// The head that is open.
pub struct Open<'a> {
    /// The head.
    pub head: &'a HeadShown,
    /// The tokens that ask.
    pub rows: &'a Rc<[String]>,
    /// The tokens that are looked at.
    pub columns: &'a Rc<[String]>,
    /// Its weights.
    pub weights: &'a MatrixRef,
}

impl Seen {
    /// What there is to draw.
    pub fn new(shown: HeadsShown) -> Self {
        let labelled = shown.grids.iter().map(Labelled::new).collect();
        Self { shown, labelled }
    }

    /// The head that was chosen; where the model hasn't that attention, its first, and where that
    /// has fewer layers or heads, the last of them. Nothing if there is none at all.
    pub fn open(&self, choice: ArchitecturesChoice, head: usize) -> Option<Open<'_>> {
        let chosen = self.shown.grids.iter().position(|grid| slug(grid.stack) == choice.stack);
        let at = chosen.unwrap_or_default();
        let (grid, labelled) = (self.shown.grids.get(at)?, self.labelled.get(at)?);
        let layer = choice.layer.min(grid.layers.len().checked_sub(1)?);
        let heads = grid.layers.get(layer)?;
        let head = head.min(heads.len().checked_sub(1)?);
        let (rows, columns) = (&labelled.rows, &labelled.columns);
        let weights = labelled.layers.get(layer)?.get(head)?;
        Some(Open { head: heads.get(head)?, rows, columns, weights })
    }
}

impl Labelled {
    fn new(grid: &HeadGrid) -> Self {
        let weights = |head: &HeadShown| MatrixRef::Alone(Shared::new(head.weights.clone()));
        Self {
            rows: grid.queries.iter().cloned().collect(),
            columns: grid.keys.iter().cloned().collect(),
            layers: grid.layers.iter().map(|layer| layer.iter().map(weights).collect()).collect(),
        }
    }
}
