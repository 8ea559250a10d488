//! Heads on and off, against the runs that show it.

use models::transformer::{
    Config, Family, Figure, HeadReport, Heads, Measure, Model, Options, Transformer,
};
use ndarray::{ArrayView1, s};

use super::*;
use crate::architectures::loaded::tests::loaded;

const TEXT: &str = "the dog bites man .";

/// An encoder–decoder that nobody has trained, with a task.
fn pair() -> Loaded {
    let words = ["[BEGIN]", "[END]", "#?", "passive:", "the", "dog", "bites", "man", "."];
    let words: Vec<String> = words.map(String::from).to_vec();
    let config = Config {
        family: Family::EncoderDecoder,
        vocabulary: words.len(),
        classes: words.len(),
        encoding: "learned",
        max_length: 12,
        layers: 2,
        heads: 4,
        kv_heads: 4,
        ..Config::default()
    };
    let transformer = Transformer::invented(config, 3).unwrap();
    let (name, corpus, figures, heads) = Default::default();
    let model = Model { name, seed: 3, words, corpus, figures, heads, transformer };
    let file = models::transformer::write(&model).unwrap();
    Loaded::read(&file, Family::EncoderDecoder).unwrap()
}

fn all() -> [Loaded; 3] {
    [loaded(Family::Encoder), loaded(Family::Decoder), pair()]
}

fn shown(loaded: &Loaded, text: &str, off: &[HeadPlace]) -> HeadsShown {
    heads(loaded, &Trial { text, hidden: 0b1010, task: "passive", off }).unwrap()
}

fn options(off: &[HeadPlace]) -> Options {
    Options {
        off: off.iter().map(|it| (it.stack, it.layer, it.head)).collect(),
        ..Options::default()
    }
}

/// All that was compared.
fn compared(change: &Change) -> Vec<&Compared> {
    match change {
        Change::Hidden(places) => places.iter().map(|(_, compared)| compared).collect(),
        Change::Next(compared) => vec![compared],
        Change::Answer(answers) => vec![&answers.compared],
    }
}

/// The total variation distance, by its definition.
fn distance(before: ArrayView1<f32>, after: ArrayView1<f32>) -> f64 {
    let [before, after] = [before, after].map(|logits| {
        let powers = logits.mapv(|logit| f64::from(logit).exp());
        let sum = powers.sum();
        powers / sum
    });
    (before - after).mapv(f64::abs).sum() / 2.0
}

#[test]
fn numbers_go_there_and_back() {
    for loaded in all() {
        let (config, stacks) = (loaded.transformer().config(), loaded.stacks());
        let count = stacks.len() * config.layers * config.heads;
        let places: Vec<_> = (0..count).map(|number| loaded.head_at(number).unwrap()).collect();
        for (number, place) in places.iter().enumerate() {
            assert_eq!(loaded.head_number(*place), Some(number), "{place:?}");
        }
        assert_eq!(places[1], HeadPlace { stack: stacks[0], layer: 0, head: 1 });
        assert_eq!(places[config.heads], HeadPlace { stack: stacks[0], layer: 1, head: 0 });
        assert_eq!(places.last().map(|place| place.stack), stacks.last().copied());
        assert_eq!(loaded.head_at(count), None);
        assert_eq!(loaded.head_at(usize::MAX), None);
        let beyond = [(config.layers, 0), (0, config.heads)];
        for (layer, head) in beyond {
            assert_eq!(loaded.head_number(HeadPlace { stack: stacks[0], layer, head }), None);
        }
        assert_eq!(loaded.heads_of(0b101), [places[0], places[2]]);
        assert_eq!(loaded.heads_of(u64::MAX), places);
    }
    let cross = HeadPlace { stack: Stack::Cross, layer: 1, head: 2 };
    assert_eq!(pair().head_number(cross), Some(2 * 8 + 4 + 2));
    assert_eq!(loaded(Family::Encoder).head_number(cross), None);
    // The grids count as the numbers do.
    for loaded in all() {
        let grids = shown(&loaded, TEXT, &[]).grids;
        let heads = grids.iter().flat_map(|grid| grid.layers.iter().flatten());
        for (number, head) in heads.enumerate() {
            assert_eq!((head.number, loaded.head_at(number)), (number, Some(head.place)));
        }
    }
}

