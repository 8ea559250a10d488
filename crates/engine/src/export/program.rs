//! A trace as a program that computes it anew.

mod positions;

use crate::{EncodingKind, MaskKind, Matrix, MatrixName, Settings, Trace, Weights};

use self::positions::positions;
use super::python::{list, nested, number, rows, text};

/// Stands for the library in what is the same in both. No literal of a text holds it as it is.
const LIBRARY: char = '§';

/// The library that a program is written with.
#[derive(Clone, Copy, PartialEq)]
enum Library {
    NumPy,
    PyTorch,
}

/// A program in Python that computes the trace's output from the embeddings and weights in it,
/// step by step and with NumPy alone, and prints how far it is from the page's. None for a
/// sentence without tokens, which has no output.
///
/// ```
/// use engine::{Request, Response, Settings, export::numpy, run};
///
/// let Response::Attention(trace) = run(&Request::Attention(Settings::default()))? else {
///     unreachable!()
/// };
/// let program = numpy(&trace).unwrap();
/// assert!(program.contains("import numpy as np"));
/// assert!(program.contains(r#"tokens = ["dog", "bites", "man"]"#));
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn numpy(trace: &Trace) -> Option<String> {
    write(trace, Library::NumPy)
}

/// The same with PyTorch, whose own attention does the middle part.
///
/// ```
/// use engine::{Request, Response, Settings, export::pytorch, run};
///
/// let Response::Attention(trace) = run(&Request::Attention(Settings::default()))? else {
///     unreachable!()
/// };
/// assert!(pytorch(&trace).unwrap().contains("scaled_dot_product_attention"));
/// # Ok::<(), engine::EngineError>(())
/// ```
pub fn pytorch(trace: &Trace) -> Option<String> {
    write(trace, Library::PyTorch)
}

fn write(trace: &Trace, library: Library) -> Option<String> {
    let parts = [
        library.opening().to_owned(),
        given(trace)?,
        positions(trace)?,
        norm(trace).unwrap_or_default(),
        projections(trace),
        mask(trace),
        library.attention(trace),
        comparison(trace)?,
    ];
    let parts: Vec<_> = parts.iter().map(|part| part.trim()).filter(|p| !p.is_empty()).collect();
    let program = parts.join("\n\n") + "\n";
    Some(match library {
        Library::NumPy => program.replace(LIBRARY, "np"),
        Library::PyTorch => program.replace("§.array", "§.tensor").replace(LIBRARY, "torch"),
    })
}

impl Library {
    fn opening(self) -> &'static str {
        match self {
            Self::NumPy => {
                r#"
"""One layer of attention, as Attention Lab shows it, computed anew with NumPy.

The page computes with 32 bits and this with 64, so that a small difference is left.
"""
import math

import numpy as np
"#
            }
            Self::PyTorch => {
                r#"
"""One layer of attention, as Attention Lab shows it, computed anew with PyTorch (2.1 or newer).

The page computes with 32 bits and this with 64, so that a small difference is left.
"""
import math

import torch
from torch.nn.functional import scaled_dot_product_attention

torch.set_default_dtype(torch.float64)
"#
            }
        }
    }

    /// From queries, keys and values to the output of each head.
    fn attention(self, trace: &Trace) -> String {
        let has_bias = trace.matrix(MatrixName::PositionBias, 0).is_some();
        let added: &[&str] = match (has_bias, trace.has_mask) {
            (false, false) => &[],
            (true, false) => &["B"],
            (false, true) => &["M"],
            (true, true) => &["B", "M"],
        };
        match self {
            Self::NumPy => {
                let added: String = added.iter().map(|name| format!("S = S + {name}\n")).collect();
                let (largest, total) = match trace.has_mask {
                    false => ("", ""),
                    true => (
                        "largest = np.where(np.isinf(largest), 0, largest)  # nothing to look at\n",
                        "total = np.where(total == 0, 1, total)  # then all weights are 0\n",
                    ),
                };
                format!(
                    "# The scores, and the softmax of each row. [heads, n, n]\n\
                     S = Q @ K.swapaxes(1, 2) * scale\n{added}\
                     largest = S.max(-1, keepdims=True)\n{largest}\
                     powers = np.exp((S - largest) / temperature)\n\
                     total = powers.sum(-1, keepdims=True)\n{total}\
                     A = powers / total\n\n\
                     # Each head's output. [heads, n, d_k]\n\
                     Z = A @ V\n"
                )
            }
            Self::PyTorch => {
                let mask = match added {
                    [] => "None".to_owned(),
                    [one] => format!("{one} / temperature"),
                    several => format!("({}) / temperature", several.join(" + ")),
                };
                let empty = match trace.has_mask {
                    false => "",
                    true => {
                        "# A query that may look nowhere gets nothing.\n\
                         Z = torch.where(torch.isfinite(M).any(-1)[:, None], Z, 0.0)\n"
                    }
                };
                format!(
                    "# Each head's output: scores, softmax and weighted sum in one. [heads, n, d_k]\n\
                     Z = scaled_dot_product_attention(\n    \
                         Q, K, V, attn_mask={mask}, scale=scale / temperature\n)\n{empty}"
                )
            }
        }
    }
}

