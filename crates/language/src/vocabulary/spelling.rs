//! How words are spelled for a model that doesn't have them.

use rand::RngExt;
use rand_pcg::Pcg32;

use super::{first, id, nouns, word};
use crate::lexicon as lex;

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
/// assert_eq!(text(&spell_some(&headline, 1.0, &mut rng)), "#d #o #g bites #m #a #n");
/// assert_eq!(spell_some(&headline, 0.0, &mut rng), headline);
/// ```
pub fn spell_some(tokens: &[u32], share: f64, rng: &mut Pcg32) -> Vec<u32> {
    let shown = |&token: &u32| {
        let is_drawn = rng.random::<f64>() < share;
        let open = word(token).filter(|word| is_drawn && is_open(word));
        open.map_or_else(|| vec![token], spell)
    };
    tokens.iter().flat_map(shown).collect()
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
