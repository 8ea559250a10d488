//! “the woman did not cross the street because she was too tired , so the woman rested .”
//!
//! After Winograd (1972) and Levesque et al. (2012): one word, the reason, decides whom the
//! pronoun means.

use super::Kind;
use crate::lexicon as lex;
use crate::phrase::{Phrase, Placed, animates, nouns, verbs, words};
use crate::sentence::About;
use crate::shape::{Form, Number, Part, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (phrase, p) in Phrase::definite() {
        for place in Number::ALL {
            for is_subject in [true, false] {
                for goes_on in [true, false] {
                    shapes.push(shape(phrase, place, is_subject, goes_on, p / 8.0));
                }
            }
        }
    }
    shapes
}

fn shape(phrase: Phrase, place: Number, is_subject: bool, goes_on: bool, p: f64) -> Shape {
    let mut shape = Shape::new(Kind::Because, p);
    let subject = shape.phrase(phrase, animates());
    shape.words("did not");
    let verb = shape.variable(verbs(&lex::TO_PLACES));
    shape.push(Part::Form(verb, Form::In(Number::Plural)));
    let place = shape.phrase(Phrase::plain(place), nouns(&lex::PLACES));
    shape.happens(subject.noun, verb, place.noun);
    shape.word("because");

    let (meant, other) = if is_subject { (subject, place) } else { (place, subject) };
    let pronoun = |of: Placed| Part::Form(of.noun, Form::Pronoun(of.phrase.number));
    let at = shape.push(pronoun(meant));
    shape.slots[at].wrong = Some((pronoun(other), About::Pronoun));
    shape.referents.push((at, meant.at));
    shape.rivals.push((at, other.at));
    shape.being(["was", "were"], meant.phrase.number, at);
    shape.word("too");
    shape.one_of(if is_subject { &lex::STATES } else { &lex::OBSTACLES });

    if goes_on {
        shape.words(", so the");
        let name = |of: Placed| Part::Form(of.noun, Form::In(of.phrase.number));
        let at = shape.push(name(meant));
        shape.slots[at].wrong = Some((name(other), About::Referent));
        if is_subject {
            shape.one_of(&lex::REACTIONS);
        } else {
            shape.word("stayed");
            shape.one_of(&lex::STILLNESS);
        }
    }
    shape.word(".");
    shape
}

impl Shape {
    fn one_of(&mut self, of: &'static [&'static str]) {
        let variable = self.variable(words(of));
        self.push(Part::Form(variable, Form::In(Number::Singular)));
    }
}
