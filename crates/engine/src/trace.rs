//! One attention layer over one sentence.

use attention::{Encoding, Mask, Options, Scale, encoding::Rope, matmul, merge_heads};
use ndarray::{Array2, Array3, Axis};

use crate::given::{Biases, Given, given};
use crate::{
    EncodingKind, EngineError, MaskKind, MatrixName, Origin, Settings, Trace, encoding,
    notebook::Notebook,
};

/// Computes every matrix of the layer, in order and with the learner's edits.
pub(crate) fn trace(settings: &Settings) -> Result<Trace, EngineError> {
    let mut given = given(settings)?;
    let mut trace = Trace {
        settings: given.settings.clone(),
        tokens: std::mem::take(&mut given.tokens),
        total_tokens: given.total_tokens,
        d_k: given.shape.d_k,
        matrices: Vec::new(),
        empty_rows: Vec::new(),
        has_mask: settings.mask != MaskKind::None,
    };
    if !trace.tokens.is_empty() {
        let mut notes = Notebook::new(&settings.edits);
        trace.empty_rows = compute(given, &trace, &mut notes)?;
        trace.matrices = notes.into_matrices();
    }
    Ok(trace)
}

/// Writes all matrices down and returns the rows that have nothing to look at.
fn compute(
    given: Given,
    trace: &Trace,
    notes: &mut Notebook<'_>,
) -> Result<Vec<(usize, usize)>, EngineError> {
    use MatrixName as M;
    use Origin::{Computed, Formula};

    let Given { shape, encoding, layer, origin, .. } = given;
    let settings = &trace.settings;
    let (n, d_model) = (trace.tokens.len(), shape.d_model());

    let words = trace.tokens.iter().map(|token| token.text.as_str());
    let embeddings = notes.write_embeddings(words, given.embeddings_origin, given.embeddings);
    let added = given.added.unwrap_or_else(|| Array2::zeros((n, d_model)));
    let positions = notes.write(M::Positions, given.added_origin, added);
    if settings.encoding == EncodingKind::Rope {
        let angles = Rope::default().angles(n, shape.d_k)?;
        // The same for every head, but each has its own to look at.
        let angles = angles.insert_axis(Axis(0));
        let every_head = angles.broadcast((shape.heads, n, shape.d_k / 2)).map(|a| a.to_owned());
        notes.write_heads(M::RotationAngles, Formula, every_head.unwrap_or(angles));
    }
    let bias = encoding
        .bias(shape.heads, 0..n, n)?
        .map(|bias| notes.write_heads(M::PositionBias, encoding::origin(settings.encoding), bias));
    // [n, d_model] + [n, d_model] -> [n, d_model]
    let mut inputs = notes.write(M::Inputs, Computed, embeddings + positions);
    if let Some(norm) = given.norm {
        inputs = norm.write(&inputs, notes)?;
    }

    let query_weights = notes.write_heads(M::QueryWeights, origin, layer.query);
    let key_weights = notes.write_heads(M::KeyWeights, origin, layer.key);
    let value_weights = notes.write_heads(M::ValueWeights, origin, layer.value);
    let mut queries = project(&inputs, &query_weights)?;
    let mut keys = project(&inputs, &key_weights)?;
    let mut values = project(&inputs, &value_weights)?;
    let mut output_bias = None;
    if let Some(Biases { projections: [q, k, v], output }) = given.biases {
        // [heads, n, d_k] + [heads, 1, d_k] -> [heads, n, d_k]
        queries += &notes.write_heads(M::QueryBias, origin, q);
        keys += &notes.write_heads(M::KeyBias, origin, k);
        values += &notes.write_heads(M::ValueBias, origin, v);
        output_bias = Some(notes.write(M::OutputBias, origin, output));
    }
    if settings.encoding == EncodingKind::Rope {
        queries = notes.write_heads(M::QueriesUnrotated, Computed, queries);
        keys = notes.write_heads(M::KeysUnrotated, Computed, keys);
        rotate(encoding.as_ref(), &mut queries)?;
        rotate(encoding.as_ref(), &mut keys)?;
    }
    let queries = notes.write_heads(M::Queries, Computed, queries);
    let keys = notes.write_heads(M::Keys, Computed, keys);
    let values = notes.write_heads(M::Values, Computed, values);

    let mask = mask(settings.mask, n)?.map(|mask| notes.write(M::Mask, Formula, mask));
    let options = Options {
        scale: if settings.scale { Scale::InverseSqrt } else { Scale::By(1.0) },
        temperature: settings.temperature,
        mask: Mask { added: mask.map(|mask| mask.insert_axis(Axis(0))), ..Mask::default() },
        bias,
        ..Options::default()
    };
    let steps = attention::trace(queries.view(), keys.view(), values.view(), &options)?;
    notes.write_heads(M::Scores, Computed, steps.scores);
    notes.write_heads(M::Scaled, Computed, steps.scaled);
    if settings.mask != MaskKind::None {
        notes.write_heads(M::Masked, Computed, steps.masked);
    }
    notes.write_heads(M::Weights, Computed, steps.weights);
    let outputs = notes.write_heads(M::HeadOutput, Computed, steps.output);

    // [heads, n, d_k] -> [n, d_model]
    let concatenated = notes.write(M::Concatenated, Computed, merge_heads(outputs.view()));
    let output_weights = notes.write(M::OutputWeights, origin, layer.output);
    // [n, d_model] · [d_model, d_model] -> [n, d_model]
    let mut output = matmul(concatenated.view(), output_weights.view())?;
    if let Some(bias) = output_bias {
        output += &bias; // [n, d_model] + [1, d_model] -> [n, d_model]
    }
    notes.write(M::Output, Computed, output);
    Ok(steps.empty_rows)
}

/// [n, d_model] · [heads, d_model, d_k] -> [heads, n, d_k]
fn project(inputs: &Array2<f32>, weights: &Array3<f32>) -> Result<Array3<f32>, EngineError> {
    let (heads, _, d_k) = weights.dim();
    let mut projected = Array3::zeros((heads, inputs.nrows(), d_k));
    for (mut head, weights) in projected.outer_iter_mut().zip(weights.outer_iter()) {
        head.assign(&matmul(inputs.view(), weights)?);
    }
    Ok(projected)
}

/// Turns queries or keys, [heads, n, d_k], each by the angle of its position.
fn rotate(encoding: &dyn Encoding, vectors: &mut Array3<f32>) -> Result<(), EngineError> {
    vectors.outer_iter_mut().try_for_each(|head| Ok(encoding.rotate(head, 0)?))
}

/// [n, n], or none where everyone looks at everyone.
fn mask(kind: MaskKind, n: usize) -> Result<Option<Array2<f32>>, EngineError> {
    Ok(match kind {
        MaskKind::None => None,
        MaskKind::Causal => Some(Mask::causal().matrix(1, n, n)?.index_axis_move(Axis(0), 0)),
        MaskKind::Custom => Some(Array2::zeros((n, n))),
    })
}
