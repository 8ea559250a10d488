//! English sentences from the same words.

use super::{Clause, Named};
use crate::phrase::Phrase;
use crate::shape::{Form, Lexeme, Number};

type Words = Vec<&'static str>;

/// “the small dog”.
fn phrase(Named { phrase, adjective, noun }: Named) -> Words {
    let Phrase { number, is_definite, .. } = phrase;
    let next = adjective.map_or(Lexeme::Noun(noun), Lexeme::Adjective);
    let article = match (is_definite, number) {
        (true, _) => "the",
        (false, Number::Plural) => "some",
        (false, Number::Singular) => next.form(Form::Article),
    };
    let noun = number.of(noun.singular, noun.plural);
    [Some(article), adjective.map(|adjective| adjective.word), Some(noun)]
        .into_iter()
        .flatten()
        .collect()
}

/// The object with its article and adjective, if there is one.
fn object(clause: &Clause) -> Words {
    clause.object.map_or_else(Words::new, phrase)
}

/// The verb as it stands after *does not*, which is also what several do.
fn infinitive(clause: &Clause) -> &'static str {
    clause.verb.form(Form::In(Number::Plural))
}

fn does(clause: &Clause) -> &'static str {
    clause.subject.number().of("does", "do")
}

fn active(clause: &Clause) -> Words {
    let verb = clause.verb.form(Form::In(clause.subject.number()));
    [phrase(clause.subject), vec![verb], object(clause), vec!["."]].concat()
}

/// Nothing without an object: it becomes the subject.
pub(super) fn passive(clause: &Clause) -> Option<Words> {
    let object = clause.object?;
    let is = object.number().of("is", "are");
    let done = vec![is, clause.verb.form(Form::Participle), "by"];
    Some([phrase(object), done, phrase(clause.subject), vec!["."]].concat())
}

pub(super) fn negated(clause: &Clause) -> Words {
    let does = vec![does(clause), "not", infinitive(clause)];
    [phrase(clause.subject), does, object(clause), vec!["."]].concat()
}

pub(super) fn question(clause: &Clause) -> Words {
    let verb = vec![infinitive(clause)];
    [vec![does(clause)], phrase(clause.subject), verb, object(clause), vec!["?"]].concat()
}

pub(super) fn plural(clause: &Clause) -> Words {
    let several =
        |named: Named| Named { phrase: Phrase { number: Number::Plural, ..named.phrase }, ..named };
    let (subject, object) = (several(clause.subject), clause.object.map(several));
    active(&Clause { subject, object, ..*clause })
}
