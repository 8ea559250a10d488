use ndarray::{Array as NdArray, array};

use super::*;

const X: f32 = f32::NEG_INFINITY;

fn zeros(shape: &[usize]) -> Array {
    NdArray::zeros(shape.to_vec()).into()
}

/// Three queries and four keys of two heads that share one.
fn grouped() -> Attention {
    let (q, k, v) = (zeros(&[2, 3, 2]), zeros(&[1, 4, 2]), zeros(&[1, 4, 5]));
    Attention { q, k, v, ..Attention::default() }
}

fn check(asked: Attention, message: &str) {
    assert_eq!(attention(&asked).map_err(|error| error.to_string()), Err(message.into()));
}

#[test]
fn shapes_follow_the_queries() -> Result<(), FieldError> {
    let steps = attention(&grouped())?;
    assert_eq!((steps.weights.shape, steps.output.shape), (vec![2, 3, 4], vec![2, 3, 5]));
    let (q, k, v) = (zeros(&[3, 2]), zeros(&[4, 2]), zeros(&[4, 5]));
    let steps = attention(&Attention { q, k, v, ..Attention::default() })?;
    assert_eq!((steps.weights.shape, steps.output.shape), (vec![3, 4], vec![3, 5]));
    Ok(())
}

#[test]
fn masks_add_up() -> Result<(), FieldError> {
    let mask = Some(Mask::Added(array![[1.0, 2.0, 3.0, X]].broadcast((3, 4)).unwrap().into()));
    let asked = Attention { mask, causal: true, offset: 1, window: Some(1), ..grouped() };
    let steps = attention(&asked)?;
    assert_eq!(steps.masked.data[..12], [1.0, 2.0, X, X, X, 2.0, 3.0, X, X, X, 3.0, X]);
    let data = [[1, 0, 0, 0], [0; 4], [1; 4], [0; 4], [1; 4], [1; 4]].concat();
    let mask = Some(Mask::Allowed(Array { data, shape: vec![2, 3, 4] }));
    let asked = Attention { mask, ..grouped() };
    let weights = attention(&asked)?.weights.data;
    assert_eq!(weights[..8], [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(weights[12..20], [0.0, 0.0, 0.0, 0.0, 0.25, 0.25, 0.25, 0.25]);
    Ok(())
}

#[test]
fn misshapen_arrays_say_why() {
    let q = |shape: &[usize]| Attention { q: zeros(shape), ..grouped() };
    check(q(&[3]), "q.shape: [3] given; needed [n, d] or [heads, n, d]");
    check(q(&[2, 3, 0]), "q.shape: [2, 3, 0] given; needed a width of at least 1");
    check(q(&[3, 2]), "k.shape: [1, 4, 2] given; needed [n, 2], as wide as q");
    let k = |shape: &[usize]| Attention { k: zeros(shape), ..grouped() };
    let needed = "needed [heads, n, 2], as wide as q, its heads dividing q's 2";
    for shape in [[3, 4, 2], [0, 4, 2], [1, 4, 3]] {
        check(k(&shape), &format!("k.shape: {shape:?} given; {needed}"));
    }
    check(k(&[4, 2]), &format!("k.shape: [4, 2] given; {needed}"));
    let v = Attention { v: zeros(&[2, 4, 5]), ..grouped() };
    check(v, "v.shape: [2, 4, 5] given; needed [1, 4, d_v], a value for each key");
    for mask in [vec![4, 3], vec![1, 3, 4], vec![12]] {
        let needed = "needed [3, 4] or [2, 3, 4]";
        let message = format!("mask.shape: {mask:?} given; {needed}");
        check(Attention { mask: Some(Mask::Added(zeros(&mask))), ..grouped() }, &message);
    }
}

#[test]
fn what_the_data_cannot_fill_is_refused() {
    let array = |shape: &[usize]| Array { data: vec![0.0; 5], shape: shape.to_vec() };
    let q = |shape: &[usize]| Attention { q: array(shape), ..grouped() };
    check(q(&[2, 3]), "q.data: 5 numbers given; needed 6 for the shape [2, 3]");
    check(q(&[0, 2]), "q.data: 5 numbers given; needed 0 for the shape [0, 2]");
    let huge = usize::MAX;
    let large = "needed at most 33554432 numbers in all";
    check(q(&[huge, huge]), &format!("q.shape: [{huge}, {huge}] given; {large}"));
    check(q(&[0, huge, huge]), &format!("q.shape: [0, {huge}, {huge}] given; {large}"));
    let (q, k, v) = (zeros(&[9000, 1]), zeros(&[9000, 1]), zeros(&[9000, 1]));
    check(
        Attention { q, k, v, ..Attention::default() },
        &format!("q.shape, k.shape: [1, 9000, 9000] given; {large}"),
    );
}

#[test]
fn numbers_out_of_range_say_why() {
    let mut asked = grouped();
    asked.v.data[7] = f32::NAN;
    check(asked, "v.data: NaN at index 7 given; needed finite numbers");
    let mut asked = grouped();
    asked.k.data[2] = X;
    check(asked, "k.data: -Infinity at index 2 given; needed finite numbers");
    let mask = Some(Mask::Added(Array { data: vec![f32::INFINITY; 12], shape: vec![3, 4] }));
    check(
        Attention { mask, ..grouped() },
        "mask.data: Infinity at index 0 given; needed finite numbers or -Infinity",
    );
    let mask = Some(Mask::Allowed(Array { data: vec![2; 12], shape: vec![3, 4] }));
    check(
        Attention { mask, ..grouped() },
        "mask.data: 2 at index 0 given; needed 1 (may look) or 0 (may not)",
    );
    let scale = Some(f32::INFINITY);
    check(Attention { scale, ..grouped() }, "scale: Infinity given; needed a finite number");
    for softcap in [0.0, -1.0, f32::NAN] {
        let message = format!("softcap: {softcap} given; needed a finite number above 0");
        check(Attention { softcap: Some(softcap), ..grouped() }, &message);
    }
}
