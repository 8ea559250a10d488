use models::transformer;

use super::super::generate::{Manner, generate};
use super::super::loaded::tests::loaded;
use super::*;

/// A model of two stacks that knows a task.
fn answering() -> Loaded {
    let mut model = loaded(Family::EncoderDecoder).model;
    let last = model.words.last_mut().unwrap();
    *last = "passive:".into();
    Loaded::read(&transformer::write(&model).unwrap(), Family::EncoderDecoder).unwrap()
}

fn texts(tokens: &[Token]) -> Vec<&str> {
    tokens.iter().map(|token| token.text.as_str()).collect()
}

/// Weights add up to 1 over what may be seen, and are 0 elsewhere.
fn check(passage: &Passage, seen: &Seen) {
    let shape = (passage.queries(seen.stack).len(), passage.keys(seen.stack).len());
    assert_eq!((seen.may.dim(), seen.weights.values.dim()), (shape, shape));
    for (weights, may) in seen.weights.values.rows().into_iter().zip(seen.may.rows()) {
        assert!((weights.sum() - 1.0).abs() < 1e-5);
        assert!(weights.iter().zip(may).all(|(weight, may)| *may || *weight == 0.0));
    }
    assert!(!seen.sees(shape.0, 0) && !seen.sees(0, shape.1));
}

/// A model, its attentions by their rules, and what its encoder and its decoder read at least.
type Case<'a> = (&'a Loaded, &'a [(Stack, Rule)], [&'a [&'a str]; 2]);

#[test]
fn each_family_sees_by_its_own_rule() {
    let (encoder, decoder) = (loaded(Family::Encoder), loaded(Family::Decoder));
    let text = "The dog bites";
    let cases: [Case; 3] = [
        (&encoder, &[(Stack::Encoder, Rule::All)], [&["the", "dog", "bites"], &[]]),
        (
            &decoder,
            &[(Stack::Decoder, Rule::UpToItself)],
            [&[], &["[BEGIN]", "the", "dog", "bites"]],
        ),
        (
            &answering(),
            &[
                (Stack::Encoder, Rule::All),
                (Stack::Decoder, Rule::UpToItself),
                (Stack::Cross, Rule::All),
            ],
            [&["passive:", "the", "dog", "bites"], &["[BEGIN]"]],
        ),
    ];
    for (model, rules, [source, target]) in cases {
        let passage = passage(model, text, "passive").unwrap();
        assert_eq!(texts(&passage.source), source);
        assert_eq!(texts(&passage.target)[..target.len()], *target);
        for (layer, head) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let seen = passage.seen(layer, head);
            let found: Vec<_> = seen.iter().map(|seen| (seen.stack, seen.rule())).collect();
            assert_eq!(found, rules);
            for seen in &seen {
                assert_eq!((seen.layer, seen.head), (layer, head));
                check(&passage, seen);
            }
        }
        // What is not there is the last.
        assert_eq!(passage.seen(7, 9), passage.seen(1, 1));
    }
}

#[test]
fn tokens_know_their_word() {
    let passage = passage(&loaded(Family::Decoder), "the doz dog", "").unwrap();
    let words: Vec<_> = passage.target.iter().map(|token| token.word).collect();
    assert_eq!(words, [None, Some(0), Some(1), Some(1), Some(1), Some(2)]);
    assert_eq!(texts(&passage.target)[2..5], ["#d", "#o", "#?"]);
    assert!(!passage.words[1].known);
}

#[test]
fn a_decoder_says_what_it_would_go_on_with() {
    let decoder = loaded(Family::Decoder);
    let Outcome::Next(told) = passage(&decoder, "the dog", "").unwrap().outcome else {
        panic!("a decoder")
    };
    let manner = Manner { temperature: 1.0, top_k: 0, top_p: 1.0, seed: 1 };
    let next = generate(&decoder, "the dog", manner, 0).unwrap().next.unwrap();
    let others = next.candidates.into_iter().map(|one| (one.word, one.before));
    assert_eq!(told, others.take(3).collect::<Vec<_>>());
}

#[test]
fn an_answer_is_what_the_decoder_reads_next() {
    let model = answering();
    let passage = passage(&model, "the dog bites", "passive").unwrap();
    let Outcome::Answer(said, ending) = &passage.outcome else { panic!("an answer") };
    let words: Vec<_> = said.iter().map(|made| made.word.as_str()).collect();
    assert_eq!(texts(&passage.target)[1..], words[..words.len() - 1]);
    assert_eq!(*ending == Ending::Said, words.last() == Some(&"[END]"));
    assert!(*ending == Ending::Said || passage.target.len() == 8);
    // At each token the whole run says the same.
    let trace = passage.trace.as_ref().unwrap();
    for (logits, made) in trace.logits.rows().into_iter().zip(said) {
        let best = next(logits, &Sampling::default()).unwrap().candidates[0];
        assert_eq!(model.spelled(best.token), made.word);
        assert!((best.before - made.probability).abs() < 1e-5);
    }
}

#[test]
fn no_text_and_a_text_too_long_are_texts() {
    let (encoder, decoder) = (loaded(Family::Encoder), loaded(Family::Decoder));
    for (model, empty, long) in
        [(&encoder, [0, 0], [8, 0]), (&decoder, [0, 1], [0, 8]), (&answering(), [1, 1], [8, 1])]
    {
        let of = |text: &str| passage(model, text, "passive").unwrap();
        let nothing = of("");
        assert_eq!((nothing.source.len(), nothing.fits), (empty[0], true));
        assert!(nothing.target.len() >= empty[1]);
        assert_eq!(nothing.seen(0, 0).is_empty(), empty == [0, 0]);
        let all = of(&"dog ".repeat(20));
        assert_eq!((all.source.len(), all.fits), (long[0], false));
        assert!(all.target.len() >= long[1] && all.target.len() <= 8);
        // A word of more pieces than there is room for leaves nothing.
        let spelled = of("oooooooooo");
        assert_eq!((spelled.words.len(), spelled.fits), (0, false));
    }
}

#[test]
fn a_task_that_is_not_known_is_refused() {
    let refused = passage(&answering(), "dog", "rhyme").unwrap_err().to_string();
    assert!(refused.contains("the task is rhyme:"), "{refused}");
}
