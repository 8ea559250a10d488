//! What the trained models say of a few sentences.

mod numbers;

use models::transformer::{Options, Trace, read};

/// How far two runs may be apart, as a part of the number, or of 1 where that is less.
const CLOSE: f32 = 1e-5;

/// How many of the largest logits are compared.
const COMPARED: usize = 5;

/// A model's file, and the sentences that it reads: what the encoder reads, and what the decoder
/// does.
type Case = (&'static str, &'static [u8], &'static [&'static str], &'static [&'static str]);

const CASES: [Case; 4] = [
    (
        "encoder",
        include_bytes!("../../../../www/models/encoder.weights"),
        &["the", "dog", "bites", "[MASK]", "man", "."],
        &[],
    ),
    (
        "gpt",
        include_bytes!("../../../../www/models/gpt.weights"),
        &[],
        &["[BEGIN]", "the", "dogs", "near", "the", "old", "house"],
    ),
    (
        "llama",
        include_bytes!("../../../../www/models/llama.weights"),
        &[],
        &["[BEGIN]", "the", "dog", "sees", "the", "cat", "and", "the", "cat", "sees", "the"],
    ),
    (
        "t5",
        include_bytes!("../../../../www/models/t5.weights"),
        &["passive:", "the", "dog", "bites", "the", "man", "."],
        &["[BEGIN]", "the", "man", "is"],
    ),
];

/// The largest logits of every position, from the largest on, each with its token.
fn largest(trace: &Trace) -> Vec<Vec<(usize, f32)>> {
    let rows = trace.logits.rows().into_iter().map(|row| {
        let mut all: Vec<_> = row.iter().copied().enumerate().collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all.truncate(COMPARED);
        all
    });
    rows.collect()
}

/// Runs all models and holds what they say against what is written down.
pub fn check() {
    for ((name, file, source, target), expected) in CASES.into_iter().zip(numbers::LOGITS) {
        let model = read(file).unwrap_or_else(|error| panic!("{name}: {error}"));
        let ids = |words: &[&str]| -> Vec<u32> {
            let id = |word: &&str| {
                let at = model.words.iter().position(|known| known == word);
                u32::try_from(at.unwrap_or_else(|| panic!("{name} has no {word}"))).unwrap()
            };
            words.iter().map(id).collect()
        };
        let (source, target) = (ids(source), ids(target));
        let transformer = &model.transformer;
        let options = Options::default();
        let trace = match (source.is_empty(), target.is_empty()) {
            (false, false) => transformer.trace_pair(&source, &target, &options),
            (false, true) => transformer.trace(&source, &options),
            (true, _) => transformer.trace(&target, &options),
        };
        let found = largest(&trace.unwrap_or_else(|error| panic!("{name}: {error}")));
        let flat: Vec<_> = found.iter().flatten().copied().collect();
        assert_eq!(flat.len(), expected.len(), "{name} says {flat:?}");
        for (&(token, logit), &(needed, other)) in flat.iter().zip(expected) {
            let apart = (logit - other).abs() / other.abs().max(1.0);
            // Two that are nearly the same may come in either order.
            assert!(apart <= CLOSE, "{name}: {token} has {logit}, not {needed} {other}; {flat:?}");
        }
    }
}
