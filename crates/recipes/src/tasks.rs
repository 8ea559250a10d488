//! The encoder with a decoder, which is to make one sentence of another.

use anyhow::{Context, Result};
use language::task::TASKS;
use language::vocabulary::{BEGIN, END, spell_word, words};
use language::{Grammar, Split};
use models::transformer::Config;
use rand::RngExt;
use rand::seq::IteratorRandom;
use rand_pcg::Pcg32;
use rand_seeder::Seeder;
use train::Model;

use crate::measure::decode;
use crate::objective::{Example, pair};
use crate::sentences::draw;
use crate::{Figures, Recipe, shape};

/// How many held-out sentences each task is measured on.
const HELD_OUT: usize = 200;

/// In how many examples a word that stays the same is spelled on both sides, if it is a noun or
/// an adjective, so that the model learns to copy what it doesn't know.
const SPELLED: f64 = 0.2;

/// An encoder and a decoder of all tasks.
pub(crate) struct Tasks {
    pub(crate) grammar: Grammar,
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
            let mut rng: Pcg32 = Seeder::from(("held out", task.name)).into_rng();
            let mut exact = 0;
            for _ in 0..HELD_OUT {
                let (source, target) =
                    draw(&self.grammar, Split::HeldOut, &mut rng, |one| task.apply(&one));
                let said = decode(model, &source, (BEGIN, END), shape::LONGEST)?;
                exact += usize::from(said.strip_suffix(&[END]) == Some(&target[..]));
            }
            figures.insert(task.name.to_owned(), exact as f64 / HELD_OUT as f64);
        }
        Ok(figures)
    }
}
