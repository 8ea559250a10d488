//! The grammar: the kinds of sentences, each with how often it comes and its shapes.
//!
//! | kind | share | of |
//! |---|---|---|
//! | headline | 0.05 | noun, verb, noun, without articles |
//! | active | 0.25 | phrase, verb, phrase |
//! | negated | 0.05 | phrase, *does not*, verb, phrase |
//! | question | 0.05 | *does*, phrase, verb, phrase |
//! | passive | 0.11 | phrase, *is*, participle, *by*, phrase |
//! | alone | 0.07 | phrase, verb without an object |
//! | across | 0.17 | phrase, *near* phrase or *that* …, verb that agrees with the first |
//! | because | 0.15 | phrase, *did not*, verb, place, *because*, pronoun, reason; half go on with *so the*, noun, what followed |
//! | repeated | 0.10 | phrase, verb, phrase, *and* the same with the phrases exchanged |
//!
//! A phrase is of one or several with equal chance, has *the* by 0.6 (else *a*, *an* or *some*)
//! and an adjective by 0.35. From *across* on, *the* only. What somebody does to somebody is,
//! by 0.5, what all who live do to each other, by 0.35 what persons do to things, by 0.15 what
//! all who live do with places. Each word of a set is as likely as any other.
//!
//! Written out, each choice but that of the words gives a shape. Words that agree or
//! come again are then one variable, which rules without a context would need a copy of
//! themselves for, for each word.

mod across;
mod active;
mod alone;
mod because;
mod headline;
mod negated;
mod passive;
mod question;
mod repeated;

use crate::shape::{Lexeme, Shape, Triple};

/// A kind of sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// “dog bites man”.
    Headline,
    /// “the big dog bites a man .”
    Active,
    /// “the big dog does not bite a man .”
    Negated,
    /// “does the big dog bite a man ?”
    Question,
    /// “a man is bitten by the big dog .”
    Passive,
    /// “some dogs sleep .”
    Alone,
    /// “the dogs near the house sleep .”, “the man that the dogs chase runs .”: other nouns
    /// stand between a verb and its subject.
    Across,
    /// “the woman did not cross the street because she was too tired , so the woman rested .”:
    /// only the reason tells whom the pronoun means.
    Because,
    /// “the dog sees the cat and the cat sees the dog .”: the second part repeats the first.
    Repeated,
}

/// A kind, how often it comes, and its shapes.
pub(crate) type Entry = (Kind, f64, fn() -> Vec<Shape>);

impl Kind {
    /// All of them, each with how often it comes and its shapes, whose probabilities add up
    /// to 1.
    pub(crate) const ALL: [Entry; 9] = [
        (Self::Headline, 0.05, headline::shapes),
        (Self::Active, 0.25, active::shapes),
        (Self::Negated, 0.05, negated::shapes),
        (Self::Question, 0.05, question::shapes),
        (Self::Passive, 0.11, passive::shapes),
        (Self::Alone, 0.07, alone::shapes),
        (Self::Across, 0.17, across::shapes),
        (Self::Because, 0.15, because::shapes),
        (Self::Repeated, 0.10, repeated::shapes),
    ];
}

/// All shapes of all kinds, with their probabilities in the language.
pub(crate) fn shapes() -> Vec<Shape> {
    let of_kind = |(_, share, shapes): Entry| {
        shapes()
            .into_iter()
            .map(move |shape| Shape { probability: share * shape.probability, ..shape })
    };
    Kind::ALL.into_iter().flat_map(of_kind).collect()
}

/// Who can do what to whom: the subjects, the verbs and the objects, and how often.
fn events() -> [(f64, [Vec<Lexeme>; 3]); 3] {
    use crate::lexicon as lex;
    use crate::phrase::{animates, nouns, verbs};
    [
        (0.5, [animates(), verbs(&lex::TO_ANIMATES), animates()]),
        (0.35, [nouns(&lex::PERSONS), verbs(&lex::TO_THINGS), nouns(&lex::THINGS)]),
        (0.15, [animates(), verbs(&lex::TO_PLACES), nouns(&lex::PLACES)]),
    ]
}

impl Shape {
    fn happens(&mut self, subject: usize, verb: usize, object: usize) {
        self.triples.push(Triple { subject, verb, object });
    }
}
