//! Encodings against numbers that their papers and formulas give.

use attention::encoding::{Buckets, Encoding, Rope, Sinusoidal, slopes};

/// The angle of a pair as the papers write it, p ÷ 10000^(2i ÷ d).
fn angle(position: usize, pair: usize, d: usize) -> f64 {
    position as f64 / 10_000f64.powf(2.0 * pair as f64 / d as f64)
}

/// How far numbers may be off at a position.
fn tolerance(position: usize) -> f64 {
    if position < 1024 { 1e-6 } else { 1e-4 }
}

#[test]
fn sinusoids_up_to_position_10_000() {
    for d in [2, 6, 64, 512] {
        let table = Sinusoidal::default().added(10_001, d).unwrap().unwrap();
        for ((position, column), &given) in table.indexed_iter() {
            let angle = angle(position, column / 2, d);
            let exact = if column % 2 == 0 { angle.sin() } else { angle.cos() };
            let off = (f64::from(given) - exact).abs();
            assert!(off <= tolerance(position), "d {d}, ({position}, {column}): off by {off}");
        }
    }
}

#[test]
fn rotations_up_to_position_10_000() {
    for d in [2, 6, 128] {
        let (cos, sin) = Rope::default().tables(10_001, d).unwrap();
        for ((position, pair), &given) in cos.indexed_iter() {
            let angle = angle(position, pair, d);
            let off = (f64::from(given) - angle.cos()).abs();
            let off = off.max((f64::from(sin[[position, pair]]) - angle.sin()).abs());
            assert!(off <= tolerance(position), "d {d}, ({position}, {pair}): off by {off}");
        }
    }
}

#[test]
fn slopes_of_alibi() {
    let power = |exponents: &[f32]| exponents.iter().map(|e| (-e).exp2()).collect::<Vec<_>>();
    // Section 3 of the paper: 1/2 to 1/256 for 8 heads, 1/√2 to 1/256 for 16.
    let eight = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    let sixteen: Vec<_> = (1..=16).map(|i| i as f32 / 2.0).collect();
    // Twelve heads: those of 8, then the first, third, fifth and seventh of 16.
    let twelve = [&eight[..], &[0.5, 1.5, 2.5, 3.5]].concat();
    for (heads, exponents) in [
        (0, vec![]),
        (1, vec![8.0]),
        (2, vec![4.0, 8.0]),
        (6, vec![2.0, 4.0, 6.0, 8.0, 1.0, 3.0]),
        (8, eight.to_vec()),
        (12, twelve),
        (16, sixteen),
    ] {
        let (given, expected) = (slopes(heads).unwrap(), power(&exponents));
        assert_eq!(given.len(), heads);
        for (a, b) in given.iter().zip(&expected) {
            assert!((a - b).abs() < 1e-7, "{heads} heads: {given:?}, not {expected:?}");
        }
    }
}

/// Where each bucket begins, for distances towards the past.
fn check_buckets(buckets: Buckets, starts: &[usize]) {
    for distance in 0..3 * buckets.max_distance {
        let expected = starts.iter().rposition(|&start| start <= distance).unwrap();
        let given = buckets.bucket(distance, 0).unwrap();
        assert_eq!(given, expected, "{buckets:?} at distance {distance}");
        let after = buckets.bucket(0, distance).unwrap();
        let expected = match (buckets.bidirectional, distance) {
            (false, _) | (_, 0) => 0,
            (true, _) => buckets.count / 2 + expected,
        };
        assert_eq!(after, expected, "{buckets:?} at distance {distance} after the query");
    }
}

/// The starts were computed by the formula of the paper's code, in `f64` and in `f32`, which
/// agree.
#[test]
fn buckets_of_t5() {
    let encoder = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91];
    check_buckets(Buckets::default(), &encoder);
    let exact: Vec<usize> = (0..16).collect();
    let decoder = [16, 19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113];
    let buckets = Buckets { bidirectional: false, ..Buckets::default() };
    check_buckets(buckets, &[&exact[..], &decoder].concat());
    let small = Buckets { count: 8, max_distance: 32, bidirectional: false };
    check_buckets(small, &[0, 1, 2, 3, 4, 7, 12, 20]);
}
