//! The Performer's estimate of the sentence's attention, and how its error falls with the
//! number of features.

use attention::variant::{Full, Performer, Size, Variant};
use ndarray::{Array2, Array3, Axis as NdAxis, Zip};
use serde::{Deserialize, Serialize};

use super::heads::Heads;
use super::{Cost, Loss, slope};
use crate::training::{Summary, summary};
use crate::{Axis, EngineError, Matrix, MatrixName, Origin, Settings, Token};

/// The most features that are drawn.
pub const MAX_FEATURES: usize = 4096;

/// What to estimate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerformerQuestion {
    /// The sentence and the layer. Its encoding may not bias scores, and its mask must be none
    /// or the causal one.
    pub settings: Settings,
    /// The head, from 0; one that isn't there is the last one.
    pub head: usize,
    /// How many features, 1 to [`MAX_FEATURES`].
    pub features: usize,
    /// What the features' directions are drawn from.
    pub seed: u32,
}

/// An estimate beside what is estimated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The sentence's tokens.
    pub tokens: Vec<Token>,
    /// The head.
    pub head: usize,
    /// `weights`, [n, n], which are exact; `weights-estimated`, which the Performer never
    /// holds, but which it gives for the identity as values; `weights-difference`, the
    /// estimated ones less the exact ones. None for an empty sentence.
    pub matrices: Vec<Matrix>,
    /// How far the estimated weights are from the exact ones.
    pub weights: Loss,
    /// How far the head's output is from the exact one.
    pub output: Loss,
    /// What the head costs with so many features.
    pub cost: Cost,
    /// What a head of full attention costs.
    pub full: Cost,
    /// From how many tokens on the estimate takes fewer multiply-adds than full attention.
    pub pays_from: usize,
}

impl Estimate {
    /// The matrix of that name, if there are any words.
    ///
    /// ```
    /// use engine::cost::{PerformerQuestion, performer};
    /// use engine::{MatrixName, Settings};
    ///
    /// let settings = Settings::default();
    /// let seen = performer(&PerformerQuestion { settings, head: 0, features: 64, seed: 1 })?;
    /// let [exact, estimated] = [MatrixName::Weights, MatrixName::WeightsEstimated]
    ///     .map(|name| &seen.matrix(name).unwrap().values);
    /// assert!(exact.iter().zip(estimated).all(|(exact, x)| (exact - x).abs() < 0.5));
    /// # Ok::<(), engine::EngineError>(())
    /// ```
    pub fn matrix(&self, name: MatrixName) -> Option<&Matrix> {
        self.matrices.iter().find(|matrix| matrix.name == name)
    }
}

/// The shortest length at which the Performer costs less: a power of two that is enough, then
/// halving, since one cost grows with n and the other with n².
fn pays_from(performer: Performer, size: Size) -> Result<usize, EngineError> {
    let pays = |n: usize| -> Result<bool, EngineError> {
        let size = Size { n, ..size };
        Ok(performer.cost(size)?.multiply_adds < Full.cost(size)?.multiply_adds)
    };
    let (mut too_short, mut enough) = (0, 1);
    while !pays(enough)? {
        (too_short, enough) = (enough, 2 * enough);
    }
    while enough - too_short > 1 {
        let middle = too_short.midpoint(enough);
        if pays(middle)? {
            enough = middle;
        } else {
            too_short = middle;
        }
    }
    Ok(enough)
}

/// Estimates one head.
///
/// # Errors
///
/// As [`crate::run`], if there are no features or too many, or if the settings ask for what
/// can't be done without single scores.
///
/// ```
/// use engine::Settings;
/// use engine::cost::{PerformerQuestion, performer};
///
/// let error = |features| {
///     let settings = Settings::default();
///     let question = PerformerQuestion { settings, head: 0, features, seed: 1 };
///     performer(&question).map(|seen| seen.output.relative)
/// };
/// assert!(error(4096)? < 0.5 * error(4)?);
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn performer(question: &PerformerQuestion) -> Result<Estimate, EngineError> {
    let &PerformerQuestion { ref settings, head, features, seed } = question;
    let one = One::new(settings, head, features)?;
    let performer = Performer { features, seed };
    let size = Size { n: one.heads.n(), d: one.heads.trace.d_k, causal: one.heads.is_causal() };
    let mut seen = Estimate {
        tokens: one.heads.trace.tokens.clone(),
        head: one.head,
        matrices: Vec::new(),
        weights: Loss::default(),
        output: Loss::default(),
        cost: performer.cost(size)?.into(),
        full: Full.cost(size)?.into(),
        pays_from: pays_from(performer, size)?,
    };
    let exact = one.heads.trace.matrix(MatrixName::Weights, one.head);
    let Some(exact) = exact.cloned() else { return Ok(seen) };
    let [q, k, _] = one.inputs();
    let estimated = performer.weights(q, k, &one.heads.options)?;
    seen.weights = Loss::of(estimated.view(), exact.values.view().insert_axis(NdAxis(0)));
    seen.output = one.loss(performer)?;
    let estimated = estimated.index_axis_move(NdAxis(0), 0);
    let difference = Zip::from(&estimated).and(&exact.values).map_collect(|a, b| a - b);
    let computed = |name, values: Array2<f32>| {
        Matrix::new(name, Some(one.head), [Axis::Tokens, Axis::Tokens], Origin::Computed, values)
    };
    let estimated = computed(MatrixName::WeightsEstimated, estimated);
    seen.matrices = vec![exact, estimated, computed(MatrixName::WeightsDifference, difference)];
    Ok(seen)
}

