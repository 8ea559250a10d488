//! What a model is trained on: several sequences, packed.

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
