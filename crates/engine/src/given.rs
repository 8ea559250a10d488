//! What a layer is given before it computes anything: tokens, vectors, weights.

use std::rc::Rc;

use attention::Encoding;
use models::{Layer, Shape, invented};
use ndarray::{Array2, Array3};

use crate::provided::Norm;
use crate::{
    EncodingKind, EngineError, Origin, Settings, Token, Weights, encoding, provided, settings,
};

/// What a layer is given, whoever made it up.
pub(crate) struct Given {
    /// What was asked, with what a trained model decides.
    pub settings: Settings,
    pub shape: Shape,
    pub tokens: Vec<Token>,
    pub total_tokens: usize,
    /// [n, d_model]
    pub embeddings: Array2<f32>,
    /// Where these come from.
    pub embeddings_origin: Origin,
    /// [n, d_model]; none where nothing is added.
    pub added: Option<Array2<f32>>,
    /// Where what is added comes from.
    pub added_origin: Origin,
    pub encoding: Box<dyn Encoding>,
    /// What the inputs go through before they are projected.
    pub norm: Option<Rc<dyn Norm>>,
    pub layer: Layer,
    pub biases: Option<Biases>,
    /// Where weights come from.
    pub origin: Origin,
}

/// What is added to the projections.
pub(crate) struct Biases {
    /// Those of queries, keys and values, [heads, 1, d_k] each.
    pub projections: [Array3<f32>; 3],
    /// [1, d_model]
    pub output: Array2<f32>,
}

/// All that the settings ask for.
pub(crate) fn given(settings: &Settings) -> Result<Given, EngineError> {
    match &settings.weights {
        Weights::Invented => invented(settings),
        Weights::Trained { model, layer } => {
            let provided = provided::get(model);
            let not_provided = || EngineError::NotProvided { model: model.clone() };
            let given = provided.ok_or_else(not_provided)?.layer(settings, *layer)?;
            settings::shape(&given.settings)?;
            Ok(given)
        }
    }
}

fn invented(settings: &Settings) -> Result<Given, EngineError> {
    let shape = settings::shape(settings)?;
    let (tokens, total_tokens) = settings::tokens(settings);
    let (n, d_model) = (tokens.len(), shape.d_model());
    let words = tokens.iter().map(|token| token.text.as_str());
    let encoding = encoding::build(settings, shape);
    // T5 has a table, but adds nothing of it here.
    let is_table = settings.encoding == EncodingKind::Learned;
    Ok(Given {
        settings: settings.clone(),
        shape,
        embeddings: invented::embeddings(words, settings.seed, d_model),
        embeddings_origin: Origin::Invented,
        added: encoding.added(n, d_model)?,
        added_origin: if is_table { Origin::Untrained } else { Origin::Formula },
        encoding,
        norm: None,
        layer: Layer::invented(shape, settings.seed),
        biases: None,
        origin: Origin::Invented,
        tokens,
        total_tokens,
    })
}
