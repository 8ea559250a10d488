//! What is drawn, and how probable it is.

use std::collections::HashMap;

use rand::RngExt;
use rand_pcg::Pcg32;

use crate::kind;
use crate::sentence::Sentence;
use crate::shape::{Part, Shape};
use crate::vocabulary::END;

/// All shapes of sentences, ready to be drawn from and to be held against a sentence.
#[derive(Debug)]
pub struct Grammar {
    shapes: Vec<Shape>,
    /// What stands in each place of each shape.
    places: Vec<Vec<Place>>,
}

/// What stands in one place.
#[derive(Debug)]
enum Place {
    Word(u32),
    /// A form of a variable's word: which words have which.
    Form {
        variable: usize,
        words: HashMap<u32, Words>,
    },
}

/// Some of a variable's words, one bit each.
type Words = u128;

/// Words with their probabilities.
pub type Likely = HashMap<u32, f64>;

/// Which words each variable can still stand for, and the probability of all that.
struct Match {
    probability: f64,
    left: Vec<Words>,
}

impl Default for Grammar {
    fn default() -> Self {
        Self::new()
    }
}

impl Grammar {
    /// The language's grammar.
    pub fn new() -> Self {
        let shapes = kind::shapes();
        let places = shapes.iter().map(places).collect();
        Self { shapes, places }
    }

    /// Draws a sentence.
    ///
    /// ```
    /// use language::{Grammar, vocabulary};
    /// let grammar = Grammar::new();
    /// let mut rng = rand_seeder::Seeder::from(1).into_rng();
    /// let sentence = grammar.sample(&mut rng);
    /// assert!(grammar.log_probability(&sentence.tokens).is_some());
    /// ```
    pub fn sample(&self, rng: &mut Pcg32) -> Sentence<'_> {
        let mut at: f64 = rng.random();
        let drawn = self.shapes.iter().find(|shape| {
            at -= shape.probability;
            at < 0.0
        });
        // Rounding may leave a crumb behind the last.
        let shape = drawn.unwrap_or(&self.shapes[self.shapes.len() - 1]);
        let words = shape.variables.iter().map(|of| rng.random_range(0..of.len())).collect();
        Sentence::new(shape, words)
    }

    /// The natural logarithm of a sentence's probability; `None` for what is no sentence of
    /// the language.
    ///
    /// ```
    /// use language::{Grammar, vocabulary};
    /// let grammar = Grammar::new();
    /// let probability = |text| grammar.log_probability(&vocabulary::ids(text).unwrap());
    /// // One of 0.05 · 0.6 ÷ 4 headlines of 45 · 22 · 45 like it.
    /// let by_hand = f64::ln(0.05 * 0.6 / 4.0 / (45.0 * 22.0 * 45.0));
    /// assert!((probability("dog bites man").unwrap() - by_hand).abs() < 1e-9);
    /// assert_eq!(probability("dog bite man"), None);
    /// ```
    pub fn log_probability(&self, tokens: &[u32]) -> Option<f64> {
        let shapes = self.of_length(tokens.len());
        let matches = shapes.filter_map(|(shape, places)| compare(shape, places, tokens, None));
        Some(matches.map(|found| found.probability).sum::<f64>()).filter(|p| *p > 0.0).map(f64::ln)
    }

    /// The sentence that these words are, the likeliest way to read them; `None` for what is no
    /// sentence of the language.
    ///
    /// ```
    /// use language::{Grammar, vocabulary};
    /// let grammar = Grammar::new();
    /// let sentence = grammar.parse(&vocabulary::ids("dog bites man").unwrap()).unwrap();
    /// assert_eq!(sentence.triples().next(), Some(["dog", "bite", "man"]));
    /// ```
    pub fn parse(&self, tokens: &[u32]) -> Option<Sentence<'_>> {
        let shapes = self.of_length(tokens.len());
        let read = |(shape, places)| Some((shape, compare(shape, places, tokens, None)?));
        let likelier =
            |a: &(&Shape, Match), b: &(&Shape, Match)| a.1.probability.total_cmp(&b.1.probability);
        let (shape, found) = shapes.filter_map(read).max_by(likelier)?;
        // What is left is one word each: a shape has a place for each of its variables.
        let words = found.left.iter().map(|left| left.trailing_zeros() as usize).collect();
        Some(Sentence::new(shape, words))
    }

    /// How probable each next word is after the first ones of a sentence, the end among them.
    /// Empty after what begins no sentence.
    ///
    /// ```
    /// use language::{Grammar, vocabulary};
    /// let next = Grammar::new().next(&vocabulary::ids("dog bites man").unwrap());
    /// assert_eq!(next[&vocabulary::END], 1.0);
    /// ```
    pub fn next(&self, before: &[u32]) -> Likely {
        let mut likely = Likely::new();
        let longer = self.shapes.iter().zip(&self.places);
        for (shape, places) in longer.filter(|(_, places)| places.len() >= before.len()) {
            let Some(found) = compare(shape, &places[..before.len()], before, None) else {
                continue;
            };
            match places.get(before.len()) {
                Some(place) => place.tell(&found, &mut likely),
                None => *likely.entry(END).or_default() += found.probability,
            }
        }
        normalized(likely)
    }

    /// How probable each word is in a place of a sentence, from all the others. Empty where no
    /// word makes it one.
    ///
    /// ```
    /// use language::{Grammar, vocabulary};
    /// let sentence = vocabulary::ids(
    ///     "the woman did not cross the street because she was too wide .",
    /// ).unwrap();
    /// let hidden = Grammar::new().hidden(&sentence, 8);
    /// // The street is what is too wide.
    /// assert_eq!(hidden[&vocabulary::id("it").unwrap()], 1.0);
    /// ```
    pub fn hidden(&self, tokens: &[u32], at: usize) -> Likely {
        let mut likely = Likely::new();
        for (shape, places) in self.of_length(tokens.len()) {
            if let (Some(place), Some(found)) =
                (places.get(at), compare(shape, places, tokens, Some(at)))
            {
                place.tell(&found, &mut likely);
            }
        }
        normalized(likely)
    }

    fn of_length(&self, length: usize) -> impl Iterator<Item = (&Shape, &[Place])> {
        let all = self.shapes.iter().zip(self.places.iter().map(Vec::as_slice));
        all.filter(move |(_, places)| places.len() == length)
    }
}