/// How the error of a head's output falls with the number of features.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Falling {
    /// How many tokens the sentence has.
    pub tokens: usize,
    /// How many draws of the directions each point is the mean of, from the question's seed
    /// on.
    pub draws: usize,
    /// One point for each number of features.
    pub points: Vec<ErrorPoint>,
    /// The fitted power of the number of features: −½ would be 1 ÷ √m. Nothing where there is
    /// no error but rounding, as with a single word, or where all values are the same.
    pub slope: Option<f64>,
    /// The mean over all pairs of ‖q + k‖², each scaled so that q · k is the score; 0 for an
    /// empty sentence.
    ///
    /// The relative variance of one pair's estimate is about exp(‖q + k‖²) ÷ m (Choromanski et
    /// al. 2021, lemma 2), so that fewer features than that may miss what matters, and more of
    /// them then help less than 1 ÷ √m promises.
    pub norm: f64,
}

/// The relative error of the output with so many features, over several draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorPoint {
    /// How many features.
    pub features: usize,
    /// The mean of the relative errors.
    pub mean: f64,
    /// The least of them.
    pub least: f64,
    /// The most of them.
    pub most: f64,
}

/// Each number of features that is measured.
const MEASURED: [usize; 9] = [4, 8, 16, 32, 64, 128, 256, 512, 1024];

/// Relative errors below this are rounding.
const ROUNDING: f64 = 1e-6;

/// How often each point is drawn: as often as is done at once, and always several times.
fn draws(n: usize, d_k: usize) -> usize {
    (16_384 / (n * d_k).max(1)).clamp(8, 24)
}

/// Measures how the error falls, whatever number of features the question has.
///
/// # Errors
///
/// As [`performer()`].
///
/// ```
/// use engine::Settings;
/// use engine::cost::{PerformerQuestion, falling};
///
/// let settings = Settings { temperature: 8.0, ..Settings::default() };
/// let seen = falling(&PerformerQuestion { settings, head: 0, features: 1, seed: 1 })?;
/// assert_eq!((seen.points[0].features, seen.points[8].features), (4, 1024));
/// assert!((seen.slope.unwrap() + 0.5).abs() < 0.1);
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn falling(question: &PerformerQuestion) -> Result<Falling, EngineError> {
    let one = One::new(&question.settings, question.head, question.features)?;
    let draws = draws(one.heads.n(), one.heads.trace.d_k);
    let mut points = Vec::new();
    for features in MEASURED {
        let seeds = (0..draws as u32).map(|draw| question.seed.wrapping_add(draw));
        let errors = seeds.map(|seed| Ok(one.loss(Performer { features, seed })?.relative));
        let errors = errors.collect::<Result<Vec<f64>, EngineError>>()?;
        let drawn = summary(&errors);
        points.extend(drawn.map(|Summary { mean, least, most, .. }| ErrorPoint {
            features,
            mean,
            least,
            most,
        }));
    }
    let there = points.iter().filter(|point| point.mean > ROUNDING);
    let logs: Vec<_> = there.map(|point| (point.features as f64, point.mean)).collect();
    let tokens = one.heads.n();
    Ok(Falling { tokens, draws, points, slope: slope(&logs), norm: one.norm() })
}

/// One head of a layer that the Performer can estimate.
struct One {
    heads: Heads,
    head: usize,
    /// [1, n, d_k].
    exact: Array3<f32>,
}

impl One {
    fn new(settings: &Settings, head: usize, features: usize) -> Result<Self, EngineError> {
        if !(1..=MAX_FEATURES).contains(&features) {
            return Err(EngineError::Features { features });
        }
        let heads = Heads::new(settings)?;
        heads.check_unseen()?;
        let head = heads.head(head);
        let exact = Heads::one(&heads.output, head).to_owned();
        Ok(Self { heads, head, exact })
    }

    fn inputs(&self) -> [ndarray::ArrayView3<'_, f32>; 3] {
        [&self.heads.q, &self.heads.k, &self.heads.v].map(|x| Heads::one(x, self.head))
    }

    /// The mean of ‖q + k‖² over the pairs.
    fn norm(&self) -> f64 {
        let Settings { scale, temperature, .. } = self.heads.trace.settings;
        let scale = if scale { 1.0 / (self.heads.trace.d_k as f64).sqrt() } else { 1.0 };
        let [q, k, _] = self.inputs();
        let count = (self.heads.n() * self.heads.n()).max(1) as f64;
        let pairs = q.rows().into_iter().flat_map(|q| {
            k.rows()
                .into_iter()
                .map(move |k| q.iter().zip(k).map(|(q, k)| f64::from(q + k).powi(2)).sum::<f64>())
        });
        pairs.sum::<f64>() * scale / f64::from(temperature) / count
    }

    fn loss(&self, performer: Performer) -> Result<Loss, EngineError> {
        if self.heads.n() == 0 {
            return Ok(Loss::default());
        }
        let [q, k, v] = self.inputs();
        let output = performer.attend(q, k, v, &self.heads.options)?;
        Ok(Loss::of(output.view(), self.exact.view()))
    }
}
