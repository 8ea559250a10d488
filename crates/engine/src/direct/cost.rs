//! What the variants of attention cost.

use attention::variant::{ALL, Globals, Setting, Settings, Size};
use serde::{Deserialize, Serialize};

use super::error::FieldError;

/// Which variant of attention, and over what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name.
    pub variant: String,
    /// How many tokens.
    pub n: u32,
    /// How wide queries, keys and values are.
    pub d: u32,
    /// Whether a query sees only the keys up to its own position.
    pub causal: bool,
    /// The full width of the window: half of it, rounded down, on each side, and the token
    /// itself. Needed by variants with a window.
    pub window: Option<u32>,
    /// The tokens that attend to all and are attended by all; none if absent.
    pub global: Option<Global>,
    /// How many further keys are drawn for each query that isn't global; none if absent.
    pub random: Option<u32>,
    /// How many tokens BigBird takes as one; 1 if absent.
    pub block: Option<u32>,
    /// How many random features stand for the exponential. Needed by the Performer.
    pub features: Option<u32>,
    /// What is random is drawn from it; 0 if absent.
    pub seed: Option<u32>,
}

/// Global tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Global {
    /// The first ones, as many as given; all, if the text is shorter.
    First(u32),
    /// By their positions, in any order; or blocks, if BigBird has blocks.
    At(Vec<u32>),
}

/// What it costs to attend, for one head; each figure at most 2⁵³.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// How many (query, key) are not masked.
    pub pairs: u64,
    /// How many products are added to a sum.
    pub multiply_adds: u64,
    /// The most memory that is held at one time beside queries, keys and values.
    pub bytes: u64,
}

/// What a variant of attention costs, exactly; settings that don't concern it are left aside.
///
/// # Errors
///
/// [`FieldError`] where there is no such variant, a setting that it needs is missing or makes
/// no sense, or a figure is above 2⁵³.
///
/// ```
/// use engine::direct::{Cost, Variant, cost};
///
/// let asked = Variant { variant: "sliding_window".into(), n: 5, d: 4, ..Variant::default() };
/// let refused = cost(&asked).unwrap_err();
/// assert_eq!(refused.to_string(), "window: nothing given; needed a whole number from 0");
///
/// let cost = cost(&Variant { window: Some(2), ..asked })?;
/// // 3 keys for each of 5 queries, but 2 at either end.
/// assert_eq!(cost, Cost { pairs: 13, multiply_adds: 2 * 13 * 4, bytes: 4 * (5 * 4 + 5) });
/// # Ok::<(), engine::direct::FieldError>(())
/// ```
pub fn cost(asked: &Variant) -> Result<Cost, FieldError> {
    let Some(entry) = ALL.iter().find(|entry| entry.name == asked.variant) else {
        let names = ALL.map(|entry| entry.name);
        let (last, others) = names.split_last().unwrap_or((&"", &[]));
        let needed = format!("{} or {last}", others.join(", "));
        return Err(FieldError::new("variant", format!("{:?}", asked.variant), needed));
    };
    let or = |given: Option<u32>, default| given.unwrap_or(default) as usize;
    let needed = |setting, field: &str, given: Option<u32>, needed| {
        if given.is_none() && entry.takes.contains(&setting) {
            return Err(FieldError::new(field, "nothing", needed));
        }
        Ok(or(given, 1))
    };
    let settings = Settings {
        window: needed(Setting::Window, "window", asked.window, "a whole number from 0")?,
        globals: globals(asked)?,
        random: or(asked.random, 0),
        block: or(asked.block, 1),
        features: needed(Setting::Features, "features", asked.features, "a whole number from 1")?,
        seed: asked.seed.unwrap_or_default(),
    };
    let size = Size { n: asked.n as usize, d: asked.d as usize, causal: asked.causal };
    let attention::variant::Cost { pairs, multiply_adds, bytes } =
        (entry.build)(settings).cost(size)?;
    Ok(Cost { pairs, multiply_adds, bytes })
}

fn globals(asked: &Variant) -> Result<Globals, FieldError> {
    match &asked.global {
        None => Ok(Globals::default()),
        Some(Global::First(count)) => Ok(Globals::first(*count as usize)),
        Some(Global::At(positions)) => {
            if let Some(at) = positions.iter().position(|&position| position >= asked.n) {
                let needed = format!("a position below n, {}", asked.n);
                return Err(FieldError::new(format!("global[{at}]"), positions[at], needed));
            }
            Ok(Globals::at(positions.iter().map(|&position| position as usize)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(variant: &str) -> Variant {
        let (window, features) = (Some(2), Some(3));
        Variant { variant: variant.into(), n: 6, d: 2, window, features, ..Variant::default() }
    }

    fn check(asked: Variant, pairs: u64, multiply_adds: u64) {
        let cost = cost(&asked).unwrap();
        assert_eq!((cost.pairs, cost.multiply_adds), (pairs, multiply_adds), "{asked:?}");
    }

    #[test]
    fn each_variant_has_its_cost() {
        for name in ["full", "flash"] {
            check(asked(name), 36, 144);
            check(Variant { causal: true, ..asked(name) }, 21, 84);
        }
        check(asked("sliding_window"), 16, 64);
        check(asked("longformer"), 16, 64);
        let at = |positions: &[u32]| Some(Global::At(positions.to_vec()));
        check(Variant { global: Some(Global::First(1)), ..asked("longformer") }, 24, 96);
        check(Variant { global: at(&[5, 0]), ..asked("longformer") }, 30, 120);
        check(Variant { random: Some(1), ..asked("big_bird") }, 22, 88);
        check(Variant { block: Some(3), ..asked("big_bird") }, 36, 144);
        // For each token: 2 · 3 · 2 for the features, 2 for a norm, 2 · 3 · 2 + 3 for the sums.
        check(asked("performer"), 36, 6 * 29);
    }

    #[test]
    fn what_has_no_cost_says_why() {
        let check = |asked: Variant, message: &str| {
            assert_eq!(cost(&asked).map_err(|error| error.to_string()), Err(message.into()));
        };
        let names = "full, flash, sliding_window, longformer, big_bird or performer";
        check(asked("linear"), &format!("variant: \"linear\" given; needed {names}"));
        let features = Variant { features: None, ..asked("performer") };
        check(features, "features: nothing given; needed a whole number from 1");
        let none = Variant { features: Some(0), ..asked("performer") };
        check(none, "features: 0 given; needed at least 1");
        let block = Variant { block: Some(0), ..asked("big_bird") };
        check(block, "block: 0 given; needed at least 1");
        let beyond = Variant { global: Some(Global::At(vec![1, 6])), ..asked("longformer") };
        check(beyond, "global[1]: 6 given; needed a position below n, 6");
        let huge = Variant { n: u32::MAX, ..asked("full") };
        check(huge, "n, d: 18446744065119617025 given; needed a cost of at most 9007199254740992");
    }
}
