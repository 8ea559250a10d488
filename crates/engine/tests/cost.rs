//! What ways to attend cost and lose, against attention done naively.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use engine::EngineError;
use engine::cost::{Global, MAX_LENGTH, PatternQuestion, WAYS, WaySettings, pattern};
use proptest::{collection::vec, prelude::*, sample::select};

fn settings() -> impl Strategy<Value = WaySettings> {
    let global = prop_oneof![
        (0..4_u32).prop_map(Global::First),
        vec(0..200_u32, 0..3).prop_map(Global::At),
    ];
    (0..9_usize, global, 0..4_usize, 1..4_usize, 1..9_usize, 0..4_u32).prop_map(
        |(window, global, random, block, features, seed)| WaySettings {
            window,
            global,
            random,
            block,
            features,
            seed,
        },
    )
}

fn questions(n: std::ops::Range<usize>) -> impl Strategy<Value = PatternQuestion> {
    let way = select(WAYS.map(|way| way.name).to_vec());
    (way, settings(), n, 1..9_usize, any::<bool>()).prop_map(|(way, settings, n, d, causal)| {
        PatternQuestion { way: way.into(), settings, n, d, causal }
    })
}

/// The mask of a question, whose length the picture shows token by token.
fn mask(question: &PatternQuestion) -> Vec<Vec<bool>> {
    let picture = pattern(question).unwrap().picture.values;
    assert_eq!(picture.dim(), (question.n, question.n));
    assert!(picture.iter().all(|&share| share == 0.0 || share == 1.0));
    picture.rows().into_iter().map(|row| row.iter().map(|&x| x == 1.0).collect()).collect()
}

/// After how many layers all is reached, by passing it on layer after layer.
fn passed_on(mask: &[Vec<bool>], causal: bool) -> Option<usize> {
    let n = mask.len();
    let mut has: Vec<Vec<bool>> = (0..n).map(|i| (0..n).map(|j| i == j).collect()).collect();
    for layers in 0.. {
        if (0..n).all(|i| (0..n).all(|j| has[i][j] || (causal && j > i))) {
            return Some(layers);
        }
        let next: Vec<Vec<bool>> = (0..n)
            .map(|i| (0..n).map(|j| has[i][j] || (0..n).any(|k| mask[i][k] && has[k][j])).collect())
            .collect();
        if next == has {
            return None;
        }
        has = next;
    }
    None
}

proptest! {
    #[test]
    fn a_short_pattern_is_its_mask(question in questions(1..60)) {
        let seen = pattern(&question).unwrap();
        let mask = mask(&question);
        let pairs = mask.iter().flatten().filter(|&&attended| attended).count() as u64;
        let n = question.n as u64;
        let all = if question.causal { n * (n + 1) / 2 } else { n * n };
        prop_assert_eq!((seen.cost.pairs, seen.full.pairs), (pairs, all));
        prop_assert_eq!(seen.coverage, pairs as f64 / all as f64);
        prop_assert_eq!(seen.layers, passed_on(&mask, question.causal));
    }

    #[test]
    fn a_long_pattern_is_the_mean_of_its_blocks(question in questions(129..700)) {
        let seen = pattern(&question).unwrap();
        let picture = seen.picture.values;
        prop_assert_eq!(picture.dim(), (128, 128));
        prop_assert!(picture.iter().all(|share| (0.0..=1.0).contains(share)));
        // The shares of all blocks, each times its size, come to all pairs.
        let length = |at: usize| ((at + 1) * question.n / 128 - at * question.n / 128) as f64;
        let pairs: f64 = picture
            .indexed_iter()
            .map(|((i, j), &share)| f64::from(share) * length(i) * length(j))
            .sum();
        prop_assert!((pairs - seen.cost.pairs as f64).abs() < 0.5);
    }
}

#[test]
fn known_patterns_need_known_layers() {
    let check = |way: &str, settings: WaySettings, n, causal, layers| {
        let question = PatternQuestion { way: way.into(), settings, n, d: 64, causal };
        assert_eq!(pattern(&question).unwrap().layers, layers, "{question:?}");
    };
    let window = |window| WaySettings { window, ..WaySettings::default() };
    for causal in [false, true] {
        for way in ["full", "flash", "performer"] {
            check(way, window(2), MAX_LENGTH, causal, Some(1));
            check(way, window(2), 1, causal, Some(0)); // there is no other
        }
        check("sliding_window", window(0), MAX_LENGTH, causal, None);
        check("sliding_window", window(2), MAX_LENGTH, causal, Some(4095));
        check("sliding_window", window(128), MAX_LENGTH, causal, Some(64)); // ⌈4095 ÷ 64⌉
    }
    check("longformer", window(2), MAX_LENGTH, false, Some(2));
    // The first token hears of nobody later, so that it is no shortcut.
    check("longformer", window(2), MAX_LENGTH, true, Some(4094));
}

#[test]
fn what_makes_no_sense_says_why() {
    let question = PatternQuestion {
        way: "full".into(),
        settings: WaySettings::default(),
        n: 1,
        d: 1,
        causal: false,
    };
    for n in [0, MAX_LENGTH + 1] {
        let error = pattern(&PatternQuestion { n, ..question.clone() }).unwrap_err();
        assert_eq!(error, EngineError::Length { n });
    }
    let error = pattern(&PatternQuestion { way: "linear".into(), ..question.clone() }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no way to attend called \"linear\"; choose one of full, flash, \
         sliding_window, longformer, big_bird, performer"
    );
    let settings = WaySettings { block: 0, ..WaySettings::default() };
    let none = PatternQuestion { way: "big_bird".into(), settings, ..question };
    assert_eq!(
        pattern(&none).unwrap_err().to_string(),
        "big_bird: block is 0, needed is at least 1"
    );
}
