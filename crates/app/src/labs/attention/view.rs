//! The lab, put together.

use std::rc::Rc;

use engine::question::QUESTIONS;
use engine::{Cell, MatrixName, Settings, Trace};
use yew::{
    AttrValue, Callback, Html, NodeRef, Properties, TargetCast, component, html, use_callback,
    use_effect_with, use_memo, use_mut_ref, use_node_ref, use_state_eq,
};

use super::cards::token_cards;
use super::centred::use_centred;
use super::explain::explanation;
use super::flow::flow;
use super::guess::Guess;
use super::heads::heads;
use super::layout::{Layout, all_heads, layout};
use super::ledger::LedgerView;
use super::spread::SpreadView;
use super::stage::{Space, Stage, spoken, use_space};
use super::take::TraceMenu;
use crate::answers;
use crate::components::{Pointing, Rail, Sign, Thumbnails, Tokens, formula, sentence, use_fold};
use crate::hooks::{Layer, focus_ledger, use_idle, use_layer};
use crate::labs::LabProps;
use crate::labs::controls::controls;
use crate::labs::deferred::later;
use crate::labs::weights::{awaited, computed, instead, use_pinned};
use crate::ledger_text::cell_name;
use crate::reorder::moved;
use crate::shared::Shared;
use crate::state::{Action, Asked, Inputs};
use crate::steps::Step;
use crate::words;

/// What the charts of the spread show.
#[derive(Clone, Properties, PartialEq)]
pub struct SpreadProps {
    /// The settings whose sentence and seed are measured.
    pub settings: Rc<Settings>,
    /// Light or dark.
    pub theme: scene::Theme,
}

/// What the ledger shows.
#[derive(Clone, Properties, PartialEq)]
pub struct LedgerProps {
    /// The trace that the cell is of.
    pub trace: Shared<Trace>,
    /// The tokens as shown.
    pub tokens: Rc<[String]>,
    /// The cell.
    pub cell: Cell,
    /// Whether the cell stays when the pointer goes.
    pub locked: bool,
    /// Tells what the learner points at.
    pub on: Callback<Pointing>,
    /// Takes what the learner does.
    pub dispatch: Callback<Action>,
}

/// What there is to guess.
#[derive(Clone, Properties, PartialEq)]
pub struct GuessProps {
    /// The numbers that tell what is right.
    pub trace: Shared<Trace>,
    /// What is asked.
    pub asked: Asked,
    /// Of which head.
    pub head: usize,
    /// What the learner took for right.
    pub guess: Option<usize>,
    /// Takes what the learner does.
    pub dispatch: Callback<Action>,
}

/// The lab.
#[component]
pub fn Attention(props: &LabProps) -> Html {
    let LabProps { theme, dispatch, .. } = props;
    let layer = use_layer(&props.inputs, None);
    let (dispatch, inputs) = (&use_pinned(dispatch, &layer, &props.inputs), &props.inputs);
    let asked = match &layer {
        Layer::Of(settings, _) => Some(settings.clone()),
        Layer::Awaited => None,
    };
    let answer = use_memo(asked, |asked| {
        asked.as_ref().map(|settings| answers::attention(settings)).transpose()
    });
    // What a trained model decides, all below go by.
    let inputs = &use_memo((inputs.clone(), answer.clone()), |(inputs, answer)| match &**answer {
        Ok(Some(trace)) => computed(inputs, &trace.settings),
        _ => (**inputs).clone(),
    });
    let hover = use_state_eq(|| None::<Cell>);
    let all = use_state_eq(|| false);

    // What is pointed at may be gone after a change.
    use_effect_with((inputs.settings.clone(), inputs.step), {
        let hover = hover.clone();
        move |_| hover.set(None)
    });
    let lab = use_node_ref();
    let deps = (dispatch.clone(), hover.setter(), inputs.cell, lab.clone());
    let on = use_callback(deps, {
        |pointing, (dispatch, hover, locked, lab)| match pointing {
            Pointing::Hover(cell) => hover.set(cell),
            Pointing::Press(_) => {}
            Pointing::Lock(cell) if *locked == Some(cell) => dispatch.emit(Action::Lock(None)),
            Pointing::Lock(cell) => dispatch.emit(Action::Lock(Some(cell))),
            Pointing::Read => focus_ledger(lab),
            Pointing::Release => dispatch.emit(Action::Lock(None)),
        }
    });
    use_centred(&lab, inputs.step);
    let on_all = use_callback(all.setter(), |on, all| all.set(on));
    let shown = use_memo((answer.clone(), inputs.step, inputs.head, *all), Shown::of);

    let stage = use_node_ref();
    let space = use_space(&stage, shown.is_some());

    // The stamps of the latest rendering, whose canvases are those in the page.
    let latest = use_mut_ref(Rc::<Thumbnails>::default);
    let thumbnails = Rc::new(Thumbnails::default());
    latest.replace(thumbnails.clone());
    let sign = Sign {
        class: "take",
        sign: "⤓ Save or print",
        hint: "All numbers, programs that compute them, a handout",
        name: AttrValue::from("Save or print"),
    };
    let menu = LabProps { inputs: inputs.clone(), ..props.clone() };
    let take = use_fold(sign, || later::<TraceMenu>(menu));
    let bench = Bench {
        shown: shown.as_ref().as_ref(),
        inputs,
        theme: *theme,
        dispatch,
        thumbnails: &thumbnails,
        hover: *hover,
        all: *all,
        on: &on,
        on_all: &on_all,
        stage: &stage,
        space,
        take,
    };
    let body = match &*answer {
        Err(error) => bench.failure(html! { <p class="warning" role="alert">{ error }</p> }),
        Ok(None) => bench.failure(awaited()),
        Ok(Some(_)) => bench.draw(),
    };
    // The large pictures come first. Pointing about changes no stamp, so they are painted
    // anew only after other changes.
    use_idle((shown, *theme), move |_| latest.borrow().paint());
    html! {
        <div ref={lab} class="lab" data-lab="attention" data-step={inputs.step.name()}>
            { inputs.shows("sentence").then(|| sentence(
                "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                &dispatch.reform(Action::Text),
            )) }
            // In a node of its own, so that the box above keeps the focus when it comes.
            <>{ instead(&layer, inputs, dispatch) }</>
            { body }
        </div>
    }
}

