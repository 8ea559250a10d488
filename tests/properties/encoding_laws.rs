//! Laws of the encodings, checked for every one on the list.

use attention::encoding::{ALL, Alibi, Buckets, Convention, Encoding, Rope, T5, Tables, slopes};
use attention::{Options, trace_head};
use ndarray::{Array2, Axis};
use proptest::prelude::*;

use crate::inputs::{array, moderate};

const HEADS: usize = 3;

/// An encoding from the list, its tables filled with numbers that are all different.
fn build(index: usize, (length, d_model): (usize, usize)) -> Box<dyn Encoding> {
    let numbered =
        |shape: (usize, usize)| Array2::from_shape_fn(shape, |(i, j)| (i * shape.1 + j) as f32);
    (ALL[index].build)(Tables {
        positions: numbered((length, d_model)),
        buckets: numbered((32, HEADS)),
    })
}

#[test]
fn names_on_the_list_are_the_encodings_own() {
    for (index, entry) in ALL.iter().enumerate() {
        assert_eq!(build(index, (4, 4)).name(), entry.name);
    }
}

/// Only "none" leaves all three hooks as they are, and no other uses two.
#[test]
fn each_encoding_uses_one_hook() {
    for (index, entry) in ALL.iter().enumerate() {
        let encoding = build(index, (4, 4));
        let adds = encoding.added(4, 4).unwrap().is_some();
        let mut x = Array2::ones((4, 4));
        encoding.rotate(x.view_mut(), 0).unwrap();
        let rotates = x != Array2::ones((4, 4));
        let biases = encoding.bias(HEADS, 0..4, 4).unwrap().is_some();
        let used = [adds, rotates, biases].iter().filter(|&&used| used).count();
        assert_eq!(used, usize::from(entry.name != "none"), "{}", entry.name);
    }
}

proptest! {
    #[test]
    fn hooks_keep_shapes_and_prefixes(
        index in 0..ALL.len(),
        (n_q, n_k, half, start) in (0usize..6, 0usize..6, 0usize..4, 0usize..9),
    ) {
        let d = 2 * half;
        let encoding = build(index, (9, d));
        if let Some(added) = encoding.added(n_k, d).unwrap() {
            prop_assert_eq!(added.dim(), (n_k, d));
            let longer = encoding.added(9, d).unwrap().unwrap();
            prop_assert_eq!(added, longer.slice(ndarray::s![..n_k, ..]));
        }
        if let Some(bias) = encoding.bias(HEADS, start..start + n_q, n_k).unwrap() {
            prop_assert_eq!(bias.dim(), (HEADS, n_q, n_k));
            let all = encoding.bias(HEADS, 0..start + n_q, n_k).unwrap().unwrap();
            prop_assert_eq!(bias, all.slice(ndarray::s![.., start.., ..]));
        }
        // Rows rotated with an offset are the same rows of a longer sentence.
        let mut all = Array2::from_elem((start + n_q, d), 0.5);
        let mut part = all.slice(ndarray::s![start.., ..]).to_owned();
        encoding.rotate(all.view_mut(), 0).unwrap();
        encoding.rotate(part.view_mut(), start).unwrap();
        prop_assert_eq!(part, all.slice(ndarray::s![start.., ..]));
    }

    /// The same query and key at every position: scores along a diagonal are all equal.
    #[test]
    fn scores_under_rope_depend_on_the_distance_only(
        (q, k) in (1usize..9).prop_flat_map(|half| {
            (array((1, 2 * half), moderate()), array((1, 2 * half), moderate()))
        }),
        convention in prop::sample::select(vec![Convention::Interleaved, Convention::HalfSplit]),
        offset in 0usize..1000,
    ) {
        let rope = Rope { convention, ..Rope::default() };
        let [q, k] = [q, k].map(|x| {
            let mut x = x.broadcast((6, x.ncols())).unwrap().to_owned();
            rope.rotate(x.view_mut(), offset).unwrap();
            x
        });
        let t = trace_head(q.view(), k.view(), k.view(), &Options::default()).unwrap();
        let scores = t.scores.index_axis(Axis(0), 0);
        for ((i, j), &score) in scores.indexed_iter() {
            let first = scores[[i.saturating_sub(j), j.saturating_sub(i)]];
            prop_assert!((score - first).abs() < 1e-3, "({}, {}): {} and {}", i, j, score, first);
        }
    }

    #[test]
    fn rope_keeps_lengths(
        x in (1usize..6, 1usize..9).prop_flat_map(|(n, half)| array((n, 2 * half), moderate())),
        convention in prop::sample::select(vec![Convention::Interleaved, Convention::HalfSplit]),
        offset in 0usize..10_000,
    ) {
        let mut turned = x.clone();
        Rope { convention, ..Rope::default() }.rotate(turned.view_mut(), offset).unwrap();
        for (a, b) in x.rows().into_iter().zip(turned.rows()) {
            prop_assert!((a.dot(&a) - b.dot(&b)).abs() < 1e-3);
        }
    }

    #[test]
    fn biases_depend_on_the_distance_only(heads in 1usize..20, n in 1usize..40) {
        let table = Array2::from_shape_fn((32, heads), |(i, j)| (i * heads + j) as f32);
        let encodings: [Box<dyn Encoding>; 2] = [Box::new(Alibi), Box::new(T5::new(table))];
        for encoding in encodings {
            let bias = encoding.bias(heads, 0..n, n).unwrap().unwrap();
            for ((head, i, j), &given) in bias.indexed_iter() {
                let first = bias[[head, i.saturating_sub(j), j.saturating_sub(i)]];
                prop_assert_eq!(given, first, "{} ({}, {}, {})", encoding.name(), head, i, j);
            }
        }
    }

    #[test]
    fn alibi_falls_by_its_slope_with_each_step(heads in 1usize..40, n in 2usize..20) {
        let slopes = slopes(heads).unwrap();
        prop_assert!(slopes.iter().all(|&slope| slope > 0.0 && slope < 1.0));
        let bias = Alibi.bias(heads, 0..n, n).unwrap().unwrap();
        for (head, &slope) in slopes.iter().enumerate() {
            prop_assert_eq!(bias[[head, 0, 0]], 0.0);
            prop_assert!((bias[[head, n - 1, 0]] + slope * (n - 1) as f32).abs() < 1e-5);
        }
    }

    #[test]
    fn buckets_grow_with_the_distance(
        half in 2usize..40,
        max_distance in 41usize..2000,
        bidirectional: bool,
    ) {
        let buckets = Buckets { count: 2 * half, max_distance, bidirectional };
        let of = |distance| buckets.bucket(distance, 0).unwrap();
        let last = if bidirectional { half - 1 } else { 2 * half - 1 };
        prop_assert_eq!((of(0), of(max_distance), of(usize::MAX)), (0, last, last));
        prop_assert!((0..max_distance).all(|distance| of(distance) <= of(distance + 1)));
    }
}
