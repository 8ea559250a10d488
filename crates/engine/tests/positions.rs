//! What encodings say about positions, against formulas in 64 bits written here anew.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use engine::{
    Comparison, Detail, EncodingKind, EngineError, MAX_POSITIONS, Matrix, MatrixName, Origin,
    Pairing, Positions, Request, Response, Rotations, Settings, Sinusoids, Survey, run,
};

fn survey(survey: Survey) -> Positions {
    match run(&Request::Positions(survey)).expect("can be answered") {
        Response::Positions(positions) => positions,
        other => panic!("another question was answered: {other:?}"),
    }
}

fn of(encoding: EncodingKind, d_model: usize, length: usize) -> Survey {
    let settings = Settings { encoding, d_model, heads: 2, ..Settings::default() };
    Survey { settings, length, ..Survey::default() }
}

fn near(matrix: &Matrix, tolerance: f64, formula: impl Fn(usize, usize) -> f64) {
    for ((row, column), &value) in matrix.values.indexed_iter() {
        let wanted = formula(row, column);
        let off = (f64::from(value) - wanted).abs();
        assert!(off <= tolerance, "{value}, not {wanted}, at {row}, {column} of {:?}", matrix.name);
    }
}

/// Vaswani et al. 2017, section 3.5.
fn sinusoid(base: f64, d: usize, position: f64, column: usize) -> f64 {
    let angle = position / base.powf((column / 2 * 2) as f64 / d as f64);
    if column.is_multiple_of(2) { angle.sin() } else { angle.cos() }
}

fn sinusoids(asked: Survey) -> (Positions, Sinusoids) {
    let positions = survey(asked);
    match positions.detail.clone() {
        Detail::Sinusoidal(sinusoids) => (positions, sinusoids),
        other => panic!("{other:?}"),
    }
}

#[test]
fn sinusoids_follow_their_formula_and_turn() {
    for (d_model, base) in [(8, 10_000.0_f32), (64, 10.0), (2, 1e6), (6, 123.0)] {
        let asked = Survey { base, dimension: 1, ..of(EncodingKind::Sinusoidal, d_model, 128) };
        let (positions, seen) = sinusoids(asked);
        let value = |at: usize, column| sinusoid(base.into(), d_model, at as f64, column);
        near(positions.matrix(MatrixName::Encoding, 0).unwrap(), 1e-6, value);
        // The cosine of two positions is the mean cosine of the angles between them.
        near(positions.matrix(MatrixName::Similarity, 0).unwrap(), 1e-5, |p, q| {
            let pairs = d_model / 2;
            let cosine = |pair| sinusoid(base.into(), d_model, p as f64 - q as f64, 2 * pair + 1);
            (0..pairs).map(cosine).sum::<f64>() / pairs as f64
        });
        // At full length the rounding of products of 32-bit numbers, and no more.
        assert!(seen.deviation > 0.0 && seen.deviation < 1e-6, "{}", seen.deviation);
    }
}

#[test]
fn a_wave_has_its_length_and_its_pair_the_right_angle() {
    let asked =
        Survey { dimension: 4, position: 9, shift: -5, ..of(EncodingKind::Sinusoidal, 8, 32) };
    let (positions, seen) = sinusoids(asked);
    assert!((seen.wavelength - 628.318_530_717_958_6).abs() < 1e-9); // 2π · 10000^(4 ÷ 8)
    for (wave, dimension) in [(&seen.wave, 4), (&seen.partner, 5)] {
        assert!(wave.len() > 32 && wave.last().is_some_and(|last| last.0 == 31.0));
        for &(x, y) in wave {
            assert!((y - sinusoid(1e4, 8, x, dimension)).abs() < 1e-12);
        }
    }
    let rotation = seen.rotation.expect("is a pair");
    assert_eq!(rotation.pair, 2);
    assert!((rotation.angle - -0.05).abs() < 1e-12);
    let (sin, cos) = (-0.05_f64).sin_cos();
    for (number, wanted) in rotation.matrix.into_iter().flatten().zip([cos, sin, -sin, cos]) {
        assert!((f64::from(number) - wanted).abs() < 1e-7, "{number}, not {wanted}");
    }
    let table = positions.matrix(MatrixName::Encoding, 0).unwrap();
    let pair = |at| [table.values[[at, 4]], table.values[[at, 5]]];
    assert_eq!((rotation.from, rotation.to), (pair(9), pair(4)));
    for (product, to) in rotation.product.into_iter().zip(rotation.to) {
        assert!((product - to).abs() < 1e-6);
    }
}

