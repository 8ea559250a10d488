//! A sentence that was drawn, and what is known of its words.

use crate::kind::Kind;
use crate::lexicon::Noun;
use crate::shape::{Lexeme, Part, Shape};

/// A sentence that was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence<'a> {
    pub(crate) shape: &'a Shape,
    /// Which word each variable stands for.
    pub(crate) words: Vec<usize>,
    /// The words by their numbers, see [`crate::vocabulary`].
    pub tokens: Vec<u32>,
}

/// What a choice between two words depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// The form of a verb, on the number of its subject.
    Agreement,
    /// A pronoun, on whom it means; the word that decides comes after it, so this is for models
    /// that see the whole sentence.
    Pronoun,
    /// A noun that names whom a pronoun before it meant.
    Referent,
}

/// A place where one of two words is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The place, from 0.
    pub at: usize,
    /// The word that stands there.
    pub right: u32,
    /// The one that would be wrong.
    pub wrong: u32,
    /// What decides.
    pub about: About,
}

impl<'a> Sentence<'a> {
    pub(crate) fn new(shape: &'a Shape, words: Vec<usize>) -> Self {
        let tokens = shape.slots.iter().map(|slot| shape.token(&slot.part, &words)).collect();
        Self { shape, words, tokens }
    }

    /// The kind of sentence that it is.
    pub fn kind(&self) -> Kind {
        self.shape.kind
    }

    /// The places of the verbs, each with that of the noun, or pronoun, that it agrees with; in
    /// “does not bite”, *does* is the verb.
    ///
    /// ```
    /// use language::{Grammar, kind::Kind};
    /// let grammar = Grammar::new();
    /// let mut rng = rand_seeder::Seeder::from(1).into_rng();
    /// let headline = std::iter::repeat_with(|| grammar.sample(&mut rng))
    ///     .find(|sentence| sentence.kind() == Kind::Headline)
    ///     .unwrap();
    /// assert_eq!(headline.subjects(), [(1, 0)]);
    /// ```
    pub fn subjects(&self) -> &'a [(usize, usize)] {
        &self.shape.subjects
    }

    /// The places of the pronouns, each with that of the noun that it means.
    pub fn referents(&self) -> &'a [(usize, usize)] {
        &self.shape.referents
    }

    /// The places of the pronouns, each with that of the other noun, which it would mean for
    /// another reason. Where that one would have another pronoun, the pronoun alone tells, and
    /// there is a choice [`About::Pronoun`]; elsewhere only the reason after it does.
    ///
    /// ```
    /// use language::{Grammar, vocabulary};
    /// let tokens = vocabulary::ids(
    ///     "the animal did not cross the street because it was too wide , so the street stayed quiet .",
    /// ).unwrap();
    /// let grammar = Grammar::new();
    /// let sentence = grammar.parse(&tokens).unwrap();
    /// // “it” at 8 is the street at 6, not the animal at 1.
    /// assert_eq!(sentence.referents(), [(8, 6)]);
    /// assert_eq!(sentence.rivals(), [(8, 1)]);
    /// // What a model that reads from left to right is asked: the noun at 15.
    /// let choice = sentence.choices().pop().unwrap();
    /// assert_eq!(choice.at, 15);
    /// assert_eq!(vocabulary::text(&[choice.right, choice.wrong]), "street animal");
    /// ```
    pub fn rivals(&self) -> &'a [(usize, usize)] {
        &self.shape.rivals
    }

    /// The places whose word is there for the second time by the grammar, each with that of
    /// the first. Words like *the* don't count.
    pub fn repeats(&self) -> Vec<(usize, usize)> {
        let slots = || self.shape.slots.iter().enumerate();
        let first = |at: usize, part: &Part| {
            let is_noun = matches!(part, Part::Form(..));
            slots().take(at).find(|(_, slot)| is_noun && slot.part == *part).map(|(first, _)| first)
        };
        slots().filter_map(|(at, slot)| Some((at, first(at, &slot.part)?))).collect()
    }

    /// The places where one of two words is right.
    pub fn choices(&self) -> Vec<Choice> {
        let choice = |(at, slot): (usize, &crate::shape::Slot)| {
            let (wrong, about) = slot.wrong.as_ref()?;
            let (right, wrong) = (self.tokens[at], self.shape.token(wrong, &self.words));
            (right != wrong).then_some(Choice { at, right, wrong, about: *about })
        };
        self.shape.slots.iter().enumerate().filter_map(choice).collect()
    }

    /// Who does what to whom: the nouns and the verb as for one.
    pub fn triples(&self) -> impl Iterator<Item = [&'static str; 3]> + '_ {
        let word = |variable: usize| match self.shape.variables[variable][self.words[variable]] {
            Lexeme::Noun(noun) => noun.singular,
            Lexeme::Verb(verb) => verb.plural,
            lexeme => lexeme.form(crate::shape::Form::In(crate::shape::Number::Singular)),
        };
        let triples = self.shape.triples.iter();
        triples.map(move |triple| [word(triple.subject), word(triple.verb), word(triple.object)])
    }

    pub(crate) fn noun(&self, variable: usize) -> Option<&'static Noun> {
        match self.shape.variables.get(variable)?.get(*self.words.get(variable)?)? {
            Lexeme::Noun(noun) => Some(noun),
            _ => None,
        }
    }

    pub(crate) fn lexeme(&self, variable: usize) -> Option<Lexeme> {
        self.shape.variables.get(variable)?.get(*self.words.get(variable)?).copied()
    }
}
