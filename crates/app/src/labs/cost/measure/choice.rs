//! What to measure, besides what the address says.

use engine::MaskKind;
use engine::cost::WAYS;
use engine::measuring::{LENGTHS, Measuring};

use crate::state::Inputs;

/// The longest sequence that a page without a worker measures, in tokens: it can't be called
/// off in the middle of one.
const LONGEST_INLINE: usize = 2048;

/// What to measure, besides what the address says.
#[derive(Clone, PartialEq)]
pub struct Choice {
    /// Names of variants.
    pub variants: Vec<&'static str>,
    /// The longest sequence, in tokens, one of [`LENGTHS`].
    pub longest: usize,
    /// The width of a query, a key and a value.
    pub d: usize,
}

impl Default for Choice {
    fn default() -> Self {
        let Measuring { d, .. } = Measuring::default();
        Self { variants: WAYS.map(|entry| entry.name).to_vec(), longest: 4096, d }
    }
}

impl Choice {
    /// The plan that this makes.
    pub fn plan(&self, inputs: &Inputs, is_inline: bool) -> Measuring {
        let longest = if is_inline { self.longest.min(LONGEST_INLINE) } else { self.longest };
        let cost = inputs.cost;
        Measuring {
            variants: self.variants.iter().map(|name| (*name).to_owned()).collect(),
            lengths: LENGTHS.into_iter().filter(|n| *n <= longest).collect(),
            d: self.d,
            causal: inputs.settings.mask == MaskKind::Causal,
            window: cost.window,
            globals: cost.globals,
            random: cost.random,
            block: cost.block,
            features: cost.features,
            seed: cost.draw,
        }
    }
}