/// What is on the stage, whatever is pointed at.
#[derive(PartialEq)]
struct Shown {
    trace: Shared<Trace>,
    tokens: Rc<[String]>,
    pictures: Rc<Layout>,
}

type Choice = (Rc<Result<Option<Shared<Trace>>, AttrValue>>, Step, usize, bool);

impl Shown {
    fn of((answer, step, head, all): &Choice) -> Option<Self> {
        let trace = answer.as_ref().as_ref().ok()?.clone()?;
        let tokens = words::tokens(&trace.tokens);
        let pictures = match *all && (Step::Projections..Step::Output).contains(step) {
            true => all_heads(&trace, *step),
            false => layout(&trace, *step, *head),
        };
        Some(Self { trace, tokens, pictures: Rc::new(pictures) })
    }
}

/// All that stands below the sentence is drawn of this.
struct Bench<'a> {
    shown: Option<&'a Shown>,
    inputs: &'a Inputs,
    theme: scene::Theme,
    dispatch: &'a Callback<Action>,
    thumbnails: &'a Thumbnails,
    hover: Option<Cell>,
    all: bool,
    on: &'a Callback<Pointing>,
    on_all: &'a Callback<bool>,
    stage: &'a NodeRef,
    space: Option<Space>,
    take: Html,
}

