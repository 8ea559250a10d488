//! What ways to attend do to a sentence, against its trace.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use engine::cost::{
    FlashQuestion, FlashRun, Global, PatternQuestion, PerformerQuestion, WAYS, WaySettings,
    falling, flash, losses, paint, painted, pattern, performer,
};
use engine::{
    EncodingKind, EngineError, MaskKind, MatrixName, Request, Response, Settings, Trace, run,
};
use proptest::{collection::vec, prelude::*, sample::select};

const TEXT: &str = "the quick brown fox jumps over the lazy dog , and nobody bites a man";

fn trace(settings: &Settings) -> Trace {
    match run(&Request::Attention(settings.clone())).unwrap() {
        Response::Attention(trace) => trace,
        other => panic!("another question was answered: {other:?}"),
    }
}

fn settings() -> impl Strategy<Value = Settings> {
    let words = TEXT.split(' ').collect::<Vec<_>>();
    let text = vec(select(words), 0..14).prop_map(|words| words.join(" "));
    let encoding = select(EncodingKind::ALL.to_vec());
    let mask = select(vec![MaskKind::None, MaskKind::Causal]);
    let denied = vec((0..14_usize, 0..14_usize), 0..60);
    let shape = select(vec![(1, 4), (2, 8), (4, 8), (2, 32)]);
    let temperature = select(vec![0.01, 1.0, 3.0]);
    (text, encoding, mask, denied, any::<bool>(), shape, (0..9_u32, any::<bool>(), temperature))
        .prop_map(|(text, encoding, mask, denied, custom, (heads, d_model), rest)| {
            let (seed, scale, temperature) = rest;
            let tokenizer = Settings::default().tokenizer;
            let edits = Vec::new();
            let settings = Settings {
                text,
                tokenizer,
                encoding,
                mask,
                heads,
                d_model,
                weights: engine::Weights::Invented,
                seed,
                scale,
                temperature,
                edits,
            };
            if custom { paint(&settings, denied) } else { settings }
        })
}

/// ‖a − b‖ ÷ ‖b‖ and the largest difference, of the output of all heads.
fn apart(a: &Trace, b: &Trace) -> (f64, f32) {
    let output = |trace: &Trace| {
        let heads = trace.matrices.iter().filter(|m| m.name == MatrixName::HeadOutput);
        heads.flat_map(|m| m.values.iter().copied().collect::<Vec<_>>()).collect::<Vec<f32>>()
    };
    let (a, b) = (output(a), output(b));
    let norm =
        |x: &mut dyn Iterator<Item = f32>| x.map(|x| f64::from(x).powi(2)).sum::<f64>().sqrt();
    let difference: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
    let largest = difference.iter().fold(0f32, |max, x| max.max(x.abs()));
    let relative = norm(&mut difference.into_iter()) / norm(&mut b.into_iter());
    (if relative.is_nan() { 0.0 } else { relative }, largest)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn a_painted_mask_is_that_of_the_attention_lab(settings in settings()) {
        let seen = painted(&settings).unwrap();
        let masked = trace(&settings);
        let bare = trace(&Settings { mask: MaskKind::None, ..settings.clone() });
        let n = masked.tokens.len();
        let mask = masked.matrix(MatrixName::Mask, 0);
        let allowed = |i, j| mask.is_none_or(|mask| mask.values[[i, j]] == 0.0);
        let pairs = (0..n).map(|i| (0..n).filter(|&j| allowed(i, j)).count() as u64).sum::<u64>();
        prop_assert_eq!((seen.tokens.len(), seen.cost.pairs, seen.full.pairs), (n, pairs, (n * n) as u64));
        prop_assert_eq!(seen.cost.multiply_adds, 2 * pairs * masked.d_k as u64);
        let later = (0..n).any(|i| (i + 1..n).any(|j| allowed(i, j)));
        prop_assert_eq!(seen.causal, !later);
        let empty: Vec<_> = (0..n).filter(|&i| !(0..n).any(|j| allowed(i, j))).collect();
        prop_assert_eq!(&seen.empty_rows, &empty);
        let (relative, largest) = apart(&masked, &bare);
        prop_assert!((seen.loss.relative - relative).abs() <= 1e-5 * relative);
        prop_assert_eq!(seen.loss.largest, largest);
        if let Some(layers) = seen.layers {
            prop_assert!(n == 0 || layers < n);
        }
    }

    #[test]
    fn tiles_come_to_what_all_at_once_does(
        settings in settings(),
        head in 0..5_usize,
        queries in 1..20_usize,
        keys in 1..20_usize,
    ) {
        let run = flash(&FlashQuestion { settings: settings.clone(), head, queries, keys }).unwrap();
        let trace = trace(&settings);
        let n = trace.tokens.len();
        let mut seen = vec![0; n * n];
        for tile in &run.tiles {
            for i in tile.queries.clone() {
                for j in tile.keys.clone() {
                    seen[i * n + j] += 1;
                }
            }
        }
        prop_assert!(seen.iter().all(|&times| times == 1));
        if n > 0 {
            check_rows(&run, &trace)?;
        }
    }

    #[test]
    fn a_sparse_way_loses_what_its_mask_does(
        settings in settings().prop_filter("a mask of its own", |s| s.mask == MaskKind::None),
        (window, global, random, seed) in (0..6_usize, 0..3_u32, 0..3_usize, 0..9_u32),
    ) {
        let global = Global::First(global);
        let ways = WaySettings { window, global, random, seed, ..WaySettings::default() };
        let (n, full) = {
            let trace = trace(&settings);
            (trace.tokens.len(), trace.d_k)
        };
        for (lost, way) in losses(&settings, &ways).unwrap().into_iter().zip(WAYS) {
            prop_assert_eq!(&lost.way, way.name);
            if n == 0 || way.name == "performer" {
                continue;
            }
            let loss = lost.loss.unwrap();
            let way = way.name.into();
            let question = PatternQuestion { way, settings: ways.clone(), n, d: full, causal: false };
            let pattern = pattern(&question).unwrap();
            prop_assert_eq!((lost.cost, lost.coverage), (pattern.cost, pattern.coverage));
            let mask = pattern.picture.values.indexed_iter();
            let denied = mask.filter(|(_, share)| **share == 0.0).map(|(pair, _)| pair);
            let expected = painted(&paint(&settings, denied)).unwrap().loss;
            prop_assert!((loss.relative - expected.relative).abs() < 1e-4, "{loss:?} {expected:?}");
            prop_assert!((loss.largest - expected.largest).abs() < 1e-3 * (1.0 + expected.largest));
        }
    }
}

