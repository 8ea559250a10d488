//! Which matrices a step shows, and in which arrangement.

use engine::{MatrixName, Trace};
use scene::Domain;

use crate::ledger_text::number;
use crate::shared::{MatrixRef, Shared};
use crate::steps::Step;

/// One picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The matrix.
    pub matrix: MatrixRef,
    /// Whether rows are drawn as columns.
    pub transposed: bool,
    /// The name to show in place of the matrix's own.
    pub symbol: Option<&'static str>,
    /// What stands before it.
    pub operator: Option<String>,
    /// Which values its colours span.
    pub domain: Domain,
    /// Whether others on the screen span the same.
    pub shared: bool,
    /// Whether its legend is shown; of those that share a scale the first shows it.
    pub legend: bool,
    /// Whether its rows are named; of those level with each other the first is.
    pub named: bool,
    /// Whether the caption says the head and no more, since many stand side by side.
    pub compact: bool,
    /// Whether the sum of each row is written beside it.
    pub sums: bool,
}

/// An arrangement of pictures.
#[derive(Clone, Debug, PartialEq)]
pub enum Layout {
    /// Side by side, operators between.
    Row(Vec<Item>),
    /// A product: the left factor's rows level with the results' rows, each right factor's
    /// columns level with the columns of the result below it.
    Cross {
        /// The left factor.
        left: Item,
        /// Right factors, each with its result.
        blocks: Vec<Block>,
    },
}

/// A right factor and what stands below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The right factor.
    pub right: Item,
    /// The product.
    pub result: Item,
    /// What RoPE makes of the product, or the bias that is in it, below it.
    pub below: Option<Item>,
}

impl Layout {
    /// All pictures.
    pub fn items(&self) -> Vec<&Item> {
        match self {
            Self::Row(items) => items.iter().collect(),
            Self::Cross { left, blocks } => {
                let mut items = vec![left];
                for Block { right, result, below } in blocks {
                    items.extend([right, result]);
                    items.extend(below);
                }
                items
            }
        }
    }
}

/// The arrangement of one step and head. Empty where the trace has no tokens.
pub fn layout(trace: &Shared<Trace>, step: Step, head: usize) -> Layout {
    use MatrixName as M;
    let item = |name| {
        MatrixRef::find(trace, name, head).map(|matrix| Item {
            domain: Domain::of(matrix.values.iter().copied()),
            matrix,
            transposed: false,
            symbol: None,
            operator: None,
            shared: false,
            legend: true,
            named: true,
            compact: false,
            sums: false,
        })
    };
    let row = |items: &[(&str, M)]| {
        let items = items.iter().enumerate().filter_map(|(index, (operator, name))| {
            let operator = (!operator.is_empty()).then(|| (*operator).to_owned());
            Some(Item { operator, named: index == 0, ..item(*name)? })
        });
        Layout::Row(items.collect())
    };
    let cross = |left: M, blocks: &[(M, M)]| {
        let pairs = blocks.iter().filter_map(|(right, result)| {
            Some(Block { right: item(*right)?, result: item(*result)?, below: None })
        });
        match item(left) {
            Some(left) => Layout::Cross { left, blocks: pairs.collect() },
            None => Layout::Row(Vec::new()),
        }
    };
    match step {
        Step::Tokens => Layout::Row(Vec::new()),
        Step::Embeddings => row(&[("", M::Embeddings)]),
        Step::Positions => {
            row(&[("", M::Positions), ("", M::RotationAngles), ("", M::PositionBias)])
        }
        Step::Inputs => {
            let layout = shared(row(&[("", M::Embeddings), ("+", M::Positions), ("=", M::Inputs)]));
            match (layout, row(&[("normalised →", M::Normed)])) {
                // What a trained layer makes of them has a scale of its own.
                (Layout::Row(sum), Layout::Row(normed)) => Layout::Row([sum, normed].concat()),
                (layout, _) => layout,
            }
        }
        Step::Projections => projections(trace, head, item, cross),
        Step::Scores => match cross(M::Queries, &[(M::Keys, M::Scores)]) {
            Layout::Cross { left, blocks } => {
                let transpose = |block: Block| Block {
                    right: Item { transposed: true, symbol: Some("Kᵀ"), ..block.right },
                    ..block
                };
                Layout::Cross { left, blocks: blocks.into_iter().map(transpose).collect() }
            }
            row => row,
        },
        Step::Scaled => {
            let divisor = match trace.settings.scale {
                true => format!("÷ {}", number((trace.d_k as f32).sqrt())),
                false => "÷ 1".to_owned(),
            };
            let has_bias = trace.matrix(M::PositionBias, head).is_some();
            let before = if has_bias { "+" } else { "=" };
            let mut layout = row(&[("", M::Scores), (before, M::PositionBias), ("=", M::Scaled)]);
            if let Layout::Row(items) = &mut layout
                && let Some(second) = items.get_mut(1)
            {
                second.operator = Some(format!("{divisor} {before}"));
            }
            shared(layout)
        }
        Step::Masked => shared(row(&[("", M::Scaled), ("+", M::Mask), ("=", M::Masked)])),
        Step::Weights => {
            let before = if trace.has_mask { M::Masked } else { M::Scaled };
            match row(&[("", before), ("softmax →", M::Weights)]) {
                Layout::Row(mut items) => {
                    items.iter_mut().skip(1).for_each(|item| item.sums = true);
                    Layout::Row(items)
                }
                cross => cross,
            }
        }
        Step::HeadOutput => cross(M::Weights, &[(M::Values, M::HeadOutput)]),
        Step::Output => match cross(M::Concatenated, &[(M::OutputWeights, M::Output)]) {
            Layout::Cross { left, mut blocks } => {
                for block in &mut blocks {
                    block.below = item(M::OutputBias);
                }
                Layout::Cross { left, blocks }
            }
            row => row,
        },
    }
}

