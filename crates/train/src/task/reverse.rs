//! The sequence, backwards.

use rand_pcg::Pcg32;

use super::{Bound, Bounds, Odds, Recipe, Settings, Task, bag::expected_largest, draw, words};
use crate::Batch;

/// At token i of n, name the word at n − 1 − i. All words are random.
///
/// Without order: if n is even, the word asked for is any of the n − 1 others, and the best
/// guess is the commonest of them, right in E[largest count among n − 1 words] of n − 1
/// cases. If n is odd, one token in n is the middle and asks for itself; that makes the word
/// asked for any of all n, and the best guess is right in E[largest count among n words] of
/// n cases.
#[derive(Clone, Copy, Debug)]
pub struct Reverse;

impl Task for Reverse {
    fn name(&self) -> &'static str {
        "reverse"
    }

    fn title(&self) -> &'static str {
        "Reverse"
    }

    fn description(&self) -> &'static str {
        "Words come in random order. Write them backwards: at the first word name the last, at \
         the second the last but one. Both the place and the length count."
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            length: Bound { least: 3, most: 32, default: 8 },
            vocabulary: Bound { least: 2, most: words::WORDS.len(), default: 6 },
            k: Bound::UNUSED,
        }
    }

    fn recipe(&self) -> Recipe {
        Recipe { layers: 2, steps: 1500 }
    }

    fn words(&self, settings: Settings) -> Vec<&'static str> {
        words::words(settings.vocabulary)
    }

    fn answers(&self, settings: Settings) -> Vec<&'static str> {
        words::words(settings.vocabulary)
    }

    fn admits(&self, _settings: Settings, length: usize) -> bool {
        length >= 2
    }

    fn odds(&self, settings: Settings, length: usize) -> Odds {
        let asked = length as f64;
        // The words among which the one asked for is any.
        let candidates = if length.is_multiple_of(2) { length.saturating_sub(1) } else { length };
        let right = expected_largest(candidates, settings.vocabulary) / candidates.max(1) as f64;
        let chance = asked / settings.vocabulary.max(1) as f64;
        Odds { asked, chance, ceiling: asked * right }
    }

    /// Half of the words asked for are still hidden.
    fn masked_ceiling(&self, _settings: Settings, _length: usize) -> Option<f64> {
        None
    }

    fn write(&self, settings: Settings, length: usize, rng: &mut Pcg32, batch: &mut Batch) {
        let start = batch.tokens.len();
        batch.tokens.extend((0..length).map(|_| draw::below(rng, settings.vocabulary)));
        batch.targets.extend(batch.tokens[start..].iter().rev().map(|&word| Some(word)));
    }
}
