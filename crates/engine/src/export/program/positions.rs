//! How a program tells positions.

use crate::export::python::rows;
use crate::{EncodingKind, MatrixName, Settings, Trace, Weights, encoding, settings};

/// What the encoding adds to the embeddings, to the scores, or how it turns queries and keys.
pub(super) fn positions(trace: &Trace) -> Option<String> {
    let Settings { encoding, seed, heads, .. } = trace.settings;
    Some(match encoding {
        EncodingKind::Sinusoidal | EncodingKind::Learned if !trace.settings.adds_positions() => {
            "X = E  # nothing is added here".into()
        }
        EncodingKind::None => "X = E  # no positions".into(),
        EncodingKind::Sinusoidal => {
            "# Sinusoidal positions, added to the embeddings. [n, d_model]\n\
             angle = §.arange(n)[:, None] / 10000 ** (§.arange(0, d_model, 2) / d_model)\n\
             P = §.zeros((n, d_model))\n\
             P[:, 0::2] = §.sin(angle)\n\
             P[:, 1::2] = §.cos(angle)[:, : d_model // 2]\n\
             X = E + P"
                .into()
        }
        EncodingKind::Learned => {
            let source = match &trace.settings.weights {
                Weights::Invented => format!(" before training, drawn from seed {seed}"),
                Weights::Trained { .. } => ", as trained".into(),
            };
            format!(
                "# Rows of a learned table{source}. [n, d_model]\n\
                 P = §.array({})\n\
                 X = E + P",
                rows(trace.matrix(MatrixName::Positions, 0)?.values.view(), 0)
            )
        }
        EncodingKind::Rope => "X = E  # RoPE adds nothing\n\n\
             # It turns each pair of numbers by an angle that grows with the position.\n\
             angle = §.arange(n)[:, None] / 10000 ** (§.arange(0, d_k, 2) / d_k)\n\
             cos, sin = §.cos(angle), §.sin(angle)  # [n, d_k / 2]\n\n\n\
             def turn(x):\n    \
                 a, b = x[..., 0::2], x[..., 1::2]\n    \
                 return §.stack([a * cos - b * sin, a * sin + b * cos], -1).reshape(x.shape)\n\n\n\
             # Queries and keys are turned so."
            .into(),
        EncodingKind::Alibi => "X = E  # ALiBi adds nothing to the embeddings\n\n\
             # It takes off the scores what grows with the distance. [heads, n, n]\n\
             below = 2 ** (heads.bit_length() - 1)\n\
             slopes = [2 ** (-8 * i / below) for i in range(1, below + 1)]\n\
             slopes += [2 ** (-4 * (2 * i + 1) / below) for i in range(heads - below)]\n\
             B = -§.array(slopes)[:, None, None] * abs(§.arange(n)[:, None] - §.arange(n))"
            .into(),
        EncodingKind::T5 => {
            let shape = settings::shape(&trace.settings).ok()?;
            let table = encoding::t5(&trace.settings, shape).table;
            format!(
                "X = E  # T5 adds nothing to the embeddings\n\n\
                 # It adds to the scores what a table holds for the bucket of the distance; here\n\
                 # before training, drawn from seed {seed}. [32, {heads}]\n\
                 T = §.array({})\n\n\n\
                 def bucket(query, key):\n    \
                     distance = abs(query - key)\n    \
                     if distance >= 8:\n        \
                         distance = 8 + int(math.log(distance / 8) / math.log(128 / 8) * 8)\n    \
                     return min(distance, 15) + (16 if key > query else 0)\n\n\n\
                 buckets = §.array([[bucket(i, j) for j in range(n)] for i in range(n)])\n\
                 B = §.moveaxis(T[buckets], -1, 0)  # [heads, n, n]",
                rows(table.view(), 0)
            )
        }
    })
}
