//! “a man is bitten by the big dog .”

use super::{Kind, events};
use crate::phrase::Phrase;
use crate::shape::{Form, Part, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (share, [subjects, verbs, objects]) in events() {
        for (first, p) in Phrase::all() {
            for (second, q) in Phrase::all() {
                let mut shape = Shape::new(Kind::Passive, share * p * q);
                let object = shape.phrase(second, objects.clone());
                shape.being(["is", "are"], second.number, object.at);
                let verb = shape.variable(verbs.clone());
                shape.push(Part::Form(verb, Form::Participle));
                shape.word("by");
                let subject = shape.phrase(first, subjects.clone());
                shape.word(".");
                shape.happens(subject.noun, verb, object.noun);
                shapes.push(shape);
            }
        }
    }
    shapes
}
