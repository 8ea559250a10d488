//! The runs of each family, with all heads on and with some off.

use models::transformer::{Family, Options, Trace, TransformerError};

use super::compared::{Compared, compared};
use super::{Answers, Change, HeadPlace, Trial};
use crate::architectures::answer::{answer, prefix};
use crate::architectures::guess::masked;
use crate::architectures::loaded::{BEGIN, END, Loaded, Word};

/// What came of both runs.
pub(super) struct Ran {
    pub(super) words: Vec<Word>,
    pub(super) fits: bool,
    /// The run with some heads off; nothing where there was no token.
    pub(super) trace: Option<Trace>,
    /// What an encoder has read.
    pub(super) source: Vec<u32>,
    /// What a decoder has read.
    pub(super) target: Vec<u32>,
    pub(super) change: Change,
}

/// Runs a model as its family does.
pub(super) fn run(
    loaded: &Loaded,
    trial: &Trial,
    off: &[HeadPlace],
) -> Result<Ran, TransformerError> {
    let off = off.iter().map(|it| (it.stack, it.layer, it.head)).collect();
    let options = Options { off, ..Options::default() };
    match loaded.transformer().config().family {
        Family::Encoder => hidden(loaded, trial, &options),
        Family::Decoder => continued(loaded, trial, &options),
        Family::EncoderDecoder => answered(loaded, trial, &options),
    }
}

/// The run with all heads on and, where some are to be off, the one without them.
fn twice<T>(
    options: &Options,
    run: impl Fn(&Options) -> Result<T, TransformerError>,
) -> Result<(T, Option<T>), TransformerError> {
    let before = run(&Options::default())?;
    let after = if options.off.is_empty() { None } else { Some(run(options)?) };
    Ok((before, after))
}

/// An encoder, which says what is hidden.
fn hidden(loaded: &Loaded, trial: &Trial, options: &Options) -> Result<Ran, TransformerError> {
    let (words, fits) = loaded.words(trial.text);
    let is_hidden = |at: usize| at < u64::BITS as usize && trial.hidden >> at & 1 == 1;
    let (source, asked) = masked(loaded, &words, is_hidden);
    let (mut trace, mut places) = (None, Vec::with_capacity(asked.len()));
    if !source.is_empty() {
        let (before, after) =
            twice(options, |options| loaded.transformer().trace(&source, options))?;
        for (word, place) in asked {
            let logits =
                [&before, after.as_ref().unwrap_or(&before)].map(|it| it.logits.row(place));
            let known = words.get(word).filter(|word| word.known);
            let right = known.and_then(|word| word.tokens.first()).copied();
            places.push((word, compared(loaded, logits, right)?));
        }
        trace = Some(after.unwrap_or(before));
    }
    Ok(Ran { words, fits, trace, source, target: Vec::new(), change: Change::Hidden(places) })
}

/// A decoder, which says what comes next.
fn continued(loaded: &Loaded, trial: &Trial, options: &Options) -> Result<Ran, TransformerError> {
    let (words, fits) = loaded.words_beside(1, trial.text);
    let target = after_one(loaded.id(BEGIN).unwrap_or_default(), &words);
    let (before, after) = twice(options, |options| loaded.transformer().trace(&target, options))?;
    let last = target.len().saturating_sub(1);
    let logits = [&before, after.as_ref().unwrap_or(&before)].map(|it| it.logits.row(last));
    let change = Change::Next(compared(loaded, logits, None)?);
    let trace = Some(after.unwrap_or(before));
    Ok(Ran { words, fits, trace, source: Vec::new(), target, change })
}

/// An encoder–decoder, which makes another sentence.
fn answered(loaded: &Loaded, trial: &Trial, options: &Options) -> Result<Ran, TransformerError> {
    let (words, fits) = loaded.words_beside(1, trial.text);
    let prefix = prefix(loaded, "heads", trial.task)?;
    let source = after_one(prefix, &words);
    let (before, after) = twice(options, |options| answered_by(loaded, &source, options))?;
    let both = [&before, after.as_ref().unwrap_or(&before)];
    let change = Change::Answer(answers(loaded, both)?);
    let Answer { read: target, trace, .. } = after.unwrap_or(before);
    Ok(Ran { words, fits, trace: Some(trace), source, target, change })
}

/// An answer of the most probable tokens.
struct Answer {
    /// What the decoder has read.
    read: Vec<u32>,
    /// What it said after each of those, up to and with what ends the answer.
    said: Vec<u32>,
    /// All that was computed, with logits for each token said.
    trace: Trace,
}

fn answered_by(
    loaded: &Loaded,
    source: &[u32],
    options: &Options,
) -> Result<Answer, TransformerError> {
    let (mut read, mut said) = (Vec::new(), Vec::new());
    answer(loaded, source, options, |step| {
        read.push(step.token);
        said.push(step.next.greedy());
        true
    })?;
    let trace = loaded.transformer().trace_pair(source, &read, options)?;
    Ok(Answer { read, said, trace })
}

/// Two answers, compared where they first differ, or else where most changes.
fn answers(loaded: &Loaded, both: [&Answer; 2]) -> Result<Answers, TransformerError> {
    // One can't be the beginning of the other: both go on until they end, or have no more room.
    let [before, after] = both.map(|answer| &answer.said);
    let differ = before.iter().zip(after).position(|(before, after)| before != after);
    // Up to there both have read the same.
    let asked = differ.map_or(0..before.len(), |at| at..at + 1);
    let mut most = None::<(usize, Compared)>;
    for at in asked {
        let here = compared(loaded, both.map(|answer| answer.trace.logits.row(at)), None)?;
        most = match most {
            Some(other) if here.distance <= other.1.distance => Some(other),
            _ => Some((at, here)),
        };
    }
    let spelled = |tokens: &[u32]| {
        let kept = tokens.iter().filter(|token| Some(**token) != loaded.id(END));
        kept.map(|token| loaded.spelled(*token).to_owned()).collect()
    };
    let (at, compared) = most.unwrap_or_default();
    let (before, after) = (spelled(before), spelled(after));
    Ok(Answers { before, after, differ: differ.is_some(), at, compared })
}

/// A token, and then those of words.
fn after_one(first: u32, words: &[Word]) -> Vec<u32> {
    std::iter::once(first)
        .chain(words.iter().flat_map(|word| word.tokens.iter().copied()))
        .collect()
}
