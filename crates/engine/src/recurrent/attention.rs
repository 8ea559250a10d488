//! Self-attention where a recurrent layer would stand.

use ::attention::variant::{Full, Variant};
use ::attention::{MAX_ELEMENTS, Options, attend, matmul, trace_head};
use models::invented::{Use, weights};
use models::recurrent::{Cost, Draw, RecurrentError, SequenceLayer};
use ndarray::{Array1, Array2, Array3, ArrayView2, Axis};

/// One head of self-attention, softmax(q · kᵀ ÷ √h) · v (Vaswani et al. 2017, equation 1).
pub(super) struct SelfAttention {
    /// W_Q, W_K and W_V, [d, h] each.
    weights: [Array2<f32>; 3],
}

impl SelfAttention {
    /// The first head of a layer drawn from the seed; there are no states to have a gain.
    pub(super) fn invented(Draw { d, h, seed, .. }: Draw) -> Self {
        let drawn = |purpose| weights(seed, purpose, 0, (d, h));
        Self { weights: [Use::Query, Use::Key, Use::Value].map(drawn) }
    }

    fn shape(&self) -> (usize, usize) {
        self.weights[0].dim()
    }

    /// q, k and v, [n, h] each.
    fn projected(&self, x: ArrayView2<f32>) -> Result<[Array2<f32>; 3], RecurrentError> {
        // [n, d] · [d, h] -> [n, h]
        let [q, k, v] = self.weights.each_ref().map(|weights| matmul(x, weights.view()));
        Ok([q?, k?, v?])
    }

    /// Checks the width of the inputs, and that there is room for the Jacobians.
    fn check(&self, x: ArrayView2<f32>) -> Result<(), RecurrentError> {
        let ((n, width), (d, h)) = (x.dim(), self.shape());
        let refuse = |field, given, needed| {
            let operation = "self-attention";
            Err(RecurrentError::Shape { operation, field, given, needed })
        };
        if width != d {
            return refuse("x", vec![n, width], format!("[n, {d}]"));
        }
        match n.checked_mul(h.saturating_mul(d.max(1))) {
            Some(all) if all <= MAX_ELEMENTS => Ok(()),
            _ => {
                let needed = format!("at most {MAX_ELEMENTS} numbers in all");
                refuse("jacobians", vec![n, h, d], needed)
            }
        }
    }
}

impl SequenceLayer for SelfAttention {
    fn run(&self, x: ArrayView2<f32>) -> Result<Array2<f32>, RecurrentError> {
        let [q, k, v] = self.projected(x)?.map(|x| x.insert_axis(Axis(0)));
        let output = attend(q.view(), k.view(), v.view(), &Options::default())?;
        Ok(output.index_axis_move(Axis(0), 0)) // [1, n, h] -> [n, h]
    }

    /// The last output o = Σ w_t v_t depends on word t through its value, which has the weight
    /// w_t, and through its key, as ∂o ÷ ∂s_t = w_t (v_t − o), where s_t = q · k_t ÷ √h; on the
    /// last word through its query too.
    fn jacobians(&self, x: ArrayView2<f32>) -> Result<Array3<f64>, RecurrentError> {
        self.check(x)?;
        let x = x.mapv(f64::from);
        let [w_q, w_k, w_v] = self.weights.each_ref().map(|weights| weights.mapv(f64::from));
        // [n, d] · [d, h] -> [n, h]
        let [q, k, v] = [&w_q, &w_k, &w_v].map(|weights| x.dot(weights));
        let (n, (d, h)) = (x.nrows(), self.shape());
        let mut jacobians = Array3::zeros((n, h, d));
        let Some(query) = q.outer_iter().next_back() else { return Ok(jacobians) };

        let root = (h as f64).sqrt();
        let weights = softmax(k.dot(&query) / root); // [n, h] · [h] -> [n]
        let output = weights.dot(&v); // [n] · [n, h] -> [h]
        // ∂s_t ÷ ∂x_t through the key; [d, h] · [h] -> [d], the same for all t
        let through_key = w_k.dot(&query) / root;
        // ∂o ÷ ∂q, [h, h]
        let mut of_query = Array2::<f64>::zeros((h, h));
        for (t, mut jacobian) in jacobians.outer_iter_mut().enumerate() {
            let of_score = (&v.row(t) - &output) * weights[t]; // [h]
            // [h, d] + [h] ⊗ [d] -> [h, d]
            jacobian.assign(&(&w_v.t() * weights[t]));
            jacobian += &outer(&of_score, &through_key);
            of_query += &outer(&of_score, &(&k.row(t) / root));
        }
        // [h, h] · [h, d] -> [h, d]
        jacobians.index_axis_mut(Axis(0), n - 1).scaled_add(1.0, &of_query.dot(&w_q.t()));
        Ok(jacobians)
    }

