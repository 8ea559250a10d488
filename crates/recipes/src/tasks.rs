//! The encoder with a decoder, which is to make one sentence of another.

use anyhow::{Context, Result};
use language::task::TASKS;
use language::vocabulary::{BEGIN, END, spelled, words};
use language::{Grammar, Split};
use models::transformer::Config;
use rand::RngExt;
use rand_pcg::Pcg32;
use rand_seeder::Seeder;
use train::Model;

use crate::measure::decode;
use crate::objective::{Example, pair};
use crate::sentences::{draw, to_spell};
use crate::{Figures, Recipe, shape};

/// How many held-out sentences each task is measured on.
const HELD_OUT: usize = 200;

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
        // What stays the same is spelled on both sides: the model learns to copy it.
        let kept: Vec<u32> = source.iter().copied().filter(|word| target.contains(word)).collect();
        let (source, target) = match to_spell(&kept, rng) {
            Some(word) => (spelled(&source, word), spelled(&target, word)),
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
