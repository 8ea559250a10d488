//! What an encoder–decoder says: each time the most probable token.

use models::transformer::{Distribution, Options, Sampling, Trace, TransformerError, next};

use super::generate::Ending;
use super::loaded::{BEGIN, END, Loaded};

/// The token that says what is asked, which stands before the words.
///
/// # Errors
/// [`TransformerError::Misfit`] if the model knows no such task.
pub(super) fn prefix(
    loaded: &Loaded,
    operation: &'static str,
    task: &str,
) -> Result<u32, TransformerError> {
    let prefix = format!("{task}:");
    loaded.id(&prefix).ok_or_else(|| TransformerError::Misfit {
        operation,
        field: "the task".into(),
        given: prefix,
        needed: "one that is among the words of the model".into(),
    })
}

/// A token that the decoder has read.
pub(super) struct Read<'a> {
    pub(super) token: u32,
    /// The run over this token alone; those before it are in the cache.
    pub(super) trace: &'a Trace,
    /// What may be said next.
    pub(super) next: &'a Distribution,
}

/// Says the most probable token as long as `goes_on`, which is told of each token that was read,
/// unless what was said ends the answer or there is no more room.
pub(super) fn answer(
    loaded: &Loaded,
    source: &[u32],
    options: &Options,
    mut goes_on: impl FnMut(Read<'_>) -> bool,
) -> Result<Option<Ending>, TransformerError> {
    let model = loaded.transformer();
    let (mut cache, _) = model.start_from(source, options.clone())?;
    let mut token = loaded.id(BEGIN).unwrap_or_default();
    loop {
        let trace = model.extend(&mut cache, &[token])?;
        let next = next(trace.logits.row(0), &Sampling::default())?;
        if !goes_on(Read { token, trace: &trace, next: &next }) {
            return Ok(None);
        }
        token = next.greedy();
        if Some(token) == loaded.id(END) {
            return Ok(Some(Ending::Said));
        }
        if cache.len() >= loaded.room() {
            return Ok(Some(Ending::NoRoom));
        }
    }
}
