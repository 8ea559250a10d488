//! A mask of the learner's own, painted cell by cell, and what it costs and does.

mod figures;
mod stroke;

use std::rc::Rc;

use engine::cost::{paint, painted};
use engine::{Cell, Settings};
use scene::{Domain, Theme};
use yew::{Callback, Html, component, html, use_memo, use_mut_ref, use_node_ref, use_state_eq};

use super::View;
use crate::components::{Figure, Look, Marks, Pointing, gutter, gutter_above, sentence};
use crate::hooks::{by_type, use_size};
use crate::labs::LabProps;
use crate::labs::controls::controls;
use crate::shared::{MatrixRef, Shared};
use crate::state::Action;
use crate::steps::Step;
use crate::words;
use stroke::Stroke;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "paint", title: "Paint a mask", draw: |lab, _| html! { <Paint ..lab /> } };

/// A mask to begin with: its name for scripts, its title, and which (query, key) it denies.
type Preset = (&'static str, &'static str, fn(usize, usize) -> bool);

const PRESETS: [Preset; 4] = [
    ("all", "everyone", |_, _| false),
    ("causal", "earlier words", |query, key| key > query),
    ("window", "neighbours", |query, key| query.abs_diff(key) > 1),
    ("global", "neighbours and the first", |query, key| {
        query.abs_diff(key) > 1 && query > 0 && key > 0
    }),
];

/// The view.
#[component]
fn Paint(props: &LabProps) -> Html {
    let LabProps { inputs, theme, dispatch } = props;
    let hover = use_state_eq(|| None::<Cell>);
    let stroke = use_state_eq(|| None::<Stroke>);
    // A stroke may end in a click, which is not another one.
    let is_stroked = use_mut_ref(|| false);
    let deps = (inputs.settings.clone(), (*stroke).clone());
    let answer = use_memo(deps, |(settings, stroke)| {
        let settings = match stroke {
            Some(stroke) => Rc::new(stroke.on(settings)),
            None => settings.clone(),
        };
        painted(&settings).map(|seen| (Shared::new(seen.picture.clone()), seen))
    });
    let stage = use_node_ref();
    let size = use_size(stage.clone(), true).unwrap_or((688.0, 560.0));
    let words: Rc<[String]> = match &*answer {
        Ok((_, seen)) => words::tokens(&seen.tokens),
        Err(_) => Rc::default(),
    };
    let seen = answer.as_ref().as_ref().ok();
    let end = {
        let (stroke, is_stroked) = (stroke.clone(), is_stroked.clone());
        let (settings, dispatch) = (inputs.settings.clone(), dispatch.clone());
        Callback::from(move |()| {
            if let Some(done) = &*stroke {
                is_stroked.replace(true);
                dispatch.emit(Action::Paint(Rc::new(done.on(&settings))));
            }
            stroke.set(None);
        })
    };
    let on = {
        let (stroke, hover, dispatch) = (stroke.clone(), hover.clone(), dispatch.clone());
        let (settings, picture) =
            (inputs.settings.clone(), seen.map(|(picture, _)| picture.clone()));
        let begun = move |cell: Cell| Stroke::at((cell.row, cell.column), picture.as_deref()?);
        Callback::from(move |pointing| match pointing {
            Pointing::Hover(cell) => {
                if let (Some(cell), Some(stroke_now)) = (cell, &*stroke) {
                    stroke.set(Some(stroke_now.over((cell.row, cell.column))));
                }
                hover.set(cell);
            }
            Pointing::Press(cell) => {
                is_stroked.replace(false);
                if let Some(cell) = cell {
                    stroke.set(begun(cell));
                }
            }
            Pointing::Lock(_) if is_stroked.replace(false) => {}
            Pointing::Lock(cell) => {
                if let Some(toggled) = begun(cell) {
                    dispatch.emit(Action::Paint(Rc::new(toggled.on(&settings))));
                }
            }
            Pointing::Read | Pointing::Release => {}
        })
    };
    html! {
        <>
            { inputs.shows("sentence").then(|| sentence(
                "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                &dispatch.reform(Action::Text),
            )) }
            <div class="bench">
                <div class="middle">
                    { presets(words.len(), &inputs.settings, dispatch) }
                    <div ref={stage} class="stage" tabindex="-1">
                        { match &*answer {
                            Err(error) => html! { <p class="warning" role="alert">{ error.to_string() }</p> },
                            Ok(_) if words.is_empty() => html! {
                                <p>{ "There is nothing to paint on yet. Type a sentence above." }</p>
                            },
                            Ok((picture, _)) => html! {
                                <div
                                    class="canvas"
                                    onpointerup={end.reform(|_| ())}
                                    onpointerleave={end.reform(|_| ())}
                                >
                                    { figure(picture, &words, *theme, size, *hover, on) }
                                </div>
                            },
                        } }
                    </div>
                </div>
                <aside class="side" tabindex="0" aria-label="What the mask costs and does">
                    { seen.map(|(_, seen)| figures::figures(seen, &words)) }
                    <p><button data-action="open-mask" onclick={
                        let dispatch = dispatch.clone();
                        Callback::from(move |_| {
                            dispatch.emit(Action::Lab(crate::labs::first()));
                            dispatch.emit(Action::Step(Step::Masked));
                        })
                    }>{ "Step through attention with this mask" }</button></p>
                </aside>
                { inputs.shows("controls").then(|| html! {
                    <section class="settings" aria-label="Settings">{ controls(inputs, dispatch) }</section>
                }) }
            </div>
        </>
    }
}

/// Masks to begin with.
fn presets(n: usize, settings: &Rc<Settings>, dispatch: &Callback<Action>) -> Html {
    let buttons = PRESETS.iter().map(|&(slug, title, denies)| {
        let (settings, dispatch) = (settings.clone(), dispatch.clone());
        let onclick = Callback::from(move |_| {
            let all = (0..n).flat_map(|query| (0..n).map(move |key| (query, key)));
            let denied = all.filter(|(query, key)| denies(*query, *key));
            dispatch.emit(Action::Paint(Rc::new(paint(&settings, denied))));
        });
        html! { <button key={slug} data-preset={slug} {onclick}>{ title }</button> }
    });
    html! {
        <div class="segments" role="group" aria-label="Begin with">
            <span aria-hidden="true">{ "Begin with" }</span>
            <>{ for buttons }</>
            <span class="hint">{ "then paint: press a cell, and drag on." }</span>
        </div>
    }
}

fn figure(
    picture: &Shared<engine::Matrix>,
    words: &Rc<[String]>,
    theme: Theme,
    (width, height): (f64, f64),
    hover: Option<Cell>,
    on: Callback<Pointing>,
) -> Html {
    let n = words.len().max(1) as f64;
    let labels = gutter(words.iter());
    let room = (width - labels - 40.0).min(height - labels - by_type(110.0));
    let cell = (room / n).floor().clamp(10.0, 64.0);
    let look = Look {
        cell: (cell, cell),
        domain: Domain::Sequential { max: 1.0 },
        theme,
        transposed: false,
    };
    let across = gutter_above(labels, cell);
    let cursor = hover.map(|cell| (cell.row, cell.column));
    html! {
        <Figure
            aloud={true}
            matrix={MatrixRef::Alone(picture.clone())}
            {look}
            rows={words.clone()}
            columns={words.clone()}
            gutter={(labels, across)}
            marks={Marks { cursor, ..Marks::default() }}
            hint={"Arrow keys move, Enter paints."}
            {on}
        />
    }
}
