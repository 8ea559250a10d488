//! The ceilings and the draws of every task, against an enumeration of all its sequences.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod oracle;
#[cfg(not(target_arch = "wasm32"))]
mod properties;

use std::collections::HashMap;

use oracle::{Weighted, all_sequences, without_order, without_order_masked};
use rand_pcg::Pcg32;
use rand_seeder::Seeder;
use train::task::{self, Problem, Settings, expected_largest};

/// Small enough to enumerate.
const CASES: &[(&str, Settings, &[usize])] = &[
    ("agent", Settings { length: 4, vocabulary: 2, k: 0 }, &[4, 5, 6]),
    ("agent", Settings { length: 4, vocabulary: 4, k: 0 }, &[4, 5]),
    ("back", Settings { length: 4, vocabulary: 2, k: 1 }, &[2, 3, 4, 5, 8, 11]),
    ("back", Settings { length: 4, vocabulary: 3, k: 2 }, &[3, 4, 5, 8]),
    ("back", Settings { length: 4, vocabulary: 5, k: 3 }, &[4, 5, 6]),
    ("first", Settings { length: 5, vocabulary: 3, k: 0 }, &[5, 6, 8, 10]),
    ("first", Settings { length: 5, vocabulary: 5, k: 0 }, &[5, 6, 7]),
    ("reverse", Settings { length: 4, vocabulary: 2, k: 0 }, &[2, 3, 4, 5, 8, 11]),
    ("reverse", Settings { length: 4, vocabulary: 3, k: 0 }, &[2, 3, 4, 7, 8]),
    ("reverse", Settings { length: 4, vocabulary: 5, k: 0 }, &[4, 5]),
    ("brackets", Settings { length: 3, vocabulary: 1, k: 0 }, &[3, 5, 7, 9, 11]),
    ("brackets", Settings { length: 3, vocabulary: 2, k: 0 }, &[3, 5, 7]),
    ("brackets", Settings { length: 3, vocabulary: 3, k: 0 }, &[3, 5]),
];

fn for_each_case(check: impl Fn(&Problem, usize, &[Weighted])) {
    for &(name, settings, lengths) in CASES {
        let problem = Problem::new(name, settings).unwrap();
        for &length in lengths {
            check(&problem, length, &all_sequences(name, settings, length));
        }
    }
}

#[test]
fn every_task_is_enumerated() {
    for task in task::ALL {
        assert!(CASES.iter().any(|(name, ..)| *name == task.name()), "{}", task.name());
    }
}

#[test]
fn ceilings_and_chances_are_those_of_the_enumeration() {
    for_each_case(|problem, length, sequences| {
        let (ceiling, chance) = without_order(sequences);
        let given = problem.ceiling(length..=length).unwrap();
        assert!((given - ceiling).abs() < 1e-12, "{problem:?} {length}: {given}, not {ceiling}");
        let given = problem.chance(length..=length).unwrap();
        assert!((given - chance).abs() < 1e-12, "{problem:?} {length}: {given}, not {chance}");
    });
}

#[test]
fn ceilings_under_a_causal_mask_are_those_of_the_enumeration() {
    for_each_case(|problem, length, sequences| {
        let Some(given) = problem.masked_ceiling(length..=length).unwrap() else {
            // What is asked for there is still hidden.
            return assert_eq!(problem.task().name(), "reverse");
        };
        let ceiling = without_order_masked(sequences);
        assert!((given - ceiling).abs() < 1e-12, "{problem:?} {length}: {given}, not {ceiling}");
    });
}

#[test]
fn ceilings_of_several_lengths_weigh_each_length_by_what_it_asks() {
    for (name, settings, lengths) in [CASES[2], CASES[7], CASES[10]] {
        let problem = Problem::new(name, settings).unwrap();
        let range = lengths[0]..=5;
        let mut mixed = Vec::new();
        for length in range.clone().filter(|length| lengths.contains(length)) {
            mixed.extend(all_sequences(name, settings, length));
        }
        let given = problem.ceiling(range).unwrap();
        let (needed, _) = without_order(&mixed);
        assert!((given - needed).abs() < 1e-12, "{problem:?}: {given}, not {needed}");
    }
}

