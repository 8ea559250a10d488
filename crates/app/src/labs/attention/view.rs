//! The lab, put together.

use std::rc::Rc;

use engine::{Cell, MAX_TOKENS, Trace};
use yew::{Callback, Html, component, html, use_callback, use_effect_with, use_memo, use_state_eq};

use super::controls::controls;
use super::explain::explanation;
use super::flow::flow;
use super::heads::heads;
use super::layout::{all_heads, layout};
use super::ledger::LedgerView;
use super::spread::SpreadView;
use super::stage::{Stage, spoken};
use crate::answers;
use crate::components::{Pointing, Rail, Tokens, formula, sentence};
use crate::labs::LabProps;
use crate::reorder::moved;
use crate::shared::Shared;
use crate::state::{Action, Inputs};
use crate::steps::Step;
use crate::words;

/// The lab.
#[component]
pub fn Attention(props: &LabProps) -> Html {
    let LabProps { inputs, theme, dispatch } = props;
    let trace = use_memo(inputs.settings.clone(), |settings| answers::attention(settings));
    let hover = use_state_eq(|| None::<Cell>);
    let all = use_state_eq(|| false);

    // What is pointed at may be gone after a change.
    use_effect_with((inputs.settings.clone(), inputs.step), {
        let hover = hover.clone();
        move |_| hover.set(None)
    });
    let on = use_callback((dispatch.clone(), hover.setter(), inputs.cell), {
        |pointing, (dispatch, hover, locked): &(Callback<Action>, yew::UseStateSetter<_>, _)| {
            match pointing {
                Pointing::Hover(cell) => hover.set(cell),
                Pointing::Lock(cell) if *locked == Some(cell) => dispatch.emit(Action::Lock(None)),
                Pointing::Lock(cell) => dispatch.emit(Action::Lock(Some(cell))),
                Pointing::Release => dispatch.emit(Action::Lock(None)),
            }
        }
    });

    let typed = inputs.shows("sentence").then(|| {
        html! {
            { sentence(
                "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                &dispatch.reform(Action::Text),
            ) }
        }
    });
    let body = match &*trace {
        Err(error) => html! {
            <div class="stage"><p class="warning" role="alert">{ error }</p></div>
        },
        Ok(trace) => {
            let on_all = Callback::from({
                let all = all.clone();
                move |on| all.set(on)
            });
            body(&Bench {
                trace,
                inputs,
                theme: *theme,
                dispatch,
                hover: *hover,
                all: *all,
                on: &on,
                on_all: &on_all,
            })
        }
    };
    html! {
        <div class="lab" data-lab="attention" data-step={inputs.step.name()}>
            { typed }
            { body }
        </div>
    }
}

/// What stands below the sentence.
struct Bench<'a> {
    trace: &'a Shared<Trace>,
    inputs: &'a Inputs,
    theme: scene::Theme,
    dispatch: &'a Callback<Action>,
    hover: Option<Cell>,
    all: bool,
    on: &'a Callback<Pointing>,
    on_all: &'a Callback<bool>,
}

