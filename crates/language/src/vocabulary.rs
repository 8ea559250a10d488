//! The words by their numbers, and how a word that there is none of is spelled.
//!
//! First come what begins, ends and hides, the tasks, and the pieces that unknown words are
//! spelled in; then the English words, then the German ones. A model of English alone has the
//! numbers below [`english`].

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::lexicon as lex;
use crate::task::{TASKS, german};

mod spelling;

pub use spelling::{is_piece, spell, spell_some, spell_word};

/// The number of what begins a sentence.
pub const BEGIN: u32 = 0;
/// The number of what ends a sentence.
pub const END: u32 = 1;
/// The number of what stands for a hidden word.
pub const MASK: u32 = 2;

const SPECIAL: [&str; 3] = ["[BEGIN]", "[END]", "[MASK]"];
/// What pieces are spelled with; the last stands for every other character.
const PIECES: &str = "abcdefghijklmnopqrstuvwxyzäöüß0123456789'-?";
const FUNCTION: [&str; 26] = [
    ".", ",", "?", "the", "a", "an", "some", "and", "by", "that", "is", "are", "was", "were",
    "did", "does", "do", "not", "because", "too", "so", "stayed", "he", "she", "it", "they",
];

struct Vocabulary {
    words: Vec<String>,
    ids: HashMap<String, u32>,
    /// Where the words begin, after pieces and the like.
    first: u32,
    english: u32,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut words: Vec<String> = SPECIAL.map(String::from).to_vec();
    words.extend(TASKS.iter().map(|task| task.prefix()));
    words.extend(PIECES.chars().map(|piece| format!("#{piece}")));
    let first = words.len() as u32;
    let mut english: BTreeSet<&str> = BTreeSet::new();
    english.extend(nouns().flat_map(|noun| [noun.singular, noun.plural]));
    english.extend(verbs().flat_map(|verb| [verb.plural, verb.singular, verb.participle]));
    english.extend(lex::ALONE.iter().flat_map(|verb| [verb.plural, verb.singular]));
    english.extend(lex::ADJECTIVES.map(|adjective| adjective.word));
    let others =
        [&lex::STATES[..], &lex::OBSTACLES, &lex::REACTIONS, &lex::STILLNESS, &lex::BESIDE];
    english.extend(others.into_iter().flatten());
    words.extend(FUNCTION.map(String::from));
    words.extend(english.difference(&FUNCTION.into()).map(|word| (*word).to_owned()));
    let of_english = words.len() as u32;
    let known: BTreeSet<String> = words.iter().cloned().collect();
    words.extend(german::words().into_iter().filter(|word| !known.contains(word)));
    let ids = words.iter().cloned().zip(0..).collect();
    Vocabulary { words, ids, first, english: of_english }
});

/// All nouns.
pub(crate) fn nouns() -> impl Iterator<Item = &'static lex::Noun> {
    lex::ANIMALS.iter().chain(&lex::PERSONS).chain(&lex::THINGS).chain(&lex::PLACES)
}

/// All verbs that take an object.
pub(crate) fn verbs() -> impl Iterator<Item = &'static lex::Verb> {
    lex::TO_ANIMATES.iter().chain(&lex::TO_THINGS).chain(&lex::TO_PLACES)
}

/// All words, each at its number.
///
/// ```
/// assert_eq!(language::vocabulary::words()[2], "[MASK]");
/// ```
pub fn words() -> &'static [String] {
    &VOCABULARY.words
}

/// How many numbers a model of English needs.
///
/// ```
/// use language::vocabulary;
/// assert!(vocabulary::english() < vocabulary::words().len());
/// assert!(vocabulary::id("beißt").unwrap() as usize >= vocabulary::english());
/// ```
pub fn english() -> usize {
    VOCABULARY.english as usize
}

/// The number of the first word; pieces and the like have lower ones.
///
/// ```
/// use language::vocabulary;
/// assert_eq!(vocabulary::words()[vocabulary::first() as usize], ".");
/// ```
pub fn first() -> u32 {
    VOCABULARY.first
}

/// The number of a word.
///
/// ```
/// use language::vocabulary;
/// let dog = vocabulary::id("dog").unwrap();
/// assert_eq!(vocabulary::words()[dog as usize], "dog");
/// assert_eq!(vocabulary::id("quark"), None);
/// ```
pub fn id(word: &str) -> Option<u32> {
    VOCABULARY.ids.get(word).copied()
}

/// Whether that is a word of English here, or what ends a sentence; neither a piece nor what
/// hides, begins or stands before a task.
///
/// ```
/// use language::vocabulary;
/// assert!(vocabulary::is_english("dog"));
/// assert!(!["Dog", "#d", "[MASK]", "Hund", "quark"].into_iter().any(vocabulary::is_english));
/// ```
pub fn is_english(word: &str) -> bool {
    id(word).is_some_and(|id| (VOCABULARY.first..VOCABULARY.english).contains(&id))
}

/// The word of a number.
///
/// ```
/// use language::vocabulary;
/// assert_eq!(vocabulary::word(vocabulary::END), Some("[END]"));
/// assert_eq!(vocabulary::word(u32::MAX), None);
/// ```
pub fn word(id: u32) -> Option<&'static str> {
    words().get(id as usize).map(String::as_str)
}

/// The numbers of words that stand apart, if the language has them all.
///
/// ```
/// use language::vocabulary;
/// assert_eq!(vocabulary::ids("dog bites man").map(|ids| ids.len()), Some(3));
/// assert_eq!(vocabulary::ids("dog bites quark"), None);
/// ```
pub fn ids(text: &str) -> Option<Vec<u32>> {
    text.split_whitespace().map(id).collect()
}

/// Words with spaces between.
///
/// ```
/// use language::vocabulary;
/// assert_eq!(vocabulary::text(&vocabulary::ids("man bites dog").unwrap()), "man bites dog");
/// ```
pub fn text(tokens: &[u32]) -> String {
    let word = |token: &u32| words().get(*token as usize).map_or("", String::as_str);
    tokens.iter().map(word).collect::<Vec<_>>().join(" ")
}
