//! A small language with a known grammar, for small transformers.
//!
//! Each [`kind`] of sentence is a list of shapes: words and places for words of a set, which
//! agree in number and may come again. Which shape and which words is drawn at random, so that
//! the probability of every sentence, of every next word and of every hidden word is known to
//! rounding: what the best possible model would say, which no model can beat.
//!
//! - [`Grammar`] draws sentences and knows their probabilities;
//! - [`Split`] keeps combinations of words apart, to measure on what was never shown;
//! - [`task`] makes one sentence of another: passive, negation, question, plural, reverse, German;
//! - [`vocabulary`] numbers the words, and spells those that the language doesn't have.
//!
//! ```
//! use language::{Grammar, vocabulary};
//!
//! let grammar = Grammar::new();
//! let tokens = vocabulary::ids("the dog bites the man .").unwrap();
//! let probability = grammar.log_probability(&tokens).unwrap();
//! assert!((-17.0..-15.0).contains(&probability));
//! assert_eq!(grammar.log_probability(&vocabulary::ids("dog the bites").unwrap()), None);
//! ```

mod grammar;
pub mod kind;
pub mod lexicon;
mod phrase;
mod sentence;
mod shape;
mod split;
pub mod task;
pub mod vocabulary;

pub use grammar::{Grammar, Likely, likeliest};
pub use sentence::{About, Choice, Sentence};
pub use shape::Shape;
pub use split::Split;
