//! What the formulas say is what is there and what is done.

use std::ops::Range;

use attention::variant::{
    ALL, BigBird, Cost, Flash, Globals, Longformer, MAX_COST, Settings, Size, SlidingWindow,
    Variant,
};
use proptest::prelude::*;

use crate::{normal, options};

/// The formulas agree with the pattern, looked up pair by pair, and with a run that counts.
fn check(variant: &dyn Variant, size: Size) {
    let Size { n, d, causal } = size;
    let cost = variant.cost(size).unwrap();
    let keys = |query| variant.keys(n, query, causal).unwrap();
    let mut pairs = 0;
    for query in 0..n {
        let keys = keys(query);
        assert!(keys.iter().all(|keys| !keys.is_empty()), "{variant:?}");
        assert!(keys.is_sorted_by(|a, b| a.end < b.start), "{variant:?}: {keys:?}");
        pairs += (0..n).filter(|key| keys.iter().any(|keys| keys.contains(key))).count() as u64;
    }
    assert_eq!(cost.pairs, pairs, "{variant:?}, {size:?}");
    if d > 0 {
        let x = normal((1, n, d), 1);
        let counted = variant.count(x.view(), x.view(), x.view(), &options(causal)).unwrap();
        assert_eq!(counted, cost, "{variant:?}, {size:?}");
    }
}

/// A rule for who may look at whom, as the paper's picture shows it.
fn check_rule(variant: &dyn Variant, n: usize, sees: impl Fn(usize, usize) -> bool) {
    for query in 0..n {
        let given: Vec<_> = variant.keys(n, query, false).unwrap().into_iter().flatten().collect();
        let expected: Vec<_> = (0..n).filter(|&key| sees(query, key)).collect();
        assert_eq!(given, expected, "query {query} of {n}, {variant:?}");
    }
}

fn total(keys: &[Range<usize>]) -> usize {
    keys.iter().map(|keys| keys.len()).sum()
}

#[test]
fn every_listed_variant_costs_what_it_counts() {
    for entry in ALL {
        for n in [0, 1, 2, 3, 7, 64, 130, 300] {
            for causal in [false, true] {
                let variant = (entry.build)(Settings { features: 20, ..Settings::default() });
                assert_eq!(variant.name(), entry.name);
                check(variant.as_ref(), Size { n, d: 10, causal });
            }
        }
    }
}

#[test]
fn costs_that_are_known_by_hand() {
    let cost = |variant: &dyn Variant, n, causal| {
        let Cost { pairs, multiply_adds, .. } = variant.cost(Size { n, d: 64, causal }).unwrap();
        assert_eq!(multiply_adds, 2 * 64 * pairs);
        pairs
    };
    let near = SlidingWindow { window: 512 };
    // 4,096 · 513 less two triangles of 1 + 2 + … + 256.
    assert_eq!(cost(&near, 4096, false), 4096 * 513 - 256 * 257);
    assert_eq!(cost(&near, 4096, true), 4096 * 257 - 256 * 257 / 2);
    let longformer = Longformer { window: 512, globals: Globals::first(1) };
    // The first token sees 4,096 − 257 more, and as many more see it.
    assert_eq!(cost(&longformer, 4096, false), 4096 * 513 - 256 * 257 + 2 * (4096 - 257));
    assert_eq!(cost(&longformer, 4096, true), 4096 * 257 - 256 * 257 / 2 + 4096 - 257);
    // 64 blocks, each with the first two, itself, one on each side and three drawn.
    let blocks = BigBird { window: 2, globals: Globals::first(2), random: 3, block: 64, seed: 0 };
    // Two global ones; block 2, which is next to them; 3 to 62; and the last one.
    let each = 2 * 64 + (4 + 3) + 60 * (5 + 3) + (4 + 3);
    assert_eq!(cost(&blocks, 4096, false), each * 64 * 64);
    // A band wider than the text is the text.
    assert_eq!(cost(&SlidingWindow { window: usize::MAX }, 1000, false), 1_000_000);
    let tokens = BigBird { window: 0, globals: Globals::first(0), random: 0, block: 1, seed: 0 };
    assert_eq!(cost(&tokens, 1000, true), 1000);
}

