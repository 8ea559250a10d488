//! Trained models that were provided, by name, so that settings can ask for a layer of them.
//!
//! Whatever reads their files may come later than the rest of the page does, so all that is
//! known of them here is what they can do.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use ndarray::Array2;

use crate::given::Given;
use crate::notebook::Notebook;
use crate::{EngineError, Factor, Line, Settings};

/// A model whose layers can be asked for.
pub(crate) trait Provided {
    /// What a layer of it is given by the settings' sentence.
    fn layer(&self, settings: &Settings, layer: usize) -> Result<Given, EngineError>;
    /// Why a text isn't one that it was trained to read, if it isn't.
    fn misread(&self, settings: &Settings) -> Option<Misread>;
    /// What normalises the inputs of a layer.
    fn norm(&self, layer: usize) -> Option<Rc<dyn Norm>>;
}

/// What normalises vectors.
pub(crate) trait Norm {
    /// Writes down what it is made of and what it makes of the inputs, [n, d_model], and gives
    /// that.
    fn write(
        &self,
        inputs: &Array2<f32>,
        notes: &mut Notebook<'_>,
    ) -> Result<Array2<f32>, EngineError>;
    /// The arithmetic of one number: the whole row of the inputs, which of its numbers, and the
    /// gain and the bias there.
    fn explain(
        &self,
        row: &[Factor],
        column: usize,
        gain: Factor,
        bias: Option<Factor>,
    ) -> Option<Vec<Line>>;
}

/// Why a text isn't one that a model was trained to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// It has a word that the model has never seen.
    Unknown(String),
    /// It is longer than the model has positions for, so many.
    TooLong(usize),
    /// It is cut into characters.
    Characters,
}

thread_local! {
    static PROVIDED: RefCell<BTreeMap<String, Rc<dyn Provided>>> = const { RefCell::new(BTreeMap::new()) };
}

/// The model of that name.
pub(crate) fn get(model: &str) -> Option<Rc<dyn Provided>> {
    PROVIDED.with_borrow(|models| models.get(model).cloned())
}

/// Provides a model; one of the same name that was there gives way.
pub(crate) fn insert(name: String, model: Rc<dyn Provided>) {
    PROVIDED.with_borrow_mut(|models| models.insert(name, model));
}

/// Whether a model of that name was provided.
///
/// ```
/// assert!(!engine::is_provided("nobody"));
/// ```
pub fn is_provided(model: &str) -> bool {
    get(model).is_some()
}

/// Why the settings' sentence isn't one that the model of that name was trained to read; nothing
/// where it is, or where there is no such model.
pub fn misread(model: &str, settings: &Settings) -> Option<Misread> {
    get(model)?.misread(settings)
}
