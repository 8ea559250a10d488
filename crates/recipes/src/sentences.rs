//! Sentences to learn from and to measure on.

use language::vocabulary::{pick, spelled};
use language::{About, Choice, Grammar, Sentence, Split};
use rand::RngExt;
use rand_pcg::Pcg32;
use rand_seeder::Seeder;

/// How many held-out sentences figures are measured on.
const HELD_OUT: usize = 2000;

/// Draws until there is one of that part of the language that serves.
pub(crate) fn draw<'a, T>(
    grammar: &'a Grammar,
    split: Split,
    rng: &mut Pcg32,
    serves: impl Fn(Sentence<'a>) -> Option<T>,
) -> T {
    loop {
        let sentence = grammar.sample(rng);
        if Split::of(&sentence) == split
            && let Some(found) = serves(sentence)
        {
            return found;
        }
    }
}

/// In how many examples a word is spelled, so that a model learns what it is to be told of a
/// word that it doesn't have.
const SPELLED: f64 = 0.05;

/// A word of these to spell in this example, if one is.
pub(crate) fn to_spell(tokens: &[u32], rng: &mut Pcg32) -> Option<u32> {
    if rng.random_bool(SPELLED) { pick(tokens, rng) } else { None }
}

/// The tokens of a sentence, at times with a word that is spelled.
pub(crate) fn at_times_spelled(tokens: Vec<u32>, rng: &mut Pcg32) -> Vec<u32> {
    match to_spell(&tokens, rng) {
        Some(word) => spelled(&tokens, word),
        None => tokens,
    }
}

/// Held-out sentences, always the same.
pub(crate) fn held_out(grammar: &Grammar) -> Vec<Sentence<'_>> {
    let mut rng = Seeder::from("held out").into_rng();
    (0..HELD_OUT).map(|_| draw(grammar, Split::HeldOut, &mut rng, Some)).collect()
}

/// A choice between two words, by what it is called among the figures.
pub(crate) fn named_choices(sentence: &Sentence) -> Vec<(&'static str, Choice)> {
    let apart = |at| {
        let subject = sentence.subjects().iter().find(|(verb, _)| *verb == at);
        subject.is_some_and(|(verb, noun)| verb.abs_diff(*noun) > 1)
    };
    let named = |choice: Choice| match choice.about {
        About::Agreement if apart(choice.at) => ("agreement, words between", choice),
        About::Agreement => ("agreement, side by side", choice),
        About::Pronoun => ("pronoun", choice),
        About::Referent => ("referent", choice),
    };
    sentence.choices().into_iter().map(named).collect()
}
