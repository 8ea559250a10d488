//! “the big dog bites a man .”

use super::{Kind, events};
use crate::phrase::Phrase;
use crate::shape::Shape;
use crate::task::Phrases;

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (share, [subjects, verbs, objects]) in events() {
        for (first, p) in Phrase::all() {
            for (second, q) in Phrase::all() {
                let mut shape = Shape::new(Kind::Active, share * p * q);
                let subject = shape.phrase(first, subjects.clone());
                let verb = shape.variable(verbs.clone());
                shape.verb(verb, first.number, subject.at);
                let object = shape.phrase(second, objects.clone());
                shape.word(".");
                shape.happens(subject.noun, verb, object.noun);
                shape.clause = Some(Phrases { subject, verb, object: Some(object) });
                shapes.push(shape);
            }
        }
    }
    shapes
}
