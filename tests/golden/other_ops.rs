//! The operators around attention.

use attention::encoding::{Convention, apply_rotation};
use attention::{gelu_exact, gelu_tanh, layer_norm, moments, rms_norm, softmax_rows};
use ndarray::{Array1, Array2, Array4, ArrayD, ArrayView1, Axis, Ix2, Ix4, s};

use crate::case::{Case, Outputs};

pub fn gelu(case: &Case) -> Outputs {
    let gelu = match case.word("approximate") {
        Some("tanh") => gelu_tanh,
        _ => gelu_exact,
    };
    Outputs::from([("Y", case.input("X").mapv(gelu))])
}

pub fn layer_normalization(case: &Case) -> Outputs {
    let (x, shape, epsilon) = rows(case);
    let (scale, bias) = (flat(case.input("Scale")), flat(case.input("B")));
    let y = layer_norm(x.view(), scale.view(), Some(bias.view()), epsilon).expect("a fit");
    let moments = moments(x.view(), epsilon).expect("a fit");
    // One number for each row, the axes that were normalised over having become 1.
    let kept: Vec<_> =
        (0..shape.len()).map(|i| if i < axis(case) { shape[i] } else { 1 }).collect();
    Outputs::from([
        ("Y", reshaped(y.flatten().view(), &shape)),
        ("Mean", reshaped(moments.mean.view(), &kept)),
        ("InvStdDev", reshaped(moments.inverse_deviation.view(), &kept)),
    ])
}

pub fn rms_normalization(case: &Case) -> Outputs {
    let (x, shape, epsilon) = rows(case);
    let y = rms_norm(x.view(), flat(case.input("scale")).view(), epsilon).expect("a fit");
    Outputs::from([("Y", reshaped(y.flatten().view(), &shape))])
}

/// X as one row for each group that is normalised, X's own shape, and epsilon.
fn rows(case: &Case) -> (Array2<f32>, Vec<usize>, f32) {
    let x = case.input("X");
    let shape = x.shape().to_vec();
    let width: usize = shape[axis(case)..].iter().product();
    let rows = x.to_shape((x.len() / width, width)).expect("whole rows").to_owned();
    (rows, shape, case.float("epsilon").unwrap_or(1e-5))
}

/// The first axis that is normalised over; below 0 it counts from the end.
fn axis(case: &Case) -> usize {
    let axes = case.input("X").ndim() as i64;
    let axis = case.integer("axis").unwrap_or(-1);
    (if axis < 0 { axis + axes } else { axis }) as usize
}

fn flat(x: ArrayD<f32>) -> Array1<f32> {
    x.flatten().to_owned()
}

fn reshaped(x: ArrayView1<f32>, shape: &[usize]) -> ArrayD<f32> {
    x.to_shape(shape).expect("as many numbers").to_owned()
}

pub fn rotary_embedding(case: &Case) -> Outputs {
    let x = case.input("X");
    let flat = x.ndim() == 3;
    let mut x: Array4<f32> = if flat {
        // [batch, n, heads · d] -> [batch, heads, n, d]
        let heads = case.integer("num_heads").expect("a number of heads") as usize;
        let (batch, n, width) = (x.shape()[0], x.shape()[1], x.shape()[2]);
        let x = x.to_shape((batch, n, heads, width / heads)).expect("heads that divide the width");
        x.permuted_axes([0, 2, 1, 3]).to_owned()
    } else {
        x.into_dimensionality::<Ix4>().expect("four axes")
    };
    let convention = match case.integer("interleaved") {
        Some(1) => Convention::Interleaved,
        _ => Convention::HalfSplit,
    };
    for (batch, mut heads) in x.axis_iter_mut(Axis(0)).enumerate() {
        let [cos, sin] = ["cos_cache", "sin_cache"].map(|cache| angles(case, cache, batch));
        for head in heads.axis_iter_mut(Axis(0)) {
            apply_rotation(head, cos.view(), sin.view(), convention).expect("a fit");
        }
    }
    let y = if flat {
        let (batch, heads, n, d) = x.dim();
        let x = x.permuted_axes([0, 2, 1, 3]);
        x.to_shape((batch, n, heads * d)).expect("as many numbers").to_owned().into_dyn()
    } else {
        x.into_dyn()
    };
    Outputs::from([("Y", y)])
}

/// The cosines or sines of one member of the batch, `[n, pairs]`: picked by position, or given
/// as they are.
fn angles(case: &Case, cache: &str, batch: usize) -> Array2<f32> {
    let table = case.input(cache);
    match case.integers("position_ids") {
        Some(positions) => {
            let table = table.into_dimensionality::<Ix2>().expect("two axes");
            let positions = positions.into_dimensionality::<Ix2>().expect("two axes");
            table.select(Axis(0), &positions.slice(s![batch, ..]).to_vec())
        }
        None => {
            table.index_axis(Axis(0), batch).to_owned().into_dimensionality().expect("two axes")
        }
    }
}

pub fn softmax(case: &Case) -> Outputs {
    let mut x = case.input("input");
    let axes = x.ndim();
    let axis = case.integer("axis").unwrap_or(-1).rem_euclid(axes as i64) as usize;
    x.swap_axes(axis, axes - 1);
    let shape = x.shape().to_vec();
    let width = shape[axes - 1];
    let rows = x.to_shape((x.len() / width, width)).expect("whole rows");
    let weights = softmax_rows(rows.view(), 1.0).expect("a temperature of 1");
    let mut weights = reshaped(weights.flatten().view(), &shape);
    weights.swap_axes(axis, axes - 1);
    Outputs::from([("output", weights)])
}
