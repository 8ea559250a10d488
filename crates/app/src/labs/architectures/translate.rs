//! An encoder–decoder that makes another sentence of the one it is given, as T5 does.

mod candidates;
mod cross;
mod pair;

use std::rc::Rc;

use engine::architectures::{Ending, Family, Loaded, Translated, translate};
use yew::{
    Html, Properties, component, html, use_callback, use_memo, use_mut_ref, use_node_ref,
    use_state_eq,
};

use super::awaited::{awaited, source};
use super::pickers::tasks;
use super::player::Player;
use super::words::{SENTENCE, headline, note, unknown};
use super::{View, names};
use crate::components::{Pointing, Thumbnails, prose, sentence_of};
use crate::hooks::{use_idle, use_model, use_size};
use crate::labs::LabProps;
use crate::shared::{MatrixRef, Shared};
use crate::state::Action;
use cross::Cross;
use pair::Pair;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "translate", title: "Make another", draw: |lab| html! { <Translate ..lab /> } };

/// The model of the view.
const T5: (&str, Family) = ("t5", Family::EncoderDecoder);

/// Sentences such as the model was trained on; in the last one is a word that it has never seen.
const EXAMPLES: [&str; 6] = [
    SENTENCE,
    "the old king sees the small dogs .",
    "a big wolf chases a young hare .",
    "a witch feeds some frogs .",
    "the monkey sleeps .",
    "the zork bites the man .",
];

/// The view.
#[component]
fn Translate(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let fetched = use_model(T5);
    let shown = awaited(&fetched, |model| {
        html! { <Translating lab={props.clone()} model={model.clone()} /> }
    });
    let examples: &[&str] = if inputs.shows("examples") { &EXAMPLES } else { &[] };
    html! {
        <div class="bench two">
            <div class="middle">
                { inputs.shows("sentence").then(|| html! {
                    <>
                        { sentence_of(
                            "sentence", "Sentence", &inputs.settings.text, examples,
                            &dispatch.reform(Action::Text),
                        ) }
                        <>{ headline(inputs, dispatch) }</>
                    </>
                }) }
                { inputs.shows("controls").then(|| tasks("Task", props)) }
                <>{ shown }</>
            </div>
            <aside class="side" tabindex="0" aria-label="What an encoder–decoder does">
                { explanation() }
            </aside>
        </div>
    }
}

fn explanation() -> Html {
    html! {
        <section class="explanation">
            <h2>{ "An encoder reads, a decoder writes" }</h2>
            <p>{ "T5 makes one text of another. The first token, such as “passive:”, says what is asked. \
                The encoder reads it like any other word, and all that the decoder hears of the task is \
                what the encoder made of it." }</p>
            <p>{ "The encoder runs once: each token looks at all others, and what comes out is kept. Then \
                the decoder writes token by token, as GPT does. In each layer it looks at what was said \
                so far, and by cross-attention at what the encoder kept: the queries are the decoder’s, \
                the keys and values are made of the encoder’s output." }</p>
            <p>{ prose("So the matrix is a rectangle, n_target × n_source: a row for each token that the \
                decoder has read, a column for each that the encoder has read. Behind a row stands what \
                was chosen from there. Each step adds a row; the columns stay.") }</p>
            <p class="look">{ "Choose “reverse” and play to the end, then go through layers and heads. In \
                which does a diagonal show, and which way does it run? Choose “passive”: whom does “by” \
                look at?" }</p>
            <p class="hint">{ "This small T5 learned six tasks on a small language of made-up sentences, \
                and knows nothing else of the world. It always says the most probable token, so nothing \
                is drawn at random." }</p>
        </section>
    }
}

/// What the part needs that has the model.
#[derive(Properties, PartialEq)]
struct TranslatingProps {
    lab: LabProps,
    model: Shared<Loaded>,
}

