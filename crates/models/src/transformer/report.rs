//! What each head looks at, measured over many sentences.

use std::collections::{BTreeMap, BTreeSet};

use attention::Trace;
use ndarray::Axis;
use serde::{Deserialize, Serialize};

use super::TransformerError;

/// What two tokens have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairKind {
    /// From a verb to its subject.
    Subject,
    /// From a pronoun to what it stands for.
    Referent,
    /// From a token to the one that followed it where it stood before, as an induction head
    /// looks (Olsson et al. 2022).
    Induction,
}

/// A query and the key that a reader would look at from there. One that a mask hides counts
/// too, with a weight of 0. Of several keys of one query, the weights are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Position of the query.
    pub query: usize,
    /// Position of the key.
    pub key: usize,
    /// What the one is to the other.
    pub kind: PairKind,
}

/// A sentence, what is known of it, and how the layers of one stack saw it.
///
/// For attention from one sentence to another, queries and keys are different sentences and
/// positions are compared as numbers; but a word that both have at the same position stands in
/// two places, and counts for [`Measure::SameWord`].
#[derive(Clone, Debug)]
pub struct Example<'a> {
    /// The tokens that ask.
    pub queries: &'a [u32],
    /// The tokens that are looked at.
    pub keys: &'a [u32],
    /// What is known of them.
    pub pairs: &'a [Pair],
    /// The attention of each layer.
    pub layers: Vec<&'a Trace>,
}

/// What is measured of a head. Weights are those of one query; then the mean is taken over all
/// queries of all sentences to which the measure applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How far it looks, in tokens: Σ w · |query − key|.
    Distance,
    /// How spread its look is, in bits: −Σ w · log₂ w.
    Entropy,
    /// The weight on the token just before; the first token has none.
    Previous,
    /// The weight on the token itself.
    Itself,
    /// The weight on the same word at other places, where there are any that it may look at.
    SameWord,
    /// The weight on the subject of a verb.
    Subject,
    /// The weight on what a pronoun stands for.
    Referent,
    /// The weight on what followed the same word earlier.
    Induction,
}

impl Measure {
    /// All measures, in the order of tables.
    ///
    /// ```
    /// assert_eq!(models::transformer::Measure::ALL.len(), 8);
    /// ```
    pub const ALL: [Self; 8] = [
        Self::Distance,
        Self::Entropy,
        Self::Previous,
        Self::Itself,
        Self::SameWord,
        Self::Subject,
        Self::Referent,
        Self::Induction,
    ];
}

/// What was measured, and where it shows best.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The mean over the queries.
    pub mean: f64,
    /// How many queries that were.
    pub queries: usize,
    /// The sentence with the largest mean of its own; the first of equals.
    pub best: usize,
}

/// One head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeadReport {
    /// Its layer, from 0.
    pub layer: usize,
    /// Its number in the layer, from 0.
    pub head: usize,
    /// In the order of [`Measure::ALL`]; nothing where no query could be asked.
    pub figures: [Option<Figure>; 8],
}

impl HeadReport {
    /// One figure.
    ///
    /// ```
    /// use models::transformer::{HeadReport, Measure};
    /// let report = HeadReport { layer: 0, head: 0, figures: [None; 8] };
    /// assert_eq!(report.figure(Measure::Entropy), None);
    /// ```
    pub fn figure(&self, measure: Measure) -> Option<Figure> {
        self.figures[measure as usize]
    }
}