/// What the layer is given: all that was drawn from the seed, with the learner's edits in it.
fn given(trace: &Trace) -> Option<String> {
    use MatrixName as M;

    let Settings { heads, d_model, temperature, scale, .. } = trace.settings;
    let [vectors, source] = source(&trace.settings);
    let sentence = text(&trace.settings.text);
    let tokens = list(trace.tokens.iter().map(|token| text(&token.text)));
    let temperature = number(temperature);
    let scale = match scale {
        true => "1 / math.sqrt(d_k)",
        false => "1.0  # the division by the root of d_k is switched off",
    };
    let embeddings = rows(trace.matrix(M::Embeddings, 0)?.values.view(), 0);
    let edited_embeddings = edited(trace, &[M::Embeddings]);
    let edited_weights = edited(trace, &[M::QueryWeights, M::KeyWeights, M::ValueWeights]);
    let of_heads = |(name, matrix)| {
        let mut heads = heads_of(trace, matrix).map(|head| rows(head.values.view(), 1)).peekable();
        heads.peek()?;
        Some(format!("{name} = §.array({})\n", nested(heads, 0)))
    };
    let weights = [("W_Q", M::QueryWeights), ("W_K", M::KeyWeights), ("W_V", M::ValueWeights)];
    let weights: String = weights.into_iter().filter_map(of_heads).collect();
    let biases = [("b_Q", M::QueryBias), ("b_K", M::KeyBias), ("b_V", M::ValueBias)];
    let biases: String = biases.into_iter().filter_map(of_heads).collect();
    let biases = match biases.is_empty() {
        true => biases,
        false => {
            format!("\n# What is added to queries, keys and values. [heads, 1, d_k]\n{biases}")
        }
    };
    let output_bias = trace
        .matrix(M::OutputBias, 0)
        .map(|bias| format!("b_O = §.array({})  # [1, d_model]\n", rows(bias.values.view(), 0)));
    let output_bias = output_bias.unwrap_or_default();
    let output = rows(trace.matrix(M::OutputWeights, 0)?.values.view(), 0);
    let edited_output = edited(trace, &[M::OutputWeights]);
    Some(format!(
        "text = {sentence}\n\
         tokens = {tokens}\n\
         heads, d_model = {heads}, {d_model}\n\
         n, d_k = len(tokens), d_model // heads\n\
         scale = {scale}\n\
         temperature = {temperature}\n\n\
         # {vectors}{edited_embeddings}. [n, d_model]\n\
         E = §.array({embeddings})\n\n\
         # Weights, {source}{edited_weights}. [heads, d_model, d_k]\n\
         {weights}{biases}\n\
         # What mixes the heads, also {source}{edited_output}. [d_model, d_model]\n\
         W_O = §.array({output})\n{output_bias}"
    ))
}

/// What the vectors are that the layer starts from, and where its weights come from.
fn source(settings: &Settings) -> [String; 2] {
    match &settings.weights {
        Weights::Invented => {
            let source = format!("invented from seed {}", settings.seed);
            [format!("Embeddings, {source}"), source]
        }
        Weights::Trained { model, layer } => {
            let vectors = match layer {
                0 => format!("Embeddings, as the model \u{201c}{model}\u{201d} was trained"),
                _ => format!("What layer {} of \u{201c}{model}\u{201d} leaves", layer - 1),
            };
            [vectors, format!("of layer {layer} of the trained \u{201c}{model}\u{201d}")]
        }
    }
}