    fn cost(&self, n: usize) -> Cost {
        let (d, h) = self.shape();
        let [n, d, h] = [n, d, h].map(|x| x as u64);
        let step = u64::from(n > 0);
        Cost {
            multiply_adds: 3 * n * d * h + 2 * n * n * h,
            // All words at once, and each sees each.
            steps: step,
            path: step,
            // q, k and v, and the weights
            kept: 3 * n * h + n * n,
            // the keys and values of all words so far
            carried: 2 * n * h,
        }
    }

    fn count(&self, x: ArrayView2<f32>) -> Result<Cost, RecurrentError> {
        let [q, k, v] = self.projected(x)?;
        let [q3, k3, v3] = [&q, &k, &v].map(|x| x.view().insert_axis(Axis(0)));
        let options = Options::default();
        let counted = Full.count(q3, k3, v3, &options)?;
        let kept = trace_head(q.view(), k.view(), v.view(), &options)?.weights.len();
        let products = self.weights.iter().map(|weights| weights.len() * x.nrows());
        let step = u64::from(x.nrows() > 0);
        Ok(Cost {
            multiply_adds: products.sum::<usize>() as u64 + counted.multiply_adds,
            steps: step,
            path: step,
            kept: (q.len() + k.len() + v.len() + kept) as u64,
            carried: (k.len() + v.len()) as u64,
        })
    }

    fn parameters(&self) -> usize {
        self.weights.iter().map(Array2::len).sum()
    }
}

/// exp(x) ÷ Σ exp(x), [n] -> [n], with the largest taken off first.
fn softmax(scores: Array1<f64>) -> Array1<f64> {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers = scores.mapv(|score| (score - largest).exp());
    let sum = powers.sum();
    powers / sum
}

/// [a] ⊗ [b] -> [a, b]
fn outer(column: &Array1<f64>, row: &Array1<f64>) -> Array2<f64> {
    Array2::from_shape_fn((column.len(), row.len()), |(i, j)| column[i] * row[j])
}

#[cfg(test)]
mod tests {
    use models::invented::matrix;
    use models::recurrent::norm;

    use super::*;

    #[test]
    fn costs_are_counted() {
        for (n, d, h) in [(0, 3, 2), (1, 1, 1), (5, 3, 2), (9, 4, 7)] {
            let layer = SelfAttention::invented(Draw { d, h, gain: 1.0, seed: 1 });
            let x = matrix(1, Use::Sequence, 0, (n, d), 1.0);
            assert_eq!(layer.count(x.view()).unwrap(), layer.cost(n));
            assert!(layer.jacobians(Array2::zeros((n, d + 1)).view()).is_err());
        }
    }

    /// The last output in 64 bits, number by number.
    fn last_output(layer: &SelfAttention, x: &Array2<f64>) -> Array1<f64> {
        let (n, (d, h)) = (x.nrows(), layer.shape());
        let projected = |which: usize, row: usize, column: usize| {
            (0..d).map(|k| x[[row, k]] * f64::from(layer.weights[which][[k, column]])).sum::<f64>()
        };
        let score = |row| {
            let products = (0..h).map(|c| projected(0, n - 1, c) * projected(1, row, c));
            (products.sum::<f64>() / (h as f64).sqrt()).exp()
        };
        let all: f64 = (0..n).map(score).sum();
        let number = |c| (0..n).map(|row| score(row) / all * projected(2, row, c)).sum();
        (0..h).map(number).collect()
    }

    #[test]
    fn the_gradient_is_the_difference() {
        const STEP: f64 = 1e-5;
        let layer = SelfAttention::invented(Draw { d: 4, h: 3, gain: 1.0, seed: 5 });
        let x = matrix(5, Use::Sequence, 0, (6, 4), 1.0);
        let wide = x.mapv(f64::from);
        let jacobians = layer.jacobians(x.view()).unwrap();
        let run = layer.run(x.view()).unwrap();
        let last = last_output(&layer, &wide);
        assert!(run.row(5).iter().zip(&last).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-5));
        for (t, jacobian) in jacobians.outer_iter().enumerate() {
            let mut wanted = Array2::zeros(jacobian.raw_dim());
            for (j, mut column) in wanted.columns_mut().into_iter().enumerate() {
                let moved = |by| {
                    let mut x = wide.clone();
                    x[[t, j]] += by;
                    last_output(&layer, &x)
                };
                column.assign(&((moved(STEP) - moved(-STEP)) / (2.0 * STEP)));
            }
            let off = norm((&jacobian - &wanted).view());
            assert!(off < 1e-8, "off by {off} at word {t}");
        }
    }
}
