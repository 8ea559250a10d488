//! Which of two words came first.

use rand_pcg::Pcg32;

use super::{Bound, Bounds, Odds, Recipe, Settings, Task, draw, words};
use crate::Batch;

/// Random words, then “?” and two of them in either order; at the last token, name the one
/// that came first.
///
/// The two come once each among the words, and the other places are filled with the rest of
/// the vocabulary. So how often a word comes says nothing about where it stands, and without
/// order either of the two is right in half of the cases, exactly. Which two are asked is no
/// secret to the bag: it may know both. The last token is one of them, so even a model that
/// looks at nothing else gets there.
#[derive(Clone, Copy, Debug)]
pub struct First;

/// “?” and the two words.
const ASKING: usize = 3;

impl Task for First {
    fn name(&self) -> &'static str {
        "first"
    }

    fn title(&self) -> &'static str {
        "Which came first"
    }

    fn description(&self) -> &'static str {
        "Words come in random order, then a question mark and two of them. Name the one of the \
         two that came first. Whoever knows only which words there are can as well toss a coin."
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            length: Bound { least: 5, most: 32, default: 9 },
            vocabulary: Bound { least: 3, most: words::WORDS.len(), default: 6 },
            k: Bound::UNUSED,
        }
    }

    fn recipe(&self) -> Recipe {
        Recipe { layers: 1, steps: 1500 }
    }

    fn words(&self, settings: Settings) -> Vec<&'static str> {
        let mut all = words::words(settings.vocabulary);
        all.push(words::QUERY);
        all
    }

    fn answers(&self, settings: Settings) -> Vec<&'static str> {
        words::words(settings.vocabulary)
    }

    fn admits(&self, _settings: Settings, length: usize) -> bool {
        length >= 2 + ASKING
    }

    fn odds(&self, settings: Settings, _length: usize) -> Odds {
        Odds { asked: 1.0, chance: 1.0 / settings.vocabulary.max(1) as f64, ceiling: 0.5 }
    }

    /// The question stands at the end, from where everything is seen.
    fn masked_ceiling(&self, settings: Settings, length: usize) -> Option<f64> {
        Some(self.odds(settings, length).ceiling)
    }

    fn write(&self, settings: Settings, length: usize, rng: &mut Pcg32, batch: &mut Batch) {
        let words = length.saturating_sub(ASKING);
        let pair = draw::two_below(rng, settings.vocabulary);
        let places = draw::two_below(rng, words);
        let low = pair[0].min(pair[1]);
        let high = pair[0].max(pair[1]);
        for place in 0..words as u32 {
            let word = if place == places[0] {
                pair[0]
            } else if place == places[1] {
                pair[1]
            } else {
                // The vocabulary closes up where the two were taken out.
                let mut word = draw::below(rng, settings.vocabulary.saturating_sub(2));
                word += u32::from(word >= low);
                word + u32::from(word >= high)
            };
            batch.tokens.push(word);
        }
        let first = if places[0] < places[1] { pair[0] } else { pair[1] };
        // The pair is in random order already, and which of its places is earlier is as well.
        batch.tokens.extend([settings.vocabulary as u32, pair[0], pair[1]]);
        batch.targets.resize(batch.tokens.len() - 1, None);
        batch.targets.push(Some(first));
    }
}
