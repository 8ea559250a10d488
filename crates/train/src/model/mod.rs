//! A small transformer: its parameters, and its answers.

mod forward;
mod parameters;
mod positions;

use ndarray::{Array2, ArrayView2};

use crate::{Batch, ModelConfig, Norm, Tape, TrainError};
use parameters::Parameters;

pub(crate) use positions::Positions;

/// A transformer that gives an answer at each token: embeddings, blocks of attention and
/// feed-forward layers with the normalisation before each (Xiong et al. 2020), a last
/// normalisation, and a projection to the classes.
///
/// ```
/// use train::{Model, ModelConfig};
///
/// let model = Model::new(ModelConfig { vocabulary: 4, classes: 3, ..ModelConfig::default() }, 1)?;
/// assert_eq!(model.logits(&[2, 0])?.dim(), (2, 3));
/// # Ok::<(), train::TrainError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    config: ModelConfig,
    parameters: Parameters,
}

impl Model {
    /// What [`attention::layer_norm`] and [`attention::rms_norm`] must be given as epsilon to
    /// do what the model does.
    pub const EPSILON: f32 = Norm::EPSILON;

    /// An untrained model. The same seed gives the same numbers on every machine.
    ///
    /// # Errors
    /// [`TrainError::Config`] as [`ModelConfig::check`].
    ///
    /// ```
    /// use train::{Model, ModelConfig};
    /// let model = Model::new(ModelConfig::default(), 7)?;
    /// assert_eq!(model, Model::new(ModelConfig::default(), 7)?);
    /// assert_ne!(model, Model::new(ModelConfig::default(), 8)?);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn new(config: ModelConfig, seed: u32) -> Result<Self, TrainError> {
        config.check()?;
        let parameters = Parameters::new(&config, seed);
        Ok(Self { config, parameters })
    }

    /// What the model is made of.
    ///
    /// ```
    /// use train::{Model, ModelConfig};
    /// assert_eq!(Model::new(ModelConfig::default(), 1)?.config().d_model, 32);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn config(&self) -> &ModelConfig {
        &self.config
    }

    /// All parameters by name, as [`ModelConfig::parameters`] lists them.
    ///
    /// ```
    /// use train::{Model, ModelConfig};
    /// let model = Model::new(ModelConfig::default(), 1)?;
    /// assert_eq!(model.parameters().next().map(|(name, _)| name), Some("embedding"));
    /// assert_eq!(model.parameters().map(|(_, array)| array.len()).sum::<usize>(), 9_504);
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn parameters(&self) -> impl Iterator<Item = (&str, ArrayView2<'_, f32>)> {
        let entries = self.parameters.entries.iter();
        entries.filter_map(|entry| Some((entry.name.as_str(), self.parameters.view(entry)?)))
    }

    /// One parameter by name.
    ///
    /// ```
    /// use train::{Model, ModelConfig};
    /// let model = Model::new(ModelConfig::default(), 1)?;
    /// assert_eq!(model.parameter("blocks.0.attention.query").map(|w| w.dim()), Some((32, 32)));
    /// assert!(model.parameter("blocks.1.attention.query").is_none());
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn parameter(&self, name: &str) -> Option<ArrayView2<'_, f32>> {
        let entry = self.parameters.entries.iter().find(|entry| entry.name == name)?;
        self.parameters.view(entry)
    }

    /// The learned table of positions, `[max_length, d_model]`, if the encoding has one.
    ///
    /// ```
    /// use train::{Model, ModelConfig};
    /// let model = Model::new(ModelConfig { encoding: "learned", ..ModelConfig::default() }, 1)?;
    /// assert_eq!(model.position_table().map(|table| table.dim()), Some((64, 32)));
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn position_table(&self) -> Option<ArrayView2<'_, f32>> {
        self.parameter("positions")
    }

    /// T5's table of biases, `[buckets, heads]`, if the encoding has one.
    ///
    /// ```
    /// use train::{Model, ModelConfig};
    /// let model = Model::new(ModelConfig { encoding: "t5", ..ModelConfig::default() }, 1)?;
    /// assert_eq!(model.bucket_table().map(|table| table.dim()), Some((32, 2)));
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn bucket_table(&self) -> Option<ArrayView2<'_, f32>> {
        self.parameter("buckets")
    }

    /// The model with one parameter replaced, as when weights are read from a disk or edited.
    ///
    /// # Errors
    /// [`TrainError::NoParameter`] if there is none of that name, [`TrainError::Attention`] if
    /// it has another shape.
    ///
    /// ```
    /// use ndarray::Array2;
    /// use train::{Model, ModelConfig};
    ///
    /// let model = Model::new(ModelConfig::default(), 1)?;
    /// let model = model.with_parameter("classes", Array2::zeros((32, 16)).view())?;
    /// assert_eq!(model.logits(&[3])?, Array2::<f32>::zeros((1, 16)));
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn with_parameter(
        mut self,
        name: &str,
        array: ArrayView2<f32>,
    ) -> Result<Self, TrainError> {
        let Some(mut place) = self.parameters.view_mut(name) else {
            return Err(TrainError::NoParameter { name: name.to_owned() });
        };
        if place.dim() != array.dim() {
            let needed = format!("{:?}", place.shape());
            return Err(TrainError::shape("with_parameter", "array", array.shape(), needed));
        }
        place.assign(&array);
        Ok(self)
    }

    /// The answers to one sequence: a logit for each token and class, `[n, classes]`.
    ///
    /// # Errors
    /// [`TrainError::Attention`] if a token is not below the vocabulary,
    /// [`TrainError::NoPosition`] if the sequence is longer than a learned table.
    ///
    /// ```
    /// use train::{Model, ModelConfig, TrainError};
    ///
    /// let config = ModelConfig { encoding: "learned", max_length: 2, ..ModelConfig::default() };
    /// let model = Model::new(config, 1)?;
    /// assert!(model.logits(&[5, 5]).is_ok());
    /// let error = model.logits(&[5, 5, 5]).unwrap_err();
    /// assert_eq!(error, TrainError::NoPosition { position: 2, length: 2 });
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn logits(&self, tokens: &[u32]) -> Result<Array2<f32>, TrainError> {
        let (tokens, lengths) = (tokens.to_vec(), vec![tokens.len()]);
        self.logits_of(&Batch { tokens, lengths, ..Batch::default() })
    }

    /// The answers to all sequences of a batch, `[Σn, classes]`; it needs no targets.
    ///
    /// # Errors
    /// As [`Model::logits`]; [`TrainError::Attention`] if the batch contradicts itself or lacks
    /// what the encoder reads.
    ///
    /// ```
    /// use train::{Batch, Family, Model, ModelConfig};
    ///
    /// let config = ModelConfig { family: Family::EncoderDecoder, ..ModelConfig::default() };
    /// let model = Model::new(config, 1)?;
    /// let mut batch = Batch::default();
    /// batch.push(&[5, 6, 7], [(1, None), (2, None)]);
    /// batch.push(&[8], [(1, None)]);
    /// assert_eq!(model.logits_of(&batch)?.dim(), (3, 16));
    /// assert!(model.logits(&[1, 2]).is_err()); // nothing for the encoder to read
    /// # Ok::<(), train::TrainError>(())
    /// ```
    pub fn logits_of(&self, batch: &Batch) -> Result<Array2<f32>, TrainError> {
        let mut tape = Tape::default();
        let positions = Positions::new(&self.config, batch.longest())?;
        let x = self.vectors(&mut tape, batch, &positions)?;
        let logits = self.classify(&mut tape, x)?;
        Ok(tape.value(logits).to_owned())
    }

    /// How many numbers are trained.
    pub(crate) fn count(&self) -> usize {
        self.parameters.values.len()
    }

    /// All parameters, one behind the other.
    pub(crate) fn values(&self) -> &[f32] {
        &self.parameters.values
    }

    /// All parameters, one behind the other, to be changed.
    pub(crate) fn values_mut(&mut self) -> &mut [f32] {
        &mut self.parameters.values
    }

    /// For each parameter, where its numbers are and whether they decay.
    pub(crate) fn decays(&self) -> impl Iterator<Item = (std::ops::Range<usize>, bool)> + '_ {
        self.parameters.entries.iter().map(|entry| (entry.range(), entry.decays))
    }
}