#[test]
fn a_head_that_is_off_changes_an_encoder_as_its_trace_says() {
    let encoder = loaded(Family::Encoder);
    let off = [HeadPlace { stack: Stack::Encoder, layer: 0, head: 1 }];
    let seen = shown(&encoder, TEXT, &off);
    let tokens = ["the", "[MASK]", "bites", "[MASK]", "."].map(|it| encoder.id(it).unwrap());
    let run = |off| encoder.transformer().trace(&tokens, &options(off)).unwrap();
    let (before, after) = (run(&[]), run(&off));
    let [grid] = &seen.grids[..] else { panic!("one grid") };
    assert_eq!(grid.queries, ["the", "[MASK]", "bites", "[MASK]", "."]);
    assert_eq!((&grid.queries, seen.off.as_slice()), (&grid.keys, &off[..]));
    for (layer, of) in after.layers(Stack::Encoder).into_iter().enumerate() {
        for head in 0..2 {
            let cell = &grid.layers[layer][head];
            assert_eq!(cell.weights.values, of.weights.slice(s![head, .., ..]));
            assert_eq!((cell.is_off, cell.weights.head), ((layer, head) == (0, 1), Some(head)));
        }
    }
    // A head's own look is as before; that of the next layer isn't.
    let same = |layer: usize| {
        before.layers(Stack::Encoder)[layer].weights == after.layers(Stack::Encoder)[layer].weights
    };
    assert!(same(0) && !same(1));
    let Change::Hidden(places) = &seen.change else { panic!("hidden words") };
    assert_eq!(places.iter().map(|place| place.0).collect::<Vec<_>>(), [1, 3]);
    for (word, said) in places {
        let expected = distance(before.logits.row(*word), after.logits.row(*word));
        assert!((said.distance - expected).abs() < 1e-5 && expected > 1e-4, "{said:?}");
        assert_eq!(said.tokens.iter().filter(|token| token.is_right).count(), 1);
    }
}

#[test]
fn a_head_that_is_off_changes_a_decoder_as_its_trace_says() {
    let decoder = loaded(Family::Decoder);
    let off = [HeadPlace { stack: Stack::Decoder, layer: 1, head: 0 }];
    let seen = shown(&decoder, "the dog", &off);
    let tokens = ["[BEGIN]", "the", "dog"].map(|it| decoder.id(it).unwrap());
    let run = |off| decoder.transformer().trace(&tokens, &options(off)).unwrap();
    let (before, after) = (run(&[]), run(&off));
    let Change::Next(said) = &seen.change else { panic!("a next token") };
    let expected = distance(before.logits.row(2), after.logits.row(2));
    assert!((said.distance - expected).abs() < 1e-5 && expected > 1e-4, "{said:?}");
    let change = |shift: &Shift| (shift.before - shift.after).abs();
    assert!(said.tokens.iter().all(|token| change(token) <= change(&said.largest)));
    for (at, logits) in [&before.logits, &after.logits].into_iter().enumerate() {
        let probabilities = attention::softmax_rows(logits.view(), 1.0).unwrap();
        let share = |shift: &Shift| if at == 0 { shift.before } else { shift.after };
        for token in &said.tokens {
            let id = decoder.id(&token.word).unwrap() as usize;
            assert_eq!(share(token), probabilities[[2, id]], "{token:?}");
        }
        let sum = said.tokens.iter().map(share).sum::<f32>() + said.rest[at];
        assert!((sum - 1.0).abs() < 1e-5);
    }
}

#[test]
fn answers_are_compared_where_they_first_differ() {
    let model = pair();
    let (mut differing, count) = (0, 3 * 2 * 4);
    for number in 0..count {
        let off = [model.head_at(number).unwrap()];
        let seen = shown(&model, "the dog bites", &off);
        let Change::Answer(answers) = &seen.change else { panic!("answers") };
        let Answers { before, after, differ, at, compared } = answers;
        assert_eq!(*differ, before != after);
        assert_eq!(before[..*at], after[..*at]);
        let [encoder, decoder, cross] = &seen.grids[..] else { panic!("three grids") };
        assert_eq!(encoder.queries, ["passive:", "the", "dog", "bites"]);
        assert_eq!((&decoder.queries[0], &cross.queries), (&"[BEGIN]".into(), &decoder.keys));
        assert_eq!(cross.keys, encoder.keys);
        let read = &decoder.queries[1..];
        assert_eq!(read, &after[..read.len()]);
        let id = |word: &String| model.id(word).unwrap();
        let source: Vec<u32> = encoder.queries.iter().map(id).collect();
        let target: Vec<u32> = decoder.queries.iter().map(id).collect();
        let trace = model.transformer().trace_pair(&source, &target, &options(&off)).unwrap();
        for grid in &seen.grids {
            for (layer, of) in trace.layers(grid.stack).into_iter().enumerate() {
                for head in &grid.layers[layer] {
                    let expected = of.weights.slice(s![head.place.head, .., ..]);
                    assert_eq!(head.weights.values, expected);
                }
            }
        }
        let plain = model.transformer().trace_pair(&source, &target, &Options::default()).unwrap();
        let expected = distance(plain.logits.row(*at), trace.logits.row(*at));
        assert!((compared.distance - expected).abs() < 1e-5, "{number}: {compared:?}");
        let best = |of: fn(&Shift) -> f32| {
            let tokens = compared.tokens.iter();
            tokens.max_by(|a, b| of(a).total_cmp(&of(b))).map(|token| token.word.clone())
        };
        if *differ {
            differing += 1;
            let end = "[END]".to_owned();
            assert_eq!(best(|it| it.before), Some(before.get(*at).unwrap_or(&end).clone()));
            assert_eq!(best(|it| it.after), Some(after.get(*at).unwrap_or(&end).clone()));
        }
    }
    assert!(differing > 0, "no head mattered");
}

