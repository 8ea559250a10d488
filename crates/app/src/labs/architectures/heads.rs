//! What each head of a trained model looks at, and what changes when it is turned off.

mod change;
mod figures;
mod grid;
mod opened;
mod picture;
mod said;
mod seen;
mod settings;

use std::rc::Rc;

use engine::architectures::{Family, Loaded, NAMED_FROM, SPREAD_FROM, TRAINED, Trial, heads};
use yew::{Html, Properties, classes, component, html, use_memo, use_mut_ref, use_node_ref};

use super::awaited::{awaited, source};
use super::words::{headline, hiding, note, unknown};
use super::{View, names};
use crate::components::{Thumbnails, sentence};
use crate::hooks::{use_idle, use_model, use_size};
use crate::labs::LabProps;
use crate::shared::Shared;
use crate::state::Action;
use seen::Seen;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "heads", title: "What heads do", draw: |lab| html! { <Heads ..lab /> } };

/// From this width of the stage on, in CSS pixels, two things stand side by side in it.
const WIDE: f64 = 700.0;

/// The view.
#[component]
fn Heads(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let named = TRAINED.into_iter().find(|(name, _)| *name == inputs.architectures.trained);
    let (name, family) = named.unwrap_or(TRAINED[0]);
    let fetched = use_model((name, family));
    let shown = awaited(&fetched, |model| {
        html! { <Looking key={name} lab={props.clone()} model={model.clone()} {name} {family} /> }
    });
    html! {
        <div class="bench two">
            <div class="middle">
                { inputs.shows("controls").then(|| settings::settings(props, name, family)) }
                { inputs.shows("sentence").then(|| sentence(
                    "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                    &dispatch.reform(Action::Text),
                )) }
                <>{ (inputs.shows("sentence") && family == Family::EncoderDecoder)
                    .then(|| headline(inputs, dispatch)).flatten() }</>
                <>{ shown }</>
            </div>
            { explanation() }
        </div>
    }
}

fn explanation() -> Html {
    html! {
        <aside class="side" tabindex="0" aria-label="What the names mean, and what they don’t">
            <section class="explanation">
                <h2>{ "Names that were measured" }</h2>
                <p>{ "Each small picture holds one head’s attention weights on your sentence: the rows \
                    ask, the columns are looked at. Layers and heads are counted from 0." }</p>
                <p>{ "The names don’t come from your sentence. They were measured once, after training, \
                    on held-out sentences of the same small language: the model hadn’t learned from \
                    them. A share is the mean weight over all their tokens to which it applies: the \
                    share on the subject, for one, over all verbs. Induction is a look at the token \
                    that came after an earlier one like this: what may come next again." }</p>
                <p>{ format!(
                    "A head is named by its largest share, if that is at least {}. If it isn’t and the \
                     entropy is at least {SPREAD_FROM} bits, as for an even look at four tokens, its \
                     look is called spread. Other heads have no name.",
                    said::whole(NAMED_FROM),
                ) }</p>
                <p class="look">{ "Attention isn’t explanation. That a head looks somewhere doesn’t show \
                    that the model needs it to. Turn the head off, and see whether the prediction \
                    changes. Is it the head with the clear name that matters?" }</p>
                <p class="hint">{ "A head that is off puts out zeros in place of its mix of values; its \
                    weights are still computed, and layers above it see what is left. Other heads may \
                    do the same work: turn off several." }</p>
            </section>
        </aside>
    }
}

/// What the part needs that has the model.
#[derive(Properties, PartialEq)]
struct LookingProps {
    lab: LabProps,
    model: Shared<Loaded>,
    name: &'static str,
    family: Family,
}

/// The heads, the one that is open, and what turning some off changes.
#[component]
fn Looking(LookingProps { lab, model, name, family }: &LookingProps) -> Html {
    let LabProps { inputs, theme, dispatch } = lab;
    let choice = inputs.architectures;
    let language = names::language(choice.task);
    let text = inputs.settings.text.clone();
    let asked = (text, choice.hidden, choice.task, choice.off, model.clone());
    let seen = use_memo(asked, |(text, hidden, task, off, _)| {
        let off = model.heads_of(*off);
        heads(model, &Trial { text, hidden: *hidden, task, off: &off }).map(Seen::new)
    });
    let stage = use_node_ref();
    let (width, _) = use_size(stage.clone(), true).unwrap_or((600.0, 500.0));
    // The stamps of the latest rendering, whose canvases are those in the page.
    let latest = use_mut_ref(Rc::<Thumbnails>::default);
    let thumbnails = Rc::new(Thumbnails::default());
    latest.replace(thumbnails.clone());
    use_idle((Rc::as_ptr(&seen), *theme), move |_| latest.borrow().paint());
    let (above, body, below) = match &*seen {
        Err(error) => {
            (None, html! { <p class="warning" role="alert">{ error.to_string() }</p> }, None)
        }
        Ok(seen) => {
            let shown = &seen.shown;
            let hiding =
                (*family == Family::Encoder).then(|| hiding(shown.words.iter(), choice, dispatch));
            let body = match seen.open(choice, inputs.head) {
                None => html! {
                    <p class="empty" role="status">{ "There is nothing to look at yet. Type a sentence above." }</p>
                },
                Some(open) => {
                    let is_wide = width >= WIDE;
                    let place = open.head.place;
                    html! {
                        <div class={classes!("head-view", is_wide.then_some("wide"), (shown.grids.len() == 1).then_some("one"))}>
                            <div class="head-grids">
                                { for shown.grids.iter().zip(&seen.labelled).map(|(grid, labelled)| {
                                    grid::grid(grid, labelled, place, lab, &thumbnails)
                                }) }
                            </div>
                            { opened::opened(&open, lab, (name, *family), (width, is_wide)) }
                            { change::change(shown, language) }
                        </div>
                    }
                }
            };
            let above = html! { <>{ hiding }{ note(shown.fits) }</> };
            (Some(above), body, unknown(shown.words.iter(), model))
        }
    };
    html! {
        <>
            <>{ above }</>
            <div ref={stage} class="stage" tabindex="0" role="region" aria-label="Heads, and what they change">{ body }</div>
            <>{ below }</>
            { source(model) }
        </>
    }
}
