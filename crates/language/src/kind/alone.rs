//! “some dogs sleep .”

use super::Kind;
use crate::phrase::{Phrase, alone, animates};
use crate::shape::Shape;

pub(super) fn shapes() -> Vec<Shape> {
    let shape = |(phrase, p): (Phrase, f64)| {
        let mut shape = Shape::new(Kind::Alone, p);
        let subject = shape.phrase(phrase, animates());
        let verb = shape.variable(alone());
        shape.verb(verb, phrase.number, subject.at);
        shape.word(".");
        shape
    };
    Phrase::all().map(shape).collect()
}
