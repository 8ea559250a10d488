//! What a model is trained on: several sequences, packed.

use crate::{ModelConfig, TrainError};

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
}

impl Batch {
    /// Refuses a batch that contradicts itself or the model.
    pub(crate) fn check(&self, config: &ModelConfig) -> Result<(), TrainError> {
        let tokens = self.tokens.len();
        let total = self.lengths.iter().try_fold(0usize, |sum, &length| sum.checked_add(length));
        if total != Some(tokens) {
            let given = total.map_or("too large to count".into(), |total| total.to_string());
            let needed = format!("{tokens}, the number of tokens");
            return Err(TrainError::batch("the sum of lengths", given, needed));
        }
        if self.targets.len() != tokens {
            let needed = format!("{tokens}, one for each token");
            return Err(TrainError::batch("the number of targets", self.targets.len(), needed));
        }
        let below = |limit: usize| move |id: &&u32| **id as usize >= limit;
        if let Some(token) = self.tokens.iter().find(below(config.vocabulary)) {
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
        self.lengths.iter().copied().max().unwrap_or(0)
    }
}