/// All that a learner can recompute from what is shown.
fn check_rows(run: &FlashRun, trace: &Trace) -> Result<(), TestCaseError> {
    let exact = &trace.matrix(MatrixName::HeadOutput, run.head).unwrap().values;
    let values = &run.matrix(MatrixName::Values).unwrap().values;
    let masked = &run.matrix(MatrixName::Masked).unwrap().values;
    let output = &run.matrix(MatrixName::HeadOutput).unwrap().values;
    let size = values.iter().fold(1f32, |max, x| max.max(x.abs()));
    prop_assert!(run.max_difference <= 1e-5 * size, "{}", run.max_difference);
    let furthest = (output - exact).iter().fold(0f32, |max, x| max.max(x.abs()));
    prop_assert_eq!(furthest, run.max_difference);
    for tile in &run.tiles {
        let hidden = tile
            .queries
            .clone()
            .all(|i| tile.keys.clone().all(|j| masked[[i, j]] == f32::NEG_INFINITY));
        prop_assert_eq!(tile.rows.is_empty(), hidden);
        for row in &tile.rows {
            let scores: Vec<_> = tile.keys.clone().map(|j| masked[[row.query, j]]).collect();
            prop_assert_eq!(&row.scores, &scores);
            prop_assert_eq!(row.after.max, row.before.max.max(row.tile_max));
            prop_assert_eq!(row.after.sum, row.before.sum * row.rescale + row.tile_sum);
            prop_assert!((0.0..=1.0).contains(&row.rescale));
            prop_assert!(row.weights.iter().all(|weight| (0.0..=1.0).contains(weight)));
            // The sum so far is that of all keys so far, rescaled to the largest one's.
            let so_far = masked.row(row.query);
            let sum: f64 = (0..tile.keys.end)
                .filter(|_| row.after.max > f32::NEG_INFINITY)
                .map(|j| f64::from((so_far[j] - row.after.max) / run.temperature).exp())
                .sum();
            prop_assert!((f64::from(row.after.sum) - sum).abs() < 1e-5 * (1.0 + sum));
        }
    }
    Ok(())
}

#[test]
fn a_causal_mask_skips_the_tiles_after_the_query() {
    let settings = Settings { text: TEXT.into(), mask: MaskKind::Causal, ..Settings::default() };
    let run = flash(&FlashQuestion { settings, head: 0, queries: 3, keys: 4 }).unwrap();
    for tile in &run.tiles {
        assert_eq!(tile.rows.is_empty(), tile.keys.start >= tile.queries.end, "{tile:?}");
    }
    let nothing = FlashQuestion { settings: Settings::default(), head: 0, queries: 0, keys: 4 };
    assert_eq!(flash(&nothing), Err(EngineError::Tile { queries: 0, keys: 4 }));
}

