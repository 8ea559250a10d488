//! Tasks: one sentence made of another, from what it is made of, not from its text.
//!
//! | task | from | to |
//! |---|---|---|
//! | `passive:` | the dog bites a man . | a man is bitten by the dog . |
//! | `negate:` | the dog bites a man . | the dog does not bite a man . |
//! | `question:` | the dog bites a man . | does the dog bite a man ? |
//! | `plural:` | the dog bites a man . | the dogs bite some men . |
//! | `reverse:` | the dog bites a man . | . man a bites dog the |
//! | `german:` | the dog bites a man . | der Hund beißt einen Mann . |
//!
//! They take sentences in which somebody does something ([`Kind::Active`](crate::kind::Kind::Active),
//! [`Kind::Alone`](crate::kind::Kind::Alone), the
//! passive only the former); `reverse:` takes every sentence of up to [`LONGEST_REVERSED`] words.
//! Each sentence has one answer, so the best possible model is always right.

mod english;
pub(crate) mod german;

use crate::lexicon::{Adjective, Noun};
use crate::phrase::{Phrase, Placed};
use crate::sentence::Sentence;
use crate::shape::{Lexeme, Number, number_of};
use crate::vocabulary;

/// The most words that are still reversed.
pub const LONGEST_REVERSED: usize = 10;

/// Where subject, verb and object are in a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrases {
    pub subject: Placed,
    pub verb: usize,
    pub object: Option<Placed>,
}

/// Who does what to whom, in the words themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clause {
    subject: Named,
    /// A verb, with an object or without.
    verb: Lexeme,
    object: Option<Named>,
}

/// A phrase with its words.
#[derive(Clone, Copy, Debug)]
struct Named {
    phrase: Phrase,
    adjective: Option<&'static Adjective>,
    noun: &'static Noun,
}

/// What becomes of a sentence; nothing where the task makes no sense.
type Make = fn(&Sentence<'_>) -> Option<Vec<u32>>;

/// A task.
#[derive(Debug)]
pub struct Task {
    /// Its name.
    pub name: &'static str,
    make: Make,
}

/// All tasks.
pub static TASKS: [Task; 6] = [
    Task { name: "passive", make: |sentence| english::passive(&clause(sentence)?).map(words) },
    Task { name: "negate", make: |sentence| Some(words(english::negated(&clause(sentence)?))) },
    Task { name: "question", make: |sentence| Some(words(english::question(&clause(sentence)?))) },
    Task { name: "plural", make: |sentence| Some(words(english::plural(&clause(sentence)?))) },
    Task { name: "reverse", make: reversed },
    Task { name: "german", make: |sentence| german::sentence(&clause(sentence)?) },
];

impl Task {
    /// The task of that name.
    ///
    /// ```
    /// assert!(language::task::Task::find("german").is_some());
    /// assert!(language::task::Task::find("rhyme").is_none());
    /// ```
    pub fn find(name: &str) -> Option<&'static Self> {
        TASKS.iter().find(|task| task.name == name)
    }

    /// What stands before the sentence (Raffel et al. 2020, section 2.4).
    ///
    /// ```
    /// assert_eq!(language::task::TASKS[0].prefix(), "passive:");
    /// ```
    pub fn prefix(&self) -> String {
        format!("{}:", self.name)
    }

    /// What the sentence becomes, and what the model is given: the prefix and the sentence.
    /// `None` for a sentence that the task doesn't take.
    ///
    /// ```
    /// use language::{Grammar, kind::Kind, task::Task, vocabulary};
    /// let grammar = Grammar::new();
    /// let mut rng = rand_seeder::Seeder::from(1).into_rng();
    /// let sentence = std::iter::repeat_with(|| grammar.sample(&mut rng))
    ///     .find(|sentence| sentence.kind() == Kind::Active)
    ///     .unwrap();
    /// let (source, target) = Task::find("reverse").unwrap().apply(&sentence).unwrap();
    /// assert_eq!(vocabulary::words()[source[0] as usize], "reverse:");
    /// assert_eq!(target.iter().rev().eq(&source[1..]), true);
    /// ```
    pub fn apply(&self, sentence: &Sentence<'_>) -> Option<(Vec<u32>, Vec<u32>)> {
        let target = (self.make)(sentence)?;
        let prefix = vocabulary::id(&self.prefix())?;
        Some((std::iter::once(prefix).chain(sentence.tokens.iter().copied()).collect(), target))
    }
}

fn reversed(sentence: &Sentence<'_>) -> Option<Vec<u32>> {
    let is_short = sentence.tokens.len() <= LONGEST_REVERSED;
    is_short.then(|| sentence.tokens.iter().rev().copied().collect())
}

fn clause(sentence: &Sentence<'_>) -> Option<Clause> {
    let Phrases { subject, verb, object } = sentence.shape.clause?;
    let named = |placed: Placed| {
        let adjective = match placed.adjective.map(|adjective| sentence.lexeme(adjective)) {
            Some(Some(Lexeme::Adjective(adjective))) => Some(adjective),
            _ => None,
        };
        Some(Named { phrase: placed.phrase, adjective, noun: sentence.noun(placed.noun)? })
    };
    let object = match object {
        Some(object) => Some(named(object)?),
        None => None,
    };
    Some(Clause { subject: named(subject)?, verb: sentence.lexeme(verb)?, object })
}

fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<u32> {
    words.into_iter().map(number_of).collect()
}

impl Named {
    fn number(&self) -> Number {
        self.phrase.number
    }
}

#[cfg(test)]
mod tests;