impl Bench<'_> {
    /// Why there is nothing to show, beside the controls that can change it. Its nodes are those
    /// of [`Bench::draw`], one by one, so that a step's button keeps the focus when numbers come.
    fn failure(&self, why: Html) -> Html {
        html! {
            <>
                <></>
                <></>
                { self.above() }
                <div class="bench">
                    <div class="middle stage">{ why }</div>
                    { self.settings(None) }
                </div>
                <p class="visually-hidden" aria-live="polite" />
            </>
        }
    }

    /// What stands above the numbers: the formula and the steps.
    fn above(&self) -> Html {
        let Self { inputs, dispatch, shown, .. } = *self;
        let has_biases =
            shown.is_some_and(|shown| shown.trace.matrix(MatrixName::OutputBias, 0).is_some());
        html! {
            <>
                { inputs.shows("formula").then(|| formula(inputs.step, &inputs.settings, has_biases)) }
                { inputs.shows("steps").then(|| html! {
                    <Rail step={inputs.step} has_mask={inputs.has_mask()} dispatch={dispatch.clone()} />
                }) }
            </>
        }
    }

    fn draw(&self) -> Html {
        let Self { shown: Some(shown), inputs, theme, dispatch, hover, .. } = *self else {
            return Html::default();
        };
        let Shown { trace, tokens, pictures } = shown;
        let step = inputs.step;
        let on_move = {
            let (trace, dispatch) = (trace.clone(), dispatch.clone());
            Callback::from(move |(from, to)| {
                let text = moved(&trace.settings.text, &trace.tokens, from, to);
                dispatch.emit(Action::Move(text));
            })
        };
        let locked = inputs.cell.filter(|cell| exists(trace, *cell));
        let stage = match (step, self.space) {
            _ if tokens.is_empty() => empty(dispatch),
            (Step::Tokens, _) => token_cards(trace),
            (_, Some(space)) => {
                let layout = &**pictures;
                Stage { layout, tokens, space, theme, hover, locked, on: self.on }.draw()
            }
            // Not measured yet: the next frame has the pictures.
            (_, None) => Html::default(),
        };
        let cut = (trace.total_tokens > trace.tokens.len()).then(|| {
            html! {
                <p class="notice" role="status">
                    { format!(
                        "The sentence has {} tokens; the first {} are shown and computed with.",
                        trace.total_tokens,
                        trace.tokens.len()
                    ) }
                </p>
            }
        });
        let has_ledger = step > Step::Tokens && !tokens.is_empty();
        html! {
            <>
                <>{ cut }</>
                <>{ inputs.shows("sentence").then(|| html! { <Tokens tokens={tokens.clone()} {on_move} /> }) }</>
                { self.above() }
                <div class="bench">
                    <div class="middle">
                        <div ref={self.stage.clone()} class="stage" tabindex="-1" role="region" aria-label="Numbers">{ stage }</div>
                        { flow(trace, step, inputs.head, theme, dispatch, self.thumbnails) }
                    </div>
                    <aside class="side" aria-label="Explanation and ledger">
                        <>{ inputs.shows("explanation").then(|| explanation(trace, step, inputs.head)) }</>
                        <>{ self.question(trace) }</>
                        <>{ has_ledger.then(|| match locked.or(hover) {
                            None => no_ledger(),
                            Some(cell) => later::<LedgerView>(LedgerProps {
                                trace: trace.clone(),
                                tokens: tokens.clone(),
                                cell,
                                locked: locked.is_some(),
                                on: self.on.clone(),
                                dispatch: dispatch.clone(),
                            }),
                        }) }</>
                        <>{ (step == Step::Scaled).then(|| html! {
                            { later::<SpreadView>(SpreadProps { settings: inputs.settings.clone(), theme }) }
                        }) }</>
                    </aside>
                    { self.settings(Some(trace)) }
                </div>
                <p class="visually-hidden" aria-live="polite">{ self.spoken(shown, locked) }</p>
            </>
        }
    }

    /// A question that opens, or is opened by an address.
    fn question(&self, trace: &Shared<Trace>) -> Option<Html> {
        let Self { inputs, dispatch, .. } = *self;
        let n = trace.tokens.len();
        let asked = inputs.asked;
        if !inputs.shows("question") || n == 0 || (asked.is_none() && inputs.step < Step::Scores) {
            return None;
        }
        let ontoggle = {
            let dispatch = dispatch.clone();
            Callback::from(move |event: yew::Event| {
                let details: web_sys::Element = event.target_unchecked_into();
                // Told also of what an address has opened.
                if details.has_attribute("open") != asked.is_some() {
                    let first = Asked { question: &QUESTIONS[0], row: n / 2 };
                    dispatch.emit(Action::Ask(asked.is_none().then_some(first)));
                }
            })
        };
        let content = asked.map(|asked| {
            let (trace, head, guess) = (trace.clone(), inputs.head, inputs.guess);
            later::<Guess>(GuessProps { trace, asked, head, guess, dispatch: dispatch.clone() })
        });
        Some(html! {
            <details class="question" open={asked.is_some()} {ontoggle}>
                <summary>{ "Guess before you look" }</summary>
                <>{ content }</>
            </details>
        })
    }

    fn settings(&self, trace: Option<&Shared<Trace>>) -> Option<Html> {
        let Self { inputs, theme, dispatch, thumbnails, all, on_all, .. } = *self;
        let trace = trace.filter(|trace| !trace.tokens.is_empty() && inputs.settings.heads > 1);
        let current = (!all).then_some(inputs.head);
        inputs.shows("controls").then(|| {
            html! {
                <section class="settings" aria-label="Settings">
                    { trace.map(|trace| heads(trace, current, theme, dispatch, on_all, thumbnails)) }
                    { controls(inputs, dispatch) }
                    { self.take.clone() }
                </section>
            }
        })
    }

    /// What a screen reader says: the cell pointed at, or that one was opened, or the step.
    fn spoken(&self, shown: &Shown, locked: Option<Cell>) -> String {
        let (step, has_mask) = (self.inputs.step, self.inputs.has_mask());
        match (self.hover, locked) {
            (Some(cell), locked) => {
                let opened = if locked == Some(cell) { ", opened in the ledger" } else { "" };
                let spoken = spoken(&shown.pictures, &shown.tokens, cell);
                format!("{spoken}{opened}")
            }
            (None, Some(cell)) => format!("{} opened in the ledger", cell_name(&shown.trace, cell)),
            (None, None) => {
                let at = Step::all(has_mask).take_while(|other| *other <= step).count();
                format!("{}, step {at} of {}", step.label(), Step::all(has_mask).count())
            }
        }
    }
}

/// How to open a ledger.
fn no_ledger() -> Html {
    html! {
        <section class="ledger empty" aria-label="Ledger">
            <h3>{ "Ledger" }</h3>
            <p>{ "Point at a cell to see where its number comes from. Click it, or press Enter, to keep it open." }</p>
        </section>
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
