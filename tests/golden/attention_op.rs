//! ONNX's Attention, which is attention for each member of a batch with keys from a cache.

use attention::{Mask, Options, Scale, Trace, Window, attend, merge_heads, split_heads, trace};
use ndarray::{Array3, ArrayD, Axis, Dimension, Ix2, Ix3, RemoveAxis, concatenate, s};

use crate::case::{Case, Outputs};

/// The inputs of one member of the batch.
struct Member {
    q: Array3<f32>,
    k: Array3<f32>,
    v: Array3<f32>,
    options: Options,
}

pub fn attention(case: &Case) -> Outputs {
    let q = case.input("Q");
    let members: Vec<_> = (0..q.shape()[0]).map(|batch| member(case, batch)).collect();
    let traces: Vec<_> = members.iter().map(run).collect();

    // [batch, heads, n, d] as it is; [batch, n, heads · d] where the queries came so.
    let flat = q.ndim() == 3;
    let mut outputs = Outputs::from([
        ("present_key", stack(members.iter().map(|member| member.k.clone().into_dyn()))),
        ("present_value", stack(members.iter().map(|member| member.v.clone().into_dyn()))),
        (
            "qk_matmul_output",
            stack(members.iter().zip(&traces).map(|(m, trace)| matrix(case, m, trace).into_dyn())),
        ),
    ]);
    let output = |trace: &Trace| match flat {
        true => merge_heads(trace.output.view()).into_dyn(),
        false => trace.output.clone().into_dyn(),
    };
    outputs.insert("Y", stack(traces.iter().map(output)));
    outputs
}

/// The trace, whose output the fast path must give too.
fn run(member: &Member) -> Trace {
    let Member { q, k, v, options } = member;
    let traced = trace(q.view(), k.view(), v.view(), options).expect("shapes that fit");
    let fast = attend(q.view(), k.view(), v.view(), options).expect("shapes that fit");
    for (a, b) in traced.output.iter().zip(&fast) {
        assert!((a - b).abs() < 1e-5, "trace gives {a}, attend {b}");
    }
    traced
}

/// The matrix that the case asks for: 0 scaled scores, 1 after the soft-cap, 2 after the mask,
/// 3 weights.
fn matrix(case: &Case, member: &Member, trace: &Trace) -> Array3<f32> {
    match case.integer("qk_matmul_output_mode").unwrap_or(0) {
        0 => {
            let d_k = member.q.dim().2;
            trace.scores.mapv(|score| member.options.scale.apply(score, d_k))
        }
        1 => trace.scaled.clone(),
        2 => trace.masked.clone(),
        3 => trace.weights.clone(),
        mode => panic!("{}: no mode {mode}", case.name),
    }
}

fn member(case: &Case, batch: usize) -> Member {
    let q = heads_of(case, ("Q", "q_num_heads"), batch);
    let cached = |past: &str, new: Array3<f32>| match case.optional(past) {
        // [heads, past, d] and [heads, new, d] -> [heads, past + new, d]
        Some(past) => concatenate![Axis(1), in_batch::<Ix3>(&past, batch), new],
        None => new,
    };
    let k = cached("past_key", heads_of(case, ("K", "kv_num_heads"), batch));
    let v = cached("past_value", heads_of(case, ("V", "kv_num_heads"), batch));
    let (n_q, n_k) = (q.dim().1, k.dim().1);

    let filled = case.integers("nonpad_kv_seqlen").map(|lengths| lengths[[batch]]);
    let past = case.optional("past_key").map_or(0, |past| past.shape()[2]);
    let offset = filled.map_or(past as isize, |filled| filled as isize - n_q as isize);
    let bound = |name| case.integer(name).and_then(|size| usize::try_from(size).ok());
    let mask = Mask {
        causal: case.integer("is_causal") == Some(1),
        offset,
        window: Some(Window { left: bound("left_window_size"), right: bound("right_window_size") }),
        allowed: allowed(case, batch, (n_k, filled)),
        added: case
            .optional("attn_mask")
            .map(|mask| widen(in_mask_batch(mask, batch), n_k, f32::NEG_INFINITY)),
    };
    let scale = case.float("scale").map_or(Scale::InverseSqrt, Scale::By);
    let softcap = case.float("softcap").filter(|&softcap| softcap > 0.0);
    Member { q, k, v, options: Options { scale, softcap, mask, ..Options::default() } }
}

/// One batch of an input as `[heads, n, d]`.
fn heads_of(case: &Case, (input, heads): (&str, &str), batch: usize) -> Array3<f32> {
    let x = case.input(input);
    if x.ndim() == 4 {
        return in_batch(&x, batch);
    }
    let heads = case.integer(heads).expect("a number of heads") as usize;
    split_heads(in_batch::<Ix2>(&x, batch).view(), heads).expect("heads that divide the width")
}

/// Where the boolean mask and the padding let a query look.
fn allowed(
    case: &Case,
    batch: usize,
    (n_k, filled): (usize, Option<usize>),
) -> Option<Array3<bool>> {
    let mask = case.booleans("attn_mask").map(|m| widen(in_mask_batch(m, batch), n_k, false));
    let Some(filled) = filled else { return mask };
    let mask = mask.unwrap_or_else(|| Array3::from_elem((1, 1, n_k), true));
    let unpadded = Array3::from_shape_fn((1, 1, n_k), |(_, _, j)| j < filled);
    Some(&mask & &unpadded)
}

fn in_batch<D: Dimension + RemoveAxis>(x: &ArrayD<f32>, batch: usize) -> ndarray::Array<f32, D> {
    x.index_axis(Axis(0), batch).to_owned().into_dimensionality().expect("the axes of one member")
}

/// The mask of one member of the batch; missing axes in front are the same for all.
fn in_mask_batch<T: Copy>(mut mask: ArrayD<T>, batch: usize) -> Array3<T> {
    while mask.ndim() < 4 {
        mask = mask.insert_axis(Axis(0));
    }
    let batch = if mask.shape()[0] == 1 { 0 } else { batch };
    mask.index_axis(Axis(0), batch).to_owned().into_dimensionality().expect("three axes")
}

/// A mask shorter than the keys hides those it doesn't reach.
fn widen<T: Copy>(mask: Array3<T>, n_k: usize, hidden: T) -> Array3<T> {
    let (heads, n_q, width) = mask.dim();
    if width == n_k || width == 1 {
        return mask;
    }
    let mut wide = Array3::from_elem((heads, n_q, n_k), hidden);
    wide.slice_mut(s![.., .., ..width]).assign(&mask);
    wide
}

fn stack(members: impl Iterator<Item = ArrayD<f32>>) -> ArrayD<f32> {
    let members: Vec<_> = members.collect();
    let views: Vec<_> = members.iter().map(|member| member.view()).collect();
    ndarray::stack(Axis(0), &views).expect("members of one shape")
}
