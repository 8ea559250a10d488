//! How the heads of a model are numbered.

use models::transformer::Stack;

use crate::architectures::Loaded;

/// Where a head is in its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadPlace {
    /// Which attention.
    pub stack: Stack,
    /// Its layer, from 0.
    pub layer: usize,
    /// Its number in the layer, from 0.
    pub head: usize,
}

impl Loaded {
    /// The attentions that the model has, in the order in which their heads are numbered.
    pub fn stacks(&self) -> &'static [Stack] {
        Stack::of(self.transformer().config().family)
    }

    /// The number of a head: heads are counted from 0 through all attentions, layer by layer.
    /// Nothing if the model hasn't that head.
    pub fn head_number(&self, HeadPlace { stack, layer, head }: HeadPlace) -> Option<usize> {
        let config = self.transformer().config();
        let at = self.stacks().iter().position(|of| *of == stack)?;
        let is_there = layer < config.layers && head < config.heads;
        is_there.then(|| (at * config.layers + layer) * config.heads + head)
    }

    /// The head of a number, as [`Loaded::head_number`] gives it.
    pub fn head_at(&self, number: usize) -> Option<HeadPlace> {
        let config = self.transformer().config();
        let row = number.checked_div(config.heads)?;
        let at = row.checked_div(config.layers)?;
        let stack = *self.stacks().get(at)?;
        Some(HeadPlace { stack, layer: row % config.layers, head: number % config.heads })
    }

    /// The heads whose bits are set, the first head's being the lowest; bits of no head are passed
    /// over.
    pub fn heads_of(&self, bits: u64) -> Vec<HeadPlace> {
        let set = (0..u64::BITS).filter(|at| bits >> at & 1 == 1);
        set.filter_map(|at| self.head_at(at as usize)).collect()
    }
}