/// All below the sentence.
fn body(bench: &Bench) -> Html {
    let Bench { trace, inputs, theme, dispatch, hover, all, on, on_all } = *bench;
    let tokens: Rc<[String]> = trace.tokens.iter().map(|token| words::token(&token.text)).collect();
    let step = inputs.step;
    let pictures = match all && (Step::Projections..Step::Output).contains(&step) {
        true => all_heads(trace, step),
        false => layout(trace, step, inputs.head),
    };
    let on_move = {
        let (trace, dispatch) = (trace.clone(), dispatch.clone());
        Callback::from(move |(from, to)| {
            let text = moved(&trace.settings.text, &trace.tokens, from, to);
            dispatch.emit(Action::Text(text));
        })
    };
    let locked = inputs.cell.filter(|cell| exists(trace, *cell));
    let stage = match step {
        _ if tokens.is_empty() => html! { <div class="stage">{ empty(dispatch) }</div> },
        Step::Tokens => html! { <div class="stage">{ token_cards(trace) }</div> },
        _ => html! {
            <Stage
                layout={pictures.clone()}
                tokens={tokens.clone()}
                {theme}
                {hover}
                {locked}
                on={on.clone()}
            />
        },
    };
    let cut = (trace.total_tokens > trace.tokens.len()).then(|| {
        html! {
            <p class="notice" role="status">
                { format!(
                    "The sentence has {} tokens; the first {MAX_TOKENS} are shown and computed with.",
                    trace.total_tokens
                ) }
            </p>
        }
    });
    let needs_heads = step >= Step::Positions && !tokens.is_empty() && trace.settings.heads > 1;
    html! {
        <>
            { cut }
            { inputs.shows("sentence").then(|| html! { <Tokens tokens={tokens.clone()} {on_move} /> }) }
            { inputs.shows("formula").then(|| formula(step, &inputs.settings)) }
            { inputs.shows("steps").then(|| html! {
                <Rail {step} has_mask={inputs.has_mask()} dispatch={dispatch.clone()} />
            }) }
            <div class="bench">
                <div class="middle">
                    { stage }
                    { flow(trace, step, inputs.head, theme, dispatch) }
                </div>
                <aside class="side" aria-label="Explanation and ledger">
                    { inputs.shows("explanation").then(|| explanation(trace, step, inputs.head)) }
                    { (step > Step::Tokens && !tokens.is_empty()).then(|| html! {
                        <LedgerView
                            trace={trace.clone()}
                            tokens={tokens.clone()}
                            cell={hover.or(locked)}
                            locked={locked.is_some() && hover.is_none_or(|cell| Some(cell) == locked)}
                            on={on.clone()}
                            dispatch={dispatch.clone()}
                        />
                    }) }
                    { (step == Step::Scaled).then(|| html! {
                        <SpreadView settings={inputs.settings.clone()} {theme} />
                    }) }
                </aside>
                { inputs.shows("controls").then(|| html! {
                    <section class="settings" aria-label="Settings">
                        { needs_heads.then(|| {
                            heads(trace, (!all).then_some(inputs.head), theme, dispatch, on_all)
                        }) }
                        { controls(inputs, dispatch) }
                    </section>
                }) }
            </div>
            <p class="visually-hidden" aria-live="polite">{ spoken(&pictures, &tokens, hover) }</p>
        </>
    }
}

fn exists(trace: &Trace, cell: Cell) -> bool {
    trace.matrix(cell.matrix, cell.head.unwrap_or_default()).is_some_and(|matrix| {
        matrix.head == cell.head && matrix.get(cell.row, cell.column).is_some()
    })
}

fn empty(dispatch: &Callback<Action>) -> Html {
    let onclick = dispatch.reform(|_| Action::Text("dog bites man".into()));
    html! {
        <div class="empty">
            <p>{ "There is nothing to look at yet. Type a sentence above, or" }</p>
            <button {onclick}>{ "try “dog bites man”" }</button>
        </div>
    }
}

/// The tokens, each with what the layer will know of it.
fn token_cards(trace: &Trace) -> Html {
    let cards = trace.tokens.iter().enumerate().map(|(index, token)| {
        let first = trace.tokens.iter().position(|other| other.text == token.text);
        let same = first.filter(|first| *first < index).map(|first| {
            html! { <small>{ format!("same as {first}") }</small> }
        });
        let bytes = token.text.len();
        let characters = token.text.chars().count();
        html! {
            <li key={index}>
                <span class="place">{ index }</span>
                <b><bdi>{ words::token(&token.text) }</bdi></b>
                <small>{ match characters {
                    1 => format!("1 character, {bytes} {}", if bytes == 1 { "byte" } else { "bytes" }),
                    n => format!("{n} characters, {bytes} bytes"),
                } }</small>
                { same }
            </li>
        }
    });
    html! { <ol class="cards" start="0">{ for cards }</ol> }
}
