//! What stands in each place of each shape, to hold sentences against.
//!
//! A sentence is a shape and a word for each of its variables, drawn independently. So all that
//! some words of a sentence tell is which words each variable can still stand for, and the
//! probability of these words is that of the shape times the share of what is left of each
//! variable. The sum over all shapes is exact, and takes no search.

use std::collections::BTreeMap;

use super::Likely;
use crate::shape::{Part, Shape, number_of};
use crate::vocabulary;

/// Some of a variable's words, one bit each.
pub(super) type Words = u128;

/// The places of all shapes.
#[derive(Debug)]
pub(super) struct Places {
    shapes: Vec<OfShape>,
    /// The forms of sets of words; many places share one.
    forms: Vec<Forms>,
}

/// The places of one shape.
#[derive(Debug)]
struct OfShape {
    probability: f64,
    /// How many words each variable is drawn from.
    sizes: Vec<u32>,
    places: Vec<Place>,
}

/// What stands in one place.
#[derive(Clone, Copy, Debug)]
enum Place {
    Word(u32),
    Form { variable: usize, forms: usize },
}

/// The forms of a set of words.
#[derive(Debug)]
struct Forms {
    /// Which words have which form, by the number of the form.
    dense: Vec<Words>,
    /// The same for forms that some word has.
    sparse: Vec<(u32, Words)>,
}

impl Places {
    pub(super) fn new(shapes: &[Shape]) -> Self {
        let mut known = BTreeMap::new();
        let shapes = shapes.iter().map(|shape| OfShape::new(shape, &mut known)).collect();
        let mut forms: Vec<_> = known.into_iter().collect();
        forms.sort_by_key(|(_, index)| *index);
        Self { shapes, forms: forms.iter().map(|(of, _)| Forms::new(of)).collect() }
    }

    /// The probability that a sentence has this shape and begins with these words, but for a
    /// hidden one. What each variable can still stand for is `left`.
    pub(super) fn compare(
        &self,
        shape: usize,
        tokens: &[u32],
        hidden: Option<usize>,
        left: &mut Vec<Words>,
    ) -> Option<f64> {
        let OfShape { probability, sizes, places } = &self.shapes[shape];
        left.clear();
        left.extend(sizes.iter().map(|size| Words::MAX >> (Words::BITS - size)));
        for (at, (place, token)) in places.iter().zip(tokens).enumerate() {
            match *place {
                _ if hidden == Some(at) => {}
                Place::Word(word) if word == *token => {}
                Place::Word(_) => return None,
                Place::Form { variable, forms } => {
                    left[variable] &= self.forms[forms].dense.get(*token as usize)?;
                    if left[variable] == 0 {
                        return None;
                    }
                }
            }
        }
        let share = |(left, size): (&Words, &u32)| f64::from(left.count_ones()) / f64::from(*size);
        Some(probability * left.iter().zip(sizes).map(share).product::<f64>())
    }

    /// Adds what can stand in a place of a shape, given what is left and how probable that is.
    pub(super) fn tell(
        &self,
        shape: usize,
        at: usize,
        probability: f64,
        left: &[Words],
        likely: &mut Likely,
    ) {
        match self.shapes[shape].places.get(at) {
            None => {}
            Some(Place::Word(word)) => *likely.entry(*word).or_default() += probability,
            Some(Place::Form { variable, forms }) => {
                let left = left[*variable];
                for (form, words) in &self.forms[*forms].sparse {
                    let count = (words & left).count_ones();
                    if count > 0 {
                        let share = f64::from(count) / f64::from(left.count_ones());
                        *likely.entry(*form).or_default() += probability * share;
                    }
                }
            }
        }
    }
}

impl OfShape {
    /// `known` numbers the sets of forms that there are.
    fn new(shape: &Shape, known: &mut BTreeMap<Vec<u32>, usize>) -> Self {
        let mut place = |part: &Part| match *part {
            Part::Word(_) => Place::Word(shape.token(part, &[])),
            Part::Form(variable, form) => {
                let lexemes = shape.variables[variable].iter();
                let of: Vec<_> = lexemes.map(|lexeme| number_of(lexeme.form(form))).collect();
                let next = known.len();
                Place::Form { variable, forms: *known.entry(of).or_insert(next) }
            }
        };
        Self {
            probability: shape.probability,
            sizes: shape.variables.iter().map(|of| of.len() as u32).collect(),
            places: shape.slots.iter().map(|slot| place(&slot.part)).collect(),
        }
    }
}

impl Forms {
    /// Of words whose forms are these, in their order.
    fn new(of: &[u32]) -> Self {
        let mut dense = vec![0; vocabulary::english()];
        for (word, form) in of.iter().enumerate() {
            dense[*form as usize] |= 1 << word;
        }
        let sparse = (0..).zip(&dense).filter(|(_, words)| **words != 0);
        let sparse = sparse.map(|(form, words)| (form, *words)).collect();
        Self { dense, sparse }
    }
}
