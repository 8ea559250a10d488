//! “the dogs near the house sleep .”, “the man that the dogs chase runs .”

use super::Kind;
use crate::lexicon as lex;
use crate::phrase::{Phrase, alone, animates, nouns, verbs, words};
use crate::shape::{Form, Number, Part, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (phrase, p) in Phrase::definite() {
        for between in Number::ALL {
            let p = p / 2.0;
            shapes.push(beside(phrase, between, p * 0.35));
            shapes.extend(Number::ALL.map(|last| beside_and_does(phrase, between, last, p * 0.15)));
            shapes.push(relative(phrase, between, p * 0.35));
        }
    }
    shapes
}

/// “the dogs near the house”, and the place of the dogs.
fn start(shape: &mut Shape, phrase: Phrase, between: Number) -> (usize, usize) {
    let subject = shape.phrase(phrase, animates());
    let preposition = shape.variable(words(&lex::BESIDE));
    shape.push(Part::Form(preposition, Form::In(Number::Singular)));
    let all = [animates(), nouns(&lex::THINGS), nouns(&lex::PLACES)].concat();
    shape.phrase(Phrase::plain(between), all);
    (subject.noun, subject.at)
}

fn beside(phrase: Phrase, between: Number, probability: f64) -> Shape {
    let mut shape = Shape::new(Kind::Across, probability);
    let (_, at) = start(&mut shape, phrase, between);
    let verb = shape.variable(alone());
    shape.verb(verb, phrase.number, at);
    shape.word(".");
    shape
}

fn beside_and_does(phrase: Phrase, between: Number, last: Number, probability: f64) -> Shape {
    let mut shape = Shape::new(Kind::Across, probability);
    let (subject, at) = start(&mut shape, phrase, between);
    let verb = shape.variable(verbs(&lex::TO_ANIMATES));
    shape.verb(verb, phrase.number, at);
    let object = shape.phrase(Phrase::plain(last), animates());
    shape.word(".");
    shape.happens(subject, verb, object.noun);
    shape
}

fn relative(phrase: Phrase, between: Number, probability: f64) -> Shape {
    let mut shape = Shape::new(Kind::Across, probability);
    let head = shape.phrase(phrase, animates());
    shape.word("that");
    let subject = shape.phrase(Phrase::plain(between), animates());
    let verb = shape.variable(verbs(&lex::TO_ANIMATES));
    shape.verb(verb, between, subject.at);
    let last = shape.variable(alone());
    shape.verb(last, phrase.number, head.at);
    shape.word(".");
    shape.happens(subject.noun, verb, head.noun);
    shape
}
