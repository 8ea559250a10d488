//! The word-order lab: two sentences through the same layer.

mod pictures;
mod plane;
mod verdict;

use std::rc::Rc;

use engine::{Cell, MatrixName};
use yew::{
    Callback, Html, classes, component, html, use_callback, use_memo, use_node_ref, use_state_eq,
};

use self::pictures::Pictures;
use self::plane::plane;
use self::verdict::{Alone, verdict};
use super::controls::controls;
use super::deferred::deferred;
use super::weights::{awaited, computed, instead, pin, use_pinned};
use super::{Lab, LabProps};
use crate::answers;
use crate::components::{Pointing, Tokens, sentence};
use crate::hooks::{Layer, use_layer, use_size};
use crate::reorder::moved;
use crate::state::{Action, Inputs};
use crate::words;

/// The lab's line in the list.
pub const LAB: Lab = Lab {
    slug: "order",
    title: "Word order",
    question: "Does attention know who bites whom?",
    parts: &[
        "header",
        "sentence",
        "examples",
        "controls",
        "heads",
        "d_model",
        "seed",
        "encoding",
        "mask",
        "scale",
        "temperature",
    ],
    view: deferred::<Order>(),
};

/// The lab.
#[component]
fn Order(props: &LabProps) -> Html {
    let LabProps { theme, dispatch, .. } = props;
    let layer = use_layer(&props.inputs, Some(&props.inputs.compare));
    let (dispatch, inputs) = (&use_pinned(dispatch, &layer, &props.inputs), &props.inputs);
    let asked = match &layer {
        Layer::Of(settings, _) => Some(settings.clone()),
        Layer::Awaited => None,
    };
    let result = use_memo((asked, inputs.compare.clone()), |(settings, compare)| {
        settings.as_ref().map(|settings| answers::word_order(settings, compare)).transpose()
    });
    let alone = use_memo((result.clone(), inputs.compare.clone()), |(result, compare)| {
        result.as_ref().as_ref().ok()?.as_ref().and_then(|result| Alone::of(result, compare))
    });
    let inputs = &match &*result {
        Ok(Some(result)) => Rc::new(computed(inputs, &result.a.settings)),
        _ => inputs.clone(),
    };
    let stage = use_node_ref();
    let size = use_size(stage.clone(), matches!(&*result, Ok(Some(_))));
    let hover = use_state_eq(|| None::<Cell>);
    let deps = (dispatch.clone(), hover.setter(), pin(&layer, &props.inputs));
    let on = use_callback(deps, |pointing, (dispatch, hover, pin)| {
        match pointing {
            Pointing::Hover(cell) => hover.set(cell),
            // The first output is the one that the attention lab computes, of the same numbers.
            Pointing::Lock(cell) if cell.matrix == MatrixName::OutputA => {
                if let Some(pin) = pin {
                    dispatch.emit(Action::Pin(*pin));
                }
                dispatch.emit(Action::Lab(super::first()));
                dispatch.emit(Action::Open(Cell { matrix: MatrixName::Output, ..cell }));
            }
            Pointing::Press(_) | Pointing::Lock(_) | Pointing::Read | Pointing::Release => {}
        }
    });

    let body = match &*result {
        Err(error) => {
            empty(html! { <p class="warning" role="alert">{ error }</p> }, inputs, dispatch)
        }
        Ok(None) => empty(awaited(), inputs, dispatch),
        Ok(Some(result)) => {
            let tokens = [&result.a, &result.b].map(|trace| words::tokens(&trace.tokens));
            let strip =
                |name: &'static str, of: usize, text: &str, action: fn(String) -> Action| {
                    let trace = if of == 0 { &result.a } else { &result.b };
                    let (text, all, dispatch) =
                        (text.to_owned(), trace.tokens.clone(), dispatch.clone());
                    let on_move = Callback::from(move |(from, to)| {
                        dispatch.emit(action(moved(&text, &all, from, to)));
                    });
                    html! { <Tokens {name} tokens={tokens[of].clone()} {on_move} /> }
                };
            let pictures = Pictures {
                result,
                tokens: &tokens,
                stage: size.unwrap_or((0.0, 0.0)),
                theme: *theme,
                hover: *hover,
                on: &on,
            };
            let [first, second, difference] = pictures.draw();
            let sides = classes!("sides", pictures.is_stacked().then_some("stacked"));
            let is_empty = tokens.iter().all(|tokens| tokens.is_empty());
            html! {
                <div class="bench">
                    <div class="middle">
                        <div ref={stage} class="stage" tabindex="-1">
                            <div class="outputs">
                                { is_empty.then(|| html! {
                                    <p>{ "There is nothing to compare yet. Type two sentences above." }</p>
                                }) }
                                <div class={sides}>
                                    <div>
                                        { strip("First sentence", 0, &inputs.settings.text, Action::Move) }
                                        { first }
                                    </div>
                                    <div>
                                        { strip("Second sentence", 1, &inputs.compare, Action::MoveSecond) }
                                        { second }
                                    </div>
                                </div>
                                { difference }
                            </div>
                        </div>
                    </div>
                    <aside class="side" aria-label="What was measured">
                        { verdict(result, *alone, inputs) }
                        { plane(result, &tokens, *theme) }
                    </aside>
                    { settings(inputs, dispatch) }
                </div>
            }
        }
    };
    html! {
        <div class="lab" data-lab="order" data-step={inputs.step.name()}>
            { inputs.shows("sentence").then(|| sentences(inputs, dispatch)) }
            // In a node of its own, so that the box above keeps the focus when it comes.
            <>{ instead(&layer, inputs, dispatch) }</>
            { body }
        </div>
    }
}

/// Why there is nothing to compare, beside the controls that can change it.
fn empty(why: Html, inputs: &Inputs, dispatch: &Callback<Action>) -> Html {
    html! {
        <div class="bench">
            <div class="middle stage">{ why }</div>
            { settings(inputs, dispatch) }
        </div>
    }
}

fn settings(inputs: &Inputs, dispatch: &Callback<Action>) -> Option<Html> {
    inputs.shows("controls").then(|| {
        html! {
            <section class="settings" aria-label="Settings">{ controls(inputs, dispatch) }</section>
        }
    })
}

fn sentences(inputs: &Inputs, dispatch: &Callback<Action>) -> Html {
    let examples = inputs.shows("examples");
    html! {
        <div class="pair">
            { sentence(
                "sentence", "First", &inputs.settings.text, examples,
                &dispatch.reform(Action::Text),
            ) }
            <button
                data-action="swap"
                title="Swap the two sentences"
                aria-label="Swap the two sentences"
                onclick={dispatch.reform(|_| Action::Swap)}
            >{ "⇅" }</button>
            { sentence(
                "compare", "Second", &inputs.compare, examples,
                &dispatch.reform(Action::Compare),
            ) }
        </div>
    }
}