/// Measures every head of a stack over some sentences, layer by layer. Queries that see no key
/// at all are left out.
///
/// # Errors
/// [`TransformerError::Misfit`] if the sentences differ in their layers or heads, if a trace is
/// not of as many queries and keys as there are tokens, or if a pair stands outside of them.
///
/// ```
/// use attention::{Mask, Options, trace};
/// use models::transformer::{Example, Measure, Pair, PairKind, report};
/// use ndarray::Array3;
///
/// // A head that sees all tokens up to its own alike.
/// let x = Array3::zeros((1, 2, 1));
/// let options = Options { mask: Mask::causal(), ..Options::default() };
/// let seen = trace(x.view(), x.view(), x.view(), &options)?;
/// let pairs = [Pair { query: 1, key: 0, kind: PairKind::Subject }];
/// let example = Example { queries: &[7, 8], keys: &[7, 8], pairs: &pairs, layers: vec![&seen] };
/// let heads = report(&[example])?;
/// let mean = |measure| heads[0].figure(measure).map(|figure| figure.mean);
/// assert_eq!(mean(Measure::Distance), Some(0.25)); // 0, then 1/2
/// assert_eq!(mean(Measure::Entropy), Some(0.5)); // 0 bits, then 1
/// assert_eq!(mean(Measure::Subject), Some(0.5));
/// assert_eq!(mean(Measure::SameWord), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn report(examples: &[Example]) -> Result<Vec<HeadReport>, TransformerError> {
    let Some(first) = examples.first() else { return Ok(Vec::new()) };
    let heads: Vec<usize> = first.layers.iter().map(|trace| trace.weights.dim().0).collect();
    for (i, example) in examples.iter().enumerate() {
        example.check(i, &heads)?;
    }
    let all = heads.iter().enumerate().flat_map(|(layer, &heads)| {
        (0..heads).map(move |head| HeadReport {
            layer,
            head,
            figures: Measure::ALL.map(|measure| figure(examples, measure, layer, head)),
        })
    });
    Ok(all.collect())
}

/// The sum over the queries of each sentence, put together.
fn figure(examples: &[Example], measure: Measure, layer: usize, head: usize) -> Option<Figure> {
    let (mut sum, mut queries, mut best) = (0.0, 0, None::<(f64, usize)>);
    for (i, example) in examples.iter().enumerate() {
        let shares = example.shares(measure, layer, head);
        if shares.is_empty() {
            continue;
        }
        let of_example: f64 = shares.iter().sum();
        let mean = of_example / shares.len() as f64;
        if best.is_none_or(|(largest, _)| mean > largest) {
            best = Some((mean, i));
        }
        sum += of_example;
        queries += shares.len();
    }
    best.map(|(_, best)| Figure { mean: sum / queries as f64, queries, best })
}