/// A sequence that can't come must not, and each that can must come as often as it should,
/// within five standard deviations.
#[test]
fn draws_have_the_distribution_of_the_enumeration() {
    const DRAWS: usize = 30_000;
    for_each_case(|problem, length, sequences| {
        let mut needed = HashMap::new();
        for Weighted { weight, tokens, targets, .. } in sequences {
            *needed.entry((tokens.clone(), targets.clone())).or_insert(0.0) += weight;
        }
        let total: f64 = needed.values().sum();
        if needed.len() > DRAWS / 20 {
            return;
        }
        let mut rng: Pcg32 = Seeder::from(length as u64).into_rng();
        let batch = problem.sample(&mut rng, length..=length, DRAWS).unwrap();
        let mut given = HashMap::new();
        for (tokens, targets) in batch.tokens.chunks(length).zip(batch.targets.chunks(length)) {
            *given.entry((tokens.to_vec(), targets.to_vec())).or_insert(0.0) += 1.0;
        }
        for sequence in given.keys() {
            assert!(needed.contains_key(sequence), "{problem:?} drew {sequence:?}");
        }
        for (sequence, weight) in &needed {
            let p = weight / total;
            let draws = DRAWS as f64;
            let off = given.get(sequence).copied().unwrap_or(0.0) - draws * p;
            let deviation = (draws * p * (1.0 - p)).sqrt();
            assert!(off.abs() <= 5.0 * deviation + 1e-9, "{problem:?}: {sequence:?} off {off}");
        }
    });
}

#[test]
fn the_largest_count_is_that_of_all_sequences() {
    for (vocabulary, most) in [(1, 9), (2, 12), (3, 9), (4, 7), (7, 5)] {
        for words in 0..=most {
            let mut sum = 0;
            for sequence in oracle::strings(vocabulary, words) {
                sum += (0..vocabulary as u32)
                    .map(|word| sequence.iter().filter(|other| **other == word).count())
                    .max()
                    .unwrap();
            }
            let needed = sum as f64 / (vocabulary as f64).powi(words as i32);
            let given = expected_largest(words, vocabulary);
            assert!((given - needed).abs() < 1e-12, "{words} of {vocabulary}: {given}, {needed}");
        }
    }
}

/// Far from what can be enumerated: of 2m words of two kinds the commoner comes
/// m + m C(2m, m) / 4^m times, by the mean absolute deviation of a binomial (De Moivre, 1730).
#[test]
fn the_largest_count_of_two_words_is_de_moivres() {
    let mut central = 1.0_f64; // C(2m, m) / 4^m
    for m in 1..=128_usize {
        central *= (2 * m - 1) as f64 / (2 * m) as f64;
        let needed = m as f64 * (1.0 + central);
        let given = expected_largest(2 * m, 2);
        assert!((given - needed).abs() < 1e-9, "{m}: {given}, not {needed}");
    }
}

#[test]
fn the_same_seed_gives_the_same_batch_on_every_machine() {
    let drawn: Vec<String> = task::ALL
        .iter()
        .map(|task| {
            let problem = Problem::new(task.name(), task.bounds().defaults()).unwrap();
            let mut rng: Pcg32 = Seeder::from(1_u32).into_rng();
            let batch = problem.sample(&mut rng, 7..=9, 1).unwrap();
            let words = batch.tokens.iter().map(|token| problem.words()[*token as usize]);
            words.collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(
        drawn,
        [
            "the proud girl today bites horse ?",
            "boat milk sun cat sun tree door",
            "boat sun milk sun ? boat milk",
            "boat milk sun cat sun tree door",
            ") ( ) ( ) ( ?",
        ],
    );
}
