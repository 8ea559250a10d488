//! What a model's heads look at, measured over sentences that it never learned from.

use std::iter::zip;

use anyhow::Result;
use models::transformer::{Example, Heads, Options, Pair, PairKind, Stack, Transformer, report};

/// A sentence as a model reads it, and what is known of its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What is read, what begins the sentence included.
    pub tokens: Vec<u32>,
    /// The sentence alone, as words with spaces.
    pub text: String,
    /// What is known of the tokens; [`PairKind::Induction`] is found without.
    pub pairs: Vec<Pair>,
}

/// What a model is shown to see what its heads look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// What the encoder reads, where there is a decoder too.
    pub source: Option<Reading>,
    /// What the model reads; the decoder, where there are both.
    pub sentence: Reading,
}

impl Shown {
    /// Who looks in a stack, and at what.
    fn sides(&self, stack: Stack) -> (&Reading, &Reading) {
        let Self { source, sentence } = self;
        match (source, stack) {
            (Some(source), Stack::Encoder) => (source, source),
            (Some(source), Stack::Cross) => (sentence, source),
            _ => (sentence, sentence),
        }
    }

    fn text(&self, stack: Stack) -> String {
        match (&self.source, stack) {
            (Some(source), Stack::Encoder) => source.text.clone(),
            (Some(source), _) => format!("{} → {}", source.text, self.sentence.text),
            (None, _) => self.sentence.text.clone(),
        }
    }

    fn pairs(&self, stack: Stack) -> Vec<Pair> {
        let (queries, keys) = self.sides(stack);
        if stack == Stack::Cross {
            return across(&queries.tokens, &keys.tokens);
        }
        [&queries.pairs[..], &inductions(&queries.tokens)].concat()
    }
}

/// From each token to all that followed it where it stood before, but not to itself. Whoever
/// sees what came before sees all of them.
///
/// ```
/// // Of “b” the second time: what followed the first, “c”.
/// let pairs = recipes::heads::inductions(&[5, 6, 7, 6]);
/// assert_eq!(pairs.iter().map(|pair| (pair.query, pair.key)).collect::<Vec<_>>(), [(3, 2)]);
/// // Of “a” right behind another, that is itself.
/// assert_eq!(recipes::heads::inductions(&[5, 5]), []);
/// ```
pub fn inductions(tokens: &[u32]) -> Vec<Pair> {
    let pairs = (0..tokens.len()).flat_map(|query| {
        let before = (0..query).filter(move |&at| tokens[at] == tokens[query]);
        before.map(move |at| (query, at + 1)).filter(|(query, key)| query != key)
    });
    pairs.map(|(query, key)| Pair { query, key, kind: PairKind::Induction }).collect()
}

/// From each token to all that follow it in another sentence.
///
/// ```
/// // The second sentence has “c” behind its “b”.
/// let pairs = recipes::heads::across(&[0, 6, 5], &[5, 6, 7]);
/// assert_eq!(pairs.iter().map(|pair| (pair.query, pair.key)).collect::<Vec<_>>(), [(1, 2), (2, 1)]);
/// ```
pub fn across(queries: &[u32], keys: &[u32]) -> Vec<Pair> {
    let pairs = queries.iter().enumerate().flat_map(|(query, token)| {
        let places = (1..keys.len()).filter(move |&key| keys[key - 1] == *token);
        places.map(move |key| Pair { query, key, kind: PairKind::Induction })
    });
    pairs.collect()
}

/// Measures all heads of a model.
///
/// # Errors
/// When the model can't read what it is shown.
///
/// ```
/// use models::transformer::{Measure, Stack, Transformer};
/// use recipes::heads::{Reading, Shown, measure};
///
/// let transformer = Transformer::invented(recipes::shape::gpt(9), 1)?;
/// let sentence = Reading { tokens: vec![0, 5, 6, 5], text: "a b a".into(), pairs: vec![] };
/// let heads = measure(&transformer, &[Shown { source: None, sentence }])?;
/// assert_eq!((heads.sentences.as_slice(), heads.reports.len()), (&["a b a".to_owned()][..], 16));
/// let report = heads.report(Stack::Decoder, 3, 0);
/// let figure = report.and_then(|report| report.figure(Measure::Induction));
/// assert_eq!(figure.map(|figure| figure.queries), Some(1));
/// # Ok::<(), anyhow::Error>(())
/// ```
pub fn measure(transformer: &Transformer, shown: &[Shown]) -> Result<Heads> {
    let trace = |Shown { source, sentence }: &Shown| {
        let options = Options::default();
        match source {
            Some(source) => transformer.trace_pair(&source.tokens, &sentence.tokens, &options),
            None => transformer.trace(&sentence.tokens, &options),
        }
    };
    let traces = shown.iter().map(trace).collect::<Result<Vec<_>, _>>()?;
    let stacks = Stack::of(transformer.config().family);
    stacks.iter().try_fold(Heads::default(), |heads, &stack| {
        let pairs: Vec<Vec<Pair>> = shown.iter().map(|one| one.pairs(stack)).collect();
        let examples: Vec<Example> = zip(zip(shown, &traces), &pairs)
            .map(|((one, trace), pairs)| {
                let (queries, keys) = one.sides(stack);
                let (queries, keys) = (&queries.tokens[..], &keys.tokens[..]);
                Example { queries, keys, pairs, layers: trace.layers(stack) }
            })
            .collect();
        let texts: Vec<String> = shown.iter().map(|one| one.text(stack)).collect();
        Ok(heads.with(stack, report(&examples)?, &texts)?)
    })
}