#[test]
fn the_error_falls_as_the_root_of_the_features_once_they_are_enough() {
    for (mask, d_model) in [(MaskKind::None, 8), (MaskKind::Causal, 8), (MaskKind::None, 32)] {
        let slope_at = |temperature| {
            let settings =
                Settings { text: TEXT.into(), mask, d_model, temperature, ..Settings::default() };
            let seen =
                falling(&PerformerQuestion { settings, head: 1, features: 32, seed: 1 }).unwrap();
            assert!(seen.points.iter().all(|p| p.least <= p.mean && p.mean <= p.most), "{seen:?}");
            (seen.slope.unwrap(), seen.norm)
        };
        let (long, short) = (slope_at(1.0), slope_at(20.0));
        assert!((short.0 + 0.5).abs() < 0.06 && short.1 < 1.0, "{short:?}");
        // Long queries and keys need e to their norm of features, which these are not.
        assert!((-0.3..0.0).contains(&long.0) && long.1 > 5.0, "{long:?}");
        assert!((long.1 / short.1 - 20.0).abs() < 1e-4, "{long:?} {short:?}");
    }
}

#[test]
fn the_estimated_weights_are_those_that_give_the_output() {
    let settings = Settings { text: TEXT.into(), ..Settings::default() };
    let question = PerformerQuestion { settings: settings.clone(), head: 0, features: 16, seed: 3 };
    let seen = performer(&question).unwrap();
    let trace = trace(&settings);
    let [exact, estimated, difference] =
        [MatrixName::Weights, MatrixName::WeightsEstimated, MatrixName::WeightsDifference]
            .map(|name| &seen.matrix(name).unwrap().values);
    assert_eq!(exact, &trace.matrix(MatrixName::Weights, 0).unwrap().values);
    assert_eq!(*difference, estimated - exact);
    let output = estimated.dot(&trace.matrix(MatrixName::Values, 0).unwrap().values);
    let off = &output - &trace.matrix(MatrixName::HeadOutput, 0).unwrap().values;
    let largest = off.iter().fold(0f32, |max, x| max.max(x.abs()));
    assert!((largest - seen.output.largest).abs() < 1e-5, "{largest} {seen:?}");
    for row in estimated.rows() {
        assert!((row.sum() - 1.0).abs() < 1e-5);
    }
    let redrawn = performer(&PerformerQuestion { seed: 4, ..question }).unwrap();
    assert_ne!(redrawn.output, seen.output);
}

#[test]
fn what_is_never_scored_cannot_be_biased_or_masked() {
    let of = |settings| performer(&PerformerQuestion { settings, head: 0, features: 8, seed: 1 });
    for encoding in [EncodingKind::Alibi, EncodingKind::T5] {
        let settings = Settings { encoding, ..Settings::default() };
        assert_eq!(of(settings.clone()).unwrap_err(), EngineError::UnseenBias { encoding });
        let lost = losses(&settings, &WaySettings::default()).unwrap();
        assert_eq!(lost[5].loss, Err(EngineError::UnseenBias { encoding }));
        assert!(lost[..5].iter().all(|lost| lost.loss.is_ok()));
    }
    let mask = MaskKind::Custom;
    let settings = paint(&Settings::default(), [(0, 1)]);
    assert_eq!(of(settings).unwrap_err(), EngineError::UnseenMask { mask });
    for features in [0, 5000] {
        let settings = Settings::default();
        let question = PerformerQuestion { settings, head: 0, features, seed: 1 };
        assert_eq!(performer(&question), Err(EngineError::Features { features }));
    }
}

#[test]
fn few_words_are_no_trouble() {
    for text in ["", "dog"] {
        let settings = Settings { text: text.into(), ..Settings::default() };
        let question = PerformerQuestion { settings, head: 9, features: 8, seed: 1 };
        let seen = performer(&question).unwrap();
        assert_eq!(seen.matrices.len(), if text.is_empty() { 0 } else { 3 });
        assert!(seen.output.relative < 1e-6);
        assert_eq!(falling(&question).unwrap().slope, None);
        let run = flash(&FlashQuestion {
            settings: question.settings.clone(),
            head: 9,
            queries: 2,
            keys: 2,
        });
        assert_eq!(run.unwrap().tiles.len(), text.len() / 3);
        let seen = painted(&question.settings).unwrap();
        assert_eq!((seen.layers, seen.loss.largest), (Some(0), 0.0));
        let lost = losses(&question.settings, &WaySettings::default()).unwrap();
        assert!(lost.iter().all(|lost| lost.loss.as_ref().is_ok_and(|l| l.relative < 1e-5)));
    }
}

#[test]
fn from_where_the_estimate_pays_is_where_its_cost_falls_below() {
    use attention::variant::{Full, Performer, Size, Variant};

    for (mask, features) in [(MaskKind::None, 64), (MaskKind::Causal, 64), (MaskKind::None, 1)] {
        let settings = Settings { mask, ..Settings::default() };
        let question = PerformerQuestion { settings, head: 0, features, seed: 1 };
        let from = performer(&question).unwrap().pays_from;
        let pays = |n: usize| {
            let size = Size { n, d: 4, causal: mask == MaskKind::Causal };
            let estimate = Performer { features, seed: 1 }.cost(size).unwrap();
            estimate.multiply_adds < Full.cost(size).unwrap().multiply_adds
        };
        assert!(pays(from) && !pays(from - 1), "{mask:?}, {features}: {from}");
    }
}
