//! All pairs at once, through random features.

mod directions;

use std::ops::Range;

use ndarray::{Array2, Array3, ArrayView2, ArrayView3, Axis};

use super::asked::{Asked, Head};
use super::cost::{Cost, Counter, Size};
use super::kernel::exp;
use super::pairs::{add_rows, dots};
use super::pattern::{Pattern, all_pairs};
use super::{Compute, Origin};
use crate::error::check_size;
use crate::{AttentionError, Mask, Options, Scale};

use directions::directions;

/// Performer with FAVOR+ (Choromanski et al. 2021): softmax attention estimated by positive
/// orthogonal random features, in time and memory linear in n.
///
/// exp(x · y) is the expectation of φ(x) · φ(y), where φ(x) = exp(ω x − ‖x‖² ÷ 2) ÷ √m for m
/// random directions ω (lemma 1 and section 2.4 there). So the sum over all keys of
/// exp(q · k) v is φ(q) times the sum of φ(k) v, which is the same for all queries. The
/// estimate of the kernel is unbiased; that of the output, a quotient of two estimates, only
/// nearly so, and its error falls as 1 ÷ √m.
///
/// Takes any scale and temperature and the causal mask; no other mask, soft-cap or bias, for
/// it never sees a single score. There must be as many keys as queries. Where an estimated
/// sum of weights is too small for a number, the output is 0.
///
/// ```
/// use attention::Options;
/// use attention::variant::{Full, Performer, Size, Variant};
/// use ndarray::Array3;
///
/// let x = Array3::from_shape_fn((1, 8, 4), |(_, i, j)| ((i * 4 + j) as f32).sin());
/// let by = |variant: &dyn Variant| {
///     variant.attend(x.view(), x.view(), x.view(), &Options::default())
/// };
/// let error = by(&Performer { features: 4096, seed: 1 })? - by(&Full)?;
/// assert!(error.iter().all(|x| x.abs() < 0.1));
///
/// let cost = Performer { features: 16, seed: 1 }.cost(Size { n: 100, d: 8, causal: false })?;
/// // d for each feature of each query and key, for ‖k‖², and for each feature's values; and
/// // one for each feature's share in the sum of weights.
/// assert_eq!(cost.multiply_adds, 100 * (2 * 16 * 8 + 8 + 2 * 16 * 8 + 16));
/// # Ok::<(), attention::AttentionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Performer {
    /// How many features, m; at least 1.
    pub features: usize,
    /// What the directions are drawn from: another seed draws others.
    pub seed: u32,
}

impl Performer {
    /// φ(x) for each row: `[n, d] -> [n, m]`.
    ///
    /// # Errors
    /// [`AttentionError`] if there are no features or too many.
    ///
    /// ```
    /// use attention::variant::Performer;
    /// use ndarray::array;
    ///
    /// let features = Performer { features: 10_000, seed: 1 }.features(array![[0.5, 0.0], [0.2, 1.0]].view())?;
    /// let estimate = features.row(0).dot(&features.row(1));
    /// assert!((estimate - 0.1f32.exp()).abs() < 0.05); // 0.5 · 0.2 + 0 · 1
    /// # Ok::<(), attention::AttentionError>(())
    /// ```
    pub fn features(&self, x: ArrayView2<f32>) -> Result<Array2<f32>, AttentionError> {
        let (n, d) = x.dim();
        self.check_width(d)?;
        check_size(Self::NAME, "features", &[n, self.features])?;
        let directions = directions(self.features, d, self.seed);
        let mut features = Array2::zeros((n, self.features));
        for (x, mut row) in x.rows().into_iter().zip(features.rows_mut()) {
            let x = x.to_vec();
            let Some(row) = row.as_slice_mut() else { continue };
            dots(&x, &directions, row);
            let shift = norm_squared(&x) / 2.0;
            row.iter_mut().for_each(|p| *p = (*p - shift).exp() / (self.features as f32).sqrt());
        }
        Ok(features)
    }

    fn check_width(&self, d: usize) -> Result<(), AttentionError> {
        self.check()?;
        check_size(Self::NAME, "features, d", &[self.features, d])
    }
}

/// Refuses what needs single scores.
fn check_options(options: &Options) -> Result<(), AttentionError> {
    let only =
        |field, needed: &str| Err(AttentionError::value(Performer::NAME, field, "given", needed));
    let causal = options.mask.causal;
    if options.mask != (Mask { causal, ..Mask::default() }) {
        return only("mask", "no mask but the causal one");
    }
    if options.softcap.is_some() {
        return only("softcap", "no soft-cap");
    }
    if options.bias.is_some() {
        return only("bias", "no bias");
    }
    Ok(())
}

/// What q and k are multiplied by, so that their product is the scaled score.
fn factors(options: &Options, d: usize) -> (f32, f32) {
    let scale = match options.scale {
        Scale::InverseSqrt => 1.0 / (d as f32).sqrt(),
        Scale::By(factor) => factor,
    };
    let root = (scale.abs() / options.temperature).sqrt();
    (root.copysign(scale), root)
}

/// What is known of the keys so far.
struct Summary {
    /// The largest exponent so far, by which all is divided.
    max: f32,
    /// `[m]`: Σ φ(k).
    sums: Vec<f32>,
    /// `[m, d_v]`: Σ φ(k) v.
    values: Vec<f32>,
}

/// What is held beside the output.
struct Room {
    /// `[m, d]`.
    directions: Vec<f32>,
    /// `[d]`: a query or key, scaled.
    x: Vec<f32>,
    /// `[m]`: its features.
    features: Vec<f32>,
    summary: Summary,
}

