//! Articles, adjectives and nouns that belong together.

use crate::lexicon as lex;
use crate::shape::{Form, Lexeme, Number, Part, Shape};

/// What a phrase is beside its noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub number: Number,
    pub is_definite: bool,
    pub has_adjective: bool,
}

/// Where a phrase is in a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub phrase: Phrase,
    /// The variables of the noun and of the adjective.
    pub noun: usize,
    pub adjective: Option<usize>,
    /// The place of the noun.
    pub at: usize,
}

impl Phrase {
    /// All phrases, each with its probability.
    pub fn all() -> impl Iterator<Item = (Self, f64)> {
        Number::ALL.into_iter().flat_map(|number| {
            [(true, 0.6), (false, 0.4)].into_iter().flat_map(move |(is_definite, article)| {
                [(false, 0.65), (true, 0.35)].into_iter().map(move |(has_adjective, adjective)| {
                    (Self { number, is_definite, has_adjective }, 0.5 * article * adjective)
                })
            })
        })
    }

    /// Those with *the*.
    pub fn definite() -> impl Iterator<Item = (Self, f64)> {
        Self::all().filter(|(phrase, _)| phrase.is_definite).map(|(phrase, p)| (phrase, p / 0.6))
    }

    /// With *the* and no adjective.
    pub fn plain(number: Number) -> Self {
        Self { number, is_definite: true, has_adjective: false }
    }
}

pub(crate) fn nouns(nouns: &'static [lex::Noun]) -> Vec<Lexeme> {
    nouns.iter().map(Lexeme::Noun).collect()
}

pub(crate) fn verbs(verbs: &'static [lex::Verb]) -> Vec<Lexeme> {
    verbs.iter().map(Lexeme::Verb).collect()
}

pub(crate) fn words(words: &'static [&'static str]) -> Vec<Lexeme> {
    words.iter().map(|word| Lexeme::Word(word)).collect()
}

pub(crate) fn alone() -> Vec<Lexeme> {
    lex::ALONE.iter().map(Lexeme::Alone).collect()
}

pub(crate) fn animates() -> Vec<Lexeme> {
    [nouns(&lex::ANIMALS), nouns(&lex::PERSONS)].concat()
}

impl Shape {
    /// Adds a phrase with a noun of these.
    pub(crate) fn phrase(&mut self, phrase: Phrase, of: Vec<Lexeme>) -> Placed {
        let noun = self.variable(of);
        let adjectives = || lex::ADJECTIVES.iter().map(Lexeme::Adjective);
        let adjective = phrase.has_adjective.then(|| self.variable(adjectives()));
        self.again(Placed { phrase, noun, adjective, at: 0 })
    }

    /// Adds the same words once more.
    pub(crate) fn again(&mut self, placed: Placed) -> Placed {
        let Placed { phrase: Phrase { number, is_definite, .. }, noun, adjective, .. } = placed;
        let next = adjective.unwrap_or(noun);
        match (is_definite, number) {
            (true, _) => self.word("the"),
            (false, Number::Singular) => self.push(Part::Form(next, Form::Article)),
            (false, Number::Plural) => self.word("some"),
        };
        if let Some(adjective) = adjective {
            self.push(Part::Form(adjective, Form::In(Number::Singular)));
        }
        let at = self.push(Part::Form(noun, Form::In(number)));
        Placed { at, ..placed }
    }
}
