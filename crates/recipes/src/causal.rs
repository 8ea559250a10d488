//! Decoders, which are to say each next word.

use std::collections::BTreeMap;

use anyhow::Result;
use language::vocabulary::{BEGIN, END, english, is_piece, words};
use language::{About, Grammar, Split};
use models::transformer::Config;
use rand_pcg::Pcg32;
use train::Model;

use crate::heads::Shown;
use crate::measure::{Choice, ask, preferred};
use crate::objective::{Example, next};
use crate::sentences::{at_times_spelled, draw, held_out, named_choices, shown};
use crate::{Figures, Recipe};

/// A decoder of English.
pub(crate) struct Causal {
    pub(crate) name: &'static str,
    pub(crate) shape: fn(usize) -> Config,
    pub(crate) grammar: Grammar,
}

fn whole(tokens: &[u32]) -> Example {
    let ended: Vec<u32> = tokens.iter().copied().chain([END]).collect();
    next(BEGIN, &ended)
}

impl Recipe for Causal {
    fn name(&self) -> &str {
        self.name
    }

    fn config(&self) -> Config {
        (self.shape)(english())
    }

    fn words(&self) -> Vec<String> {
        words()[..english()].to_vec()
    }

    fn example(&self, rng: &mut Pcg32) -> Result<Example> {
        let tokens = draw(&self.grammar, Split::Train, rng, |sentence| Some(sentence.tokens));
        Ok(whole(&at_times_spelled(tokens, rng)).without(is_piece))
    }

    fn figures(&self, model: &Model) -> Result<Figures> {
        let sentences = held_out(&self.grammar);
        let examples: Vec<Example> =
            sentences.iter().map(|sentence| whole(&sentence.tokens)).collect();
        let answers = ask(model, &examples)?;
        let known = sentences.iter().filter_map(|one| self.grammar.log_probability(&one.tokens));
        let least = (-known.sum::<f64>() / answers.asked.max(1) as f64).exp();
        let mut figures: Figures = [
            ("perplexity".to_owned(), answers.perplexity()),
            ("perplexity, at best".to_owned(), least),
        ]
        .into();
        let mut choices: BTreeMap<_, Vec<Choice>> = BTreeMap::new();
        for sentence in &sentences {
            for (name, choice) in named_choices(sentence) {
                // What a pronoun means is decided by words behind it, which no decoder sees.
                if choice.about != About::Pronoun {
                    let mut example = whole(&sentence.tokens[..choice.at]);
                    if let Some((_, asked)) = example.tokens.last_mut() {
                        *asked = Some(choice.right);
                    }
                    let before = example.tokens.len().saturating_sub(1);
                    example.tokens[..before].iter_mut().for_each(|(_, asked)| *asked = None);
                    choices.entry(name).or_default().push(Choice { example, wrong: choice.wrong });
                }
            }
        }
        for (name, choices) in choices {
            figures.insert(name.to_owned(), preferred(model, &choices)?);
        }
        Ok(figures)
    }

    fn shown(&self) -> Vec<Shown> {
        shown(&self.grammar, &[BEGIN])
    }
}