/// What was made of the sentence, and what was looked at meanwhile.
#[component]
fn Translating(TranslatingProps { lab, model }: &TranslatingProps) -> Html {
    let LabProps { inputs, dispatch, theme } = lab;
    let choice = inputs.architectures;
    let asked = (inputs.settings.text.clone(), choice.task, choice.made, model.clone());
    let made = use_memo(asked, |(text, task, made, _)| {
        translate(model, text, task, *made).map(Shared::new)
    });
    let (layers, _) = made.as_ref().as_ref().map_or((0, 0), |seen| seen.layers_and_heads());
    let layer = choice.layer.min(layers.saturating_sub(1));
    let heads =
        use_memo((made.clone(), layer), |(made, layer)| heads(made.as_ref().as_ref().ok(), *layer));
    // The step pointed at, and the column where it is a cell; and the step that stays.
    let pointed = use_state_eq(|| None::<(usize, Option<usize>)>);
    let kept = use_state_eq(|| None::<usize>);
    let point = use_callback(pointed.setter(), |step: Option<usize>, pointed| {
        pointed.set(step.map(|step| (step, None)));
    });
    let keep = use_callback(kept.clone(), |step: usize, kept| {
        kept.set((**kept != Some(step)).then_some(step));
    });
    let on =
        use_callback(
            (pointed.setter(), keep.clone()),
            |pointing, (pointed, keep)| match pointing {
                Pointing::Hover(cell) => {
                    pointed.set(cell.map(|cell| (cell.row, Some(cell.column))))
                }
                Pointing::Lock(cell) => keep.emit(cell.row),
                Pointing::Press(_) | Pointing::Read | Pointing::Release => {}
            },
        );
    let stage = use_node_ref();
    let width = use_size(stage.clone(), made.is_ok()).map_or(688.0, |size| size.0);
    // The stamps of the latest rendering, whose canvases are those in the page.
    let latest = use_mut_ref(Rc::<Thumbnails>::default);
    let thumbnails = Rc::new(Thumbnails::default());
    latest.replace(thumbnails.clone());
    use_idle((heads.clone(), *theme), move |_| latest.borrow().paint());

    let seen = match &*made {
        Err(error) => return html! { <p class="warning" role="alert">{ error.to_string() }</p> },
        Ok(seen) => seen,
    };
    let there = |step: &usize| *step < seen.steps.len();
    let (pointed, kept) = (pointed.filter(|(step, _)| there(step)), kept.filter(there));
    let lit = pointed.map(|(step, _)| step).or(kept);
    let head = inputs.head.min(heads.len().saturating_sub(1));
    let language = names::language(choice.task);
    let body = match heads.get(head).filter(|_| !seen.words.is_empty()) {
        None => html! {
            <p role="status" class="empty">{ "There is nothing to make another of. Type a sentence above." }</p>
        },
        Some(weights) => html! {
            <div class="panels translated">
                { Pair {
                    seen, weights, place: (layer, head), lit, kept, language, point: &point, keep: &keep,
                }.draw() }
                { candidates::panel(seen, lit, language) }
                { Cross {
                    seen, heads: &heads, layers, place: (layer, head), theme: *theme, width,
                    cursor: pointed.and_then(|(step, column)| Some((step, column?))), lit, lab,
                    thumbnails: &thumbnails, on: &on,
                }.draw() }
            </div>
        },
    };
    html! {
        <>
            <Player
                made={seen.said().count()}
                done="said"
                is_over={seen.end.is_some()}
                {choice}
                dispatch={dispatch.clone()}
            />
            <>{ note(seen.fits) }</>
            <>{ (seen.end == Some(Ending::NoRoom)).then(|| html! {
                <p class="notice" role="status">{ "There is no room for more: the model has no further position." }</p>
            }) }</>
            <div ref={stage} class="stage" tabindex="-1">{ body }</div>
            <>{ unknown(seen.words.iter(), model) }</>
            { source(model) }
        </>
    }
}

/// The weights of all heads of a layer.
fn heads(seen: Option<&Shared<Translated>>, layer: usize) -> Vec<MatrixRef> {
    let heads = seen.map_or(0, |seen| seen.layers_and_heads().1);
    let weights = (0..heads).filter_map(|head| seen?.cross_weights(layer, head));
    weights.map(|matrix| MatrixRef::Alone(Shared::new(matrix))).collect()
}
