//! An encoder's guesses at hidden words, as BERT is trained to make them.

mod places;

use engine::architectures::{Family, Loaded, guess};
use yew::{Html, Properties, component, html, use_memo};

use super::View;
use super::awaited::{awaited, source};
use super::words::{hiding, note, unknown};
use crate::components::sentence;
use crate::hooks::use_model;
use crate::labs::LabProps;
use crate::shared::Shared;
use crate::state::Action;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "guess", title: "Guess a word", draw: |lab| html! { <Guess ..lab /> } };

/// The model of the view.
const ENCODER: (&str, Family) = ("encoder", Family::Encoder);

/// The view.
#[component]
fn Guess(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let fetched = use_model(ENCODER);
    let shown = awaited(&fetched, |model| {
        html! { <Guessing lab={props.clone()} model={model.clone()} /> }
    });
    html! {
        <div class="bench two">
            <div class="middle">
                { inputs.shows("sentence").then(|| sentence(
                    "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                    &dispatch.reform(Action::Text),
                )) }
                <>{ shown }</>
            </div>
            <aside class="side" tabindex="0" aria-label="What an encoder does">
                <section class="explanation">
                    <h2>{ "An encoder sees both sides" }</h2>
                    <p>{ "BERT was trained to guess words that were hidden from it. Each word may look at \
                        every other, before and after it, so that both sides of a gap tell what fills it." }</p>
                    <p class="look">{ "Choose a word to hide it. Hide its neighbours too, and see how the \
                        model grows less sure. Change a word far away: does the guess change?" }</p>
                    <p class="hint">{ "This small encoder is made as BERT is, but it normalises before each part, \
                        where BERT does after it, and no [CLS] stands before the sentence. It learned \
                        a small language of made-up sentences, and knows nothing else of the world. A \
                        hidden word is replaced by one token, [MASK]; all that are hidden are guessed in one run." }</p>
                </section>
            </aside>
        </div>
    }
}

/// What the part needs that has the model.
#[derive(Properties, PartialEq)]
struct GuessingProps {
    lab: LabProps,
    model: Shared<Loaded>,
}

/// The words to hide, and the guesses.
#[component]
fn Guessing(GuessingProps { lab, model }: &GuessingProps) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let choice = inputs.architectures;
    let text = inputs.settings.text.clone();
    let said = use_memo((text, choice.hidden, model.clone()), |(text, ..)| {
        guess(model, text, |word| choice.hides(word))
    });
    match &*said {
        Err(error) => html! { <p class="warning" role="alert">{ error.to_string() }</p> },
        Ok(said) => html! {
            <>
                { hiding(said.words.iter().map(|(word, _)| word), choice, dispatch) }
                <>{ note(said.fits) }</>
                <div class="stage" tabindex="0" role="region" aria-label="Guesses">
                    <div class="panels guesses">
                        { for said.places.iter().map(|place| places::place(place, said)) }
                        { said.places.is_empty().then(|| html! {
                            <p role="status" class="empty">{ "Nothing is hidden. Choose a word above." }</p>
                        }) }
                    </div>
                </div>
                <p class="visually-hidden" role="status">{ places::spoken(said) }</p>
                <>{ unknown(said.words.iter().map(|(word, _)| word), model) }</>
                { source(model) }
            </>
        },
    }
}
