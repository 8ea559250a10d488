//! From logits to the next token.

use attention::softmax_with_temperature;
use ndarray::ArrayView1;
use rand_distr::{Distribution as _, StandardUniform};
use rand_pcg::Pcg32;

use super::TransformerError;

/// How the next token is chosen from. The default leaves the probabilities as they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// Logits are divided by this before the softmax. Finite and above 0; towards 0 the choice
    /// becomes that of the most probable token, which [`Distribution::greedy`] is at any
    /// temperature.
    pub temperature: f32,
    /// Only so many of the most probable tokens are kept (Fan et al. 2018, section 5.2). At
    /// least 1.
    pub top_k: Option<usize>,
    /// Of those, only the fewest that together reach this share of what they have (Holtzman et
    /// al. 2020, section 3.1). Above 0 and up to 1.
    pub top_p: Option<f32>,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { temperature: 1.0, top_k: None, top_p: None }
    }
}

/// Why a token can't be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// More probable ones are as many as may be kept.
    TopK,
    /// More probable ones reach the share together.
    TopP,
}

/// One token that may come next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Which.
    pub token: u32,
    /// Its logit.
    pub logit: f32,
    /// Its probability at the temperature, all tokens being there.
    pub before: f32,
    /// Its probability once the others are cut; 0 if it is cut itself.
    pub after: f32,
    /// Why it is cut, if it is.
    pub cut: Option<Cut>,
}

/// What may come next, from the most to the least probable. Of equals, the smaller token is
/// first.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// All tokens, those that are cut too.
    pub candidates: Vec<Candidate>,
}

/// The probabilities of the next token: softmax(logits ÷ temperature), of which top-k and then
/// top-p keep a part; what is kept is divided by its sum.
///
/// logits is `[vocabulary]`.
///
/// # Errors
/// [`TransformerError::Misfit`] if there are no logits, if one is not finite, or if top_k or
/// top_p are out of their range; [`TransformerError::Attention`] if the temperature is.
///
/// ```
/// use models::transformer::{Cut, Sampling, next};
/// use ndarray::array;
///
/// // Probabilities 1/10, 4/10, 2/10, 3/10.
/// let logits = array![1f32.ln(), 4f32.ln(), 2f32.ln(), 3f32.ln()];
/// let sampling = Sampling { top_k: Some(3), top_p: Some(0.7), ..Sampling::default() };
/// let distribution = next(logits.view(), &sampling)?;
/// let [first, second, third, last] = distribution.candidates[..] else { unreachable!() };
/// assert_eq!([first.token, second.token, third.token, last.token], [1, 3, 2, 0]);
/// // Of the 9/10 that top-k keeps, the first two have 7/9, which is enough.
/// assert_eq!((third.cut, last.cut), (Some(Cut::TopP), Some(Cut::TopK)));
/// assert!((first.before - 0.4).abs() < 1e-6 && (first.after - 4.0 / 7.0).abs() < 1e-6);
/// assert_eq!(distribution.greedy(), 1);
/// # Ok::<(), models::transformer::TransformerError>(())
/// ```
pub fn next(
    logits: ArrayView1<f32>,
    sampling: &Sampling,
) -> Result<Distribution, TransformerError> {
    check(logits, sampling)?;
    let before = softmax_with_temperature(logits, sampling.temperature)?; // [vocabulary]
    let mut candidates: Vec<Candidate> = (0..)
        .zip(logits.iter().zip(&before))
        .map(|(token, (&logit, &before))| Candidate { token, logit, before, after: 0.0, cut: None })
        .collect();
    // By logit and not by probability: far below the best one, different logits have the same
    // probability, 0.
    candidates.sort_by(|a, b| b.logit.total_cmp(&a.logit).then(a.token.cmp(&b.token)));

    let most = sampling.top_k.unwrap_or(candidates.len());
    for candidate in candidates.iter_mut().skip(most) {
        candidate.cut = Some(Cut::TopK);
    }
    let share = sampling.top_p.unwrap_or(1.0) * sum_of_kept(&candidates);
    let mut reached = 0.0;
    for candidate in candidates.iter_mut().take(most) {
        // With a share of 1, rounding of the sum must not cut the last ones.
        if reached >= share && sampling.top_p.is_some_and(|p| p < 1.0) {
            candidate.cut = Some(Cut::TopP);
        }
        reached += candidate.before;
    }
    let sum = sum_of_kept(&candidates);
    for candidate in candidates.iter_mut().filter(|candidate| candidate.cut.is_none()) {
        candidate.after = candidate.before / sum;
    }
    Ok(Distribution { candidates })
}

fn sum_of_kept(candidates: &[Candidate]) -> f32 {
    candidates.iter().filter(|candidate| candidate.cut.is_none()).map(|c| c.before).sum()
}

