//! What running over a sequence costs, and the counting of it.

/// What running over a sequence costs.
///
/// ```
/// use models::recurrent::{Draw, Rnn, SequenceLayer};
///
/// let cost = Rnn::invented(Draw { d: 8, h: 4, gain: 1.0, seed: 1 }).cost(10);
/// // 10 inputs · 8 · 4, and 9 states that have one before them · 4 · 4.
/// assert_eq!(cost.multiply_adds, 320 + 144);
/// assert_eq!((cost.steps, cost.path), (10, 10));
/// assert_eq!((cost.kept, cost.carried), (40, 4));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// How many products are added to a sum, or stand alone where gates multiply. Adding a
    /// bias and the functions applied to sums (tanh, σ, exp) aren't among them.
    pub multiply_adds: u64,
    /// How many steps have to wait for the one before, however many hands there are.
    pub steps: u64,
    /// Through how many steps the first word's signal goes until it is in the last output.
    pub path: u64,
    /// How many numbers the way back (back-propagation) needs of the way forth, beside the
    /// inputs and the weights.
    pub kept: u64,
    /// How many numbers have to be carried on where words come one at a time, so that the
    /// next output can be computed.
    pub carried: u64,
}

/// Is told of all work while it is done. A method that does nothing costs nothing.
pub(super) trait Counter {
    /// That many products.
    fn multiply_adds(&mut self, products: usize) {
        let _ = products;
    }

    /// A step that had to wait for the one before.
    fn step(&mut self) {}

    /// Memory for that many numbers, kept for the way back.
    fn keep(&mut self, floats: usize) {
        let _ = floats;
    }

    /// That many numbers go from one step to the next.
    fn carry(&mut self, floats: usize) {
        let _ = floats;
    }
}

/// Counts nothing.
pub(super) struct Nothing;

impl Counter for Nothing {}

/// Counts everything. Every step is on the path from the first word to the last.
#[derive(Default)]
pub(super) struct Tally(pub Cost);

impl Counter for Tally {
    fn multiply_adds(&mut self, products: usize) {
        self.0.multiply_adds += products as u64;
    }

    fn step(&mut self) {
        self.0.steps += 1;
        self.0.path += 1;
    }

    fn keep(&mut self, floats: usize) {
        self.0.kept += floats as u64;
    }

    fn carry(&mut self, floats: usize) {
        self.0.carried = self.0.carried.max(floats as u64);
    }
}