impl Example<'_> {
    /// The measure of each query to which it applies.
    fn shares(&self, measure: Measure, layer: usize, head: usize) -> Vec<f64> {
        let Some(trace) = self.layers.get(layer) else { return Vec::new() };
        let weights = trace.weights.index_axis(Axis(0), head); // [n_q, n_k]
        let masked = trace.masked.index_axis(Axis(0), head); // [n_q, n_k]
        let may_look = |i: usize, j: usize| masked[[i, j]] > f32::NEG_INFINITY;
        let weight = |i: usize, j: usize| f64::from(weights[[i, j]]);
        let (n_q, n_k) = weights.dim();
        let is_other = self.queries != self.keys;
        let rows = (0..n_q).filter(|&i| (0..n_k).any(|j| may_look(i, j)));
        let pairs = |kind| {
            let mut keys: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
            for pair in self.pairs.iter().filter(|pair| pair.kind == kind) {
                keys.entry(pair.query).or_default().insert(pair.key);
            }
            keys.iter().map(|(&i, keys)| keys.iter().map(|&j| weight(i, j)).sum()).collect()
        };
        match measure {
            Measure::Distance => {
                rows.map(|i| (0..n_k).map(|j| weight(i, j) * i.abs_diff(j) as f64).sum()).collect()
            }
            Measure::Entropy => {
                let bits = |w: f64| if w > 0.0 { -w * w.log2() } else { 0.0 };
                rows.map(|i| (0..n_k).map(|j| bits(weight(i, j))).sum()).collect()
            }
            Measure::Previous => {
                rows.filter(|&i| i > 0 && i <= n_k).map(|i| weight(i, i - 1)).collect()
            }
            Measure::Itself => rows.filter(|&i| i < n_k).map(|i| weight(i, i)).collect(),
            Measure::SameWord => rows
                .filter_map(|i| {
                    let elsewhere = |&j: &usize| {
                        (j != i || is_other) && self.keys[j] == self.queries[i] && may_look(i, j)
                    };
                    let places: Vec<_> = (0..n_k).filter(elsewhere).collect();
                    (!places.is_empty()).then(|| places.iter().map(|&j| weight(i, j)).sum())
                })
                .collect(),
            Measure::Subject => pairs(PairKind::Subject),
            Measure::Referent => pairs(PairKind::Referent),
            Measure::Induction => pairs(PairKind::Induction),
        }
    }

    fn check(&self, number: usize, heads: &[usize]) -> Result<(), TransformerError> {
        let refuse = |field: String, given: String, needed: String| {
            Err(TransformerError::misfit("report", field, given, needed))
        };
        if self.layers.len() != heads.len() {
            let field = format!("the number of layers of sentence {number}");
            return refuse(field, self.layers.len().to_string(), heads.len().to_string());
        }
        let (n_q, n_k) = (self.queries.len(), self.keys.len());
        for (layer, (trace, &heads)) in self.layers.iter().zip(heads).enumerate() {
            for shape in [trace.weights.dim(), trace.masked.dim()] {
                if shape != (heads, n_q, n_k) {
                    let field = format!("the shape of layer {layer} of sentence {number}");
                    return refuse(field, format!("{shape:?}"), format!("{:?}", (heads, n_q, n_k)));
                }
            }
        }
        match self.pairs.iter().find(|pair| pair.query >= n_q || pair.key >= n_k) {
            Some(pair) => refuse(
                format!("a pair of sentence {number}"),
                format!("{:?}", (pair.query, pair.key)),
                format!("below {:?}", (n_q, n_k)),
            ),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use attention::{Mask, Options, Scale, trace};
    use ndarray::{Array2, Array3, Axis, array, stack};

    use super::*;

    /// Attention with just these weights: they are the softmax of their own logarithms.
    fn seen(weights: &[Array2<f32>]) -> Trace {
        let views: Vec<_> = weights.iter().map(|weights| weights.view()).collect();
        let logarithms = stack(Axis(0), &views).unwrap().mapv(f32::ln); // [heads, n_q, n_k]
        let n = logarithms.dim().2;
        let keys = Array3::from_shape_fn((1, n, n), |(_, i, j)| f32::from(i == j));
        let options = Options { scale: Scale::By(1.0), ..Options::default() };
        let finite = logarithms.mapv(|x| x.max(-1e9));
        trace(finite.view(), keys.view(), keys.view(), &options).unwrap()
    }

    fn close(given: Option<Figure>, mean: f64, queries: usize, best: usize) {
        let figure = given.unwrap();
        assert!((figure.mean - mean).abs() < 1e-6, "{figure:?}, not {mean}");
        assert_eq!((figure.queries, figure.best), (queries, best));
    }

    #[test]
    fn figures_stand_in_the_order_of_the_list() {
        for (i, measure) in Measure::ALL.into_iter().enumerate() {
            assert_eq!(measure as usize, i);
        }
    }

    #[test]
    fn heads_are_told_apart() {
        let previous = array![[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]];
        let level = Array2::from_elem((3, 3), 1.0 / 3.0);
        let trace = seen(&[previous, level]);
        let pairs = [Pair { query: 2, key: 1, kind: PairKind::Induction }];
        let example =
            Example { queries: &[5, 6, 5], keys: &[5, 6, 5], pairs: &pairs, layers: vec![&trace] };
        let heads = report(&[example]).unwrap();
        let [first, second] = &heads[..] else { panic!("two heads") };
        close(first.figure(Measure::Previous), 1.0, 2, 0);
        close(first.figure(Measure::Distance), 2.0 / 3.0, 3, 0);
        close(first.figure(Measure::Entropy), 0.0, 3, 0);
        close(first.figure(Measure::Itself), 1.0 / 3.0, 3, 0);
        close(first.figure(Measure::SameWord), 0.0, 2, 0);
        close(first.figure(Measure::Induction), 1.0, 1, 0);
        assert_eq!(first.figure(Measure::Referent), None);
        close(second.figure(Measure::Entropy), 3f64.log2(), 3, 0);
        close(second.figure(Measure::SameWord), 1.0 / 3.0, 2, 0);
        close(second.figure(Measure::Distance), 8.0 / 9.0, 3, 0);
    }

    #[test]
    fn the_best_sentence_is_named_and_means_are_over_queries() {
        let [dull, sharp] = [0.25, 0.75].map(|w| seen(&[array![[1.0 - w, w], [w, 1.0 - w]]]));
        let longer = seen(&[Array2::from_elem((3, 3), 1.0 / 3.0)]);
        let pair = |query, key| Pair { query, key, kind: PairKind::Subject };
        let (one, two) = ([pair(1, 0)], [pair(1, 0), pair(2, 0)]);
        let heads = report(&[
            Example { queries: &[1, 2], keys: &[1, 2], pairs: &one, layers: vec![&dull] },
            Example { queries: &[1, 2], keys: &[1, 2], pairs: &one, layers: vec![&sharp] },
            Example { queries: &[1, 2, 3], keys: &[1, 2, 3], pairs: &two, layers: vec![&longer] },
        ])
        .unwrap();
        close(heads[0].figure(Measure::Subject), (0.25 + 0.75 + 2.0 / 3.0) / 4.0, 4, 1);
    }

    #[test]
    fn several_keys_of_a_query_are_one_look() {
        let level = seen(&[Array2::from_elem((3, 3), 1.0 / 3.0)]);
        let pairs = [(2, 0), (2, 1), (2, 1), (1, 0)];
        let pairs = pairs.map(|(query, key)| Pair { query, key, kind: PairKind::Induction });
        let example =
            Example { queries: &[1, 2, 3], keys: &[1, 2, 3], pairs: &pairs, layers: vec![&level] };
        let heads = report(&[example]).unwrap();
        close(heads[0].figure(Measure::Induction), (2.0 / 3.0 + 1.0 / 3.0) / 2.0, 2, 0);
    }

    #[test]
    fn what_is_hidden_does_not_count() {
        let x = Array3::zeros((1, 2, 1));
        let options = Options { mask: Mask::causal(), ..Options::default() };
        let causal = trace(x.view(), x.view(), x.view(), &options).unwrap();
        let example =
            Example { queries: &[4, 4], keys: &[4, 4], pairs: &[], layers: vec![&causal] };
        // The first may not look at the second.
        close(report(&[example]).unwrap()[0].figure(Measure::SameWord), 0.5, 1, 0);
    }

    #[test]
    fn another_sentence_is_another_place() {
        let trace = seen(&[array![[0.75, 0.25], [0.5, 0.5]]]);
        let example = Example { queries: &[4, 5], keys: &[4, 6], pairs: &[], layers: vec![&trace] };
        close(report(&[example]).unwrap()[0].figure(Measure::SameWord), 0.75, 1, 0);
    }

    #[test]
    fn misfits_are_errors() {
        let trace = seen(&[array![[1.0]]]);
        let pairs = [Pair { query: 0, key: 1, kind: PairKind::Subject }];
        let fits = Example { queries: &[0], keys: &[0], pairs: &[], layers: vec![&trace] };
        let check = |example: Example, expected: &str| {
            let error = report(&[fits.clone(), example]).unwrap_err();
            assert_eq!(error.to_string(), expected);
        };
        check(
            Example { pairs: &pairs, ..fits.clone() },
            "report: a pair of sentence 1 is (0, 1), needed is below (1, 1)",
        );
        check(
            Example { queries: &[0, 0], ..fits.clone() },
            "report: the shape of layer 0 of sentence 1 is (1, 1, 1), needed is (1, 2, 1)",
        );
        check(
            Example { layers: vec![], ..fits.clone() },
            "report: the number of layers of sentence 1 is 0, needed is 1",
        );
        assert_eq!(report(&[]).unwrap(), []);
    }
}
