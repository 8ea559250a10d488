//! What is for training, and what is kept to measure on.

use rand_seeder::SipHasher;
use std::hash::Hasher;

use crate::sentence::Sentence;

/// A part of the language.
///
/// Who does what to whom decides: of all combinations of subject, verb and object, 1 in 10 is
/// held out and 1 in 20 is for validation, whatever the sentence around it. What happens to
/// nobody is parted by the whole sentence. So a model may know each word of a held-out
/// sentence, but has never met what happens in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    /// Nothing in it is held out or for validation.
    Train,
    /// Something in it is for validation, and nothing is held out.
    Validation,
    /// Something in it is held out.
    HeldOut,
}

impl Split {
    /// The part that a sentence belongs to.
    ///
    /// ```
    /// use language::{Grammar, Split};
    /// let grammar = Grammar::new();
    /// let mut rng = rand_seeder::Seeder::from(1).into_rng();
    /// let held_out = (0..1000)
    ///     .filter(|_| Split::of(&grammar.sample(&mut rng)) == Split::HeldOut)
    ///     .count();
    /// assert!((80..150).contains(&held_out));
    /// ```
    pub fn of(sentence: &Sentence<'_>) -> Self {
        let mut triples = sentence.triples().peekable();
        let chances: Vec<u64> = if triples.peek().is_some() {
            triples.map(|triple| chance(triple.iter().map(|word| word.as_bytes()))).collect()
        } else {
            let numbers: Vec<_> = sentence.tokens.iter().map(|token| token.to_le_bytes()).collect();
            vec![chance(numbers.iter().map(<[u8; 4]>::as_slice))]
        };
        match chances.iter().copied().min() {
            Some(..2) => Self::HeldOut,
            Some(2) => Self::Validation,
            _ => Self::Train,
        }
    }
}

/// A number below 20 that depends on the words alone, the same on every machine.
fn chance<'a>(words: impl Iterator<Item = &'a [u8]>) -> u64 {
    let mut hasher = SipHasher::new();
    for word in words {
        hasher.write(word);
        hasher.write(b" ");
    }
    hasher.finish() % 20
}