impl Room {
    fn floats(&self) -> usize {
        let Summary { sums, values, .. } = &self.summary;
        [&self.directions, &self.x, &self.features, sums, values].map(Vec::len).iter().sum()
    }

    /// ω x for a row times a factor.
    fn project(&mut self, rows: &[f32], at: usize, factor: f32) {
        let d = self.x.len();
        self.x.iter_mut().zip(&rows[at * d..]).for_each(|(x, &row)| *x = row * factor);
        dots(&self.x, &self.directions, &mut self.features);
    }

    /// Adds a key and its value.
    fn add(&mut self, head: Head, key: usize, factor: f32, counter: &mut impl Counter) {
        self.project(head.k, key, factor);
        let shift = norm_squared(&self.x) / 2.0;
        self.features.iter_mut().for_each(|p| *p -= shift);
        let Self { features, summary, .. } = self;
        let largest = largest(features);
        if largest > summary.max {
            let rescale = exp(summary.max - largest);
            summary.sums.iter_mut().chain(&mut summary.values).for_each(|x| *x *= rescale);
            summary.max = largest;
        }
        features.iter_mut().for_each(|p| *p = exp(*p - summary.max));
        let d_v = summary.values.len() / features.len();
        counter.multiply_adds(features.len() + 1, self.x.len());
        counter.multiply_adds(features.len(), d_v);
        summary.sums.iter_mut().zip(&*features).for_each(|(sum, p)| *sum += p);
        if d_v > 0 {
            let value = &head.v[key * d_v..][..d_v];
            for (sums, p) in summary.values.chunks_exact_mut(d_v).zip(features) {
                sums.iter_mut().zip(value).for_each(|(sum, v)| *sum += *p * v);
            }
        }
    }

    /// The output of a query. Its own norm is left out, for it would cancel.
    fn ask(
        &mut self,
        head: Head,
        query: usize,
        factor: f32,
        output: &mut [f32],
        counter: &mut impl Counter,
    ) {
        self.project(head.q, query, factor);
        let Self { features, summary, .. } = self;
        let largest = largest(features);
        features.iter_mut().for_each(|p| *p = exp(*p - largest));
        let mut sum = [0.0];
        dots(features, &summary.sums, &mut sum); // [m] · [1, m]ᵀ -> [1]
        let [sum] = sum;
        add_rows(features, &summary.values, output); // [m] · [m, d_v] -> [d_v]
        counter.multiply_adds(features.len(), self.x.len());
        counter.multiply_adds(1, features.len());
        counter.multiply_adds(features.len(), output.len());
        if sum > 0.0 {
            output.iter_mut().for_each(|x| *x /= sum);
        } else {
            output.fill(0.0);
        }
    }
}

fn norm_squared(x: &[f32]) -> f32 {
    let mut norm = [0.0];
    dots(x, x, &mut norm);
    norm[0]
}

fn largest(x: &[f32]) -> f32 {
    x.iter().fold(f32::MIN, |max, &x| if x > max { x } else { max })
}

impl Pattern for Performer {
    fn keys(&self, n: usize, _: usize, keys: &mut Vec<Range<usize>>) {
        keys.push(0..n);
    }
}

impl Compute for Performer {
    const NAME: &'static str = "performer";
    const ORIGIN: Origin = Origin::Estimated;

    fn check(&self) -> Result<(), AttentionError> {
        match self.features {
            0 => Err(AttentionError::value(Self::NAME, "features", 0, "at least 1")),
            _ => Ok(()),
        }
    }

    fn cost(&self, Size { n, d, causal }: Size) -> Result<Cost, AttentionError> {
        self.check_width(d)?;
        let (tokens, m, wide) = (n as u128, self.features as u128, d as u128);
        let multiply_adds = tokens * (4 * m * wide + wide + m);
        let floats = tokens * wide + 2 * m * wide + 2 * m + wide;
        Cost::new(Self::NAME, all_pairs(n, causal), multiply_adds, floats)
    }

    fn attend(
        &self,
        inputs: [ArrayView3<f32>; 3],
        options: &Options,
        counter: &mut impl Counter,
    ) -> Result<Array3<f32>, AttentionError> {
        let asked = Asked::new(Self::NAME, inputs, options)?;
        asked.check_square(Self::NAME)?;
        check_options(options)?;
        let (n, d, d_v, m) =
            (asked.checked.n_q, asked.checked.d_k, asked.checked.d_v, self.features);
        self.check_width(d)?;
        check_size(Self::NAME, "features times values", &[m, d_v])?;
        let (query_factor, key_factor) = factors(options, d);
        let mut output = asked.output();
        let mut room = Room {
            directions: directions(m, d, self.seed),
            x: vec![0.0; d],
            features: vec![0.0; m],
            summary: Summary { max: f32::MIN, sums: vec![0.0; m], values: vec![0.0; m * d_v] },
        };
        counter.hold(output.len() + room.floats());
        for (index, mut output) in output.axis_iter_mut(Axis(0)).enumerate() {
            let head = asked.head(index);
            room.summary.max = f32::MIN;
            room.summary.sums.fill(0.0);
            room.summary.values.fill(0.0);
            if !options.mask.causal {
                (0..n).for_each(|key| room.add(head, key, key_factor, counter));
            }
            for (query, mut output) in output.rows_mut().into_iter().enumerate() {
                if options.mask.causal {
                    room.add(head, query, key_factor, counter);
                }
                counter.pairs(asked.limit(query));
                if let Some(output) = output.as_slice_mut() {
                    room.ask(head, query, query_factor, output, counter);
                }
            }
        }
        Ok(output)
    }
}
