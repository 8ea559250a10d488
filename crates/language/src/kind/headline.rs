//! “dog bites man”.

use super::{Kind, events};
use crate::shape::{Form, Number, Part, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (share, [subjects, verbs, objects]) in events() {
        for (number, second) in Number::ALL.into_iter().flat_map(|n| Number::ALL.map(|m| (n, m))) {
            let mut shape = Shape::new(Kind::Headline, share / 4.0);
            let subject = shape.variable(subjects.clone());
            let verb = shape.variable(verbs.clone());
            let object = shape.variable(objects.clone());
            let at = shape.push(Part::Form(subject, Form::In(number)));
            shape.verb(verb, number, at);
            shape.push(Part::Form(object, Form::In(second)));
            shape.happens(subject, verb, object);
            shapes.push(shape);
        }
    }
    shapes
}
