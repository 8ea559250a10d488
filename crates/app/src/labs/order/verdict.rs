//! What the largest difference says.

use std::borrow::Cow;

use engine::{EncodingKind, MaskKind, MatrixName, Settings, Trace, WordOrder};
use scene::format::digits;
use yew::{Html, html};

use crate::answers;
use crate::numbers::javascript;
use crate::state::Inputs;

/// Differences below this share of the outputs are rounding: some tens of units in the last
/// place of an f32, after sums of at most 64 products, and after four layers of them.
const ROUNDING: f32 = 1e-5;

/// What can be seen, what it means, and what to try.
type Verdict = (&'static str, Cow<'static, str>, &'static str);

/// The largest differences where an encoding and a mask could each tell the order: without the
/// mask, and without the encoding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alone {
    encoding: f32,
    mask: f32,
}

impl Alone {
    /// Measures both; nothing unless there are an encoding and a mask.
    pub fn of(result: &WordOrder, compare: &str) -> Option<Self> {
        let settings = &result.a.settings;
        if settings.encoding == EncodingKind::None || settings.mask == MaskKind::None {
            return None;
        }
        let largest = |settings: Settings| {
            answers::word_order(&settings, compare).ok().map(|order| order.max_difference)
        };
        Some(Self {
            encoding: largest(Settings { mask: MaskKind::None, ..settings.clone() })?,
            mask: largest(Settings { encoding: EncodingKind::None, ..settings.clone() })?,
        })
    }
}

/// The number, and what it says.
pub fn verdict(result: &WordOrder, alone: Option<Alone>, inputs: &Inputs) -> Html {
    let largest = result.max_difference;
    let (title, text, hint) = judge(result, alone, inputs);
    // Without a word in both there is nothing to measure.
    let shown = match result.pairs.is_empty() {
        true => "–".to_owned(),
        false => digits(largest, 4),
    };
    let numbers = match inputs.settings.trained_layer() {
        Some(_) => "numbers of a trained model",
        None => "invented numbers",
    };
    html! {
        <section class="explanation">
            // What a choice came to, for those who don't see it.
            <p class="visually-hidden" role="status">
                { format!("{title}: largest difference {shown}, {numbers}.") }
            </p>
            <h2>{ title }</h2>
            <p class="measure">
                <span>{ "largest difference between a word’s two outputs" }</span>
                <strong data-max-difference={javascript(largest)} title={javascript(largest)}>
                    { shown }
                </strong>
            </p>
            <p>{ text }</p>
            <p class="look">{ hint }</p>
        </section>
    }
}

fn judge(result: &WordOrder, alone: Option<Alone>, inputs: &Inputs) -> Verdict {
    let largest_output = [&result.a, &result.b]
        .into_iter()
        .filter_map(|trace| trace.matrix(MatrixName::Output, 0))
        .flat_map(|output| output.values.iter())
        .fold(1.0_f32, |largest, value| largest.max(value.abs()));
    let is_zero = result.max_difference <= ROUNDING * largest_output;
    let words = |trace: &Trace| -> Vec<String> {
        trace.tokens.iter().map(|token| token.text.clone()).collect()
    };
    let (a, b) = (words(&result.a), words(&result.b));
    if result.pairs.is_empty() {
        return (
            "No word stands in both",
            "Each word that stands in both sentences is compared with itself.".into(),
            "Try: type the same words in both, in another order.",
        );
    }
    if !result.is_permutation {
        return different_words(is_zero);
    }
    if a == b {
        return (
            "The same sentence twice",
            "The words stand in the same order, so there is nothing to tell apart.".into(),
            "Try: move a word of the second sentence.",
        );
    }
    let Settings { encoding, mask, edits, .. } = inputs.settings.as_ref();
    let is_deeper = matches!(inputs.settings.trained_layer(), Some(1..));
    // Others tell places anew in each layer.
    let is_told_once =
        matches!(encoding, EncodingKind::None | EncodingKind::Sinusoidal | EncodingKind::Learned);
    if is_deeper && !is_zero && is_told_once && *mask == MaskKind::None {
        let text = match (edits.is_empty(), encoding) {
            (true, EncodingKind::None) => {
                "The encoding is taken out of the whole model, and this layer has no mask. But the \
                 layers before still have theirs, and what comes into this one is another in each \
                 order."
            }
            (true, _) => {
                "This layer adds nothing that tells places. But the first one did, and what comes \
                 into this one is another in each order."
            }
            (false, _) => {
                "This layer adds nothing that tells places, but for cells that you changed at one. \
                 The layers before may have, by the encoding or by a mask."
            }
        };
        return (
            "The order came in before",
            text.into(),
            "Try: the first layer, where the places are told.",
        );
    }
    let is_mirrored = a.iter().eq(b.iter().rev());
    match is_zero {
        true => no_difference(inputs.settings.encoding, inputs.settings.mask, is_mirrored),
        false => difference(&inputs.settings, alone),
    }
}

