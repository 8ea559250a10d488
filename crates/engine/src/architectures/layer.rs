//! One layer of a trained model, as the attention lab takes it apart.

use std::rc::Rc;

use attention::encoding::{Alibi, NoEncoding, Rope, Sinusoidal};
use attention::{Encoding, inverse_root_mean_squares, layer_norm, moments, rms_norm, split_heads};
use models::transformer::{Family, Norm as NormKind, Options, Transformer, TransformerError};
use models::{Layer, Shape};
use ndarray::{Array2, Array3, ArrayView2, Axis, s};

use super::loaded::{BEGIN, Loaded};
use crate::explain::sheet::{line, number, product, single, sum};
use crate::given::{Biases, Given};
use crate::notebook::Notebook;
use crate::provided::{self, Misread, Norm, Provided};
use crate::{
    EncodingKind, EngineError, Factor, Line, MatrixName, Operation, Origin, Settings, Token,
    TokenizerKind, Weights,
};

/// Lets settings ask for the layers of this model, by that name. One with two stacks has no
/// sentence of its own and can't be asked.
pub fn provide(name: &str, loaded: &Rc<Loaded>) {
    if loaded.transformer().config().family != Family::EncoderDecoder {
        provided::insert(name.to_owned(), loaded.clone());
    }
}

/// What a model reads of a text.
struct Read {
    tokens: Vec<Token>,
    ids: Vec<u32>,
    /// How many tokens the whole text has.
    total: usize,
    /// The first word that the model has never seen.
    unknown: Option<String>,
}

impl Loaded {
    fn read_text(&self, settings: &Settings) -> Read {
        let (mut tokens, mut ids, mut unknown) = (Vec::new(), Vec::new(), None);
        let is_decoder = self.transformer().config().family == Family::Decoder;
        if let Some(begin) = self.id(BEGIN).filter(|_| is_decoder && !settings.text.is_empty()) {
            tokens.push(Token { text: BEGIN.into(), start: 0, end: 0 });
            ids.push(begin);
        }
        for models::Token { text, start, end } in
            models::tokens(&settings.text, settings.tokenizer.into())
        {
            let word = self.word(text);
            if word.known {
                tokens.push(Token { text: text.into(), start, end });
            } else {
                unknown = unknown.or_else(|| Some(text.to_owned()));
                let spelled = word.tokens.iter().map(|id| self.spelled(*id).to_owned());
                tokens.extend(spelled.map(|text| Token { text, start, end }));
            }
            ids.extend(word.tokens);
        }
        let total = tokens.len();
        tokens.truncate(self.room());
        ids.truncate(self.room());
        Read { tokens, ids, total, unknown }
    }
}

impl Provided for Loaded {
    fn layer(&self, settings: &Settings, layer: usize) -> Result<Given, EngineError> {
        let model = &self.model.name;
        let refused = |reason: String| EngineError::Trained { model: model.clone(), layer, reason };
        let transformer = self.transformer();
        let config = transformer.config();
        let layer = layer.min(config.layers.saturating_sub(1));
        let options = Options {
            without_encoding: settings.encoding == EncodingKind::None,
            ..Options::default()
        };
        // What is added, `stream` adds; of the encoding only what it does within a layer counts.
        let (encoding, within): (_, Box<dyn Encoding>) = match config.encoding {
            _ if options.without_encoding => (EncodingKind::None, Box::new(NoEncoding)),
            "learned" => (EncodingKind::Learned, Box::new(NoEncoding)),
            "sinusoidal" => (EncodingKind::Sinusoidal, Box::new(NoEncoding)),
            "none" => (EncodingKind::None, Box::new(NoEncoding)),
            "rope" => (EncodingKind::Rope, Box::new(Rope::default())),
            "alibi" => (EncodingKind::Alibi, Box::new(Alibi)),
            other => return Err(refused(format!("it tells positions by {other}"))),
        };
        let Read { tokens, ids, total, .. } = self.read_text(settings);
        let (embeddings, added) = stream(transformer, &ids, layer, &options)
            .map_err(|error| refused(error.to_string()))?;
        let name = |part: &str| format!("blocks.{layer}.attention.{part}");
        let weight = |part: &str| {
            transformer.needed(&name(part)).map_err(|error| refused(error.to_string()))
        };
        let (heads, kv_heads) = (config.heads, config.kv_heads);
        let per_head = |weights: ArrayView2<f32>, of: usize| -> Result<Array3<f32>, EngineError> {
            Ok(shared(&split_heads(weights, of)?, heads))
        };
        let has_biases = transformer.weight(&name("query.bias")).is_some();
        let biases = match has_biases {
            false => None,
            true => Some(Biases {
                projections: [
                    per_head(weight("query.bias")?, heads)?,
                    per_head(weight("key.bias")?, kv_heads)?,
                    per_head(weight("value.bias")?, kv_heads)?,
                ],
                output: weight("output.bias")?.to_owned(),
            }),
        };
        Ok(Given {
            settings: Settings {
                heads,
                d_model: config.d_model,
                encoding,
                weights: match &settings.weights {
                    Weights::Trained { model, .. } => {
                        Weights::Trained { model: model.clone(), layer }
                    }
                    Weights::Invented => Weights::Invented,
                },
                ..settings.clone()
            },
            shape: Shape { heads, d_k: config.d_k() },
            tokens,
            total_tokens: total,
            embeddings,
            embeddings_origin: if layer == 0 { Origin::Trained } else { Origin::Computed },
            added_origin: match encoding {
                EncodingKind::Learned if layer == 0 => Origin::Trained,
                _ => Origin::Formula,
            },
            added,
            encoding: within,
            norm: self.norm(layer),
            layer: Layer {
                query: per_head(weight("query")?, heads)?,
                key: per_head(weight("key")?, kv_heads)?,
                value: per_head(weight("value")?, kv_heads)?,
                output: weight("output")?.to_owned(),
            },
            biases,
            origin: Origin::Trained,
        })
    }

