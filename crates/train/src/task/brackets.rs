//! Does every bracket close?

use rand_pcg::Pcg32;

use super::{Bound, Bounds, Odds, Recipe, Settings, Task, draw, words::QUERY};
use crate::Batch;

/// A string of brackets, then “?”: there, say whether each bracket that opens is closed by one
/// of its kind, in the right order. The vocabulary is the number of kinds.
///
/// First a string is drawn that closes, each as likely as any other. Then a coin decides: it
/// stays as it is, or its brackets are shuffled until they don't close, each such order as
/// likely as any other. So strings of both sorts have the same bags equally often, and
/// without order either answer is right in half of the cases, exactly.
#[derive(Clone, Copy, Debug)]
pub struct Brackets;

/// Kind j opens with token 2j and closes with 2j + 1.
const BRACKETS: [&str; 6] = ["(", ")", "[", "]", "{", "}"];

/// The class of “no”; “yes” is 1.
const OPEN: u32 = 0;

impl Task for Brackets {
    fn name(&self) -> &'static str {
        "brackets"
    }

    fn title(&self) -> &'static str {
        "Does the bracket close"
    }

    fn description(&self) -> &'static str {
        "A string of brackets: does each that opens also close, in the right order? There are \
         always as many that open as that close, so counting them does not help: “( )” does, \
         “) (” does not."
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            length: Bound { least: 3, most: 33, default: 9 },
            vocabulary: Bound { least: 1, most: BRACKETS.len() / 2, default: 1 },
            k: Bound::UNUSED,
        }
    }

    fn recipe(&self) -> Recipe {
        Recipe { layers: 1, steps: 600 }
    }

    fn words(&self, settings: Settings) -> Vec<&'static str> {
        let brackets = BRACKETS.iter().take(settings.vocabulary.saturating_mul(2));
        brackets.copied().chain([QUERY]).collect()
    }

    fn answers(&self, _settings: Settings) -> Vec<&'static str> {
        vec!["no", "yes"]
    }

    /// Pairs of brackets and the question mark: an odd number.
    fn admits(&self, _settings: Settings, length: usize) -> bool {
        length >= 3 && !length.is_multiple_of(2)
    }

    fn odds(&self, _settings: Settings, _length: usize) -> Odds {
        Odds { asked: 1.0, chance: 0.5, ceiling: 0.5 }
    }

    /// The question stands at the end, from where everything is seen.
    fn masked_ceiling(&self, settings: Settings, length: usize) -> Option<f64> {
        Some(self.odds(settings, length).ceiling)
    }

    fn write(&self, settings: Settings, length: usize, rng: &mut Pcg32, batch: &mut Batch) {
        let pairs = length.saturating_sub(1) / 2;
        let mut brackets = closing(rng, pairs, settings.vocabulary);
        let class = draw::below(rng, 2);
        // With one pair, every other shuffle is good; with more, more are.
        while class == OPEN && pairs > 0 && closes(&brackets) {
            draw::shuffle(rng, &mut brackets);
        }
        batch.tokens.append(&mut brackets);
        batch.tokens.push(settings.vocabulary as u32 * 2);
        batch.targets.resize(batch.tokens.len() - 1, None);
        batch.targets.push(Some(class));
    }
}

/// A string of this many pairs that closes, each as likely as any other.
///
/// With one closing bracket too many, exactly one rotation of any order of the brackets is
/// such a string followed by the surplus one (the cycle lemma; Dvoretzky and Motzkin, 1947).
fn closing(rng: &mut Pcg32, pairs: usize, kinds: usize) -> Vec<u32> {
    let mut opens: Vec<bool> = (0..=2 * pairs).map(|index| index < pairs).collect();
    draw::shuffle(rng, &mut opens);
    let (mut depth, mut lowest, mut start) = (0_i64, 0, 0);
    for (index, open) in opens.iter().enumerate() {
        depth += if *open { 1 } else { -1 };
        if depth < lowest {
            (lowest, start) = (depth, index + 1);
        }
    }
    // At the end of the rotation is the bracket that first went lowest: the surplus one.
    opens.rotate_left(start);
    opens.truncate(2 * pairs);
    let mut waiting = Vec::new();
    let bracket = |open: bool| {
        if open {
            let kind = draw::below(rng, kinds);
            waiting.push(kind);
            2 * kind
        } else {
            2 * waiting.pop().unwrap_or(0) + 1
        }
    };
    opens.into_iter().map(bracket).collect()
}

/// Whether each bracket closes, in the right order.
fn closes(brackets: &[u32]) -> bool {
    let mut waiting = Vec::new();
    for bracket in brackets {
        if bracket.is_multiple_of(2) {
            waiting.push(bracket + 1);
        } else if waiting.pop() != Some(*bracket) {
            return false;
        }
    }
    waiting.is_empty()
}