#[test]
fn a_last_sine_without_a_cosine_does_not_turn() {
    let settings = Settings { d_model: 3, heads: 1, ..Settings::default() };
    let (_, seen) = sinusoids(Survey { settings, ..Survey::default() });
    assert_eq!((seen.rotation, seen.partner), (None, vec![]));
}

#[test]
fn learned_positions_are_untrained_and_no_positions_are_all_alike() {
    let learned = survey(of(EncodingKind::Learned, 8, 100));
    let table = learned.matrix(MatrixName::Encoding, 0).unwrap();
    assert_eq!((table.origin, table.values.dim()), (Origin::Untrained, (100, 8)));
    near(learned.matrix(MatrixName::Similarity, 0).unwrap(), 1e-5, |p, q| {
        let row = |at| table.values.row(at).mapv(f64::from);
        row(p).dot(&row(q)) / (row(p).dot(&row(p)) * row(q).dot(&row(q))).sqrt()
    });
    let none = survey(of(EncodingKind::None, 8, 16));
    for name in [MatrixName::Encoding, MatrixName::Similarity] {
        near(none.matrix(name, 0).unwrap(), 0.0, |_, _| 0.0);
    }
}

fn rotations(asked: Survey) -> (Positions, Rotations) {
    let positions = survey(asked);
    match positions.detail.clone() {
        Detail::Rope(rotations) => (positions, rotations),
        other => panic!("{other:?}"),
    }
}

#[test]
fn rope_turns_pairs_and_its_scores_depend_on_the_distance_alone() {
    let (d_k, m, n) = (8, 20, 12);
    for pairing in [Pairing::Interleaved, Pairing::HalfSplit] {
        let asked = Survey {
            position: n,
            shift: m as i32 - n as i32,
            pairing,
            ..of(EncodingKind::Rope, 16, 64)
        };
        let (positions, seen) = rotations(asked);
        let (mut plain, mut turned) = (0.0, 0.0);
        for (i, pair) in seen.pairs.iter().enumerate() {
            let partners = match pairing {
                Pairing::Interleaved => (2 * i, 2 * i + 1),
                Pairing::HalfSplit => (i, i + d_k / 2),
            };
            assert_eq!(pair.dimensions, partners);
            let theta = 1e4_f64.powf(-2.0 * i as f64 / d_k as f64);
            assert!((pair.wavelength * theta - std::f64::consts::TAU).abs() < 1e-9);
            let turn = |x: [f32; 2], at: f64| {
                let ([a, b], (sin, cos)) = (x.map(f64::from), (at * theta).sin_cos());
                [a * cos - b * sin, a * sin + b * cos]
            };
            let (q, k) = (turn(pair.query, m as f64), turn(pair.key, n as f64));
            for (seen, wanted) in [(pair.query_turned, q), (pair.key_turned, k)] {
                assert!((0..2).all(|x| (f64::from(seen[x]) - wanted[x]).abs() < 1e-5));
            }
            let dot = |a: [f64; 2], b: [f64; 2]| a[0] * b[0] + a[1] * b[1];
            plain += dot(pair.query.map(f64::from), pair.key.map(f64::from));
            turned += dot(q, k);
        }
        assert!((f64::from(seen.score) - plain).abs() < 1e-4);
        assert!((f64::from(seen.turned_score) - turned).abs() < 1e-4);
        assert_eq!(seen.same_distance.len(), 64 - (m - n));
        for (m_, n_, score) in seen.same_distance {
            assert!(m_ - n_ == m - n && (f64::from(score) - turned).abs() < 1e-4);
        }
        assert!(seen.deviation > 0.0 && seen.deviation < 1e-4, "{}", seen.deviation);
        near(positions.matrix(MatrixName::Similarity, 0).unwrap(), 1e-5, |p, q| {
            let angle = |i: usize| (p as f64 - q as f64) * 1e4_f64.powf(-2.0 * i as f64 / 8.0);
            (0..4).map(|i| angle(i).cos()).sum::<f64>() / 4.0
        });
    }
}

#[test]
fn alibi_takes_its_slope_a_step() {
    let settings = Settings { encoding: EncodingKind::Alibi, heads: 8, ..Settings::default() };
    let positions = survey(Survey { settings, length: 20, ..Survey::default() });
    for head in 0..8 {
        let slope = 2_f64.powi(-(head as i32 + 1));
        near(positions.matrix(MatrixName::PositionBias, head).unwrap(), 0.0, |i, j| {
            -slope * i.abs_diff(j) as f64
        });
    }
    let slopes = (1..=8).map(|i| 0.5_f32.powi(i)).collect();
    assert_eq!(positions.detail, Detail::Alibi(slopes));
}