    fn misread(&self, settings: &Settings) -> Option<Misread> {
        if settings.tokenizer == TokenizerKind::Characters {
            return Some(Misread::Characters);
        }
        let read = self.read_text(settings);
        match read.unknown {
            Some(word) => Some(Misread::Unknown(word)),
            None => (read.total > self.room()).then(|| Misread::TooLong(self.room())),
        }
    }

    fn norm(&self, layer: usize) -> Option<Rc<dyn Norm>> {
        let transformer = self.transformer();
        let part = |part: &str| {
            let name = format!("blocks.{layer}.attention.norm.{part}");
            transformer.weight(&name).map(|weight| weight.to_owned())
        };
        let (gain, bias) = (part("gain")?, part("bias"));
        Some(Rc::new(Normalisation { kind: transformer.config().norm, gain, bias }))
    }
}

/// What a layer gets, and what is added to that: for the first the embeddings and the positions,
/// for others what the layer before leaves, and nothing. Each [n, d_model].
fn stream(
    transformer: &Transformer,
    ids: &[u32],
    layer: usize,
    options: &Options,
) -> Result<(Array2<f32>, Option<Array2<f32>>), TransformerError> {
    let config = transformer.config();
    if ids.is_empty() {
        return Ok((Array2::zeros((0, config.d_model)), None));
    }
    if let Some(before) = layer.checked_sub(1) {
        let trace = transformer.trace(ids, options)?;
        let blocks = trace.encoder.or(trace.decoder).map(|stack| stack.blocks);
        let block = blocks.into_iter().flatten().nth(before);
        let missing = || Array2::zeros((ids.len(), config.d_model));
        return Ok((block.map_or_else(missing, |block| block.residual), None));
    }
    let rows: Vec<usize> = ids.iter().map(|id| *id as usize).collect();
    let embeddings = attention::embed(&rows, transformer.needed("embedding")?)?;
    let n = ids.len();
    let added = match config.encoding {
        _ if options.without_encoding => None,
        "learned" => transformer.weight("positions").map(|it| it.slice(s![..n, ..]).to_owned()),
        "sinusoidal" => Sinusoidal::default().added(n, config.d_model)?,
        _ => None,
    };
    Ok((embeddings, added))
}

/// The same for `heads` heads, of which as many in a row share one, [heads, rows, d_k].
fn shared(of: &Array3<f32>, heads: usize) -> Array3<f32> {
    let groups = of.len_of(Axis(0));
    let of_head: Vec<usize> = (0..heads).map(|head| head * groups / heads).collect();
    of.select(Axis(0), &of_head)
}

/// What normalises the vectors of a trained layer.
struct Normalisation {
    kind: NormKind,
    /// [1, d_model]
    gain: Array2<f32>,
    /// [1, d_model]
    bias: Option<Array2<f32>>,
}

impl Norm for Normalisation {
    fn write(
        &self,
        inputs: &Array2<f32>,
        notes: &mut Notebook<'_>,
    ) -> Result<Array2<f32>, EngineError> {
        let Self { kind, gain, bias } = self;
        notes.write(MatrixName::NormGain, Origin::Trained, gain.clone());
        if let Some(bias) = bias {
            notes.write(MatrixName::NormBias, Origin::Trained, bias.clone());
        }
        let bias = bias.as_ref().map(|bias| bias.row(0));
        let normed = match kind {
            NormKind::Layer => layer_norm(inputs.view(), gain.row(0), bias, NormKind::EPSILON)?,
            NormKind::Rms => rms_norm(inputs.view(), gain.row(0), NormKind::EPSILON)?,
        };
        Ok(notes.write(MatrixName::Normed, Origin::Computed, normed))
    }

    fn explain(
        &self,
        row: &[Factor],
        column: usize,
        gain: Factor,
        bias: Option<Factor>,
    ) -> Option<Vec<Line>> {
        let values = Array2::from_shape_fn((1, row.len()), |(_, k)| row[k].value);
        let terms = || row.iter().enumerate().map(|(k, &factor)| single(k, factor)).collect();
        let times = |a: f32, b: Factor| {
            let term = product(column, [number(a), b]);
            line(Operation::SumOfProducts, vec![term.clone()], term.value)
        };
        let x = *row.get(column)?;
        let mut lines = Vec::new();
        let normal = match self.kind {
            NormKind::Layer => {
                let moments = moments(values.view(), NormKind::EPSILON).ok()?;
                let (mean, inverse) = (moments.mean[0], moments.inverse_deviation[0]);
                lines.push(line(Operation::Mean, terms(), mean));
                lines.push(line(Operation::InverseDeviation, terms(), inverse));
                let difference = x.value - mean;
                let both = vec![single(column, x), single(column, number(mean))];
                lines.push(line(Operation::Difference, both, difference));
                times(difference, number(inverse))
            }
            NormKind::Rms => {
                let inverse = inverse_root_mean_squares(values.view(), NormKind::EPSILON).ok()?[0];
                lines.push(line(Operation::InverseRootMeanSquare, terms(), inverse));
                let term = product(column, [x, number(inverse)]);
                line(Operation::SumOfProducts, vec![term.clone()], term.value)
            }
        };
        let gained = times(normal.result, gain);
        let biased = bias.map(|bias| sum(number(gained.result), bias));
        lines.extend([normal, gained]);
        lines.extend(biased);
        Some(lines)
    }
}

#[cfg(test)]
mod tests;
