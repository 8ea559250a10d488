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

mod active;
pub(crate) mod german;

use crate::lexicon::{Adjective, Noun, Verb};
use crate::phrase::{Phrase, Placed};
use crate::sentence::Sentence;
use crate::shape::{Lexeme, Number};
use crate::vocabulary;

/// Where subject, verb and object are in a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrases {
    pub subject: Placed,
    pub verb: usize,
    pub object: Placed,
}

/// Who does what to whom, in the words themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clause {
    subject: Named,
    verb: &'static Verb,
    object: Named,
}

/// A phrase with its words.
#[derive(Clone, Copy, Debug)]
struct Named {
    phrase: Phrase,
    adjective: Option<&'static Adjective>,
    noun: &'static Noun,
}

/// A task.
pub struct Task {
    /// Its name.
    pub name: &'static str,
    make: fn(&Clause, &[u32]) -> Vec<u32>,
}

/// All tasks.
pub static TASKS: [Task; 6] = [
    Task { name: "passive", make: |clause, _| words(active::passive(clause)) },
    Task { name: "negate", make: |clause, _| words(active::negated(clause)) },
    Task { name: "question", make: |clause, _| words(active::question(clause)) },
    Task { name: "plural", make: |clause, _| words(active::plural(clause)) },
    Task { name: "reverse", make: |_, tokens| tokens.iter().rev().copied().collect() },
    Task { name: "german", make: |clause, _| german::sentence(clause) },
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
    /// `None` for a sentence that isn't [`crate::kind::Kind::Active`].
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
        let clause = clause(sentence)?;
        let source =
            vocabulary::id(&self.prefix()).into_iter().chain(sentence.tokens.iter().copied());
        Some((source.collect(), (self.make)(&clause, &sentence.tokens)))
    }
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
    let Some(Lexeme::Verb(verb)) = sentence.lexeme(verb) else { return None };
    Some(Clause { subject: named(subject)?, verb, object: named(object)? })
}

/// The numbers of words that the language has; a test holds every word against it.
fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<u32> {
    words.into_iter().map(|word| vocabulary::id(word).unwrap_or(vocabulary::MASK)).collect()
}

impl Named {
    fn number(&self) -> Number {
        self.phrase.number
    }
}

#[cfg(test)]
mod tests;
