//! Typed words: which are hidden, and what is said of those that a model doesn't know or has no
//! room for.

use engine::Settings;
use engine::architectures::{Loaded, Word};
use yew::{Callback, Html, html};

use crate::state::{Action, ArchitecturesChoice, Inputs};

/// A sentence such as all models were trained on.
pub const SENTENCE: &str = "the dog bites the man .";

/// The words as buttons that hide and show them.
pub fn hiding<'a>(
    words: impl Iterator<Item = &'a Word>,
    choice: ArchitecturesChoice,
    dispatch: &Callback<Action>,
) -> Html {
    let buttons = words.enumerate().map(|(at, word)| {
        let onclick = dispatch.reform(move |_| Action::Architectures(choice.toggled(at)));
        let hidden = choice.hides(at);
        let hint = match (hidden, word.known) {
            (true, _) => format!("Show “{}” again", word.text),
            (false, true) => format!("Hide “{}”", word.text),
            (false, false) => format!("Hide “{}”, which the model has never seen in training", word.text),
        };
        let class = (!word.known).then_some("unknown");
        html! {
            <button key={at} data-word={at.to_string()} aria-pressed={hidden.to_string()} title={hint} {class} {onclick}>
                <bdi>{ if hidden { "[MASK]" } else { word.text.as_str() } }</bdi>
                <>{ hidden.then(|| html! { <small><bdi>{ &word.text }</bdi></small> }) }</>
            </button>
        }
    });
    html! {
        <div class="words" role="group" aria-label="Words of the sentence: choose one to hide it">{ for buttons }</div>
    }
}

/// The words that the model has never seen, each with the pieces that it reads in their place.
pub fn unknown<'a>(words: impl Iterator<Item = &'a Word>, model: &Loaded) -> Option<Html> {
    let mut unknown: Vec<&Word> = Vec::new();
    for word in words.filter(|word| !word.known) {
        if unknown.iter().all(|known| known.text != word.text) {
            unknown.push(word);
        }
    }
    (!unknown.is_empty()).then(|| {
        let items = unknown.into_iter().map(|word| {
            html! {
                <li key={word.text.clone()} data-unknown={word.text.clone()}>
                    <bdi class="unknown">{ &word.text }</bdi>{ format!(": {}", model.pieces(word).join(" ")) }
                </li>
            }
        });
        html! {
            <div class="never-seen">
                <p>{ "Never seen in training. The model reads such a word letter by letter, in pieces whose \
                    meaning it had little to learn from, so don’t trust what it makes of it:" }</p>
                <ul>{ for items }</ul>
            </div>
        }
    })
}

/// That the end of a long text was left out.
pub fn note(fits: bool) -> Option<Html> {
    (!fits).then(|| html! {
        <p class="notice" role="status">{ "The sentence is longer than the model can read. Its end is left out." }</p>
    })
}

/// What the page begins with is no sentence such as T5 was trained on; one that is can be had.
pub fn headline(inputs: &Inputs, dispatch: &Callback<Action>) -> Option<Html> {
    let text = &inputs.settings.text;
    (*text == Settings::default().text).then(|| html! {
        <p class="fact whole">
            { format!("“{text}” is a headline. This model learned its tasks on whole sentences. ") }
            { take_sentence(dispatch) }
        </p>
    })
}

/// What takes [`SENTENCE`].
pub fn take_sentence(dispatch: &Callback<Action>) -> Html {
    let onclick = dispatch.reform(|_| Action::Text(SENTENCE.to_owned()));
    html! { <button data-action="whole" {onclick}>{ format!("Take “{SENTENCE}”") }</button> }
}
