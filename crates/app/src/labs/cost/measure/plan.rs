//! What the address says is to be measured.

use engine::MaskKind;
use engine::measuring::{LENGTHS, Measuring};

use crate::state::{Inputs, VARIANTS};

/// The longest sequence that a page without a worker measures, in tokens: it can't be called
/// off in the middle of one.
pub const LONGEST_INLINE: usize = 2048;

/// The measurement that these choices make.
pub fn plan(inputs: &Inputs, is_inline: bool) -> Measuring {
    let cost = inputs.cost;
    let longest = if is_inline { cost.longest.min(LONGEST_INLINE) } else { cost.longest };
    let chosen = VARIANTS.iter().zip(cost.measured).filter(|(_, is_in)| *is_in);
    Measuring {
        variants: chosen.map(|(name, _)| (*name).to_owned()).collect(),
        lengths: LENGTHS.into_iter().filter(|n| *n <= longest).collect(),
        d: cost.d_k,
        causal: inputs.settings.mask == MaskKind::Causal,
        window: cost.window,
        globals: cost.globals,
        random: cost.random,
        block: cost.block,
        features: cost.features,
        seed: cost.draw,
    }
}
