//! The words by their numbers, and how a word that there is none of is spelled.
//!
//! First come what begins, ends and hides, the tasks, and the pieces that unknown words are
//! spelled in; then the English words, then the German ones. A model of English alone has the
//! numbers below [`english`].

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use rand::seq::IteratorRandom;
use rand_pcg::Pcg32;

use crate::lexicon as lex;
use crate::task::{TASKS, german};

/// The number of what begins a sentence.
pub const BEGIN: u32 = 0;
/// The number of what ends a sentence.
pub const END: u32 = 1;
/// The number of what stands for a hidden word.
pub const MASK: u32 = 2;

const SPECIAL: [&str; 3] = ["[begin]", "[end]", "[mask]"];
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

fn nouns() -> impl Iterator<Item = &'static lex::Noun> {
    lex::ANIMALS.iter().chain(&lex::PERSONS).chain(&lex::THINGS).chain(&lex::PLACES)
}

fn verbs() -> impl Iterator<Item = &'static lex::Verb> {
    lex::TO_ANIMATES.iter().chain(&lex::TO_THINGS).chain(&lex::TO_PLACES)
}

/// All words, each at its number.
///
/// ```
/// assert_eq!(language::vocabulary::words()[2], "[mask]");
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

/// What a typed word is to the models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoded {
    /// A word of the language.
    Known(u32),
    /// A word that it doesn't have, spelled in pieces.
    Spelled(Vec<u32>),
}

/// What a typed word is to the models: the word as it stands, or in small letters, or spelled.
///
/// ```
/// use language::vocabulary::{Encoded, encode, id, spell};
/// assert_eq!(encode("Dog"), Encoded::Known(id("dog").unwrap()));
/// assert_eq!(encode("Hund"), Encoded::Known(id("Hund").unwrap()));
/// assert_eq!(encode("cab"), Encoded::Spelled(spell("cab")));
/// ```
pub fn encode(word: &str) -> Encoded {
    let found = id(word).or_else(|| id(&word.to_lowercase()));
    // What begins or hides, and what spells, is nothing that one types.
    match found.filter(|found| *found >= first()) {
        Some(id) => Encoded::Known(id),
        None => Encoded::Spelled(spell(word)),
    }
}

/// The pieces that a word is spelled in, one for each character.
///
/// ```
/// use language::vocabulary::{spell, text};
/// assert_eq!(text(&spell("Zoë")), "#z #o #?");
/// assert_eq!(spell(""), []);
/// ```
pub fn spell(word: &str) -> Vec<u32> {
    let piece = |character: char| id(&format!("#{character}")).or_else(|| id("#?"));
    word.to_lowercase().chars().filter_map(piece).collect()
}

/// Whether a number is that of a piece that words are spelled in.
///
/// ```
/// use language::vocabulary::{id, is_piece, spell};
/// assert!(is_piece(spell("x")[0]));
/// assert!(!is_piece(id("dog").unwrap()));
/// ```
pub fn is_piece(id: u32) -> bool {
    let not_pieces = SPECIAL.len() + TASKS.len();
    (not_pieces as u32..first()).contains(&id)
}

/// The tokens with one word spelled wherever it stands.
///
/// ```
/// use language::vocabulary::{id, ids, spelled, text};
/// let tokens = ids("dog bites man").unwrap();
/// assert_eq!(text(&spelled(&tokens, id("dog").unwrap())), "#d #o #g bites man");
/// ```
pub fn spelled(tokens: &[u32], word: u32) -> Vec<u32> {
    let pieces = words().get(word as usize).map_or_else(Vec::new, |word| spell(word));
    let of = |token: &u32| if *token == word { pieces.clone() } else { vec![*token] };
    tokens.iter().flat_map(of).collect()
}

/// A word of these to spell, of letters only; `None` where there is none.
///
/// ```
/// use language::vocabulary::{id, ids, pick};
/// let mut rng = rand_seeder::Seeder::from(1).into_rng();
/// assert_eq!(pick(&ids("dog .").unwrap(), &mut rng), id("dog"));
/// assert_eq!(pick(&ids(".").unwrap(), &mut rng), None);
/// ```
pub fn pick(tokens: &[u32], rng: &mut Pcg32) -> Option<u32> {
    let word = |token: &u32| words().get(*token as usize).filter(|_| *token >= first());
    let has_letters =
        |token: &&u32| word(token).is_some_and(|word| word.chars().all(char::is_alphabetic));
    tokens.iter().filter(has_letters).choose(rng).copied()
}
