//! One encoding by itself: its own picture, its formula, what it claims, measured.

mod alibi;
mod learned;
mod none;
mod rope;
mod sight;
mod sinusoidal;
mod t5;

use engine::{Cell, EncodingKind, MAX_POSITIONS, MatrixName};
use yew::{Html, component, html, use_callback, use_memo, use_node_ref, use_state_eq};

use self::sight::Sight;
use super::View;
use super::settings::Settings;
use crate::answers;
use crate::components::{Pointing, prose};
use crate::hooks::use_size;
use crate::labs::controls::controls;
use crate::labs::parts::{Slider, formula, segments};
use crate::labs::{self, LabProps};
use crate::state::{Action, FEWEST, Inputs, PositionsChoice};
use crate::steps::Step;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "look", title: "Look", draw: |props, _| html! { <Look ..props /> } };

/// How one encoding is shown.
struct Picture {
    kind: EncodingKind,
    /// Its name on a button.
    title: &'static str,
    /// What it does, in a few sentences.
    what: &'static str,
    /// Its formulas, in MathML.
    formulas: &'static [&'static str],
    /// Who wrote of it, and where.
    source: &'static str,
    /// What it means here that two positions are alike.
    similarity: &'static str,
    /// What to try.
    hint: &'static str,
    /// Draws the pictures.
    draw: fn(&Sight) -> Html,
}

/// All encodings, in the order of the buttons. A new one is a file and a line here.
static PICTURES: [Picture; 6] = [
    none::PICTURE,
    sinusoidal::PICTURE,
    learned::PICTURE,
    rope::PICTURE,
    alibi::PICTURE,
    t5::PICTURE,
];

/// The encodings to choose from, for [`segments`].
pub(super) fn encodings() -> Vec<(EncodingKind, &'static str, &'static str)> {
    PICTURES.iter().map(|picture| (picture.kind, picture.kind.name(), picture.title)).collect()
}

/// The short name of an encoding.
pub(super) fn title(kind: EncodingKind) -> &'static str {
    picture(kind).title
}

fn picture(kind: EncodingKind) -> &'static Picture {
    PICTURES.iter().find(|picture| picture.kind == kind).unwrap_or(&PICTURES[0])
}

/// The view.
#[component]
fn Look(props: &LabProps) -> Html {
    let LabProps { inputs, theme, dispatch } = props;
    let deps = (inputs.settings.clone(), inputs.positions);
    let answer = use_memo(deps, |(settings, choice)| answers::positions(choice.survey(settings)));
    let stage = use_node_ref();
    let size = use_size(stage.clone(), true);
    let hover = use_state_eq(|| None::<Cell>);
    let on = use_callback(
        (dispatch.clone(), hover.setter(), inputs.positions),
        |pointing, (dispatch, hover, choice)| match pointing {
            Pointing::Hover(cell) => hover.set(cell),
            Pointing::Lock(Cell { matrix, row, column, .. }) => {
                let choice = match matrix {
                    // The picture keeps its two positions as far apart as they were.
                    MatrixName::Encoding => {
                        let moved = PositionsChoice { position: row, dimension: column, ..*choice };
                        moved.at(row, moved.shifted().min(choice.length - 1))
                    }
                    // A row is a query or the later position, as the sliders have it.
                    MatrixName::Similarity => choice.at(column, row),
                    _ => return,
                };
                dispatch.emit(Action::Positions(choice));
            }
            Pointing::Press(_) | Pointing::Read | Pointing::Release => {}
        },
    );
    let picture = picture(inputs.settings.encoding);
    let body = match &*answer {
        Err(error) => html! { <p class="warning" role="alert">{ error }</p> },
        Ok(seen) => (picture.draw)(&Sight {
            seen,
            inputs,
            theme: *theme,
            dispatch,
            stage: size.unwrap_or((688.0, 670.0)),
            hover: *hover,
            on: &on,
        }),
    };
    let kind = inputs.settings.encoding;
    html! {
        <>
            { segments("Encoding", "encoding", &encodings(), kind, &dispatch.reform(Action::Encoding)) }
            <div class="bench">
                { inputs.shows("controls").then(|| settings(inputs, dispatch)) }
                <div class="middle">
                    <div ref={stage} class="stage" tabindex="-1">
                        <div key={kind.name()} class="panels">{ body }</div>
                    </div>
                </div>
                { inputs.shows("explanation").then(|| explanation(picture, props)) }
            </div>
        </>
    }
}

/// What the encoding is, beside its pictures.
fn explanation(picture: &Picture, LabProps { inputs, dispatch, .. }: &LabProps) -> Html {
    // The attention lab knows no other base, pairs or buckets than the papers'.
    let standard = PositionsChoice::default();
    let PositionsChoice { base, pairing, bidirectional, .. } = inputs.positions;
    let differs = match picture.kind {
        EncodingKind::Sinusoidal => base != standard.base,
        EncodingKind::Rope => base != standard.base || pairing != standard.pairing,
        EncodingKind::T5 => bidirectional != standard.bidirectional,
        _ => false,
    };
    let see = {
        let dispatch = dispatch.clone();
        move |_| {
            dispatch.emit(Action::Step(Step::Positions));
            dispatch.emit(Action::Lab(labs::first()));
        }
    };
    html! {
        <aside class="side" aria-label="What the encoding is">
            <section class="explanation">
                <h2>{ picture.title }</h2>
                <p>{ prose(picture.what) }</p>
                <div class="rules" role="group" aria-label="Formulas" tabindex="0">
                    { for picture.formulas.iter().map(|mathml| formula(mathml)) }
                </div>
                <p class="source">{ prose(picture.source) }</p>
                <p><b>{ "Alike: " }</b>{ prose(picture.similarity) }</p>
                <p class="look">{ prose(picture.hint) }</p>
                <p><button data-action="see" onclick={see}>{ "See it in the attention lab" }</button></p>
                { differs.then(|| html! {
                    <p class="fact">{ "There it has its standard form: base 10000, pairs 2i and 2i + 1, buckets for both directions." }</p>
                }) }
            </section>
        </aside>
    }
}

fn settings(inputs: &Inputs, dispatch: &yew::Callback<Action>) -> Html {
    let choice = inputs.positions;
    let length = Slider::whole(
        ("positions", "Positions shown", "How many positions the pictures show"),
        choice.length,
        (FEWEST, MAX_POSITIONS),
    );
    // The rest of the layer changes nothing here.
    let mut layer = inputs.clone();
    layer.hide.extend(["encoding", "mask", "scale", "temperature", "tokens", "edits"]);
    html! {
        <Settings>
            { length.draw(dispatch.reform(move |length: f64| {
                Action::Positions(PositionsChoice { length: length as usize, ..choice })
            })) }
            { controls(&layer, dispatch) }
        </Settings>
    }
}
