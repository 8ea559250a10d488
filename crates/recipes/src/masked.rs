//! The encoder, which is to say what is hidden.

use std::collections::BTreeMap;

use anyhow::Result;
use language::kind::Kind;
use language::vocabulary::{MASK, english, is_piece, words};
use language::{Grammar, Split};
use models::transformer::Config;
use rand::RngExt;
use rand_pcg::Pcg32;
use train::{Model, OptimizerConfig};

use crate::heads::Shown;
use crate::measure::{Choice, ask, preferred};
use crate::objective::{Example, hidden, masked};
use crate::sentences::{at_times_spelled, draw, held_out, named_choices, shown};
use crate::{Figures, Recipe, shape};

/// An encoder of English.
pub(crate) struct Masked {
    pub(crate) grammar: Grammar,
}

/// How many of the sentences that it learns from say everything twice, beside those that would
/// anyway: what stands twice need only be copied, but is so rarely asked for in the language as it
/// is that the adjectives of such sentences were not yet copied after 30,000 steps.
const TWICE: f64 = 0.3;

/// It reads the words and nothing around them: no `[CLS]`, for nothing is made of the whole
/// sentence, so that each row of its attention is a word that somebody typed.
impl Recipe for Masked {
    fn name(&self) -> &str {
        "encoder"
    }

    fn config(&self) -> Config {
        shape::encoder(english())
    }

    /// Longer than the others: it is asked for a fifth of what a decoder is asked for in a step, and
    /// copying what stands twice comes late.
    fn optimizer(&self) -> OptimizerConfig {
        OptimizerConfig { steps: 30_000, warm_up: 200, floor: 0.02, ..OptimizerConfig::default() }
    }

    fn words(&self) -> Vec<String> {
        words()[..english()].to_vec()
    }

    fn mixture(&self) -> Vec<(&'static str, String)> {
        vec![("twice", TWICE.to_string())]
    }

    fn example(&self, rng: &mut Pcg32) -> Result<Example> {
        let twice = rng.random_bool(TWICE);
        let tokens = draw(&self.grammar, Split::Train, rng, |sentence| {
            (!twice || sentence.kind() == Kind::Repeated).then_some(sentence.tokens)
        });
        let tokens = at_times_spelled(tokens, rng);
        let mut example = masked(&tokens, MASK, rng).without(is_piece);
        // A piece is neither asked for nor hidden.
        for ((shown, _), token) in example.tokens.iter_mut().zip(&tokens) {
            if is_piece(*token) {
                *shown = *token;
            }
        }
        Ok(example)
    }

    fn figures(&self, model: &Model) -> Result<Figures> {
        let sentences = held_out(&self.grammar);
        let (mut examples, mut best) = (Vec::new(), 0.0);
        let mut choices: BTreeMap<_, Vec<Choice>> = BTreeMap::new();
        for sentence in &sentences {
            let tokens = &sentence.tokens;
            // Each word in turn: one of each sentence would leave a figure uncertain by a point.
            for at in 0..tokens.len() {
                let likely = self.grammar.hidden(tokens, at);
                best += likely.values().fold(0.0, |max, &p| f64::max(max, p));
                examples.push(hidden(tokens, at, MASK));
            }
            for (name, choice) in named_choices(sentence) {
                let example = hidden(tokens, choice.at, MASK);
                choices.entry(name).or_default().push(Choice { example, wrong: choice.wrong });
            }
        }
        let mut figures: Figures = [
            ("hidden words".to_owned(), ask(model, &examples)?.accuracy()),
            ("hidden words, at best".to_owned(), best / examples.len().max(1) as f64),
        ]
        .into();
        for (name, choices) in choices {
            figures.insert(name.to_owned(), preferred(model, &choices)?);
        }
        Ok(figures)
    }

    fn shown(&self) -> Vec<Shown> {
        shown(&self.grammar, &[])
    }
}
