//! “the dog sees the cat and the cat sees the dog .”

use super::Kind;
use crate::lexicon as lex;
use crate::phrase::{Phrase, animates, verbs};
use crate::shape::Shape;

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (first, p) in Phrase::definite() {
        for (second, q) in Phrase::definite() {
            let mut shape = Shape::new(Kind::Repeated, p * q);
            let one = shape.phrase(first, animates());
            let verb = shape.variable(verbs(&lex::TO_ANIMATES));
            shape.verb(verb, first.number, one.at);
            let other = shape.phrase(second, animates());
            shape.word("and");
            let again = shape.again(other);
            shape.verb(verb, second.number, again.at);
            shape.again(one);
            shape.word(".");
            shape.happens(one.noun, verb, other.noun);
            shape.happens(other.noun, verb, one.noun);
            shapes.push(shape);
        }
    }
    shapes
}
