//! The encoder, which is to say what is hidden.

use std::collections::BTreeMap;

use anyhow::Result;
use language::vocabulary::{BEGIN, END, MASK, english, first, is_piece, words};
use language::{Grammar, Split};
use models::transformer::Config;
use rand::RngExt;
use rand_pcg::Pcg32;
use rand_seeder::Seeder;
use train::Model;

use crate::heads::Shown;
use crate::measure::{Choice, ask, preferred};
use crate::objective::{Example, Masking, hidden};
use crate::sentences::{at_times_spelled, draw, held_out, named_choices, shown};
use crate::{Figures, Recipe, shape};

/// An encoder of English.
pub(crate) struct Masked {
    pub(crate) grammar: Grammar,
}

/// Between what begins and what ends it, as BERT's `[CLS]` and `[SEP]`.
fn framed(mut example: Example) -> Example {
    example.tokens.insert(0, (BEGIN, None));
    example.tokens.push((END, None));
    example
}

impl Recipe for Masked {
    fn name(&self) -> &str {
        "encoder"
    }

    fn config(&self) -> Config {
        shape::encoder(english())
    }

    fn words(&self) -> Vec<String> {
        words()[..english()].to_vec()
    }

    fn example(&self, rng: &mut Pcg32) -> Result<Example> {
        let tokens = draw(&self.grammar, Split::Train, rng, |sentence| Some(sentence.tokens));
        let tokens = at_times_spelled(tokens, rng);
        let masking = Masking { mask: MASK, words: (first(), english() as u32) };
        let mut example = masking.example(&tokens, rng).without(is_piece);
        // A piece is neither asked for nor hidden.
        for ((shown, _), token) in example.tokens.iter_mut().zip(&tokens) {
            if is_piece(*token) {
                *shown = *token;
            }
        }
        Ok(framed(example))
    }

    fn figures(&self, model: &Model) -> Result<Figures> {
        let sentences = held_out(&self.grammar);
        let mut rng: Pcg32 = Seeder::from("hidden").into_rng();
        let (mut examples, mut best) = (Vec::new(), 0.0);
        let mut choices: BTreeMap<_, Vec<Choice>> = BTreeMap::new();
        for sentence in &sentences {
            let tokens = &sentence.tokens;
            let at = rng.random_range(0..tokens.len());
            examples.push(framed(hidden(tokens, at, MASK)));
            best += self.grammar.hidden(tokens, at).values().fold(0.0, |max, &p| f64::max(max, p));
            for (name, choice) in named_choices(sentence) {
                let example = framed(hidden(tokens, choice.at, MASK));
                choices.entry(name).or_default().push(Choice { example, wrong: choice.wrong });
            }
        }
        let mut figures: Figures = [
            ("hidden words".to_owned(), ask(model, &examples)?.accuracy()),
            ("hidden words, at best".to_owned(), best / sentences.len().max(1) as f64),
        ]
        .into();
        for (name, choices) in choices {
            figures.insert(name.to_owned(), preferred(model, &choices)?);
        }
        Ok(figures)
    }

    fn shown(&self) -> Vec<Shown> {
        shown(&self.grammar, &[BEGIN], &[END])
    }
}
