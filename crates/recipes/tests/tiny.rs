//! A whole run of a tiny recipe: broken off and gone on with, rounded, measured, filed.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use models::transformer::{Config, Family};
use rand::RngExt;
use rand_pcg::Pcg32;
use recipes::objective::{Example, next, pair};
use recipes::{Checkpoint, Figures, Recipe, Run, finish, measure, run};
use train::{Model, OptimizerConfig};

/// Words 2 to 7 in turn, from anywhere on; 0 begins a sentence, 1 ends it. With a decoder
/// that reads an encoder's output, the same words once more.
struct Tiny(Family);

fn sentence(first: u32) -> Vec<u32> {
    (first..first + 4).map(|word| 2 + word % 6).chain([1]).collect()
}

impl Recipe for Tiny {
    fn name(&self) -> &str {
        "tiny"
    }

    fn config(&self) -> Config {
        let (family, tied) = (self.0, true);
        Config { family, tied, vocabulary: 8, classes: 8, d_model: 16, ..Config::default() }
    }

    fn optimizer(&self) -> OptimizerConfig {
        OptimizerConfig { steps: 120, learning_rate: 1e-2, ..OptimizerConfig::default() }
    }

    fn seed(&self) -> u32 {
        7
    }

    fn batch(&self) -> usize {
        9
    }

    fn words(&self) -> Vec<String> {
        (0..8).map(|word| word.to_string()).collect()
    }

    fn corpus(&self) -> BTreeMap<String, String> {
        [("words".to_owned(), "8".to_owned())].into()
    }

    fn example(&self, rng: &mut Pcg32) -> Result<Example> {
        let words = sentence(rng.random_range(0..6));
        let copied = self.0 == Family::EncoderDecoder;
        Ok(if copied { pair(&words, 0, &words) } else { next(0, &words) })
    }

    fn figures(&self, model: &Model) -> Result<Figures> {
        let examples: Vec<Example> = (0..6).map(|first| next(0, &sentence(first))).collect();
        let answers = measure::ask(model, &examples)?;
        Ok([("perplexity".to_owned(), answers.perplexity())].into())
    }
}

fn trained(recipe: &Tiny, folder: &Path, until: u32) -> Model {
    let checkpoint = Checkpoint::new(folder.join("tiny.state"), "tiny".into());
    // Kept and told of at each step.
    let how = Run { config: recipe.config(), checkpoint, every: Duration::ZERO, until };
    let mut last = 0;
    let model = run(recipe, &how, |progress| last = progress.step).unwrap();
    assert_eq!(last, until.min(120));
    model
}

#[test]
fn a_run_that_was_broken_off_comes_to_the_same_bits() {
    let recipe = Tiny(Family::Decoder);
    let [whole, broken] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let expected = trained(&recipe, whole.path(), u32::MAX);
    trained(&recipe, broken.path(), 50);
    assert!(trained(&recipe, broken.path(), u32::MAX) == expected);
}

#[test]
fn what_is_filed_is_what_was_measured() {
    let recipe = Tiny(Family::Decoder);
    let folder = tempfile::tempdir().unwrap();
    let model = trained(&recipe, folder.path(), u32::MAX);
    let (file, figures) = finish(&recipe, &model).unwrap();
    // Only the first word is free: six of them in five.
    let ceiling = 6_f64.powf(1.0 / 5.0);
    assert!((ceiling..ceiling + 0.1).contains(&figures["perplexity"]), "{figures:?}");
    let read = models::transformer::read(&file).unwrap();
    assert_eq!((read.figures, read.words.len()), (figures, 8));
    let rounded = recipes::rounded(&model).unwrap();
    for (name, weights) in rounded.parameters() {
        assert_eq!(read.transformer.weight(name), Some(weights), "{name}");
    }
}

#[test]
fn a_decoder_says_what_the_encoder_read() {
    let folder = tempfile::tempdir().unwrap();
    let model = trained(&Tiny(Family::EncoderDecoder), folder.path(), u32::MAX);
    for first in 0..6 {
        let words = sentence(first);
        assert_eq!(measure::decode(&model, &words, (0, 1), 9).unwrap(), words);
    }
}