fn check(logits: ArrayView1<f32>, sampling: &Sampling) -> Result<(), TransformerError> {
    let refuse =
        |field, given: String, needed| Err(TransformerError::misfit("next", field, given, needed));
    if logits.is_empty() {
        return refuse("logits", "empty".into(), "at least one");
    }
    if let Some((i, logit)) = logits.indexed_iter().find(|(_, logit)| !logit.is_finite()) {
        return refuse("logits", format!("{logit} at {i}"), "finite numbers");
    }
    if let Some(0) = sampling.top_k {
        return refuse("top_k", "0".into(), "at least 1");
    }
    match sampling.top_p {
        Some(p) if !(p > 0.0 && p <= 1.0) => {
            refuse("top_p", p.to_string(), "above 0 and at most 1")
        }
        _ => Ok(()),
    }
}

impl Distribution {
    /// The most probable token.
    ///
    /// ```
    /// use models::transformer::{Sampling, next};
    /// let logits = ndarray::array![0.5, 2.0, -1.0];
    /// assert_eq!(next(logits.view(), &Sampling::default())?.greedy(), 1);
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn greedy(&self) -> u32 {
        self.candidates.first().map_or(0, |candidate| candidate.token)
    }

    /// A token drawn by the probabilities that are left. The same generator draws the same on
    /// every machine.
    ///
    /// ```
    /// use models::transformer::{Sampling, next};
    /// use rand_seeder::Seeder;
    ///
    /// let distribution = next(ndarray::array![0.0, 0.0].view(), &Sampling::default())?;
    /// let mut rng = Seeder::from(1).into_rng();
    /// let drawn: Vec<_> = (0..8).map(|_| distribution.draw(&mut rng)).collect();
    /// assert!(drawn.contains(&0) && drawn.contains(&1));
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn draw(&self, rng: &mut Pcg32) -> u32 {
        let point: f32 = StandardUniform.sample(rng); // from [0, 1)
        let mut reached = 0.0;
        let mut last = self.greedy();
        for candidate in self.candidates.iter().filter(|candidate| candidate.after > 0.0) {
            reached += candidate.after;
            last = candidate.token;
            if point < reached {
                break;
            }
        }
        // Where the sum is rounded below the point, the last one is what it fell on.
        last
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};
    use proptest::prelude::*;
    use rand_seeder::Seeder;

    use super::*;

    #[test]
    fn what_is_out_of_range_is_refused() {
        let default = Sampling::default();
        for (sampling, expected) in [
            (Sampling { top_k: Some(0), ..default }, "next: top_k is 0, needed is at least 1"),
            (
                Sampling { top_p: Some(0.0), ..default },
                "next: top_p is 0, needed is above 0 and at most 1",
            ),
            (
                Sampling { top_p: Some(f32::NAN), ..default },
                "next: top_p is NaN, needed is above 0 and at most 1",
            ),
            (
                Sampling { temperature: 0.0, ..default },
                "softmax_with_temperature: temperature is 0, needed is a finite number above 0",
            ),
        ] {
            assert_eq!(next(array![1.0].view(), &sampling).unwrap_err().to_string(), expected);
        }
        assert!(next(array![].view(), &default).is_err());
    }

    #[test]
    fn equals_stand_in_order_and_one_is_always_left() {
        let sampling = Sampling { top_p: Some(1e-9), temperature: 1e-3, ..Sampling::default() };
        let distribution = next(array![1.0, 3.0, 3.0].view(), &sampling).unwrap();
        let kept: Vec<_> = distribution.candidates.iter().filter(|c| c.cut.is_none()).collect();
        assert_eq!((kept.len(), kept[0].token, kept[0].after), (1, 1, 1.0));
    }

    #[test]
    fn draws_follow_the_probabilities() {
        let logits = array![1f32.ln(), 2f32.ln(), 7f32.ln()];
        let distribution = next(logits.view(), &Sampling::default()).unwrap();
        let mut rng = Seeder::from("draws").into_rng();
        let mut counts = [0; 3];
        for _ in 0..10_000 {
            counts[distribution.draw(&mut rng) as usize] += 1;
        }
        // Five standard deviations of the binomial are at most 250 here.
        for (count, expected) in counts.into_iter().zip([1000, 2000, 7000]) {
            assert!(i32::abs(count - expected) < 250, "{counts:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_sums_to_one_and_what_is_cut_is_less_probable(
            logits in prop::collection::vec(-20f32..20.0, 1..40),
            temperature in 0.05f32..5.0,
            top_k in prop::option::of(1usize..50),
            top_p in prop::option::of(0.01f32..=1.0),
            seed: u64,
        ) {
            let sampling = Sampling { temperature, top_k, top_p };
            let logits = Array1::from(logits);
            let distribution = next(logits.view(), &sampling).unwrap();
            let candidates = &distribution.candidates;
            prop_assert_eq!(candidates.len(), logits.len());
            let kept = candidates.iter().take_while(|c| c.cut.is_none()).count();
            prop_assert!(candidates[kept..].iter().all(|c| c.cut.is_some() && c.after == 0.0));
            prop_assert!(candidates.is_sorted_by(|a, b| a.before >= b.before));
            prop_assert!(kept >= 1 && kept <= top_k.unwrap_or(usize::MAX));
            prop_assert!((candidates.iter().map(|c| c.after).sum::<f32>() - 1.0).abs() < 1e-5);
            let token = distribution.draw(&mut Seeder::from(seed).into_rng());
            prop_assert!(candidates[..kept].iter().any(|c| c.token == token && c.after > 0.0));
        }
    }
}
