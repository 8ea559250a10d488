//! “the dogs near the house sleep .”, “the man that the dogs chase runs .”

use super::Kind;
use crate::lexicon as lex;
use crate::phrase::{Phrase, Placed, alone, animates, nouns, verbs, words};
use crate::shape::{Form, Lexeme, Number, Part, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (phrase, p) in Phrase::definite() {
        for (between, q) in Phrase::definite() {
            let p = p * q;
            shapes.push(beside(phrase, between, p * 0.35));
            shapes.extend(Number::ALL.map(|last| beside_and_does(phrase, between, last, p * 0.15)));
            shapes.push(whom_others(phrase, between, p * 0.2));
            shapes.push(who_does(phrase, between, p * 0.15));
        }
    }
    shapes
}

/// “the dogs near the old house”.
fn start(shape: &mut Shape, phrase: Phrase, between: Phrase) -> Placed {
    let subject = shape.phrase(phrase, animates());
    let preposition = shape.variable(words(&lex::BESIDE));
    shape.push(Part::Form(preposition, Form::In(Number::Singular)));
    let all = [animates(), nouns(&lex::THINGS), nouns(&lex::PLACES)].concat();
    shape.phrase(between, all);
    subject
}

/// “the dogs near the old house sleep .”
fn beside(phrase: Phrase, between: Phrase, probability: f64) -> Shape {
    let mut shape = Shape::new(Kind::Across, probability);
    let head = start(&mut shape, phrase, between);
    shape.does(alone(), head);
    shape.word(".");
    shape
}

/// “the dogs near the old house chase the man .”
fn beside_and_does(phrase: Phrase, between: Phrase, last: Number, probability: f64) -> Shape {
    let mut shape = Shape::new(Kind::Across, probability);
    let head = start(&mut shape, phrase, between);
    let verb = shape.does(verbs(&lex::TO_ANIMATES), head);
    let object = shape.phrase(Phrase::plain(last), animates());
    shape.word(".");
    shape.happens(head.noun, verb, object.noun);
    shape
}

/// “the man that the dogs chase runs .”
fn whom_others(phrase: Phrase, between: Phrase, probability: f64) -> Shape {
    let mut shape = Shape::new(Kind::Across, probability);
    let head = shape.phrase(phrase, animates());
    shape.word("that");
    let subject = shape.phrase(between, animates());
    let verb = shape.does(verbs(&lex::TO_ANIMATES), subject);
    shape.does(alone(), head);
    shape.word(".");
    shape.happens(subject.noun, verb, head.noun);
    shape
}

/// “the man that chases the dogs runs .”
fn who_does(phrase: Phrase, between: Phrase, probability: f64) -> Shape {
    let mut shape = Shape::new(Kind::Across, probability);
    let head = shape.phrase(phrase, animates());
    shape.word("that");
    let verb = shape.does(verbs(&lex::TO_ANIMATES), head);
    let object = shape.phrase(between, animates());
    shape.does(alone(), head);
    shape.word(".");
    shape.happens(head.noun, verb, object.noun);
    shape
}

impl Shape {
    /// Adds one of these verbs, as it agrees with its subject, and gives its variable.
    fn does(&mut self, of: Vec<Lexeme>, subject: Placed) -> usize {
        let verb = self.variable(of);
        self.verb(verb, subject.phrase.number, subject.at);
        verb
    }
}
