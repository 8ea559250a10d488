//! A sentence's tokens, with offsets as JavaScript counts.

use language::vocabulary;
use models::{TokenizerKind, tokens};
use serde::{Deserialize, Serialize};

/// One token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// As spelled.
    pub text: String,
    /// Where it starts, in units of UTF-16.
    pub start: usize,
    /// Where it ends, in units of UTF-16.
    pub end: usize,
    /// Whether the models that come with the page met it in training, as a word of the language
    /// that they learned; capital letters make no difference.
    pub known: bool,
}

/// The words and the punctuation of a text, by Unicode's word boundaries (UAX #29, section 4);
/// white space separates and is dropped.
///
/// ```
/// let tokens = engine::direct::tokenize("🐕 bites");
/// let spans: Vec<_> = tokens.iter().map(|t| (t.text.as_str(), t.start, t.end)).collect();
/// assert_eq!(spans, [("🐕", 0, 2), ("bites", 3, 8)]);
/// assert_eq!((tokens[0].known, tokens[1].known), (false, true));
/// ```
pub fn tokenize(text: &str) -> Vec<Token> {
    let units = |part: &str| part.encode_utf16().count();
    // Where the last token ended, in bytes and in units.
    let mut last = (0, 0);
    let spans = tokens(text, TokenizerKind::Words).map(|token| {
        let start = last.1 + units(&text[last.0..token.start]);
        let end = start + units(token.text);
        last = (token.end, end);
        let known = vocabulary::is_english(&token.text.to_lowercase());
        Token { text: token.text.to_owned(), start, end, known }
    });
    spans.collect()
}