/// With RoPE the product gives the queries and keys before they are turned; the turned ones
/// stand below, since the step promises them. So do the biases of a trained layer.
fn projections(
    trace: &Shared<Trace>,
    head: usize,
    item: impl Fn(MatrixName) -> Option<Item>,
    cross: impl Fn(MatrixName, &[(MatrixName, MatrixName)]) -> Layout,
) -> Layout {
    use MatrixName as M;
    let is_rope = trace.matrix(M::QueriesUnrotated, head).is_some();
    let blocks: &[_] = match is_rope {
        false => {
            &[(M::QueryWeights, M::Queries), (M::KeyWeights, M::Keys), (M::ValueWeights, M::Values)]
        }
        true => &[
            (M::QueryWeights, M::QueriesUnrotated),
            (M::KeyWeights, M::KeysUnrotated),
            (M::ValueWeights, M::Values),
        ],
    };
    let inputs = if trace.matrix(M::Normed, head).is_some() { M::Normed } else { M::Inputs };
    match cross(inputs, blocks) {
        Layout::Cross { left, mut blocks } => {
            let below = match is_rope {
                true => [Some(M::Queries), Some(M::Keys), None],
                false => [M::QueryBias, M::KeyBias, M::ValueBias].map(Some),
            };
            for (block, name) in blocks.iter_mut().zip(below) {
                block.below = name.and_then(&item);
            }
            let weights = union(blocks.iter().map(|block| block.right.domain));
            let results = blocks.iter().flat_map(|b| [Some(&b.result), b.below.as_ref()]);
            let results = union(results.flatten().map(|item| item.domain));
            for (index, block) in blocks.iter_mut().enumerate() {
                let right = &mut block.right;
                (right.domain, right.shared, right.legend) = (weights, true, index == 0);
                for result in std::iter::once(&mut block.result).chain(&mut block.below) {
                    (result.domain, result.shared, result.legend) = (results, true, index == 0);
                    // The inputs' rows, level with these, are named.
                    result.named = false;
                }
            }
            Layout::Cross { left, blocks }
        }
        row => row,
    }
}

/// One and the same matrix of every head, side by side.
pub fn all_heads(trace: &Shared<Trace>, step: Step) -> Layout {
    let items = (0..trace.settings.heads).filter_map(|head| match layout(trace, step, head) {
        Layout::Row(items) => items.into_iter().last(),
        Layout::Cross { blocks, .. } => {
            let turned = |below: &Item| below.matrix.name == MatrixName::Queries;
            blocks
                .into_iter()
                .next()
                .map(|block| block.below.filter(turned).unwrap_or(block.result))
        }
    });
    let plain =
        items.map(|item| Item { operator: None, named: true, compact: true, sums: false, ..item });
    shared(Layout::Row(plain.collect()))
}

/// The same colours for the same values throughout.
fn shared(layout: Layout) -> Layout {
    match layout {
        Layout::Row(mut items) => {
            let domain = union(items.iter().map(|item| item.domain));
            for (index, item) in items.iter_mut().enumerate() {
                (item.domain, item.shared, item.legend) = (domain, true, index == 0);
            }
            Layout::Row(items)
        }
        cross => cross,
    }
}

fn union(domains: impl Iterator<Item = Domain>) -> Domain {
    domains.reduce(Domain::union).unwrap_or_else(|| Domain::of(std::iter::empty()))
}
