//! A transformer as it stands: what it is made of, and its weights by name.

use std::collections::BTreeMap;

use attention::{gelu_tanh, layer_norm, project, rms_norm, silu};
use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg32;
use rand_seeder::Seeder;

use super::{Activation, Config, Norm, TransformerError};

/// A transformer with weights, to be looked into.
///
/// It computes what training computes ([`Config`] says what that is), by the plain mathematics
/// of crate `attention`, and keeps every intermediate: [`Transformer::trace`],
/// [`Transformer::trace_pair`]. All scores are divided by √d_k, with T5's bias too, as in
/// training; the original T5 does not divide.
#[derive(Clone, Debug, PartialEq)]
pub struct Transformer {
    config: Config,
    weights: BTreeMap<String, Array2<f32>>,
}

impl Transformer {
    /// A transformer of these weights, as [`Config::parameters`] names them.
    ///
    /// # Errors
    /// [`TransformerError::Config`] as [`Config::check`]; [`TransformerError::Misfit`] if a
    /// weight is missing, there is one too many, or one has another shape.
    ///
    /// ```
    /// use models::transformer::{Config, Transformer};
    /// use ndarray::Array2;
    ///
    /// let config = Config::default();
    /// let zeros = |(name, shape): (String, _)| (name, Array2::zeros(shape));
    /// let transformer = Transformer::new(config.clone(), config.parameters().into_iter().map(zeros))?;
    /// assert_eq!(transformer.weight("classes").map(|weight| weight.dim()), Some((32, 16)));
    /// let error = Transformer::new(config, []).unwrap_err();
    /// assert_eq!(error.to_string(), "transformer: embedding is missing, needed is [16, 32]");
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn new(
        config: Config,
        weights: impl IntoIterator<Item = (String, Array2<f32>)>,
    ) -> Result<Self, TransformerError> {
        config.check()?;
        let weights: BTreeMap<_, _> = weights.into_iter().collect();
        let needed = config.parameters();
        let refuse = |name: &str, given: String, needed: String| {
            Err(TransformerError::misfit("transformer", name, given, needed))
        };
        for &(ref name, (rows, columns)) in &needed {
            let needed = format!("[{rows}, {columns}]");
            match weights.get(name) {
                None => return refuse(name, "missing".into(), needed),
                Some(given) if given.dim() != (rows, columns) => {
                    return refuse(name, format!("{:?}", given.shape()), needed);
                }
                Some(_) => {}
            }
        }
        match weights.keys().find(|name| needed.iter().all(|(needed, _)| needed != *name)) {
            Some(name) => refuse(name, "there".into(), "nothing of that name".into()),
            None => Ok(Self { config, weights }),
        }
    }

    /// A transformer that nobody has trained: gains are 1, biases 0, all else comes from N(0, 1
    /// ÷ rows), the tables of embeddings and positions from N(0, 1). The same seed gives the
    /// same numbers on every machine.
    ///
    /// # Errors
    /// [`TransformerError::Config`] as [`Config::check`].
    ///
    /// ```
    /// use models::transformer::{Config, Transformer};
    /// let transformer = Transformer::invented(Config::default(), 7)?;
    /// assert_eq!(transformer, Transformer::invented(Config::default(), 7)?);
    /// assert_ne!(transformer, Transformer::invented(Config::default(), 8)?);
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn invented(config: Config, seed: u32) -> Result<Self, TransformerError> {
        config.check()?;
        let weights = config.parameters().into_iter().map(|(name, (rows, columns))| {
            let mut rng: Pcg32 = Seeder::from((seed, &name)).into_rng();
            let deviation = match name.rsplit('.').next() {
                Some("gain" | "bias") => 0.0,
                Some("embedding" | "positions") => 1.0,
                _ => 1.0 / (rows as f64).sqrt(),
            };
            let mean = if name.ends_with(".gain") { 1.0 } else { 0.0 };
            let array = Array2::from_shape_simple_fn((rows, columns), || {
                let number: f64 = StandardNormal.sample(&mut rng);
                (mean + deviation * number) as f32
            });
            (name, array)
        });
        Self::new(config.clone(), weights.collect::<Vec<_>>())
    }

