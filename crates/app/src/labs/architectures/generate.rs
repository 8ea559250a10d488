//! A decoder that goes on with a sentence token by token, as GPT and LLaMA do.

mod cache;
mod candidates;
mod settings;

use engine::architectures::{Family, Generated, Loaded, Manner, generate};
use yew::{AttrValue, Html, Properties, component, html, use_memo};

use super::View;
use super::awaited::{awaited, source};
use super::player::Player;
use super::words::{note, unknown};
use crate::components::sentence;
use crate::hooks::use_model;
use crate::labs::LabProps;
use crate::labs::units::percent;
use crate::shared::Shared;
use crate::state::{Action, DECODERS, Inputs};

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "generate", title: "Go on", draw: |lab| html! { <Generate ..lab /> } };

/// The view.
#[component]
fn Generate(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let named = DECODERS.into_iter().find(|name| *name == inputs.architectures.decoder);
    let name = named.unwrap_or(DECODERS[0]);
    let fetched = use_model((name, Family::Decoder));
    let shown = awaited(&fetched, |model| {
        html! { <Going key={name} lab={props.clone()} model={model.clone()} /> }
    });
    html! {
        <div class="bench">
            { inputs.shows("controls").then(|| settings::settings(props)) }
            <div class="middle">
                { inputs.shows("sentence").then(|| sentence(
                    "sentence", "Begin with", &inputs.settings.text, inputs.shows("examples"),
                    &dispatch.reform(Action::Text),
                )) }
                <>{ shown }</>
            </div>
            <aside class="side" tabindex="0" aria-label="What a decoder does">
                <section class="explanation">
                    <h2>{ "A decoder writes one token after the other" }</h2>
                    <p>{ "It reads from left to right: each token may look at itself and at those before it. \
                        From the last one the model says how probable every token of its vocabulary is to \
                        come next. One of them is drawn, joins the sentence, and it all goes on." }</p>
                    <p>{ "The temperature makes the probabilities sharper or more even. Top-k keeps only the \
                        k best; top-p then keeps the fewest that together reach a share of the rest. \
                        What is left is divided by its sum." }</p>
                    <p class="look">{ "Make a step and watch the cache grow by a column: keys and values of a \
                        token are computed once and kept. Then choose LLaMA: two heads share \
                        keys and values here, as some do in LLaMA 3 (the first LLaMA’s didn’t), and \
                        the cache is smaller." }</p>
                    <p class="hint">{ "These small models learned a small language of made-up sentences, and \
                        know nothing else of the world. The same seed draws the same tokens." }</p>
                </section>
            </aside>
        </div>
    }
}

/// What the part needs that has the model.
#[derive(Properties, PartialEq)]
struct GoingProps {
    lab: LabProps,
    model: Shared<Loaded>,
}

/// The sentence as it goes on, what may come next, and the cache.
#[component]
fn Going(GoingProps { lab, model }: &GoingProps) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let choice = inputs.architectures;
    let asked = (inputs.settings.text.clone(), manner(inputs), choice.made, model.clone());
    let made = use_memo(asked, |(text, manner, made, _)| generate(model, text, *manner, *made));
    match &*made {
        Err(error) => html! { <p class="warning" role="alert">{ error.to_string() }</p> },
        Ok(generated) => html! {
            <>
                <Player made={generated.made.len()} done="added" last={generated.made.last().map(|it| AttrValue::from(it.word.clone()))} is_over={generated.end.is_some()} {choice} dispatch={dispatch.clone()} />
                { line(generated) }
                <>{ note(generated.fits) }</>
                <div class="stage" tabindex="-1">
                    <div class="panels going">
                        { candidates::panel(generated) }
                        { cache::panel(generated) }
                    </div>
                </div>
                <>{ unknown(generated.prompt.iter(), model) }</>
                { source(model) }
            </>
        },
    }
}

/// How the model is asked to go on.
fn manner(inputs: &Inputs) -> Manner {
    let choice = inputs.architectures;
    Manner {
        temperature: inputs.settings.temperature,
        top_k: choice.top_k,
        top_p: choice.top_p,
        seed: inputs.settings.seed,
    }
}

/// The sentence: what it began with, and what was added, each token with its probability.
fn line(generated: &Generated) -> Html {
    let given = generated.prompt.iter().enumerate().map(|(at, word)| {
        let class = (!word.known).then_some("unknown");
        html! { <li key={format!("given-{at}")} {class}><bdi>{ &word.text }</bdi></li> }
    });
    let made = generated.made.iter().enumerate().map(|(at, made)| {
        let probability = made.probability;
        html! {
            <li key={format!("made-{at}")} class="made" data-made={made.word.clone()} data-value={probability.to_string()}>
                <bdi>{ &made.word }</bdi><small>{ percent(probability.into()) }</small>
            </li>
        }
    });
    html! {
        <ol class="words line" tabindex="0" aria-label="The sentence; what was added comes with its probability">
            <>{ for given }</>
            <>{ for made }</>
        </ol>
    }
}
