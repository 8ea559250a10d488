//! What each way to attend loses on the sentence.

use attention::variant::{ALL, Origin, Size};
use serde::{Deserialize, Serialize};

use super::heads::Heads;
use super::{Cost, Loss, WaySettings};
use crate::{EngineError, Settings};

/// What one way to attend loses on the sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lost {
    /// The way to attend, by its name in [`super::WAYS`].
    pub way: String,
    /// What one head costs for a sentence of that length.
    pub cost: Cost,
    /// Its pairs over those of full attention; 0 for an empty sentence.
    pub coverage: f64,
    /// How far the output of all heads is from that of full attention, or why it has none.
    pub loss: Result<Loss, EngineError>,
}

/// What each way to attend loses on the sentence, in the order of [`super::WAYS`], with its
/// own pairs within the settings' mask. Full attention is computed naively, so that the fast
/// ones lose their rounding.
///
/// # Errors
///
/// As [`crate::run`], and if a setting of a way makes no sense.
///
/// ```
/// use engine::Settings;
/// use engine::cost::{WaySettings, losses};
///
/// let settings = WaySettings { window: 2, random: 0, ..WaySettings::default() };
/// let seen = losses(&Settings::default(), &settings)?;
/// let relative = |at: usize| seen[at].loss.clone().map(|loss| loss.relative);
/// assert!(relative(1)? < 1e-6); // flash
/// assert_eq!((seen[2].way.as_str(), seen[2].cost.pairs), ("sliding_window", 7));
/// assert!(relative(2)? > 0.01);
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn losses(settings: &Settings, ways: &WaySettings) -> Result<Vec<Lost>, EngineError> {
    let heads = Heads::new(settings)?;
    let size = Size { n: heads.n(), d: heads.trace.d_k, causal: heads.is_causal() };
    let mut full = None;
    let lost = ALL.iter().map(|entry| {
        let way = (entry.build)(ways.into());
        let cost: Cost = way.cost(size)?.into();
        let full = *full.get_or_insert(cost.pairs);
        let loss = match way.origin() {
            _ if size.n == 0 => Ok(Loss::default()),
            Origin::Estimated => heads.check_unseen().and_then(|()| heads.loss(way.as_ref())),
            Origin::Exact | Origin::Reconstructed => heads.loss(way.as_ref()),
        };
        let coverage = cost.pairs as f64 / full.max(1) as f64;
        Ok(Lost { way: entry.name.into(), cost, coverage, loss })
    });
    lost.collect()
}