fn different_words(is_zero: bool) -> Verdict {
    let text = match is_zero {
        true => {
            "The sentences are not made of the same words, yet the words that stand in both leave \
             with the same vectors."
        }
        false => {
            "The sentences are not made of the same words, so their outputs may differ for that \
             reason as well as for the order."
        }
    };
    let hint = "Try: make the second sentence of the first one’s words, in another order.";
    ("Different words", text.into(), hint)
}

fn no_difference(encoding: EncodingKind, mask: MaskKind, is_mirrored: bool) -> Verdict {
    match (encoding, mask) {
        (EncodingKind::None, MaskKind::None) => (
            "Order is lost",
            "Every word leaves with the same vector in both sentences, up to rounding. The \
             outputs are merely permuted: to this layer, both say the same."
                .into(),
            "Try: leave the encoding off and set the mask to causal. Will the difference stay zero?",
        ),
        (EncodingKind::Alibi, MaskKind::None) if is_mirrored => (
            "Distance has no direction",
            "ALiBi’s penalty depends on how far apart two words stand, not on which comes first. \
             The second sentence is the first one’s mirror image, all distances are the same, and \
             so are the outputs, up to rounding."
                .into(),
            "Try: set the mask to causal, as ALiBi is meant to be used.",
        ),
        _ => (
            "No difference here",
            "Every word leaves with the same vector in both sentences, up to rounding.".into(),
            "Try: another encoding or another mask.",
        ),
    }
}

fn difference(settings: &Settings, alone: Option<Alone>) -> Verdict {
    match (settings.encoding, settings.mask, settings.edits.is_empty()) {
        (EncodingKind::None, MaskKind::None, _) => (
            "A cell you changed belongs to a place",
            "There is neither an encoding nor a mask. But you changed queries, keys or values at \
             one place, and whichever word stands there is treated differently."
                .into(),
            "Try: undo the edits. What is left of the difference?",
        ),
        (EncodingKind::None, _, true) => (
            "The mask alone tells order",
            "There is no positional encoding, and yet outputs differ. The mask lets a word see \
             other companions in each order, and that is enough."
                .into(),
            "Try: take the mask away. Is anything left of the difference?",
        ),
        (EncodingKind::None, _, false) => (
            "Order matters",
            "There is no positional encoding, and yet outputs differ: by the mask, by the cells \
             that you changed at one place, or by both."
                .into(),
            "Try: undo the edits. What is left of the difference?",
        ),
        (encoding, ..) => {
            let mut text = match encoding {
                EncodingKind::Sinusoidal | EncodingKind::Learned => {
                    "Words leave with different vectors. Every place adds numbers of its own to \
                     the word that stands there."
                }
                _ => {
                    "Words leave with different vectors. Scores depend on how far apart two words \
                     stand."
                }
            }
            .to_owned();
            if let Some(Alone { encoding, mask }) = alone {
                text += &format!(
                    " And there is a mask. Measured by themselves: with the encoding and no mask \
                     the largest difference is {}, with the mask and no encoding {}.",
                    digits(encoding, 4),
                    digits(mask, 4)
                );
            }
            (
                "Order matters",
                text.into(),
                "Try: set the encoding to none. What is left of the difference?",
            )
        }
    }
}
