//! Who bites whom.

use rand_pcg::Pcg32;

use super::{Bound, Bounds, Odds, Recipe, Settings, Task, draw, words::QUERY};
use crate::Batch;

/// A sentence in the active voice, “dog often bites the old man ?”: at the question mark, name
/// the agent, the one who does it.
///
/// Two different nouns, a verb and the question mark are always there. All other tokens are
/// fillers, each of which falls with equal chance before the first noun, before the verb,
/// before the second noun or after it. Before a noun, the first filler is “the” and the others
/// are adjectives; the rest are adverbs. The vocabulary is the number of nouns.
///
/// Without order: exchanging the two nouns gives a sentence that is as likely and has the same
/// bag, so either noun is the agent in half of the cases, exactly.
#[derive(Clone, Copy, Debug)]
pub struct Agent;

const NOUNS: [&str; 12] = [
    "dog", "man", "cat", "girl", "horse", "boy", "goose", "woman", "goat", "wolf", "bear", "child",
];
const VERBS: [&str; 4] = ["bites", "sees", "chases", "follows"];
const ARTICLE: &str = "the";
const ADJECTIVES: [&str; 4] = ["old", "small", "brown", "proud"];
const ADVERBS: [&str; 4] = ["often", "quietly", "today", "again"];

/// Two nouns, the verb and the question mark.
const ALWAYS: usize = 4;

/// The first token of each kind of word but the nouns, which begin at 0.
struct Kinds {
    verbs: u32,
    article: u32,
    adjectives: u32,
    adverbs: u32,
    query: u32,
}

impl Kinds {
    fn new(nouns: usize) -> Self {
        let verbs = nouns as u32;
        let article = verbs + VERBS.len() as u32;
        let adjectives = article + 1;
        let adverbs = adjectives + ADJECTIVES.len() as u32;
        Self { verbs, article, adjectives, adverbs, query: adverbs + ADVERBS.len() as u32 }
    }

    /// Fillers before a noun.
    fn adjectives(&self, count: usize, rng: &mut Pcg32, tokens: &mut Vec<u32>) {
        for index in 0..count {
            let adjective = self.adjectives + draw::below(rng, ADJECTIVES.len());
            tokens.push(if index == 0 { self.article } else { adjective });
        }
    }

    /// Fillers elsewhere.
    fn adverbs(&self, count: usize, rng: &mut Pcg32, tokens: &mut Vec<u32>) {
        tokens.extend((0..count).map(|_| self.adverbs + draw::below(rng, ADVERBS.len())));
    }
}

impl Task for Agent {
    fn name(&self) -> &'static str {
        "agent"
    }

    fn title(&self) -> &'static str {
        "Who bites whom"
    }

    fn description(&self) -> &'static str {
        "Someone does something to someone: “the old dog bites man ?”. At the question mark, \
         name the one who does it. “man bites the old dog ?” has the same words, so whoever \
         knows only the words is right every other time."
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            length: Bound { least: ALWAYS, most: 32, default: 8 },
            vocabulary: Bound { least: 2, most: NOUNS.len(), default: 6 },
            k: Bound::UNUSED,
        }
    }

    fn recipe(&self) -> Recipe {
        Recipe { layers: 1, steps: 400 }
    }

    fn words(&self, settings: Settings) -> Vec<&'static str> {
        let mut all = self.answers(settings);
        all.extend(VERBS);
        all.push(ARTICLE);
        all.extend(ADJECTIVES);
        all.extend(ADVERBS);
        all.push(QUERY);
        all
    }

    fn answers(&self, settings: Settings) -> Vec<&'static str> {
        NOUNS.iter().copied().take(settings.vocabulary).collect()
    }

    fn admits(&self, _settings: Settings, length: usize) -> bool {
        length >= ALWAYS
    }

    fn odds(&self, settings: Settings, _length: usize) -> Odds {
        Odds { asked: 1.0, chance: 1.0 / settings.vocabulary.max(1) as f64, ceiling: 0.5 }
    }

    /// The question stands at the end, from where everything is seen.
    fn masked_ceiling(&self, settings: Settings, length: usize) -> Option<f64> {
        Some(self.odds(settings, length).ceiling)
    }

    fn write(&self, settings: Settings, length: usize, rng: &mut Pcg32, batch: &mut Batch) {
        let kinds = Kinds::new(settings.vocabulary);
        let [agent, patient] = draw::two_below(rng, settings.vocabulary);
        let mut fillers = [0; 4];
        for _ in 0..length.saturating_sub(ALWAYS) {
            fillers[draw::below(rng, fillers.len()) as usize] += 1;
        }
        let tokens = &mut batch.tokens;
        kinds.adjectives(fillers[0], rng, tokens);
        tokens.push(agent);
        kinds.adverbs(fillers[1], rng, tokens);
        tokens.push(kinds.verbs + draw::below(rng, VERBS.len()));
        kinds.adjectives(fillers[2], rng, tokens);
        tokens.push(patient);
        kinds.adverbs(fillers[3], rng, tokens);
        tokens.push(kinds.query);
        batch.targets.resize(batch.tokens.len() - 1, None);
        batch.targets.push(Some(agent));
    }
}