#[test]
fn patterns_are_those_of_the_papers() {
    check_rule(&SlidingWindow { window: 4 }, 20, |i, j| i.abs_diff(j) <= 2);
    check_rule(&SlidingWindow { window: 5 }, 20, |i, j| i.abs_diff(j) <= 2);
    let longformer = Longformer { window: 2, globals: Globals::at([12, 3]) };
    check_rule(&longformer, 15, |i, j| {
        i.abs_diff(j) <= 1 || [3, 12].contains(&i) || [3, 12].contains(&j)
    });
    let blocks = BigBird { window: 2, globals: Globals::first(1), random: 0, block: 4, seed: 0 };
    check_rule(&blocks, 30, |i, j| (i / 4).abs_diff(j / 4) <= 1 || i / 4 == 0 || j / 4 == 0);
}

#[test]
fn random_keys_are_distinct_and_further_and_follow_the_seed() {
    let drawn =
        |seed, random| BigBird { window: 6, globals: Globals::first(2), random, block: 1, seed };
    let mut seen = [0; 200];
    for query in 2..200 {
        let base = drawn(1, 0).keys(200, query, false).unwrap();
        let keys = drawn(1, 5).keys(200, query, false).unwrap();
        assert_eq!(total(&keys), total(&base) + 5);
        let is_in = |keys: &[Range<usize>], key| keys.iter().any(|keys| keys.contains(&key));
        assert!(base.iter().cloned().flatten().all(|key| is_in(&keys, key)));
        keys.into_iter().flatten().filter(|&key| !is_in(&base, key)).for_each(|key| seen[key] += 1);
    }
    // 990 draws, 5 for each key: by chance alone, one not drawn at all in 150 keys, or drawn
    // 20 times, has a probability below 10⁻⁴ each.
    assert!(seen[2..].iter().filter(|&&count| count == 0).count() < 10, "{seen:?}");
    assert!(seen[2..].iter().all(|&count| count < 20), "{seen:?}");
    assert_eq!(drawn(1, 5).keys(200, 9, false), drawn(1, 5).keys(200, 9, false));
    let other =
        (2..200).any(|i| drawn(1, 5).keys(200, i, false) != drawn(2, 5).keys(200, i, false));
    assert!(other);
    // More than there are: all.
    assert_eq!(total(&drawn(1, 198).keys(200, 9, false).unwrap()), 200);
}

#[test]
fn figures_too_large_to_tell_are_errors() {
    let huge = Settings {
        window: usize::MAX,
        globals: Globals::first(usize::MAX),
        random: usize::MAX,
        features: usize::MAX / 8,
        ..Settings::default()
    };
    for entry in ALL {
        for causal in [false, true] {
            let size = Size { n: u32::MAX as usize, d: u32::MAX as usize, causal };
            assert!((entry.build)(huge.clone()).cost(size).is_err(), "{}", entry.name);
        }
    }
    // Just within: 2²⁶ · 2²⁶ pairs of width 1, scored and summed.
    let flash = Flash::default();
    let cost = flash.cost(Size { n: 1 << 26, d: 1, causal: false }).unwrap();
    assert_eq!(cost.multiply_adds, MAX_COST);
    assert!(flash.cost(Size { n: (1 << 26) + 1, d: 1, causal: false }).is_err());
    let million = SlidingWindow { window: 128 }.cost(Size { n: 1_000_000, d: 64, causal: false });
    assert_eq!(million.unwrap().pairs, 128_995_840);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn formulas_count_right(
        n in 0..70usize, d in 0..6usize, window in 0..80usize, causal: bool, seed: u32,
        globals in prop::collection::vec(0..80usize, 0..9), random in 0..12usize, block in 1..12usize,
        features in 1..20usize, queries in 0..40usize, keys in 0..40usize,
    ) {
        let size = Size { n, d, causal };
        let globals = Globals::at(globals);
        check(&Flash { queries, keys }, size);
        check(&SlidingWindow { window }, size);
        check(&Longformer { window, globals: globals.clone() }, size);
        check(&BigBird { window, globals, random, block, seed }, size);
        check(&attention::variant::Performer { features, seed }, size);
    }
}
