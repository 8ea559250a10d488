//! The models that come with the page, held against the figures in their files: another
//! program than the one that trained them asks them anew, on some of the held-out sentences.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::fs;

use language::task::TASKS;
use language::vocabulary::{BEGIN, END, MASK, ids};
use language::{About, Grammar, Sentence, Split};
use models::transformer::{self, Measure, Model, Options, Stack};
use ndarray::{ArrayView1, Axis};
use rand_pcg::Pcg32;
use rand_seeder::Seeder;

/// How many sentences a model is asked; a figure of so many is known to some percent only.
const SENTENCES: usize = 150;

fn read(name: &str) -> Model {
    let path = format!("{}/../../www/models/{name}.weights", env!("CARGO_MANIFEST_DIR"));
    let file = fs::read(path).expect("the model is committed");
    assert!(file.len() <= 1_000_000, "{name} has {} bytes", file.len());
    let model = transformer::read(&file).expect("the file is whole");
    assert_eq!(model.name, name);
    let recipe = recipes::ALL.iter().find(|entry| entry.0 == name).unwrap().1();
    assert_eq!(model.words, recipe.words());
    assert_eq!(model.transformer.config(), &recipe.config());
    assert_eq!(model.seed, recipe.seed());
    for (entry, value) in recipe.corpus() {
        assert_eq!(model.corpus.get(&entry), Some(&value), "{name}: {entry}");
    }
    // A recipe that was changed makes another model: it must be trained anew.
    let settings = recipes::fingerprint(&recipes::settings(&*recipe, &recipe.config()));
    assert_eq!(model.corpus.get("settings"), Some(&settings), "{name} is of another recipe");
    assert!(model.corpus.contains_key("commit"), "{name}");
    model
}

fn held_out(grammar: &Grammar) -> impl Iterator<Item = Sentence<'_>> {
    let mut rng: Pcg32 = Seeder::from("sample").into_rng();
    std::iter::repeat_with(move || grammar.sample(&mut rng))
        .filter(|sentence| Split::of(sentence) == Split::HeldOut)
}

/// −ln of the probability of a token.
fn surprise(logits: ArrayView1<'_, f32>, token: u32) -> f64 {
    let highest = logits.fold(f32::NEG_INFINITY, |highest, &x| highest.max(x));
    let sum: f64 = logits.iter().map(|x| f64::from(x - highest).exp()).sum();
    sum.ln() - f64::from(logits[token as usize] - highest)
}

fn first_choice(logits: ArrayView1<'_, f32>) -> u32 {
    let higher = |best: (u32, f32), next: (u32, f32)| if next.1 > best.1 { next } else { best };
    (0..).zip(logits.iter().copied()).fold((0, f32::NEG_INFINITY), higher).0
}

/// Whether a share of [`SENTENCES`] is what was found of many more, within four deviations.
fn is_about(share: f64, figure: f64) -> bool {
    let deviation = (figure * (1.0 - figure) / SENTENCES as f64).sqrt();
    (share - figure).abs() <= 4.0 * deviation.max(0.01)
}

#[test]
fn the_encoder_guesses_hidden_words() {
    let model = read("encoder");
    let grammar = Grammar::new();
    let (mut right, mut asked) = (0.0, 0.0);
    for sentence in held_out(&grammar).take(SENTENCES / 5) {
        for at in 0..sentence.tokens.len() {
            let mut tokens = sentence.tokens.clone();
            let hidden = std::mem::replace(&mut tokens[at], MASK);
            let trace = model.transformer.trace(&tokens, &Options::default()).unwrap();
            right += f64::from(u8::from(first_choice(trace.logits.row(at)) == hidden));
            asked += 1.0;
        }
    }
    assert!(asked >= SENTENCES as f64, "{asked}");
    let (figure, best) = (model.figures["hidden words"], model.figures["hidden words, at best"]);
    assert!(is_about(right / asked, figure), "{right} of {asked}, not {figure}");
    assert!(figure < best && figure >= best - 0.02, "{figure} of {best}");
    for choice in ["agreement, words between", "agreement, side by side", "pronoun"] {
        assert!(model.figures[choice] >= 0.97, "{choice}: {}", model.figures[choice]);
    }
}

