//! Cutting a sentence into tokens.

use unicode_segmentation::UnicodeSegmentation;

/// How a sentence is cut into tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenizerKind {
    /// Words and punctuation, by Unicode's word boundaries (UAX #29, section 4); white
    /// space separates and is dropped. An emoji stays whole, also one joined from several.
    Words,
    /// What a reader takes for one character: extended grapheme clusters (UAX #29,
    /// section 3). Nothing is dropped, so that a space is a token too.
    Characters,
}

/// One token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token<'a> {
    /// As spelled.
    pub text: &'a str,
    /// Byte offset in the sentence where it starts.
    pub start: usize,
    /// Byte offset in the sentence where it ends.
    pub end: usize,
}

/// The tokens of a sentence, one at a time, so that a caller who needs only the first few
/// of a long text pays for no more.
///
/// ```
/// use models::{TokenizerKind, tokens};
///
/// let words: Vec<_> = tokens("Don't bite, dog!", TokenizerKind::Words).collect();
/// let texts: Vec<_> = words.iter().map(|token| token.text).collect();
/// assert_eq!(texts, ["Don't", "bite", ",", "dog", "!"]);
/// assert_eq!((words[1].start, words[1].end), (6, 10));
///
/// assert_eq!(tokens("a cat", TokenizerKind::Characters).count(), 5);
/// ```
pub fn tokens(text: &str, kind: TokenizerKind) -> impl Iterator<Item = Token<'_>> {
    // The two segmenters are different types; the one not asked for walks an empty string.
    let (words, characters) = match kind {
        TokenizerKind::Words => (text, ""),
        TokenizerKind::Characters => ("", text),
    };
    words
        .split_word_bound_indices()
        .filter(|(_, text)| !text.chars().all(char::is_whitespace))
        .chain(characters.grapheme_indices(true))
        .map(|(start, text)| Token { text, start, end: start + text.len() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, kind: TokenizerKind, expected: &[&str]) {
        let found: Vec<_> = tokens(text, kind).map(|token| token.text).collect();
        assert_eq!(found, expected, "{text:?} as {kind:?}");
    }

    #[test]
    fn cuts_into_words() {
        let words = TokenizerKind::Words;
        check("", words, &[]);
        check(" \t\n\u{a0}\u{3000}", words, &[]);
        check("dog bites man", words, &["dog", "bites", "man"]);
        check("3.14 is not 3,000…", words, &["3.14", "is", "not", "3,000", "…"]);
        check("كلب يعض رجلا", words, &["كلب", "يعض", "رجلا"]);
        check("犬が", words, &["犬", "が"]);
        check("cafe\u{301} naïve", words, &["cafe\u{301}", "naïve"]);
        check("👩‍👩‍👧‍👦👍🏽 🇫🇷🇩🇪", words, &["👩‍👩‍👧‍👦", "👍🏽", "🇫🇷", "🇩🇪"]);
    }

    #[test]
    fn cuts_into_characters() {
        let characters = TokenizerKind::Characters;
        check("", characters, &[]);
        check("a b", characters, &["a", " ", "b"]);
        check("e\u{301}👩‍👩‍👧‍👦\r\nn", characters, &["e\u{301}", "👩‍👩‍👧‍👦", "\r\n", "n"]);
    }

    proptest! {
        #[test]
        fn tokens_are_the_slices_they_claim(text in "\\PC{0,40}") {
            for kind in [TokenizerKind::Words, TokenizerKind::Characters] {
                let mut end = 0;
                for token in tokens(&text, kind) {
                    prop_assert!(token.start >= end && !token.text.is_empty());
                    // What lies between two tokens was white space, so nothing else is lost.
                    prop_assert!(text[end..token.start].chars().all(char::is_whitespace));
                    prop_assert_eq!(&text[token.start..token.end], token.text);
                    end = token.end;
                }
                prop_assert!(text[end..].chars().all(char::is_whitespace));
            }
        }
    }
}