/// Raffel et al. 2020, section 2.1, one direction of it.
fn bucket(distance: usize, count: usize) -> usize {
    let exact = count / 2;
    if distance < exact {
        return distance;
    }
    let share = (distance as f64 / exact as f64).ln() / (128.0 / exact as f64).ln();
    (exact + (share * (count - exact) as f64) as usize).min(count - 1)
}

#[test]
fn t5_sorts_distances_into_buckets() {
    for bidirectional in [true, false] {
        let asked = Survey { bidirectional, ..of(EncodingKind::T5, 8, 128) };
        let positions = survey(asked);
        let wanted = |query: usize, key: usize| match (bidirectional, key > query) {
            (true, true) => 16 + bucket(key - query, 16),
            (true, false) => bucket(query - key, 16),
            (false, true) => 0,
            (false, false) => bucket(query - key, 32),
        };
        let buckets = positions.matrix(MatrixName::Buckets, 0).unwrap();
        near(buckets, 0.0, |query, key| wanted(query, key) as f64);
        let Detail::T5(by_distance) = &positions.detail else { panic!("not T5's") };
        let distances: Vec<_> = (-127..=127)
            .map(|d: i32| (d, wanted(d.max(0) as usize, (-d).max(0) as usize)))
            .collect();
        assert_eq!(*by_distance, distances);
        let table = positions.matrix(MatrixName::BiasTable, 0).unwrap();
        assert_eq!((table.values.dim(), table.origin), ((32, 2), Origin::Untrained));
        for head in 0..2 {
            near(positions.matrix(MatrixName::PositionBias, head).unwrap(), 0.0, |i, j| {
                table.values[[wanted(i, j), head]].into()
            });
        }
    }
}

#[test]
fn what_cannot_be_looked_at_says_why() {
    let check = |asked: Survey, error: EngineError| {
        assert_eq!(run(&Request::Positions(asked)), Err(error));
    };
    let default = Survey::default;
    for length in [0, MAX_POSITIONS + 1] {
        check(Survey { length, ..default() }, EngineError::Positions { length });
    }
    for base in [0.0, -1.0, f32::INFINITY] {
        check(Survey { base, ..default() }, EngineError::Base { base });
    }
    let error = EngineError::Dimension { dimension: 8, d_model: 8 };
    check(Survey { dimension: 8, ..default() }, error);
    for (position, shift) in [(32, 0), (0, -1), (31, 1), (40, -20), (0, i32::MIN), (0, i32::MAX)] {
        let error = EngineError::Place { position, shift, length: 32 };
        check(Survey { position, shift, ..default() }, error);
    }
    let odd = EngineError::OddRotation { heads: 2, d_model: 6 };
    check(of(EncodingKind::Rope, 6, 32), odd);
}

fn compare(settings: &Settings, with: EncodingKind, head: usize) -> Comparison {
    let request = Request::Comparison { settings: settings.clone(), with, head };
    match run(&request).expect("can be answered") {
        Response::Comparison(comparison) => comparison,
        other => panic!("another question was answered: {other:?}"),
    }
}

#[test]
fn a_comparison_is_of_two_traces() {
    use MatrixName as M;
    let settings = Settings { mask: engine::MaskKind::Causal, ..Settings::default() };
    let trace = |encoding| match run(&Request::Attention(Settings { encoding, ..settings.clone() }))
    {
        Ok(Response::Attention(trace)) => trace,
        other => panic!("{other:?}"),
    };
    let a = trace(settings.encoding);
    for with in EncodingKind::ALL {
        let (seen, b) = (compare(&settings, with, 1), trace(with));
        let names = [
            (M::Scaled, [M::ScoresA, M::ScoresB, M::ScoresDifference]),
            (M::Weights, [M::WeightsA, M::WeightsB, M::WeightsDifference]),
        ];
        for (index, (of, [first, second, difference])) in names.into_iter().enumerate() {
            let values = |name| &seen.matrix(name).expect("is there").values;
            assert_eq!(values(first), &a.matrix(of, 1).unwrap().values);
            assert_eq!(values(second), &b.matrix(of, 1).unwrap().values);
            assert_eq!(values(difference), &(values(first) - values(second)));
            let largest = values(difference).iter().fold(0.0_f32, |l, x| l.max(x.abs()));
            let said = seen.largest.expect("there are words")[index];
            assert_eq!(said.difference.abs(), largest);
            assert_eq!(values(difference)[[said.row, said.column]], said.difference);
        }
    }
    assert_eq!(compare(&settings, EncodingKind::None, 99).head, 1);
    let empty = compare(&Settings { text: String::new(), ..settings }, EncodingKind::None, 0);
    assert_eq!((empty.matrices.len(), empty.largest), (0, None));
}
