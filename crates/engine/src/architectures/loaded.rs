//! A trained model, as its file brings it, and what typed words are to it.

use std::collections::BTreeMap;

use models::TokenizerKind;
use models::transformer::{self, Family, FileError, Model, Transformer};

/// What stands for a hidden word.
pub(super) const MASK: &str = "[MASK]";

/// What begins a sentence, and what ends it.
pub(super) const BEGIN: &str = "[BEGIN]";
pub(super) const END: &str = "[END]";

/// What stands for a character that no piece spells.
const OTHER: &str = "#?";

/// The longest text of a model whose positions have no end.
pub(super) const LONGEST: usize = 64;

/// The shipped models: the name of each, which is that of its file, and its family.
pub const TRAINED: [(&str, Family); 4] = [
    ("encoder", Family::Encoder),
    ("gpt", Family::Decoder),
    ("llama", Family::Decoder),
    ("t5", Family::EncoderDecoder),
];

/// Why a file is none of a model that is needed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LoadError {
    /// It is broken, or no file of weights.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is of another kind of model.
    #[error("weights file: the model is {given:?}, needed is {needed:?}")]
    Family {
        /// What it is.
        given: Family,
        /// What it should be.
        needed: Family,
    },
    /// It lacks a token that what it is for needs.
    #[error("weights file: its words lack {word}")]
    Word {
        /// The token.
        word: &'static str,
    },
}

/// A trained model that can be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    pub(super) model: Model,
    ids: BTreeMap<String, u32>,
}

/// A typed word, and what it is to a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As typed.
    pub text: String,
    /// The tokens that the model reads: one, or a piece for each character of a word that it
    /// has never seen.
    pub tokens: Vec<u32>,
    /// Whether it has seen the word in training.
    pub known: bool,
}

impl Loaded {
    /// The model of a file, if it is of that family and has the tokens that its family needs.
    ///
    /// # Errors
    /// [`LoadError`], which says what is wrong; whatever the bytes are, nothing panics.
    ///
    /// ```
    /// use engine::architectures::{Family, Loaded};
    /// let error = Loaded::read(b"<!doctype html>", Family::Encoder).unwrap_err();
    /// assert_eq!(error.to_string(), "weights file: this is none, for it doesn't begin with ATTNLAB");
    /// ```
    pub fn read(file: &[u8], needed: Family) -> Result<Self, LoadError> {
        let model = transformer::read(file)?;
        let given = model.transformer.config().family;
        if given != needed {
            return Err(LoadError::Family { given, needed });
        }
        let ids: BTreeMap<String, u32> = model.words.iter().cloned().zip(0..).collect();
        let tokens: &[&str] = match needed {
            Family::Encoder => &[MASK, OTHER],
            Family::Decoder | Family::EncoderDecoder => &[BEGIN, END, OTHER],
        };
        match tokens.iter().find(|word| !ids.contains_key(**word)) {
            Some(word) => Err(LoadError::Word { word }),
            None => Ok(Self { model, ids }),
        }
    }

    /// How many numbers it was trained to.
    pub fn parameters(&self) -> u128 {
        self.transformer().config().count()
    }

    /// How many different tokens it knows.
    pub fn vocabulary(&self) -> usize {
        self.model.words.len()
    }

    /// A text as words, each with its tokens; and whether all of it fits the model. What doesn't
    /// is left out, from the end.
    pub fn words(&self, text: &str) -> (Vec<Word>, bool) {
        self.words_beside(0, text)
    }

    /// The same where `others` tokens, such as what begins a sentence, need a place too.
    pub(super) fn words_beside(&self, others: usize, text: &str) -> (Vec<Word>, bool) {
        let mut left = self.room().saturating_sub(others);
        let mut words = Vec::new();
        for token in models::tokens(text, TokenizerKind::Words) {
            let word = self.word(token.text);
            match left.checked_sub(word.tokens.len()) {
                Some(rest) => left = rest,
                None => return (words, false),
            }
            words.push(word);
        }
        (words, true)
    }

    /// How many tokens the model can read.
    pub(super) fn room(&self) -> usize {
        let config = self.transformer().config();
        let has_end = config.encoding == "learned";
        if has_end { config.max_length.min(LONGEST) } else { LONGEST }
    }

