//! What is typed, and what a model is shown of it.

use rand::RngExt;
use rand_pcg::Pcg32;

use super::{first, id, nouns, word};
use crate::lexicon as lex;

/// One number of a text: a word, or a character of a word that is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Piece {
    /// The number.
    pub token: u32,
    /// Which word of the text it belongs to, from 0.
    pub word: usize,
    /// Whether that word is spelled, because the language doesn't have it.
    pub is_spelled: bool,
}

/// What a text is to a model that knows the words with numbers below `known`:
/// [`english`](super::english), or all. What is typed for a model to read is English, for one that
/// translates, too; else “Tiger” would be the German one. Marks like *.* are words of their own; capital letters
/// don't count, unless the language has the word with them.
///
/// ```
/// use language::vocabulary::{encode, english, text};
///
/// let pieces = encode("The cab bites a Hund.", english());
/// let tokens: Vec<_> = pieces.iter().map(|piece| piece.token).collect();
/// assert_eq!(text(&tokens), "the #c #a #b bites a #h #u #n #d .");
/// assert_eq!(pieces[3].word, 1);
/// assert!(pieces[3].is_spelled);
/// ```
pub fn encode(text: &str, known: usize) -> Vec<Piece> {
    let encoded = |(at, word)| encode_word(word, at, known);
    words_of(text).enumerate().flat_map(encoded).collect()
}

/// The same for a single word, the one at `at` in its text.
///
/// ```
/// use language::vocabulary::{encode_word, id, words};
/// let pieces = encode_word("Hund", 3, words().len());
/// assert_eq!(pieces[0].token, id("Hund").unwrap());
/// assert_eq!(pieces[0].word, 3);
/// ```
pub fn encode_word(word: &str, at: usize, known: usize) -> Vec<Piece> {
    // What begins or hides, and what spells, is nothing that one types.
    let found = id(word).or_else(|| id(&word.to_lowercase()));
    match found.filter(|token| (first() as usize..known).contains(&(*token as usize))) {
        Some(token) => vec![Piece { token, word: at, is_spelled: false }],
        None => spelled(word, at),
    }
}

/// Parts at spaces, and marks by themselves.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let marks = |part| str::split_inclusive(part, ['.', ',', '?']);
    text.split_whitespace().flat_map(marks).flat_map(|part: &str| {
        let (word, mark) = part.split_at(part.trim_end_matches(['.', ',', '?']).len());
        [word, mark].into_iter().filter(|part| !part.is_empty())
    })
}

fn spelled(word: &str, at: usize) -> Vec<Piece> {
    spell(word).into_iter().map(|token| Piece { token, word: at, is_spelled: true }).collect()
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

/// A sentence in which nouns and adjectives are spelled, each by the chance `share`, so that a
/// model learns what the characters are. Other words stay: what is typed and not known mostly is
/// one of these. A share beyond 0 to 1 counts as the nearer of them.
///
/// ```
/// use language::vocabulary::{ids, spell_some, text};
///
/// let mut rng = rand_seeder::Seeder::from(1).into_rng();
/// let headline = ids("dog bites man").unwrap();
/// let pieces = spell_some(&headline, 1.0, &mut rng);
/// let tokens: Vec<_> = pieces.iter().map(|piece| piece.token).collect();
/// assert_eq!(text(&tokens), "#d #o #g bites #m #a #n");
/// assert_eq!(pieces[4].word, 2);
/// assert_eq!(spell_some(&headline, 0.0, &mut rng).len(), 3);
/// ```
pub fn spell_some(tokens: &[u32], share: f64, rng: &mut Pcg32) -> Vec<Piece> {
    let pieces = |(at, &token): (usize, &u32)| {
        let is_drawn = rng.random::<f64>() < share;
        match word(token).filter(|word| is_drawn && is_open(word)) {
            Some(word) => spelled(word, at),
            None => vec![Piece { token, word: at, is_spelled: false }],
        }
    };
    tokens.iter().enumerate().flat_map(pieces).collect()
}

/// The tokens with one word spelled wherever it stands, if it is a noun or an adjective.
///
/// ```
/// use language::vocabulary::{id, ids, spell_word, text};
/// let tokens = ids("dog bites man").unwrap();
/// assert_eq!(text(&spell_word(&tokens, id("dog").unwrap())), "#d #o #g bites man");
/// assert_eq!(spell_word(&tokens, id("bites").unwrap()), tokens);
/// ```
pub fn spell_word(tokens: &[u32], of: u32) -> Vec<u32> {
    let pieces = word(of).filter(|word| is_open(word)).map_or_else(|| vec![of], spell);
    let shown = |token: &u32| if *token == of { pieces.clone() } else { vec![*token] };
    tokens.iter().flat_map(shown).collect()
}

/// Whether a number is that of a piece that words are spelled in.
///
/// ```
/// use language::vocabulary::{id, is_piece, spell};
/// assert!(is_piece(spell("x")[0]));
/// assert!(!is_piece(id("dog").unwrap()));
/// ```
pub fn is_piece(token: u32) -> bool {
    token < first() && word(token).is_some_and(|word| word.starts_with('#'))
}

/// Whether there are nouns or adjectives spelled so.
fn is_open(word: &str) -> bool {
    let mut adjectives = lex::ADJECTIVES.iter().map(|adjective| adjective.word);
    nouns().any(|noun| [noun.singular, noun.plural].contains(&word))
        || adjectives.any(|adjective| adjective == word)
}
