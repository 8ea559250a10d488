//! “does the big dog bite a man ?”

use super::{Kind, events};
use crate::phrase::Phrase;
use crate::shape::{Form, Number, Part, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (share, [subjects, verbs, objects]) in events() {
        for (first, p) in Phrase::all() {
            for (second, q) in Phrase::all() {
                let mut shape = Shape::new(Kind::Question, share * p * q);
                let does = shape.word(first.number.of("does", "do"));
                let subject = shape.phrase(first, subjects.clone());
                // No choice: before its subject, either form is right.
                shape.subjects.push((does, subject.at));
                let verb = shape.variable(verbs.clone());
                shape.push(Part::Form(verb, Form::In(Number::Plural)));
                let object = shape.phrase(second, objects.clone());
                shape.word("?");
                shape.happens(subject.noun, verb, object.noun);
                shapes.push(shape);
            }
        }
    }
    shapes
}
