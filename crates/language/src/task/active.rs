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

fn active(clause: &Clause) -> Words {
    let verb = clause.subject.number().of(clause.verb.singular, clause.verb.plural);
    [phrase(clause.subject), vec![verb], phrase(clause.object), vec!["."]].concat()
}

pub(super) fn passive(clause: &Clause) -> Words {
    let done = vec![clause.object.number().of("is", "are"), clause.verb.participle, "by"];
    [phrase(clause.object), done, phrase(clause.subject), vec!["."]].concat()
}

pub(super) fn negated(clause: &Clause) -> Words {
    let does = vec![clause.subject.number().of("does", "do"), "not", clause.verb.plural];
    [phrase(clause.subject), does, phrase(clause.object), vec!["."]].concat()
}

pub(super) fn question(clause: &Clause) -> Words {
    let does = vec![clause.subject.number().of("does", "do")];
    let verb = vec![clause.verb.plural];
    [does, phrase(clause.subject), verb, phrase(clause.object), vec!["?"]].concat()
}

pub(super) fn plural(clause: &Clause) -> Words {
    let several =
        |named: Named| Named { phrase: Phrase { number: Number::Plural, ..named.phrase }, ..named };
    let (subject, object) = (several(clause.subject), several(clause.object));
    active(&Clause { subject, object, ..*clause })
}