#[test]
fn with_all_heads_off_everything_is_still_a_number() {
    for loaded in all() {
        let off = loaded.heads_of(u64::MAX);
        let seen = shown(&loaded, TEXT, &off);
        assert_eq!(seen.off, off);
        for head in seen.grids.iter().flat_map(|grid| grid.layers.iter().flatten()) {
            assert!(head.is_off && head.weights.values.iter().all(|weight| weight.is_finite()));
        }
        for said in compared(&seen.change) {
            assert!(said.distance > 0.0 && said.distance <= 1.0, "{said:?}");
        }
    }
}

#[test]
fn with_no_head_off_nothing_changes() {
    for loaded in all() {
        let seen = shown(&loaded, TEXT, &[]);
        let all = compared(&seen.change);
        assert!(!all.is_empty() && seen.off.is_empty());
        for said in all {
            assert_eq!((said.distance, said.rest[0]), (0.0, said.rest[1]));
            assert!(said.tokens.iter().all(|token| token.before == token.after));
        }
        // One that isn't there, and one that is named twice.
        let stack = loaded.stacks()[0];
        let place = |layer| HeadPlace { stack, layer, head: 0 };
        assert_eq!(shown(&loaded, TEXT, &[place(9), place(1), place(1)]).off, [place(1)]);
    }
}

#[test]
fn no_text_is_too_short_or_too_long() {
    // The first two have room for 8 tokens, the last for 12.
    let cases = [
        ("", [true, true, true]),
        ("dog", [true, true, true]),
        ("zzzz zzzzzz", [false, false, true]),
        (&"dog ".repeat(100), [false, false, false]),
    ];
    for (at, loaded) in all().into_iter().enumerate() {
        for (text, fits) in cases {
            let seen = shown(&loaded, text, &[]);
            assert_eq!(seen.fits, fits[at], "{text}");
            for grid in &seen.grids {
                let shape = (grid.queries.len(), grid.keys.len());
                assert!(grid.layers.iter().flatten().all(|it| it.weights.values.dim() == shape));
            }
        }
    }
    let empty = shown(&loaded(Family::Encoder), "", &[]);
    assert_eq!((empty.grids, empty.change), (vec![], Change::Hidden(vec![])));
    let trial = Trial { text: TEXT, hidden: 0, task: "rhyme", off: &[] };
    let error = heads(&pair(), &trial).unwrap_err().to_string();
    assert_eq!(
        error,
        "heads: the task is rhyme:, needed is one that is among the words of the model"
    );
    let none = heads(&loaded(Family::Encoder), &trial).unwrap();
    assert_eq!((none.change, none.grids.len()), (Change::Hidden(vec![]), 1));
}

#[test]
fn what_was_measured_comes_with_the_heads_it_was_measured_of() {
    let mut model = pair();
    let mut figures = [None; 8];
    figures[Measure::Previous as usize] = Some(Figure { mean: 0.75, queries: 40, best: 1 });
    figures[Measure::Entropy as usize] = Some(Figure { mean: 1.0, queries: 50, best: 7 });
    let report = HeadReport { layer: 1, head: 2, figures };
    let sentences = ["the man", "passive: the dog → the dog"].map(String::from).to_vec();
    model.model.heads = Heads { sentences, reports: vec![(Stack::Cross, report)] };
    let seen = shown(&model, TEXT, &[]);
    for head in seen.grids.iter().flat_map(|grid| grid.layers.iter().flatten()) {
        if head.place != (HeadPlace { stack: Stack::Cross, layer: 1, head: 2 }) {
            assert_eq!((head.name, head.figures.len()), (None, 0));
            continue;
        }
        assert_eq!(head.name, Some(HeadName::Looks { at: Measure::Previous, share: 0.75 }));
        let measures: Vec<_> = head.figures.iter().map(|figure| figure.measure).collect();
        assert_eq!(measures, Measure::ALL);
        let previous = &head.figures[Measure::Previous as usize];
        assert_eq!((previous.mean, previous.queries), (Some(0.75), 40));
        let best = previous.best.as_ref().unwrap();
        assert_eq!((best.text.as_str(), best.task.as_deref()), ("the dog", Some("passive")));
        // A sentence that isn't there is none.
        assert_eq!(head.figures[Measure::Entropy as usize].best, None);
        assert_eq!(head.figures[Measure::Subject as usize].mean, None);
    }
}
