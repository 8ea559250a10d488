//! What is measured.

use attention::variant::{self, Size, Variant};
use serde::{Deserialize, Serialize};

use crate::cost::{self, Global, WAYS, WaySettings};

/// The lengths on offer, in tokens.
pub const LENGTHS: [usize; 9] = [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384];

/// What is measured: each variant at each length, one head.
///
/// ```
/// use engine::measuring::Measuring;
///
/// let plan = Measuring { window: 128, ..Measuring::default() };
/// let cost = plan.cost("sliding_window", 1024)?;
/// assert_eq!(cost.pairs, 127_936); // 1,024 · 129 − 64 · 65 cut off at the ends
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measuring {
    /// Names out of [`WAYS`].
    pub variants: Vec<String>,
    /// Tokens in a sequence; measured from the shortest to the longest.
    pub lengths: Vec<usize>,
    /// The width of a query, a key and a value.
    pub d: usize,
    /// Whether a query may attend to earlier keys only.
    pub causal: bool,
    /// The full width of the window.
    pub window: usize,
    /// How many of the first tokens are global.
    pub globals: usize,
    /// How many random keys each query of BigBird attends to.
    pub random: usize,
    /// How many tokens BigBird takes as one.
    pub block: usize,
    /// How many random features Performer has.
    pub features: usize,
    /// What queries, keys, values, random keys and features are drawn from.
    pub seed: u32,
}

impl Default for Measuring {
    fn default() -> Self {
        Self {
            variants: WAYS.iter().map(|entry| entry.name.to_owned()).collect(),
            lengths: LENGTHS[..7].to_vec(),
            d: 64,
            causal: false,
            window: 128,
            globals: 1,
            random: 3,
            block: 1,
            features: 256,
            seed: 1,
        }
    }
}

impl Measuring {
    /// The variant of that name with the plan's settings.
    pub(super) fn build(&self, name: &str) -> Result<Box<dyn Variant>, String> {
        let &Self { window, random, block, features, seed, .. } = self;
        let global = Global::First(self.globals as u32);
        let settings = WaySettings { window, global, random, block, features, seed };
        cost::way(name, &settings).map_err(|error| error.to_string())
    }

    /// What one head of the variant of that name costs at that length, by its formula.
    ///
    /// # Errors
    ///
    /// A reason, if there is no such variant or its settings make no sense at that length.
    ///
    /// BigBird's random keys are drawn and counted where a causal mask or a last block that
    /// isn't full cuts them, which takes long for a long text.
    pub fn cost(&self, name: &str, n: usize) -> Result<variant::Cost, String> {
        let size = Size { n, d: self.d, causal: self.causal };
        self.build(name)?.cost(size).map_err(|error| error.to_string())
    }
}
