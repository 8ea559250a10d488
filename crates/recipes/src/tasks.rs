//! The encoder with a decoder, which is to make one sentence of another.

use anyhow::{Context, Result};
use language::task::{TASKS, Task};
use language::vocabulary::{BEGIN, END, spell_word, text, words};
use language::{Grammar, Sentence, Split};
use models::transformer::Config;
use rand::RngExt;
use rand::seq::IteratorRandom;
use rand_pcg::Pcg32;
use rand_seeder::Seeder;
use train::Model;

use crate::heads::{Reading, Shown};
use crate::measure::decode;
use crate::objective::{Example, pair};
use crate::sentences::{draw, reading};
use crate::{Figures, Recipe, shape};

/// How many held-out sentences each task is measured on.
const HELD_OUT: usize = 200;

/// How many of them heads are measured on.
const SHOWN: usize = 50;

/// In how many examples a word that stays the same is spelled on both sides, if it is a noun or
/// an adjective, so that the model learns to copy what it doesn't know.
const SPELLED: f64 = 0.2;

/// An encoder and a decoder of all tasks.
pub(crate) struct Tasks {
    pub(crate) grammar: Grammar,
}

impl Tasks {
    /// Held-out sentences, always the same, with what a model is given and what it is to say.
    fn held_out(&self, task: &Task) -> impl Iterator<Item = (Sentence<'_>, Vec<u32>, Vec<u32>)> {
        let mut rng: Pcg32 = Seeder::from(("held out", task.name)).into_rng();
        let drawn = move || {
            draw(&self.grammar, Split::HeldOut, &mut rng, |sentence| {
                let (source, target) = task.apply(&sentence)?;
                Some((sentence, source, target))
            })
        };
        std::iter::repeat_with(drawn)
    }

    fn read(&self, (sentence, source, target): (Sentence, Vec<u32>, Vec<u32>)) -> Shown {
        let task = &source[..source.len().saturating_sub(sentence.tokens.len())];
        let read = Reading { text: text(&source), ..reading(task, &sentence) };
        // German, and what is reversed, is nothing that the grammar knows.
        let said = self.grammar.parse(&target).map(|sentence| reading(&[BEGIN], &sentence));
        let said = said.unwrap_or_else(|| Reading {
            tokens: [&[BEGIN], &target[..]].concat(),
            text: text(&target),
            pairs: Vec::new(),
        });
        Shown { source: Some(read), sentence: said }
    }
}

impl Recipe for Tasks {
    fn name(&self) -> &str {
        "t5"
    }

    fn config(&self) -> Config {
        shape::t5(words().len())
    }

    fn words(&self) -> Vec<String> {
        words().to_vec()
    }

    fn example(&self, rng: &mut Pcg32) -> Result<Example> {
        let task = TASKS.get(rng.random_range(0..TASKS.len())).context("there is no task")?;
        let (source, target) = draw(&self.grammar, Split::Train, rng, |one| task.apply(&one));
        let kept = source.iter().copied().filter(|word| target.contains(word)).choose(rng);
        let (source, target) = match kept.filter(|_| rng.random_bool(SPELLED)) {
            Some(word) => (spell_word(&source, word), spell_word(&target, word)),
            None => (source, target),
        };
        let ended: Vec<u32> = target.into_iter().chain([END]).collect();
        Ok(pair(&source, BEGIN, &ended))
    }

    fn figures(&self, model: &Model) -> Result<Figures> {
        let mut figures = Figures::new();
        for task in &TASKS {
            let mut exact = 0;
            for (_, source, target) in self.held_out(task).take(HELD_OUT) {
                let said = decode(model, &source, (BEGIN, END), shape::LONGEST)?;
                exact += usize::from(said.strip_suffix(&[END]) == Some(&target[..]));
            }
            figures.insert(task.name.to_owned(), exact as f64 / HELD_OUT as f64);
        }
        Ok(figures)
    }

    fn shown(&self) -> Vec<Shown> {
        let of_task = |task| self.held_out(task).take(SHOWN).map(|one| self.read(one));
        TASKS.iter().flat_map(of_task).collect()
    }
}