/// What a trained layer makes of its inputs before it projects them.
fn norm(trace: &Trace) -> Option<String> {
    use MatrixName as M;
    let gain = rows(trace.matrix(M::NormGain, 0)?.values.view(), 0);
    Some(match trace.matrix(M::NormBias, 0) {
        Some(bias) => format!(
            "# Layer normalisation. [n, d_model]\n\
             gain = §.array({gain})\n\
             bias = §.array({})\n\
             D = X - X.mean(-1)[:, None]\n\
             N = D / §.sqrt((D**2).mean(-1)[:, None] + 1e-5) * gain + bias",
            rows(bias.values.view(), 0)
        ),
        None => format!(
            "# Root-mean-square normalisation. [n, d_model]\n\
             gain = §.array({gain})\n\
             N = X / §.sqrt((X**2).mean(-1)[:, None] + 1e-5) * gain"
        ),
    })
}

/// Queries, keys and values, and which of their cells the learner set.
fn projections(trace: &Trace) -> String {
    let is_rope = trace.settings.encoding == EncodingKind::Rope;
    let has = |matrix| trace.matrix(matrix, 0).is_some();
    let inputs = if has(MatrixName::Normed) { "N" } else { "X" };
    let has_biases = has(MatrixName::QueryBias);
    let projected = |name: &str| match has_biases {
        true => format!("{inputs} @ W_{name} + b_{name}"),
        false => format!("{inputs} @ W_{name}"),
    };
    let turned = |name: &str| match is_rope {
        true => format!("turn({})", projected(name)),
        false => projected(name),
    };
    let set: String =
        [("Q", MatrixName::Queries), ("K", MatrixName::Keys), ("V", MatrixName::Values)]
            .into_iter()
            .flat_map(|(name, matrix)| heads_of(trace, matrix).map(move |head| by_hand(name, head)))
            .collect();
    format!(
        "# Queries, keys and values. [heads, n, d_k]\n\
         Q = {}\n\
         K = {}\n\
         V = {}\n{set}",
        turned("Q"),
        turned("K"),
        projected("V"),
    )
}

/// What is added to the scores of pairs that may not see each other.
fn mask(trace: &Trace) -> String {
    let Some(mask) = trace.matrix(MatrixName::Mask, 0) else { return String::new() };
    match trace.settings.mask {
        MaskKind::None => String::new(),
        MaskKind::Causal => format!(
            "# Each token sees itself and those before it. [n, n]\n\
             M = §.triu(§.full((n, n), -math.inf), 1)\n{}",
            by_hand("M", mask)
        ),
        MaskKind::Custom => {
            let open = mask.values.mapv(|value| if value == 0.0 { 1.0 } else { 0.0 });
            format!(
                "# 1 where a query (row) may look at a key (column). [n, n]\n\
                 M = §.where(§.array({}) == 1, 0.0, -math.inf)\n",
                rows(open.view(), 0)
            )
        }
    }
}

/// How far the page's numbers are from these.
fn comparison(trace: &Trace) -> Option<String> {
    let output = trace.matrix(MatrixName::Output, 0)?;
    let bias = trace.matrix(MatrixName::OutputBias, 0).map_or("", |_| " + b_O");
    Some(format!(
        "# The heads side by side, mixed. [n, d_model]\n\
         Y = Z.swapaxes(0, 1).reshape(n, d_model) @ W_O{bias}\n\n\
         # What the page shows.\n\
         page = §.array({})\n\
         print(f\"largest difference: {{abs(Y - page).max():.3g}}\")\n\
         print(f\"largest number: {{abs(page).max():.3g}}\")\n",
        rows(output.values.view(), 0)
    ))
}

/// The matrices of that name, head by head.
fn heads_of(trace: &Trace, name: MatrixName) -> impl Iterator<Item = &Matrix> {
    trace.matrices.iter().filter(move |matrix| matrix.name == name)
}

/// How many cells of these matrices the learner set.
fn edited(trace: &Trace, names: &[MatrixName]) -> String {
    let of_these = trace.matrices.iter().filter(|matrix| names.contains(&matrix.name));
    match of_these.map(|matrix| matrix.edited.len()).sum() {
        0 => String::new(),
        1 => ", but for 1 number set by hand".into(),
        n => format!(", but for {n} numbers set by hand"),
    }
}

/// The cells of a matrix that the learner set, set.
fn by_hand(name: &str, matrix: &Matrix) -> String {
    let head = matrix.head.map(|head| format!("{head}, ")).unwrap_or_default();
    let cells = matrix.edited.iter().filter_map(|&(row, column)| {
        let value = number(matrix.get(row, column)?);
        Some(format!("{name}[{head}{row}, {column}] = {value}  # set by hand\n"))
    });
    cells.collect()
}
