//! “some dogs sleep .”

use super::Kind;
use crate::phrase::{Phrase, alone, animates};
use crate::shape::Shape;
use crate::task::Phrases;

pub(super) fn shapes() -> Vec<Shape> {
    let shape = |(phrase, p): (Phrase, f64)| {
        let mut shape = Shape::new(Kind::Alone, p);
        let subject = shape.phrase(phrase, animates());
        let verb = shape.variable(alone());
        shape.verb(verb, phrase.number, subject.at);
        shape.word(".");
        shape.clause = Some(Phrases { subject, verb, object: None });
        shape
    };
    Phrase::all().map(shape).collect()
}
