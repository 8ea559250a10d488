//! A sentence with places for words.

use crate::kind::Kind;
use crate::lexicon::{Adjective, Intransitive, Noun, Verb};
use crate::sentence::About;
use crate::vocabulary;

/// A word that can take several forms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Lexeme {
    Noun(&'static Noun),
    Verb(&'static Verb),
    Alone(&'static Intransitive),
    Adjective(&'static Adjective),
    Word(&'static str),
}

/// One or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
}

impl Number {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Singular, Self::Plural];

    /// Which of two forms.
    pub(crate) fn of<T>(self, singular: T, plural: T) -> T {
        if self == Self::Singular { singular } else { plural }
    }

    pub(crate) fn other(self) -> Self {
        self.of(Self::Plural, Self::Singular)
    }
}

/// What becomes of a word in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is for one or several.
    In(Number),
    /// Done to somebody.
    Participle,
    /// *he*, *she*, *it* or *they* for it.
    Pronoun(Number),
    /// *a* or *an* before it.
    Article,
}

impl Lexeme {
    pub(crate) fn form(self, form: Form) -> &'static str {
        match (self, form) {
            (Self::Noun(noun), Form::Pronoun(number)) => number.of(noun.pronoun, "they"),
            (lexeme, Form::Article) => {
                let next = lexeme.form(Form::In(Number::Singular));
                if next.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
            }
            (Self::Noun(noun), Form::In(number)) => number.of(noun.singular, noun.plural),
            (Self::Noun(noun), Form::Participle) => noun.singular,
            (Self::Verb(verb), Form::In(number)) => number.of(verb.singular, verb.plural),
            (Self::Verb(verb), _) => verb.participle,
            (Self::Alone(verb), Form::In(number)) => number.of(verb.singular, verb.plural),
            (Self::Alone(verb), _) => verb.plural,
            (Self::Adjective(adjective), _) => adjective.word,
            (Self::Word(word), _) => word,
        }
    }
}

/// What stands in one place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// Always this word.
    Word(&'static str),
    /// The word that a variable stands for, in a form.
    Form(usize, Form),
}

/// One place: what stands there, and what might be thought to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slot {
    pub part: Part,
    /// What it would be by a mistake, and what of.
    pub wrong: Option<(Part, About)>,
}

/// Who does what to whom, by their variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Triple {
    pub subject: usize,
    pub verb: usize,
    pub object: usize,
}

/// A sentence with places for words.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub(crate) kind: Kind,
    pub(crate) probability: f64,
    pub(crate) variables: Vec<Vec<Lexeme>>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) triples: Vec<Triple>,
    /// Each verb's place and that of its subject.
    pub(crate) subjects: Vec<(usize, usize)>,
    /// Each pronoun's place and that of whom it means.
    pub(crate) referents: Vec<(usize, usize)>,
    /// Each pronoun's place and that of whom it would mean for another reason.
    pub(crate) rivals: Vec<(usize, usize)>,
    pub(crate) clause: Option<crate::task::Phrases>,
}

impl Shape {
    pub(crate) fn new(kind: Kind, probability: f64) -> Self {
        Self {
            kind,
            probability,
            variables: Vec::new(),
            slots: Vec::new(),
            triples: Vec::new(),
            subjects: Vec::new(),
            referents: Vec::new(),
            rivals: Vec::new(),
            clause: None,
        }
    }

    /// A new variable for a word of these.
    pub(crate) fn variable(&mut self, lexemes: impl IntoIterator<Item = Lexeme>) -> usize {
        self.variables.push(lexemes.into_iter().collect());
        self.variables.len() - 1
    }

    /// Adds a place and gives its number.
    pub(crate) fn push(&mut self, part: Part) -> usize {
        self.slots.push(Slot { part, wrong: None });
        self.slots.len() - 1
    }

    pub(crate) fn word(&mut self, word: &'static str) -> usize {
        self.push(Part::Word(word))
    }

    pub(crate) fn words(&mut self, words: &'static str) {
        words.split(' ').for_each(|word| _ = self.word(word));
    }

    /// Adds a verb that agrees with the noun in the place `subject`.
    pub(crate) fn verb(&mut self, verb: usize, number: Number, subject: usize) {
        let at = self.push(Part::Form(verb, Form::In(number)));
        let wrong = Part::Form(verb, Form::In(number.other()));
        self.agrees(at, wrong, subject);
    }

    /// Adds *is*, *was* or *does* that agrees with the noun in the place `subject`.
    pub(crate) fn being(&mut self, forms: [&'static str; 2], number: Number, subject: usize) {
        let at = self.word(number.of(forms[0], forms[1]));
        let wrong = Part::Word(number.of(forms[1], forms[0]));
        self.agrees(at, wrong, subject);
    }

    fn agrees(&mut self, at: usize, wrong: Part, subject: usize) {
        self.slots[at].wrong = Some((wrong, About::Agreement));
        self.subjects.push((at, subject));
    }

    /// The number of the word in a place, the variables standing for these words.
    pub(crate) fn token(&self, part: &Part, words: &[usize]) -> u32 {
        let word = match part {
            Part::Word(word) => word,
            Part::Form(variable, form) => self.variables[*variable][words[*variable]].form(*form),
        };
        number_of(word)
    }
}

/// The number of a word; a test holds every form of every word against the vocabulary.
pub(crate) fn number_of(word: &str) -> u32 {
    vocabulary::id(word).unwrap_or(vocabulary::MASK)
}
