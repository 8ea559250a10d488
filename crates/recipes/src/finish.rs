//! From a trained model to what its file holds.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use half::f16;
use models::transformer::{self, Config, Heads, Transformer};
use train::{Model, TrainError};

use crate::settings::{fingerprint, settings};
use crate::{Figures, Recipe, heads};

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

/// Rounds a model and measures it as it will be in the file. `commit` is that of the program
/// that trained it. Beside what the recipe says of the corpus, the file keeps this, and the
/// [`fingerprint`] of the settings.
///
/// # Errors
/// When it can't be measured.
pub fn finish(recipe: &dyn Recipe, model: &Model, commit: &str) -> Result<transformer::Model> {
    let model = rounded(model)?;
    let settings = fingerprint(&settings(recipe, model.config()));
    let how = [("settings", settings), ("commit", commit.to_owned())];
    let how: BTreeMap<_, _> = how.map(|(name, value)| (name.to_owned(), value)).into();
    let weights = model.parameters().map(|(name, array)| (name.to_owned(), array.to_owned()));
    let unmeasured = transformer::Model {
        name: recipe.name().to_owned(),
        seed: recipe.seed(),
        words: recipe.words(),
        corpus: recipe.corpus().into_iter().chain(how).collect(),
        figures: Figures::new(),
        heads: Heads::default(),
        transformer: Transformer::new(model.config().clone(), weights)?,
    };
    measured(recipe, unmeasured)
}

/// The model with its figures and its heads measured anew from its weights.
///
/// # Errors
/// When the model is of another recipe, or can't be measured.
pub fn measured(recipe: &dyn Recipe, model: transformer::Model) -> Result<transformer::Model> {
    ensure!(
        (&model.words, model.transformer.config()) == (&recipe.words(), &recipe.config()),
        "{} has other words or other sizes than its recipe says; it must be trained anew",
        model.name
    );
    let figures = recipe.figures(&trainable(&model, model.transformer.config())?)?;
    let heads = heads::measure(&model.transformer, &recipe.shown())?;
    Ok(transformer::Model { figures, heads, ..model })
}

/// What is left of a model's figures when nothing tells it positions any more: its encoding is
/// taken out, and all else is as it was trained.
///
/// # Errors
/// When the model contradicts itself, or can't be measured.
pub fn without_encoding(recipe: &dyn Recipe, model: &transformer::Model) -> Result<Figures> {
    let config = Config { encoding: "none", ..model.transformer.config().clone() };
    recipe.figures(&trainable(model, &config)?)
}

/// The model as training has it, or one that differs from it in what has no weights.
fn trainable(model: &transformer::Model, config: &Config) -> Result<Model> {
    let invented = Model::new(config.clone(), model.seed)?;
    config.parameters().iter().try_fold(invented, |made, (name, _)| {
        let weights = model.transformer.weight(name).with_context(|| format!("no {name}"))?;
        Ok(made.with_parameter(name, weights)?)
    })
}