    /// What it is made of.
    ///
    /// ```
    /// use models::transformer::{Config, Transformer};
    /// let transformer = Transformer::invented(Config::default(), 1)?;
    /// assert_eq!(transformer.config(), &Config::default());
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// One weight by name; vectors are arrays of one row.
    ///
    /// ```
    /// use models::transformer::{Config, Transformer};
    /// let transformer = Transformer::invented(Config::default(), 1)?;
    /// assert_eq!(transformer.weight("norm.gain").map(|gain| gain[[0, 31]]), Some(1.0));
    /// assert_eq!(transformer.weight("blocks.1.attention.query"), None);
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn weight(&self, name: &str) -> Option<ArrayView2<'_, f32>> {
        self.weights.get(name).map(|weight| weight.view())
    }

    /// The same, which the configuration promises to be there.
    ///
    /// # Errors
    /// [`TransformerError::Misfit`], which names the weight, if the model has none of that name.
    ///
    /// ```
    /// use models::transformer::{Config, Transformer};
    /// let transformer = Transformer::invented(Config::default(), 1)?;
    /// let error = transformer.needed("positions").unwrap_err();
    /// assert_eq!(error.to_string(), "transformer: positions is missing, needed is there");
    /// # Ok::<(), models::transformer::TransformerError>(())
    /// ```
    pub fn needed(&self, name: &str) -> Result<ArrayView2<'_, f32>, TransformerError> {
        let missing = || TransformerError::misfit("transformer", name, "missing", "there");
        self.weight(name).ok_or_else(missing)
    }

    fn vector(&self, name: &str) -> Option<ArrayView1<'_, f32>> {
        self.weight(name).map(|weight| weight.index_axis_move(Axis(0), 0))
    }

    /// x · weights, and the bias if there is one: `[n, d_in] -> [n, d_out]`.
    pub(super) fn project(
        &self,
        x: ArrayView2<f32>,
        name: &str,
    ) -> Result<Array2<f32>, TransformerError> {
        let bias = self.vector(&format!("{name}.bias"));
        Ok(project(x, self.needed(name)?, bias)?)
    }

    /// The normalisation of that name: `[n, d_model] -> [n, d_model]`.
    pub(super) fn norm(
        &self,
        x: ArrayView2<f32>,
        name: &str,
    ) -> Result<Array2<f32>, TransformerError> {
        let gain = self.needed(&format!("{name}.gain"))?.index_axis_move(Axis(0), 0);
        Ok(match self.config.norm {
            Norm::Layer => {
                layer_norm(x, gain, self.vector(&format!("{name}.bias")), Norm::EPSILON)?
            }
            Norm::Rms => rms_norm(x, gain, Norm::EPSILON)?,
        })
    }

    /// The feed-forward layer of that name, f(x · in) · out or (f(x · gate) ⊙ x · in) · out
    /// (Vaswani et al. 2017, equation 2; Shazeer 2020, equation 6): `[n, d_model] -> [n,
    /// d_model]`.
    pub(super) fn feed_forward(
        &self,
        x: ArrayView2<f32>,
        name: &str,
    ) -> Result<Array2<f32>, TransformerError> {
        let wide = self.project(x, &format!("{name}.in"))?; // [n, d_model] -> [n, feed_forward]
        let active = if self.config.gated {
            let gate = self.project(x, &format!("{name}.gate"))?; // -> [n, feed_forward]
            self.activate(gate) * wide
        } else {
            self.activate(wide)
        };
        self.project(active.view(), &format!("{name}.out")) // [n, feed_forward] -> [n, d_model]
    }

    fn activate(&self, x: Array2<f32>) -> Array2<f32> {
        x.mapv_into(match self.config.activation {
            Activation::Gelu => gelu_tanh,
            Activation::Silu => silu,
            Activation::Relu => |x: f32| x.max(0.0),
        })
    }

    /// The logits of what the last normalisation gives: `[n, d_model] -> [n, classes]`.
    pub(super) fn classify(&self, x: ArrayView2<f32>) -> Result<Array2<f32>, TransformerError> {
        if self.config.tied {
            return Ok(project(x, self.needed("embedding")?.t(), None)?);
        }
        self.project(x, "classes")
    }
}
