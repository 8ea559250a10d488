//! All pairs at once, through random features.

mod causal;
mod directions;
mod whole;

use std::ops::Range;

use ndarray::{Array2, Array3, ArrayView2, ArrayView3};

use super::asked::Asked;
use super::cost::{Cost, Counter, Size};
use super::kernel::LANES;
use super::pairs::dots;
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
            let mut norm = [0.0];
            dots(&x, &x, &mut norm);
            let shift = norm[0] / 2.0;
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

/// What there is, for one head.
#[derive(Clone, Copy)]
struct Sizes {
    /// How many tokens.
    n: usize,
    /// How wide queries and keys are.
    d: usize,
    /// How wide values are.
    d_v: usize,
    /// How many features.
    m: usize,
}

/// −‖x‖² ÷ 2 of rows that lie side by side: `[n ÷ 8, d, 8] -> [n]`.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn shifts(rows: &[[f32; LANES]], d: usize, shifts: &mut [f32]) {
    for (row, shifts) in rows.chunks_exact(d).zip(shifts.chunks_mut(LANES)) {
        let mut sums = [0.0; LANES];
        for x in row {
            for lane in 0..LANES {
                sums[lane] += x[lane] * x[lane];
            }
        }
        shifts.iter_mut().zip(sums).for_each(|(shift, sum)| *shift = sum / -2.0);
    }
}

/// A query's output: its weighted sums by the sum of its weights.
fn divide(sums: &mut [f32], by: f32) {
    if by > 0.0 {
        sums.iter_mut().for_each(|x| *x /= by);
    } else {
        sums.fill(0.0);
    }
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
        let sizes = Sizes { n, d, d_v: d, m: self.features };
        let held = if causal { causal::floats(sizes) } else { whole::floats(sizes) };
        let floats = tokens * wide + held;
        Cost::new(Self::NAME, all_pairs(n, causal), multiply_adds, floats)
    }

    fn attend(
        &self,
        inputs: [ArrayView3<f32>; 3],
        options: &Options,
        counter: &mut dyn Counter,
    ) -> Result<Array3<f32>, AttentionError> {
        let asked = Asked::new(Self::NAME, inputs, options)?;
        asked.check_square(Self::NAME)?;
        check_options(options)?;
        let (n, d, d_v, m) =
            (asked.checked.n_q, asked.checked.d_k, asked.checked.d_v, self.features);
        self.check_width(d)?;
        check_size(Self::NAME, "features times values", &[m, d_v])?;
        let sizes = Sizes { n, d, d_v, m };
        let directions = directions(m, d, self.seed);
        let factors = factors(options, d);
        let mut output = asked.output();
        let run = if options.mask.causal { causal::attend } else { whole::attend };
        run(sizes, &directions, factors, &asked, &mut output, counter);
        counter.hold(output.len());
        for query in 0..n {
            (0..asked.checked.heads).for_each(|_| counter.pairs(asked.limit(query)));
        }
        Ok(output)
    }
}
