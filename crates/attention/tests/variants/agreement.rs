//! Exact variants give what naive attention gives.

use attention::variant::{BigBird, Flash, Full, Globals, Longformer, SlidingWindow, Variant};
use attention::{Mask, Options, Scale, Window, trace};
use ndarray::{Array3, s};
use proptest::prelude::*;

use crate::{close, normal, options, oracle};

fn check(variant: &dyn Variant, [q, k, v]: [&Array3<f32>; 3], options: &Options) {
    let inputs = [q.view(), k.view(), v.view()];
    let given = variant.attend(q.view(), k.view(), v.view(), options).unwrap();
    let expected = oracle(variant, inputs, options);
    close(&given, &expected, v.view(), &format!("{variant:?}, {options:?}, {:?}", q.dim()));
}

/// Tiles that fit and tiles that don't, down to a single query and key.
const TILES: [Flash; 4] = [
    Flash { queries: 32, keys: 256 },
    Flash { queries: 8, keys: 8 },
    Flash { queries: 5, keys: 7 },
    Flash { queries: 1, keys: 1 },
];

/// One-dimensional queries and keys whose products are the logits given.
fn logits(row: &[f32]) -> [Array3<f32>; 3] {
    let n = row.len();
    let q = Array3::from_elem((1, n, 1), 1.0);
    let k = Array3::from_shape_vec((1, n, 1), row.to_vec()).unwrap();
    [q, k, normal((1, n, 3), 5)]
}

#[test]
fn flash_is_exact_for_adversarial_logits() {
    let wave = |scale: f32| (0..70).map(move |i| (i as f32 * 1.7).sin() * scale);
    let rows: [Vec<f32>; 9] = [
        wave(1e4).collect(),
        (0..70).map(|i| if i % 2 == 0 { 1e4 } else { -1e4 }).collect(),
        vec![1e4; 70],
        vec![-1e4; 70],
        vec![0.0; 70],
        (0..70).map(|i| if i == 69 { 1e4 } else { 0.0 }).collect(),
        (0..70).map(|i| if i == 0 { f32::MAX } else { -f32::MAX }).collect(),
        (0..70).map(|i| if i == 33 { 1e30 } else { i as f32 }).collect(),
        wave(1e4).map(|x| x - 1e4).collect(),
    ];
    for row in rows {
        let [q, k, v] = logits(&row);
        for causal in [false, true] {
            for flash in TILES {
                check(&flash, [&q, &k, &v], &options(causal));
            }
            check(&Full, [&q, &k, &v], &options(causal));
        }
    }
}

#[test]
fn large_logits_of_many_dimensions_are_the_same_to_the_bit() {
    // Of logits around 10⁴, two orders of adding make weights that differ by a thousandth.
    for d in [16, 24, 64] {
        let [q, k] = [1, 2].map(|seed| normal((2, 50, d), seed) * 40.0);
        let v = normal((2, 50, d), 3);
        for flash in TILES {
            check(&flash, [&q, &k, &v], &Options::default());
        }
    }
}

#[test]
fn products_that_overflow_are_settled() {
    let q = Array3::from_shape_fn((1, 6, 2), |(_, i, c)| [1e30, 1e30 * i as f32][c]);
    let k = Array3::from_shape_fn((1, 6, 2), |(_, j, c)| [1e30, -1e30 * j as f32][c]);
    let v = normal((1, 6, 2), 1);
    for variant in [&Full as &dyn Variant, &TILES[0], &TILES[3], &SlidingWindow { window: 20 }] {
        check(variant, [&q, &k, &v], &Options::default());
        let level = Options { scale: Scale::By(0.0), ..Options::default() };
        check(variant, [&q, &k, &v], &level);
    }
}

