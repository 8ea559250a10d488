//! Sinusoids: the wave of each dimension, and how a shift turns each pair of them.

use std::f64::consts::TAU;

use attention::encoding::{Encoding as _, Sinusoidal};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::{Detail, Positions, Survey, added::table_and_similarity};
use crate::{EngineError, Origin};

/// Waves are drawn through about this many points, which leaves no corner in the shortest.
const SAMPLES: usize = 512;

/// The waves and rotations of sinusoids (Vaswani et al. 2017, section 3.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sinusoids {
    /// How many positions one wave of the chosen dimension takes: 2π · base^(2i ÷ d_model).
    pub wavelength: f64,
    /// The wave of the chosen dimension, as (position, value), between whole positions too.
    pub wave: Vec<(f64, f64)>,
    /// That of the other dimension of its pair; empty where there is none.
    pub partner: Vec<(f64, f64)>,
    /// The chosen pair at the chosen position, turned by the chosen shift; `None` for the
    /// last sine of an odd `d_model`, which has no cosine.
    pub rotation: Option<Rotation>,
    /// The largest absolute difference between a turned pair and the pair at the other
    /// position, over all pairs of dimensions and any two positions.
    pub deviation: f32,
}

/// One pair of dimensions, moved from one position to another by a rotation that depends on
/// the distance alone.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rotation {
    /// Which pair, from 0.
    pub pair: usize,
    /// By how much, in radians: the shift divided by base^(2i ÷ d_model).
    pub angle: f64,
    /// [2, 2]: cosine and sine of the angle. They are the numbers of PE(shift) itself.
    pub matrix: [[f32; 2]; 2],
    /// PE(position), sine and cosine.
    pub from: [f32; 2],
    /// The matrix times `from`.
    pub product: [f32; 2],
    /// PE(position + shift), as the formula gives it.
    pub to: [f32; 2],
}

pub(super) fn survey(survey: &Survey, to: usize) -> Result<Positions, EngineError> {
    let &Survey { length, base, dimension, position, shift, .. } = survey;
    let (base, d_model) = (f64::from(base), survey.settings.d_model);
    let table = Sinusoidal { base }.added(length, d_model)?.unwrap_or_default();
    let pair = dimension / 2;
    let frequency = base.powf(-(2.0 * pair as f64) / d_model as f64);
    let rotation = (2 * pair + 1 < d_model).then(|| {
        let matrix = turn(&table, pair, shift);
        let from = at(&table, pair, position);
        Rotation {
            pair,
            angle: f64::from(shift) * frequency,
            matrix,
            from,
            product: times(matrix, from),
            to: at(&table, pair, to),
        }
    });
    let other = dimension ^ 1;
    let sinusoids = Sinusoids {
        wavelength: TAU / frequency,
        wave: wave(dimension, frequency, length),
        partner: if other < d_model { wave(other, frequency, length) } else { Vec::new() },
        rotation,
        deviation: deviation(&table),
    };
    let matrices = table_and_similarity(table, Origin::Formula)?;
    Ok(Positions { matrices, detail: Detail::Sinusoidal(sinusoids) })
}

/// Even dimensions are sines, odd ones cosines.
fn wave(dimension: usize, frequency: f64, length: usize) -> Vec<(f64, f64)> {
    let steps = (SAMPLES / length).max(4);
    (0..=(length - 1) * steps)
        .map(|step| step as f64 / steps as f64)
        .map(|x| (x, x * frequency))
        .map(|(x, angle)| (x, if dimension.is_multiple_of(2) { angle.sin() } else { angle.cos() }))
        .collect()
}

/// Sine and cosine of a pair at a position.
fn at(table: &Array2<f32>, pair: usize, position: usize) -> [f32; 2] {
    [table[[position, 2 * pair]], table[[position, 2 * pair + 1]]]
}

/// The rotation by a shift. Row `shift` of the table holds the sine and the cosine of just
/// the angle that is needed; a shift backwards turns the other way round.
fn turn(table: &Array2<f32>, pair: usize, shift: i32) -> [[f32; 2]; 2] {
    let [sin, cos] = at(table, pair, shift.unsigned_abs() as usize);
    let sin = if shift < 0 { -sin } else { sin };
    [[cos, sin], [-sin, cos]]
}

/// [2, 2] · [2] -> [2]
fn times([[a, b], [c, d]]: [[f32; 2]; 2], [x, y]: [f32; 2]) -> [f32; 2] {
    [a * x + b * y, c * x + d * y]
}

/// How far any turned pair is from the pair that it should be.
fn deviation(table: &Array2<f32>) -> f32 {
    let (length, d_model) = table.dim();
    let mut largest = 0.0_f32;
    for pair in 0..d_model / 2 {
        for (from, to) in (0..length).flat_map(|from| (0..length).map(move |to| (from, to))) {
            let shift = to as i32 - from as i32;
            let turned = times(turn(table, pair, shift), at(table, pair, from));
            let wanted = at(table, pair, to);
            largest = largest.max((turned[0] - wanted[0]).abs()).max((turned[1] - wanted[1]).abs());
        }
    }
    largest
}
