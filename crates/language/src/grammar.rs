//! What is drawn, and how probable it is.

use std::collections::BTreeMap;

use rand::RngExt;
use rand_pcg::Pcg32;

use crate::kind;
use crate::sentence::Sentence;
use crate::shape::Shape;
use crate::vocabulary::END;

mod places;

use places::{Places, Words};

/// All shapes of sentences, ready to be drawn from and to be held against a sentence.
#[derive(Debug)]
pub struct Grammar {
    shapes: Vec<Shape>,
    places: Places,
}

/// Words with their probabilities.
pub type Likely = BTreeMap<u32, f64>;

impl Default for Grammar {
    fn default() -> Self {
        Self::new()
    }
}

impl Grammar {
    /// The language's grammar.
    pub fn new() -> Self {
        let shapes = kind::shapes();
        let places = Places::new(&shapes);
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
    /// // One of 45 · 22 · 45 headlines like it, all of which have 0.05 · 0.5 ÷ 4.
    /// let by_hand = f64::ln(0.05 * 0.5 / 4.0 / (45.0 * 22.0 * 45.0));
    /// assert!((probability("dog bites man").unwrap() - by_hand).abs() < 1e-9);
    /// assert_eq!(probability("dog bite man"), None);
    /// ```
    pub fn log_probability(&self, tokens: &[u32]) -> Option<f64> {
        let mut sum = 0.0;
        let mut left = Vec::new();
        for (index, _) in self.of_length(tokens.len()) {
            sum += self.places.compare(index, tokens, None, &mut left).unwrap_or(0.0);
        }
        (sum > 0.0).then(|| sum.ln())
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
        let mut likeliest: Option<(f64, &Shape, Vec<Words>)> = None;
        let mut left = Vec::new();
        for (index, shape) in self.of_length(tokens.len()) {
            let found = self.places.compare(index, tokens, None, &mut left);
            let Some(probability) = found else { continue };
            if likeliest.as_ref().is_none_or(|(best, ..)| probability > *best) {
                likeliest = Some((probability, shape, left.clone()));
            }
        }
        let (_, shape, left) = likeliest?;
        // What is left is one word each: a shape has a place for each of its variables.
        let words = left.iter().map(|left| left.trailing_zeros() as usize).collect();
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
        let mut left = Vec::new();
        for (index, shape) in self.shapes.iter().enumerate() {
            if shape.slots.len() < before.len() {
                continue;
            }
            let found = self.places.compare(index, before, None, &mut left);
            let Some(probability) = found else { continue };
            if shape.slots.len() == before.len() {
                *likely.entry(END).or_default() += probability;
            } else {
                self.places.tell(index, before.len(), probability, &left, &mut likely);
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
        let mut left = Vec::new();
        for (index, _) in self.of_length(tokens.len()) {
            if let Some(probability) = self.places.compare(index, tokens, Some(at), &mut left) {
                self.places.tell(index, at, probability, &left, &mut likely);
            }
        }
        normalized(likely)
    }

    /// The entropy of a sentence, in nats: what the best possible model loses on average.
    ///
    /// No sentence can be read in two ways, so it is that of the shape and of the words in it.
    ///
    /// ```
    /// use language::Grammar;
    /// let grammar = Grammar::new();
    /// let mut rng = rand_seeder::Seeder::from(1).into_rng();
    /// let lost: f64 = (0..2000)
    ///     .filter_map(|_| grammar.log_probability(&grammar.sample(&mut rng).tokens))
    ///     .sum();
    /// assert!((-lost / 2000.0 - grammar.entropy()).abs() < 0.2);
    /// ```
    pub fn entropy(&self) -> f64 {
        let of = |shape: &Shape| {
            let words = shape.variables.iter().map(|of| (of.len() as f64).ln());
            shape.probability * (words.sum::<f64>() - shape.probability.ln())
        };
        self.shapes.iter().map(of).sum()
    }

    /// How many words a sentence has on average, the end counted as one. The entropy over this
    /// is the best loss per word.
    ///
    /// ```
    /// use language::Grammar;
    /// let grammar = Grammar::new();
    /// let per_word = grammar.entropy() / grammar.mean_length();
    /// assert!((1.5..2.0).contains(&per_word), "{per_word}");
    /// ```
    pub fn mean_length(&self) -> f64 {
        let of = |shape: &Shape| shape.probability * (shape.slots.len() + 1) as f64;
        self.shapes.iter().map(of).sum()
    }

    fn of_length(&self, length: usize) -> impl Iterator<Item = (usize, &Shape)> {
        let all = self.shapes.iter().enumerate();
        all.filter(move |(_, shape)| shape.slots.len() == length)
    }
}

/// The likeliest word, of several the first, and its probability: what to say of a hidden word
/// to be right most often, and how often that is.
///
/// ```
/// use language::{Grammar, likeliest, vocabulary};
/// let sentence = vocabulary::ids("the dogs near the house sleeps .").unwrap();
/// let hidden = Grammar::new().hidden(&sentence, 5);
/// // One of fourteen verbs.
/// assert!((likeliest(&hidden).unwrap().1 - 1.0 / 14.0).abs() < 1e-12);
/// ```
pub fn likeliest(likely: &Likely) -> Option<(u32, f64)> {
    let all = likely.iter().map(|(word, probability)| (*word, *probability));
    all.reduce(|best, other| if other.1 > best.1 { other } else { best })
}

fn normalized(mut likely: Likely) -> Likely {
    let sum: f64 = likely.values().sum();
    likely.values_mut().for_each(|probability| *probability /= sum);
    likely
}

#[cfg(test)]
mod tests;