#[test]
fn every_option_is_heeded() {
    let (q, k, v) = (normal((4, 21, 6), 1), normal((2, 21, 6), 2), normal((2, 21, 9), 3));
    let plain = Options::default;
    let added = normal((1, 21, 21), 7).mapv(|x| if x > 1.0 { f32::NEG_INFINITY } else { x });
    let blind = Array3::from_shape_fn((1, 21, 21), |(_, i, j)| i % 3 > 0 && (i + j) % 2 == 0);
    let near = Window { left: Some(2), right: Some(5) };
    let masks = [
        Mask { offset: 3, ..Mask::causal() },
        Mask { offset: -2, ..Mask::causal() },
        Mask { window: Some(near), ..Mask::default() },
        Mask { allowed: Some(blind), ..Mask::causal() },
        Mask { added: Some(added), ..Mask::default() },
    ];
    let mut cases: Vec<_> = masks.map(|mask| Options { mask, ..plain() }).into();
    cases.extend([
        Options { scale: Scale::By(-0.7), ..plain() },
        Options { softcap: Some(0.5), ..plain() },
        Options { temperature: 0.1, ..plain() },
        Options { temperature: 1e-40, ..plain() },
        Options { bias: Some(normal((4, 21, 21), 8)), ..plain() },
    ]);
    let globals = || Globals::at([4, 17]);
    let variants: [Box<dyn Variant>; 5] = [
        Box::new(Full),
        Box::new(TILES[2]),
        Box::new(SlidingWindow { window: 5 }),
        Box::new(Longformer { window: 4, globals: globals() }),
        Box::new(BigBird { window: 2, globals: globals(), random: 3, block: 1, seed: 1 }),
    ];
    for options in &cases {
        for variant in &variants {
            check(variant.as_ref(), [&q, &k, &v], options);
        }
    }
}

#[test]
fn the_dense_ones_take_other_keys_than_queries() {
    let (q, k, v) = (normal((1, 5, 4), 1), normal((1, 19, 4), 2), normal((1, 19, 3), 3));
    let options = Options { mask: Mask { offset: 14, ..Mask::causal() }, ..Options::default() };
    let expected = trace(q.view(), k.view(), v.view(), &options).unwrap().output;
    for variant in [&Full as &dyn Variant, &TILES[0], &TILES[3]] {
        let given = variant.attend(q.view(), k.view(), v.view(), &options).unwrap();
        close(&given, &expected, v.view(), variant.name());
    }
}

#[test]
fn views_in_any_layout_give_the_same() {
    let x = normal((9, 2, 4), 1);
    let turned = x.view().permuted_axes([1, 0, 2]); // [heads, n, d]
    let odd = turned.slice(s![.., ..;-2, ..]);
    let same = odd.to_owned();
    for variant in [&Full as &dyn Variant, &TILES[1], &SlidingWindow { window: 2 }] {
        let given = variant.attend(odd, odd, odd, &Options::default()).unwrap();
        check(variant, [&same, &same, &same], &Options::default());
        let from_same = variant.attend(same.view(), same.view(), same.view(), &Options::default());
        assert_eq!(Ok(given), from_same);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn flash_is_full(
        n in 0..150usize, d in 1..40usize, heads in 1..3usize, causal: bool,
        queries in 0..70usize, keys in 0..70usize, seed: u32,
    ) {
        let x = normal((heads, n, d), seed);
        let y = normal((heads, n, d), seed ^ 1);
        check(&Flash { queries, keys }, [&x, &y, &y], &options(causal));
        check(&Full, [&x, &y, &y], &options(causal));
    }

    #[test]
    fn sparse_is_full_with_its_mask(
        n in 0..60usize, d in 1..20usize, window in 0..70usize, causal: bool, seed: u32,
        globals in prop::collection::vec(0..70usize, 0..5), random in 0..8usize, block in 1..9usize,
    ) {
        let (x, y) = (normal((2, n, d), seed), normal((1, n, d), seed ^ 1));
        let globals = Globals::at(globals);
        let inputs = [&x, &y, &y];
        check(&SlidingWindow { window }, inputs, &options(causal));
        check(&Longformer { window, globals: globals.clone() }, inputs, &options(causal));
        check(&BigBird { window, globals, random, block, seed }, inputs, &options(causal));
    }
}
