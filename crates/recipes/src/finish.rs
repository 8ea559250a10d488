//! From a trained model to its file.

use anyhow::Result;
use half::f16;
use models::transformer::{self, Transformer};
use train::{Model, TrainError};

use crate::{Figures, Recipe};

/// The model with its weights rounded as a file keeps them.
///
/// # Errors
/// None, unless the model contradicts itself.
///
/// ```
/// use ndarray::array;
/// use train::{Model, ModelConfig};
///
/// let model = Model::new(ModelConfig { d_model: 2, ..ModelConfig::default() }, 1)?;
/// let third = array![[1.0, 1.0 / 3.0]];
/// let rounded = recipes::rounded(&model.with_parameter("norm.gain", third.view())?)?;
/// assert_eq!(rounded.parameter("norm.gain").map(|gain| gain[[0, 1]]), Some(0.33325195));
/// # Ok::<(), train::TrainError>(())
/// ```
pub fn rounded(model: &Model) -> Result<Model, TrainError> {
    model.parameters().try_fold(model.clone(), |rounded, (name, weights)| {
        let weights = weights.mapv(|weight| f16::from_f32(weight).to_f32());
        rounded.with_parameter(name, weights.view())
    })
}

/// Rounds a model, measures it as it will be in the file, and gives the file and the figures.
///
/// # Errors
/// When it can't be measured, or a weight is too large for the file.
pub fn finish(recipe: &dyn Recipe, model: &Model) -> Result<(Vec<u8>, Figures)> {
    let model = rounded(model)?;
    let figures = recipe.figures(&model)?;
    let weights = model.parameters().map(|(name, array)| (name.to_owned(), array.to_owned()));
    let file = transformer::write(&transformer::Model {
        name: recipe.name().to_owned(),
        seed: recipe.seed(),
        words: recipe.words(),
        corpus: recipe.corpus(),
        figures: figures.clone(),
        transformer: Transformer::new(model.config().clone(), weights)?,
    })?;
    Ok((file, figures))
}