    /// A word in small letters, or spelled. No sentence that a model reads has a capital letter:
    /// in its file those are of what it says alone, the German nouns. What hides, begins or spells
    /// is nothing that one types.
    pub(super) fn word(&self, text: &str) -> Word {
        let small = text.to_lowercase();
        let is_own = small.starts_with('#') || (small.len() > 1 && small.starts_with('['));
        match self.id(&small).filter(|_| !is_own) {
            Some(id) => Word { text: text.into(), tokens: vec![id], known: true },
            None => {
                let piece = |c: char| self.id(&format!("#{c}")).or_else(|| self.id(OTHER));
                let tokens = small.chars().filter_map(piece).collect();
                Word { text: text.into(), tokens, known: false }
            }
        }
    }

    pub(super) fn id(&self, word: &str) -> Option<u32> {
        self.ids.get(word).copied()
    }

    /// The word of a number.
    pub fn spelled(&self, token: u32) -> &str {
        self.model.words.get(token as usize).map_or("", String::as_str)
    }

    /// The pieces that a word is read in.
    pub fn pieces(&self, word: &Word) -> Vec<&str> {
        word.tokens.iter().map(|token| self.spelled(*token)).collect()
    }

    pub(super) fn transformer(&self) -> &Transformer {
        &self.model.transformer
    }
}

#[cfg(test)]
pub(super) mod tests {
    use models::transformer::Config;

    use super::*;

    /// The file of a model that nobody has trained, for tests alone.
    pub fn invented(family: Family) -> Vec<u8> {
        invented_with(family, &[])
    }

    /// The same with further words.
    pub fn invented_with(family: Family, further: &[&str]) -> Vec<u8> {
        let words =
            ["[BEGIN]", "[END]", "[MASK]", "#d", "#o", "#?", "the", "dog", "bites", "man", "."];
        let words: Vec<String> = words.iter().chain(further).map(|it| (*it).to_owned()).collect();
        let config = Config {
            family,
            vocabulary: words.len(),
            classes: words.len(),
            encoding: "learned",
            max_length: 8,
            tied: true,
            layers: 2,
            ..Config::default()
        };
        let transformer = Transformer::invented(config, 1).unwrap();
        let (corpus, figures, heads) = Default::default();
        let name = "invented".into();
        let model = Model { name, seed: 1, words, corpus, figures, heads, transformer };
        transformer::write(&model).unwrap()
    }

    pub fn loaded(family: Family) -> Loaded {
        Loaded::read(&invented(family), family).unwrap()
    }

    #[test]
    fn words_are_known_or_spelled() {
        let loaded = loaded(Family::Encoder);
        let (words, fits) = loaded.words("Dog bites doz.");
        let texts: Vec<_> = words.iter().map(|word| (word.text.as_str(), word.known)).collect();
        assert!(fits);
        assert_eq!(texts, [("Dog", true), ("bites", true), ("doz", false), (".", true)]);
        assert_eq!(loaded.pieces(&words[2]), ["#d", "#o", "#?"]);
        // What the model's own tokens are spelled as is nothing that can be typed.
        for text in ["[MASK]", "#d"] {
            assert!(!loaded.word(text).known, "{text}");
        }
    }

    #[test]
    fn what_is_said_alone_is_not_read() {
        let file = invented_with(Family::EncoderDecoder, &["Hund", "Tiger", "tiger"]);
        let loaded = Loaded::read(&file, Family::EncoderDecoder).unwrap();
        let (words, _) = loaded.words("Tiger Hund");
        assert_eq!(loaded.pieces(&words[0]), ["tiger"]);
        assert_eq!(loaded.pieces(&words[1]), ["#?", "#?", "#?", "#d"]);
        assert_eq!(words[1].text, "Hund");
    }

    #[test]
    fn what_has_no_room_is_left_out() {
        let (words, fits) = loaded(Family::Encoder).words(&"dog ".repeat(20));
        assert_eq!((words.len(), fits), (8, false));
        assert_eq!(loaded(Family::Encoder).words(""), (vec![], true));
    }

    #[test]
    fn wrong_files_are_refused() {
        let file = invented(Family::Encoder);
        let check = |file: &[u8], expected: &str| {
            let error = Loaded::read(file, Family::Decoder).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(&file, "the model is Encoder, needed is Decoder");
        check(&file[..file.len() / 2], "bytes, needed are");
        check(&[], "bytes, needed are");
        let mut broken = file.clone();
        let middle = broken.len() / 2;
        broken[middle] ^= 1;
        check(&broken, "its checksum is");
    }
}
