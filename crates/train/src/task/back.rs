//! The word k places back.

use rand_pcg::Pcg32;

use super::{Bound, Bounds, Odds, Recipe, Settings, Task, bag::expected_largest, draw, words};
use crate::Batch;

/// At every token from the k-th on, name the word k places before it. All words are random.
///
/// Without order: the word asked for is any of the n − 1 others, whatever the own word and k
/// are, and the others are random words. So the best guess is the commonest of the others,
/// and it is right in E[largest count among n − 1 words] of n − 1 cases.
#[derive(Clone, Copy, Debug)]
pub struct Back;

impl Task for Back {
    fn name(&self) -> &'static str {
        "back"
    }

    fn title(&self) -> &'static str {
        "The word k places back"
    }

    fn description(&self) -> &'static str {
        "Words come in random order. At each of them, name the word that stood k places \
         before. Whoever knows only which words there are can do no better than to say the \
         one that comes most often."
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            length: Bound { least: 3, most: 32, default: 12 },
            vocabulary: Bound { least: 2, most: words::WORDS.len(), default: 6 },
            k: Bound { least: 1, most: 8, default: 2 },
        }
    }

    fn recipe(&self) -> Recipe {
        Recipe { layers: 1, steps: 800 }
    }

    fn words(&self, settings: Settings) -> Vec<&'static str> {
        words::words(settings.vocabulary)
    }

    fn answers(&self, settings: Settings) -> Vec<&'static str> {
        words::words(settings.vocabulary)
    }

    fn admits(&self, settings: Settings, length: usize) -> bool {
        length > settings.k
    }

    fn odds(&self, settings: Settings, length: usize) -> Odds {
        let asked = length.saturating_sub(settings.k) as f64;
        let others = length.saturating_sub(1);
        let right = expected_largest(others, settings.vocabulary) / others.max(1) as f64;
        let chance = asked / settings.vocabulary.max(1) as f64;
        Odds { asked, chance, ceiling: asked * right }
    }

    /// At place i, the word asked for is any of the i before.
    fn masked_ceiling(&self, settings: Settings, length: usize) -> Option<f64> {
        let before = settings.k.max(1)..length;
        Some(before.map(|i| expected_largest(i, settings.vocabulary) / i as f64).sum())
    }

    fn write(&self, settings: Settings, length: usize, rng: &mut Pcg32, batch: &mut Batch) {
        let start = batch.tokens.len();
        for place in 0..length {
            batch.tokens.push(draw::below(rng, settings.vocabulary));
            let before = place.checked_sub(settings.k);
            batch.targets.push(before.map(|before| batch.tokens[start + before]));
        }
    }
}
