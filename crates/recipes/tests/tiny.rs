//! A whole run of a tiny recipe: broken off and gone on with, rounded, measured, filed.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use models::transformer::{Config, Family, Measure, Model as Filed, Stack, read, write};
use rand::RngExt;
use rand_pcg::Pcg32;
use recipes::heads::{Reading, Shown};
use recipes::objective::{Example, next, pair};
use recipes::{Checkpoint, Figures, Recipe, Run};
use recipes::{fingerprint, finish, measure, measured, run, settings};
use train::{Model, OptimizerConfig};

/// Words 2 to 7 in turn, from anywhere on; 0 begins a sentence, 1 ends it. With a decoder
/// that reads an encoder's output, the same words once more.
struct Tiny(Family);

fn sentence(first: u32) -> Vec<u32> {
    (first..first + 4).map(|word| 2 + word % 6).chain([1]).collect()
}

/// The words of a sentence without its end.
fn text(first: u32) -> String {
    sentence(first)[..4].iter().map(u32::to_string).collect::<Vec<_>>().join(" ")
}

impl Tiny {
    fn of(&self, first: u32) -> Example {
        let words = sentence(first);
        let copied = self.0 == Family::EncoderDecoder;
        if copied { pair(&words, 0, &words) } else { next(0, &words) }
    }
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
        Ok(self.of(rng.random_range(0..6)))
    }

    fn figures(&self, model: &Model) -> Result<Figures> {
        let examples: Vec<Example> = (0..6).map(|first| self.of(first)).collect();
        let answers = measure::ask(model, &examples)?;
        Ok([("perplexity".to_owned(), answers.perplexity())].into())
    }

    fn shown(&self) -> Vec<Shown> {
        let shown = (0..6).map(|first| {
            let reading = |tokens| Reading { tokens, text: text(first), pairs: Vec::new() };
            let copied = self.0 == Family::EncoderDecoder;
            Shown {
                source: copied.then(|| reading(sentence(first))),
                sentence: reading([&[0], &sentence(first)[..4]].concat()),
            }
        });
        shown.collect()
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
    let finished = finish(&recipe, &model, "0a1b").unwrap();
    let figures = finished.figures.clone();
    // Only the first word is free: six of them in five.
    let ceiling = 6_f64.powf(1.0 / 5.0);
    assert!((ceiling..ceiling + 0.1).contains(&figures["perplexity"]), "{figures:?}");
    let read = read(&write(&finished).unwrap()).unwrap();
    assert_eq!(read, finished);
    assert_eq!(read.words.len(), 8);
    assert_eq!((&read.corpus["words"][..], &read.corpus["commit"][..]), ("8", "0a1b"));
    assert_eq!(read.corpus["settings"], fingerprint(&settings(&recipe, &recipe.config())));
    let other = Config { encoding: "none", ..recipe.config() };
    assert_ne!(read.corpus["settings"], fingerprint(&settings(&recipe, &other)));
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

/// Measuring anew what a file holds gives what is in it, and keeps all else.
#[test]
fn what_was_filed_can_be_measured_anew() {
    let recipe = Tiny(Family::Decoder);
    let folder = tempfile::tempdir().unwrap();
    let finished = finish(&recipe, &trained(&recipe, folder.path(), 30), "0a1b").unwrap();
    let (figures, heads) = Default::default();
    let blank = Filed { figures, heads, ..finished.clone() };
    assert_eq!(measured(&recipe, blank).unwrap(), finished);
    let error = measured(&Tiny(Family::Encoder), finished).unwrap_err();
    assert!(error.to_string().contains("must be trained anew"), "{error}");
}

#[test]
fn heads_are_reported_with_sentences_of_the_language() {
    for family in [Family::Encoder, Family::Decoder, Family::EncoderDecoder] {
        let recipe = Tiny(family);
        let model = train::Model::new(recipe.config(), 3).unwrap();
        let heads = finish(&recipe, &model, "0a1b").unwrap().heads;
        let mut sentences: Vec<String> = (0..6).map(text).collect();
        if family == Family::EncoderDecoder {
            sentences.extend((0..6).map(|first| format!("{0} → {0}", text(first))));
        }
        assert!(heads.sentences.iter().all(|kept| sentences.contains(kept)), "{heads:?}");
        let (layers, of_layer) = (recipe.config().layers, recipe.config().heads);
        assert_eq!(heads.reports.len(), Stack::of(family).len() * layers * of_layer);
        for (stack, report) in &heads.reports {
            // 4 words and what begins them, or what ends them, in each of 6 sentences.
            let figure = |measure| report.figure(measure).map(|figure| figure.queries);
            assert_eq!(figure(Measure::Entropy), Some(30));
            // Only from one sentence to the other does a word come again.
            let follows = (*stack == Stack::Cross).then_some(24);
            assert_eq!(figure(Measure::Induction), follows, "{stack:?}");
            assert_eq!(figure(Measure::Subject), None);
        }
    }
}
