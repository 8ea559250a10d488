//! The German sentence: articles and adjectives follow gender, number and case.

use super::{Clause, Named, words as numbers};
use crate::lexicon::{self as lex, Gender};
use crate::phrase::Phrase;
use crate::shape::{Lexeme, Number};
use crate::vocabulary;

/// Whether somebody does something or something is done to them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Nominative,
    Accusative,
}

/// The endings that adjectives take here.
const ENDINGS: [&str; 4] = ["e", "en", "er", "es"];

/// All words that [`sentence`] may need.
pub(crate) fn words() -> Vec<String> {
    let articles = ["der", "die", "das", "den", "ein", "eine", "einen", "einige"];
    let verbs = vocabulary::verbs().map(|verb| verb.german);
    let alone = lex::ALONE.iter().map(|verb| verb.german);
    let fixed = articles
        .into_iter()
        .chain(vocabulary::nouns().flat_map(|noun| noun.german))
        .chain(verbs.chain(alone).flatten())
        .map(String::from);
    let adjectives = lex::ADJECTIVES
        .iter()
        .flat_map(|adjective| ENDINGS.map(|ending| format!("{}{ending}", adjective.german)));
    let mut seen = std::collections::BTreeSet::new();
    fixed.chain(adjectives).filter(|word| seen.insert(word.clone())).collect()
}

/// “der kleine Hund beißt einen Mann .”
pub(super) fn sentence(clause: &Clause) -> Option<Vec<u32>> {
    let [singular, plural] = match clause.verb {
        Lexeme::Verb(verb) => verb.german,
        Lexeme::Alone(verb) => verb.german,
        _ => return None,
    };
    let verb = clause.subject.number().of(singular, plural).to_owned();
    let subject = phrase(&clause.subject, Case::Nominative);
    let object = clause.object.map_or_else(Vec::new, |object| phrase(&object, Case::Accusative));
    let all = [subject, vec![verb], object, vec![".".into()]].concat();
    Some(numbers(all.iter().map(String::as_str)))
}

fn phrase(named: &Named, case: Case) -> Vec<String> {
    let Named { phrase: Phrase { number, is_definite, .. }, adjective, noun } = named;
    let [subject, object, several] = noun.german;
    let is_object = case == Case::Accusative;
    let noun_form = number.of(if is_object { object } else { subject }, several);
    let (article, ending) = match number {
        Number::Plural if *is_definite => ("die", "en"),
        Number::Plural => ("einige", "e"),
        Number::Singular => endings(noun.gender, is_object, *is_definite),
    };
    let adjective = adjective.map(|adjective| format!("{}{ending}", adjective.german));
    [Some(article.into()), adjective, Some(noun_form.into())].into_iter().flatten().collect()
}

/// The article, and the ending of an adjective after it.
fn endings(gender: Gender, is_object: bool, is_definite: bool) -> (&'static str, &'static str) {
    match (gender, is_object, is_definite) {
        (Gender::Masculine, false, true) => ("der", "e"),
        (Gender::Masculine, false, false) => ("ein", "er"),
        (Gender::Masculine, true, true) => ("den", "en"),
        (Gender::Masculine, true, false) => ("einen", "en"),
        (Gender::Feminine, _, true) => ("die", "e"),
        (Gender::Feminine, _, false) => ("eine", "e"),
        (Gender::Neuter, _, true) => ("das", "e"),
        (Gender::Neuter, _, false) => ("ein", "es"),
    }
}
