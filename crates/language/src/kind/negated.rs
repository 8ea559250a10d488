//! “the big dog does not bite a man .”

use super::{Kind, events};
use crate::phrase::Phrase;
use crate::shape::{Form, Number, Part, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (share, [subjects, verbs, objects]) in events() {
        for (first, p) in Phrase::all() {
            for (second, q) in Phrase::all() {
                let mut shape = Shape::new(Kind::Negated, share * p * q);
                let subject = shape.phrase(first, subjects.clone());
                shape.being(["does", "do"], first.number, subject.at);
                shape.word("not");
                let verb = shape.variable(verbs.clone());
                // What several do is also the form after *does not*.
                shape.push(Part::Form(verb, Form::In(Number::Plural)));
                let object = shape.phrase(second, objects.clone());
                shape.word(".");
                shape.happens(subject.noun, verb, object.noun);
                shapes.push(shape);
            }
        }
    }
    shapes
}
