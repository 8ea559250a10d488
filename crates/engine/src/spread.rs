//! How the spread of the scores and the entropy of the weights change with d_k.
//!
//! The components of a query and a key are about independent and of unit variance, so that
//! their product sums d_k terms of unit variance and spreads like √d_k; a softmax of numbers
//! that far apart puts all weight on one key (Vaswani et al., 2017, section 3.2.1, footnote 4).
//! Here that is measured rather than claimed.

use attention::{Scale, matmul, softmax_rows};
use models::invented::{self, Use};
use ndarray::{Array2, ArrayView2, s};

use crate::{EngineError, Settings, Spread, SpreadPoint, settings};

/// The widths that are measured.
const WIDTHS: [usize; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/// Width of the words' vectors. It is the same at every point, so that d_k alone changes.
const D_MODEL: usize = 64;

/// How many layers each point is measured on, for a sentence of n words. One layer over few
/// words has few scores, and only several together show the trend; many words have enough in
/// a few layers, each of which takes longer.
fn seeds(n: usize) -> usize {
    (256 / n.max(1)).clamp(4, 16)
}

/// Measures one head over the sentence's words at each width. Nothing but the tokens and the
/// seed of the settings counts.
pub(crate) fn spread(settings: &Settings) -> Result<Spread, EngineError> {
    let (tokens, _) = settings::tokens(settings);
    let (n, seeds) = (tokens.len(), seeds(tokens.len()));
    let mut statistics = [Statistics::default(); WIDTHS.len()];
    for seed in (0..seeds as u32).map(|offset| settings.seed.wrapping_add(offset)) {
        let words = invented::embeddings(tokens.iter().map(|t| &*t.text), seed, D_MODEL);
        // Wider weights begin with the numbers of narrower ones, and so do queries and keys:
        // those of the widest head hold all the others'.
        let shape = (D_MODEL, WIDTHS[WIDTHS.len() - 1]);
        // [n, d_model] · [d_model, widest] -> [n, widest]
        let [queries, keys] = [Use::Query, Use::Key]
            .map(|purpose| matmul(words.view(), invented::weights(seed, purpose, 0, shape).view()));
        let (queries, keys) = (queries?, keys?);
        for (statistics, d_k) in statistics.iter_mut().zip(WIDTHS) {
            statistics.add(queries.slice(s![.., ..d_k]), keys.slice(s![.., ..d_k]))?;
        }
    }
    Ok(Spread {
        seeds,
        points: statistics.iter().zip(WIDTHS).map(|(s, d_k)| s.point(d_k)).collect(),
        max_entropy: (n.max(1) as f32).ln(),
    })
}

/// Sums over scores and over rows of weights; what a point shows are means of them.
#[derive(Clone, Copy, Default)]
struct Statistics {
    scores: f64,
    sum: f64,
    squares: f64,
    rows: f64,
    entropy: f64,
    entropy_scaled: f64,
}

impl Statistics {
    /// Adds one head with the given queries and keys, each [n, d_k].
    fn add(
        &mut self,
        queries: ArrayView2<'_, f32>,
        keys: ArrayView2<'_, f32>,
    ) -> Result<(), EngineError> {
        let d_k = queries.ncols();
        // [n, d_k] · [d_k, n] -> [n, n]
        let scores = matmul(queries, keys.t())?;
        let scaled = scores.mapv(|score| Scale::InverseSqrt.apply(score, d_k));

        self.scores += scores.len() as f64;
        self.sum += scores.iter().map(|&x| f64::from(x)).sum::<f64>();
        self.squares += scores.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>();
        self.rows += scores.nrows() as f64;
        self.entropy += entropy(&softmax_rows(scores.view(), 1.0)?);
        self.entropy_scaled += entropy(&softmax_rows(scaled.view(), 1.0)?);
        Ok(())
    }

    fn point(&self, d_k: usize) -> SpreadPoint {
        // A sentence without words has no scores, whose spread is shown as 0.
        let (scores, rows) = (self.scores.max(1.0), self.rows.max(1.0));
        let mean = self.sum / scores;
        let deviation = (self.squares / scores - mean * mean).max(0.0).sqrt();
        SpreadPoint {
            d_k,
            deviation: deviation as f32,
            deviation_scaled: (deviation / (d_k as f64).sqrt()) as f32,
            entropy: (self.entropy / rows) as f32,
            entropy_scaled: (self.entropy_scaled / rows) as f32,
        }
    }
}

/// Σ −w ln w over all rows, in nats, where 0 ln 0 is 0 (Shannon, 1948).
fn entropy(weights: &Array2<f32>) -> f64 {
    let positive = weights.iter().filter(|&&w| w > 0.0).map(|&w| f64::from(w));
    positive.map(|w| -w * w.ln()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_spread_like_the_root_of_the_width_and_scaling_undoes_it() {
        let Ok(Spread { points, max_entropy, .. }) = spread(&Settings {
            text: "the quick brown fox jumps over a lazy dog".into(),
            ..Settings::default()
        }) else {
            panic!("nothing can fail")
        };
        for point in points.iter().filter(|point| point.d_k >= 8) {
            assert!((0.8..1.25).contains(&point.deviation_scaled), "{point:?}");
            assert!(point.entropy < point.entropy_scaled, "{point:?}");
        }
        let last = points[points.len() - 1];
        assert!((12.0..20.0).contains(&last.deviation), "{last:?}");
        // Almost all weight on one key, as against almost evenly spread.
        assert!(last.entropy < 0.2 * max_entropy && last.entropy_scaled > 0.7 * max_entropy);
        assert_eq!(max_entropy, 9f32.ln());
    }

    #[test]
    fn few_words_are_no_trouble() {
        for (text, n) in [("", 0), ("dog", 1)] {
            let spread = spread(&Settings { text: text.into(), ..Settings::default() }).unwrap();
            assert_eq!((spread.points.len(), spread.max_entropy), (WIDTHS.len(), 0.0));
            assert!(spread.points.iter().all(|p| p.entropy == 0.0), "{n} words: {spread:?}");
        }
    }
}