fn places(shape: &Shape) -> Vec<Place> {
    let place = |slot: &crate::shape::Slot| match slot.part {
        Part::Word(_) => Place::Word(shape.token(&slot.part, &[])),
        Part::Form(variable, _) => {
            let mut words = vec![0; variable + 1];
            let form = |word| {
                words[variable] = word;
                shape.token(&slot.part, &words)
            };
            let forms: Vec<_> = (0..shape.variables[variable].len()).map(form).collect();
            let mut words: HashMap<u32, Words> = HashMap::new();
            for (word, form) in forms.iter().enumerate() {
                *words.entry(*form).or_default() |= 1 << word;
            }
            Place::Form { variable, words }
        }
    };
    shape.slots.iter().map(place).collect()
}

impl Place {
    /// Adds what can stand here.
    fn tell(&self, found: &Match, likely: &mut Likely) {
        match self {
            Self::Word(word) => *likely.entry(*word).or_default() += found.probability,
            Self::Form { variable, words, .. } => {
                let left = found.left[*variable];
                for (form, words) in words {
                    let count = f64::from((words & left).count_ones());
                    if count > 0.0 {
                        let share = count / f64::from(left.count_ones());
                        *likely.entry(*form).or_default() += found.probability * share;
                    }
                }
            }
        }
    }
}

/// Holds the places against the words, but for a hidden one.
fn compare(
    shape: &Shape,
    places: &[Place],
    tokens: &[u32],
    hidden: Option<usize>,
) -> Option<Match> {
    let all = |of: &Vec<_>| Words::MAX >> (Words::BITS - of.len() as u32);
    let mut left: Vec<Words> = shape.variables.iter().map(all).collect();
    for (at, (place, token)) in places.iter().zip(tokens).enumerate() {
        match place {
            _ if hidden == Some(at) => {}
            Place::Word(word) if word == token => {}
            Place::Word(_) => return None,
            Place::Form { variable, words, .. } => {
                left[*variable] &= words.get(token)?;
                if left[*variable] == 0 {
                    return None;
                }
            }
        }
    }
    let share = |(left, of): (&Words, &Vec<_>)| f64::from(left.count_ones()) / of.len() as f64;
    let shares = left.iter().zip(&shape.variables).map(share);
    Some(Match { probability: shape.probability * shares.product::<f64>(), left })
}

fn normalized(mut likely: Likely) -> Likely {
    let sum: f64 = likely.values().sum();
    likely.values_mut().for_each(|probability| *probability /= sum);
    likely
}

#[cfg(test)]
mod tests;
