//! What the largest difference says.

use engine::{EncodingKind, MaskKind, MatrixName, Settings, Trace, WordOrder};
use yew::{Html, html};

use crate::numbers::javascript;
use crate::state::Inputs;

/// Differences below this share of the outputs are rounding: some tens of units in the last
/// place of an f32, after sums of at most 64 products, and after four layers of them.
const ROUNDING: f32 = 1e-5;

/// What can be seen, what it means, and what to try.
type Verdict = (&'static str, &'static str, &'static str);

/// The number, and what it says.
pub fn verdict(result: &WordOrder, inputs: &Inputs) -> Html {
    let largest = result.max_difference;
    let (title, text, hint) = judge(result, inputs);
    // Without a word in both there is nothing to measure.
    let shown = match result.pairs.is_empty() {
        true => "–".to_owned(),
        false => scene::format::digits(largest, 4),
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
                <span>{ "largest difference" }</span>
                <strong data-max-difference={javascript(largest)} title={javascript(largest)}>
                    { shown }
                </strong>
            </p>
            <p>{ text }</p>
            <p class="look">{ hint }</p>
        </section>
    }
}

fn judge(result: &WordOrder, inputs: &Inputs) -> Verdict {
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
            "Each word that stands in both sentences is compared with itself.",
            "Try: type the same words in both, in another order.",
        );
    }
    if !result.is_permutation {
        return different_words(is_zero);
    }
    if a == b {
        return (
            "The same sentence twice",
            "The words stand in the same order, so there is nothing to tell apart.",
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
            text,
            "Try: the first layer, where the places are told.",
        );
    }
    let is_mirrored = a.iter().eq(b.iter().rev());
    match is_zero {
        true => no_difference(inputs.settings.encoding, inputs.settings.mask, is_mirrored),
        false => difference(inputs.settings.encoding, inputs.settings.mask),
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
    ("Different words", text, hint)
}

fn no_difference(encoding: EncodingKind, mask: MaskKind, is_mirrored: bool) -> Verdict {
    match (encoding, mask) {
        (EncodingKind::None, MaskKind::None) => (
            "Order is lost",
            "Every word leaves with the same vector in both sentences, up to rounding. The \
             outputs are merely permuted: to this layer, both say the same.",
            "Try: leave the encoding off and set the mask to causal. Will the difference stay zero?",
        ),
        (EncodingKind::Alibi, MaskKind::None) if is_mirrored => (
            "Distance has no direction",
            "ALiBi’s penalty depends on how far apart two words stand, not on which comes first. \
             The second sentence is the first one’s mirror image, all distances are the same, and \
             so are the outputs, up to rounding.",
            "Try: set the mask to causal, as ALiBi is meant to be used.",
        ),
        _ => (
            "No difference here",
            "Every word leaves with the same vector in both sentences, up to rounding.",
            "Try: another encoding or another mask.",
        ),
    }
}

fn difference(encoding: EncodingKind, mask: MaskKind) -> Verdict {
    match (encoding, mask) {
        (EncodingKind::None, MaskKind::None) => (
            "A cell you changed belongs to a place",
            "There is neither an encoding nor a mask. But you changed queries, keys or values at \
             one place, and whichever word stands there is treated differently.",
            "Try: undo the edits. What is left of the difference?",
        ),
        (EncodingKind::None, _) => (
            "The mask alone tells order",
            "There is no positional encoding, and yet outputs differ. The mask lets a word see \
             other companions in each order, and that is enough.",
            "Try: take the mask away. Is anything left of the difference?",
        ),
        (_, MaskKind::None) => (
            "Order matters",
            match encoding {
                EncodingKind::Sinusoidal | EncodingKind::Learned => {
                    "Words leave with different vectors, because every place adds numbers of its \
                     own to the word that stands there."
                }
                _ => {
                    "Words leave with different vectors, because scores now depend on how far \
                     apart two words stand."
                }
            },
            "Try: set the encoding to none. What is left of the difference?",
        ),
        _ => (
            "Order matters",
            "Words leave with different vectors. The mask tells order here, whatever the encoding \
             adds to that.",
            "Try: take the mask away, or the encoding. How much does each of them tell?",
        ),
    }
}
