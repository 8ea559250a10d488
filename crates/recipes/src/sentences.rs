//! Sentences to learn from and to measure on.

use language::vocabulary::{spell_some, text};
use language::{About, Choice, Grammar, Sentence, Split};
use models::transformer::{Pair, PairKind};
use rand_pcg::Pcg32;
use rand_seeder::Seeder;

use crate::heads::{Reading, Shown};
use crate::shape::LONGEST;

/// How many held-out sentences figures are measured on.
const HELD_OUT: usize = 2000;

/// How many of them heads are measured on.
const SHOWN: usize = 300;

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

/// How often a noun or an adjective is spelled, so that a model learns what it is to be told
/// of a word that it doesn't have.
const SPELLED: f64 = 0.02;

/// The tokens of a sentence, at times with words that are spelled, if that isn't too long
/// with what begins and ends it.
pub(crate) fn at_times_spelled(tokens: Vec<u32>, rng: &mut Pcg32) -> Vec<u32> {
    let spelled = spell_some(&tokens, SPELLED, rng);
    if spelled.len() + 2 > LONGEST { tokens } else { spelled }
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

/// A sentence after what begins it, with what the language knows of its words.
pub(crate) fn reading(before: &[u32], sentence: &Sentence) -> Reading {
    let of = |places: &[(usize, usize)], kind| -> Vec<Pair> {
        let pair =
            |&(query, key)| Pair { query: before.len() + query, key: before.len() + key, kind };
        places.iter().map(pair).collect()
    };
    let subjects = of(sentence.subjects(), PairKind::Subject);
    let referents = of(sentence.referents(), PairKind::Referent);
    Reading {
        tokens: [before, &sentence.tokens].concat(),
        text: text(&sentence.tokens),
        pairs: [subjects, referents].concat(),
    }
}

/// Held-out sentences to measure heads on, each after what begins it.
pub(crate) fn shown(grammar: &Grammar, before: &[u32]) -> Vec<Shown> {
    let sentences = held_out(grammar).into_iter().take(SHOWN);
    let readings = sentences.map(|sentence| reading(before, &sentence));
    readings.map(|sentence| Shown { source: None, sentence }).collect()
}
