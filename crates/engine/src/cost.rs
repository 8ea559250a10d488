//! What the ways to attend cost, and what they lose: patterns of pairs, a mask of one's own,
//! FlashAttention tile by tile, the Performer's estimate, and the error of each.
//!
//! Each kind of question has a file of its own here and a function that answers it.

mod flash;
mod heads;
mod loss;
mod lost;
mod painted;
mod pattern;
mod performer;
mod reach;
mod traffic;
mod trial;

use attention::variant::{ALL, Globals, Settings as Told, Variant};
use serde::{Deserialize, Serialize};

use crate::EngineError;

pub use crate::direct::{Cost, Global};
pub use attention::variant::Setting;
pub use flash::{FlashQuestion, FlashRun, Row, Running, Tile, flash};
pub use loss::{Loss, slope};
pub use lost::{Lost, losses};
pub use painted::{Painted, paint, painted};
pub use pattern::{MAX_LENGTH, MAX_SIDE, Pattern, PatternQuestion, pattern};
pub use performer::{
    ErrorPoint, Estimate, Falling, MAX_FEATURES, PerformerQuestion, falling, performer,
};
pub use traffic::{Moved, TOKENS, Traffic, WIDTHS, traffic};
pub use trial::{Answers, Asked, Trial, TrialQuestion};

/// A way to attend, for menus: its name and what it can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// The name in URLs and in the JavaScript package.
    pub name: &'static str,
    /// The settings that concern it.
    pub takes: &'static [Setting],
}

/// All ways to attend, in the order of menus.
///
/// ```
/// use engine::cost::{Setting, WAYS};
///
/// let names = WAYS.map(|way| way.name);
/// assert_eq!(names[..3], ["full", "flash", "sliding_window"]);
/// assert_eq!(WAYS[2].takes, [Setting::Window]);
/// ```
// Made when it is compiled, so that a list of names doesn't carry the code behind them.
pub const WAYS: [Way; ALL.len()] = {
    let mut ways = [Way { name: "", takes: &[] }; ALL.len()];
    let mut at = 0;
    while at < ALL.len() {
        ways[at] = Way { name: ALL[at].name, takes: ALL[at].takes };
        at += 1;
    }
    ways
};

/// Everything that a way to attend can be told; each takes what concerns it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaySettings {
    /// The full width of the window: half of it, rounded down, on each side, and the token
    /// itself.
    pub window: usize,
    /// The tokens that attend to all and are attended by all.
    pub global: Global,
    /// How many further keys, drawn at random, each query attends to.
    pub random: usize,
    /// How many tokens BigBird takes as one; `window`, `global` and `random` then count
    /// blocks.
    pub block: usize,
    /// How many random features stand for the exponential.
    pub features: usize,
    /// What all that is random is drawn from.
    pub seed: u32,
}

impl Default for WaySettings {
    /// The `attention` crate's own.
    fn default() -> Self {
        let Told { window, random, block, features, seed, .. } = Told::default();
        Self { window, global: Global::First(1), random, block, features, seed }
    }
}

impl From<&WaySettings> for Told {
    fn from(settings: &WaySettings) -> Self {
        let &WaySettings { window, random, block, features, seed, .. } = settings;
        let globals = match &settings.global {
            Global::First(count) => Globals::first(*count as usize),
            Global::At(positions) => Globals::at(positions.iter().map(|&at| at as usize)),
        };
        Self { window, globals, random, block, features, seed }
    }
}

/// The way of that name.
pub(crate) fn way(name: &str, settings: &WaySettings) -> Result<Box<dyn Variant>, EngineError> {
    let entry = ALL.iter().find(|entry| entry.name == name);
    let entry = entry.ok_or_else(|| EngineError::Way { name: name.into() })?;
    Ok((entry.build)(settings.into()))
}

impl From<attention::variant::Cost> for Cost {
    fn from(cost: attention::variant::Cost) -> Self {
        let attention::variant::Cost { pairs, multiply_adds, bytes } = cost;
        Self { pairs, multiply_adds, bytes }
    }
}
