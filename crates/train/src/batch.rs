//! What a model is trained on: several sequences, packed.

use crate::{Family, ModelConfig, TrainError};

/// Several sequences of tokens, stacked one under the other without padding.
///
/// ```
/// use train::Batch;
///
/// // “2 0 1” and “1 2”; the model is to say 4 at the last token of each.
/// let batch = Batch {
///     tokens: vec![2, 0, 1, 1, 2],
///     lengths: vec![3, 2],
///     targets: vec![None, None, Some(4), None, Some(4)],
///     ..Batch::default()
/// };
/// assert_eq!(batch.lengths.iter().sum::<usize>(), batch.tokens.len());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The tokens of all sequences, one after the other; below `ModelConfig::vocabulary`.
    pub tokens: Vec<u32>,
    /// How many tokens each sequence has; they sum to the number of tokens.
    pub lengths: Vec<usize>,
    /// What the model is to say at each token, below `ModelConfig::classes`; `None` where
    /// its answer is neither asked nor graded. As many as there are tokens.
    pub targets: Vec<Option<u32>>,
    /// What the encoder reads for each sequence, where the model has an encoder and a decoder.
    pub sources: Vec<u32>,
    /// How many tokens it reads for each sequence.
    pub source_lengths: Vec<usize>,
}

impl Batch {
    /// Puts one more sequence at the end.
    ///
    /// ```
    /// let mut batch = train::Batch::default();
    /// batch.push(&[7, 8, 9], [(1, None), (2, Some(4))]);
    /// assert_eq!((batch.tokens, batch.lengths), (vec![1, 2], vec![2]));
    /// assert_eq!((batch.sources, batch.source_lengths), (vec![7, 8, 9], vec![3]));
    /// assert_eq!(batch.targets, [None, Some(4)]);
    /// ```
    pub fn push(&mut self, source: &[u32], tokens: impl IntoIterator<Item = (u32, Option<u32>)>) {
        let before = self.tokens.len();
        for (token, target) in tokens {
            self.tokens.push(token);
            self.targets.push(target);
        }
        self.lengths.push(self.tokens.len() - before);
        if !source.is_empty() {
            self.sources.extend_from_slice(source);
            self.source_lengths.push(source.len());
        }
    }

    /// Refuses a batch that contradicts itself or the model.
    pub(crate) fn check(&self, config: &ModelConfig) -> Result<(), TrainError> {
        let tokens = self.tokens.len();
        check_sum("the sum of lengths", &self.lengths, tokens)?;
        check_sum("the sum of source_lengths", &self.source_lengths, self.sources.len())?;
        if self.targets.len() != tokens {
            let needed = format!("{tokens}, one for each token");
            return Err(TrainError::batch("the number of targets", self.targets.len(), needed));
        }
        let (sources, needed) = match config.family {
            Family::EncoderDecoder => (self.lengths.len(), "one for each sequence"),
            Family::Encoder | Family::Decoder => (0, "for nothing reads them"),
        };
        if self.source_lengths.len() != sources {
            let (given, needed) = (self.source_lengths.len(), format!("{sources}, {needed}"));
            return Err(TrainError::batch("the number of sources", given, needed));
        }
        let below = |limit: usize| move |id: &&u32| **id as usize >= limit;
        let mut read = self.tokens.iter().chain(&self.sources);
        if let Some(token) = read.find(below(config.vocabulary)) {
            let needed = format!("below {}, the vocabulary", config.vocabulary);
            return Err(TrainError::batch("a token", token, needed));
        }
        if let Some(target) = self.targets.iter().flatten().find(below(config.classes)) {
            let needed = format!("below {}, the number of classes", config.classes);
            return Err(TrainError::batch("a target", target, needed));
        }
        Ok(())
    }

    /// The length of the longest sequence.
    pub(crate) fn longest(&self) -> usize {
        self.lengths.iter().chain(&self.source_lengths).copied().max().unwrap_or(0)
    }

    /// The batch cut into so many batches, with as many sequences each, give or take one. It
    /// must have been checked.
    pub(crate) fn parts(&self, count: usize) -> Vec<Self> {
        let sequences = self.lengths.len();
        let ends = (1..=count).map(|part| sequences * part / count);
        let (mut start, mut token, mut source) = (0, 0, 0);
        let cut = ends.map(|end| {
            let lengths = self.lengths[start..end].to_vec();
            let source_lengths = self.source_lengths.get(start..end).unwrap_or_default().to_vec();
            let tokens = token..token + lengths.iter().sum::<usize>();
            let sources = source..source + source_lengths.iter().sum::<usize>();
            (start, token, source) = (end, tokens.end, sources.end);
            Self {
                tokens: self.tokens[tokens.clone()].to_vec(),
                targets: self.targets[tokens].to_vec(),
                lengths,
                sources: self.sources[sources].to_vec(),
                source_lengths,
            }
        });
        cut.collect()
    }
}

/// Refuses lengths that don't sum to the number of tokens.
fn check_sum(field: &'static str, lengths: &[usize], tokens: usize) -> Result<(), TrainError> {
    let total = lengths.iter().try_fold(0usize, |sum, &length| sum.checked_add(length));
    if total == Some(tokens) {
        return Ok(());
    }
    let given = total.map_or("too large to count".into(), |total| total.to_string());
    Err(TrainError::batch(field, given, format!("{tokens}, the number of tokens")))
}