#[test]
fn decoders_say_what_the_grammar_would() {
    for name in ["gpt", "llama"] {
        let model = read(name);
        let grammar = Grammar::new();
        let (mut loss, mut least, mut tokens) = (0.0, 0.0, 0);
        let (mut asked, mut right) = (0, 0);
        for sentence in held_out(&grammar).take(SENTENCES) {
            let given = [&[BEGIN], &sentence.tokens[..]].concat();
            let trace = model.transformer.trace(&given, &Options::default()).unwrap();
            let targets = sentence.tokens.iter().chain([&END]);
            let surprises = trace.logits.outer_iter().zip(targets);
            loss += surprises.map(|(logits, token)| surprise(logits, *token)).sum::<f64>();
            least -= grammar.log_probability(&sentence.tokens).unwrap();
            tokens += given.len();
            for choice in sentence.choices().iter().filter(|it| it.about != About::Pronoun) {
                let logits = trace.logits.row(choice.at);
                asked += 1;
                right += usize::from(logits[choice.right as usize] > logits[choice.wrong as usize]);
            }
        }
        let [found, best] = [loss, least].map(|sum| (sum / tokens as f64).exp());
        let (figure, limit) = (model.figures["perplexity"], model.figures["perplexity, at best"]);
        // Some sentences are easier than others, for the model and the grammar alike.
        assert!((found / best - figure / limit).abs() < 0.02, "{name}: {found} and {best}");
        assert!(figure <= 1.05 * limit, "{name}: {figure} where {limit} is possible");
        assert!(right as f64 >= 0.97 * asked as f64, "{name}: {right} of {asked}");
    }
}

#[test]
fn tasks_are_done_on_sentences_never_shown() {
    let model = read("t5");
    let grammar = Grammar::new();
    for task in &TASKS {
        let (mut right, mut asked) = (0, 0);
        let pairs = held_out(&grammar).filter_map(|sentence| task.apply(&sentence));
        for (source, target) in pairs.take(20) {
            let (mut cache, _) = model.transformer.start_from(&source, Options::default()).unwrap();
            let (mut said, mut last) = (Vec::new(), BEGIN);
            while last != END && said.len() <= target.len() {
                last = first_choice(model.transformer.step(&mut cache, last).unwrap().view());
                said.push(last);
            }
            asked += 1;
            right += usize::from(said.split_last() == Some((&END, &target[..])));
        }
        let figure = model.figures[task.name];
        assert!(figure >= 0.98, "{}: {figure}", task.name);
        // 20 of what is right 98 times of 100: fewer than 17 would come once in 6000 runs.
        assert!(right >= 17, "{}: {right} of {asked}", task.name);
    }
}

#[test]
fn each_head_is_reported_with_sentences_of_the_language() {
    let grammar = Grammar::new();
    for (name, _) in recipes::ALL {
        let model = read(name);
        let config = model.transformer.config();
        for &stack in Stack::of(config.family) {
            for (layer, head) in
                (0..config.layers).flat_map(|l| (0..config.heads).map(move |h| (l, h)))
            {
                let report = model.heads.report(stack, layer, head);
                let figure = |measure| report.unwrap().figure(measure);
                for measure in
                    [Measure::Distance, Measure::Entropy, Measure::Itself, Measure::Induction]
                {
                    assert!(figure(measure).unwrap().queries >= 50, "{name}: {measure:?}");
                }
                assert_eq!(figure(Measure::Subject).is_some(), stack != Stack::Cross, "{name}");
            }
        }
        for sentence in &model.heads.sentences {
            // Of a pair of sentences, the first; without its task, if it has one.
            let source = sentence.split(" → ").next().unwrap();
            let source = source.split_once(": ").map_or(source, |(_, words)| words);
            let tokens = ids(source).unwrap();
            assert!(grammar.parse(&tokens).is_some(), "{name}: {sentence}");
        }
    }
}

/// Where an entropy shows best, it is at least what it is in the mean.
#[test]
fn a_decoder_s_heads_look_as_reported() {
    for name in ["gpt", "llama"] {
        let model = read(name);
        for (stack, report) in &model.heads.reports {
            let figure = report.figure(Measure::Entropy).unwrap();
            let sentence = ids(&model.heads.sentences[figure.best]).unwrap();
            let tokens = [&[BEGIN], &sentence[..]].concat();
            let trace = model.transformer.trace(&tokens, &Options::default()).unwrap();
            let weights =
                trace.layers(*stack)[report.layer].weights.index_axis(Axis(0), report.head);
            let bits = weights.mapv(f64::from).mapv(|w| if w > 0.0 { -w * w.log2() } else { 0.0 });
            let mean = bits.sum() / tokens.len() as f64;
            assert!(mean + 1e-6 >= figure.mean, "{name}: {mean} bits, not {}", figure.mean);
            assert!(mean <= (tokens.len() as f64).log2(), "{name}: {mean} bits");
        }
    }
}
