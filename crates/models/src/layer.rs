//! The weights of one multi-head attention layer.

use ndarray::{Array2, Array3, Axis};

use crate::invented::{self, Use};

/// How large a layer is. `d_model` is `heads · d_k` and so can't contradict them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    /// Number of heads.
    pub heads: usize,
    /// Width of one head.
    pub d_k: usize,
}

impl Shape {
    /// Width of an embedding.
    ///
    /// ```
    /// assert_eq!(models::Shape { heads: 8, d_k: 64 }.d_model(), 512);
    /// ```
    pub fn d_model(self) -> usize {
        self.heads * self.d_k
    }
}

/// The weights of one multi-head attention layer, without biases (Vaswani et al., 2017,
/// section 3.2.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// W_Q of every head, [heads, d_model, d_k].
    pub query: Array3<f32>,
    /// W_K of every head, [heads, d_model, d_k].
    pub key: Array3<f32>,
    /// W_V of every head, [heads, d_model, d_k].
    pub value: Array3<f32>,
    /// W_O, [d_model, d_model].
    pub output: Array2<f32>,
}

impl Layer {
    /// A layer drawn from a seed, each number from N(0, 1 / d_model): embeddings of unit
    /// variance then give queries, keys and values of about unit variance.
    ///
    /// ```
    /// use models::{Layer, Shape};
    ///
    /// let layer = Layer::invented(Shape { heads: 2, d_k: 4 }, 1);
    /// assert_eq!(layer.query.dim(), (2, 8, 4));
    /// assert_eq!(layer.output.dim(), (8, 8));
    /// assert_eq!(layer.query[[0, 0, 0]], 0.09);
    /// ```
    pub fn invented(shape: Shape, seed: u32) -> Self {
        let Shape { heads, d_k } = shape;
        let d_model = shape.d_model();
        let of_every_head = |purpose| {
            let mut stacked = Array3::zeros((heads, d_model, d_k));
            for (head, mut weights) in stacked.axis_iter_mut(Axis(0)).enumerate() {
                weights.assign(&invented::weights(seed, purpose, head, (d_model, d_k)));
            }
            stacked
        };
        Self {
            query: of_every_head(Use::Query),
            key: of_every_head(Use::Key),
            value: of_every_head(Use::Value),
            output: invented::weights(seed, Use::Output, 0, (d_model, d_model)),
        }
    }
}
