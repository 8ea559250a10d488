//! The head that is open: its weights, its name, what was measured, and its switch.

use engine::architectures::{Family, HeadName, HeadPlace, HeadShown};
use yew::{Callback, Html, html};

use super::picture::Picture;
use super::seen::Open;
use super::{figures, said};
use crate::labs::{self, LabProps};
use crate::state::{Action, ArchitecturesChoice};
use crate::steps::Step;

/// The widest that a picture need be, and what stands beside it where there is room, in CSS pixels.
const WIDEST: f64 = 460.0;
const BESIDE: f64 = 430.0;

/// The panel of the open head, in a stage of that width, which may be wide enough for two.
pub fn opened(
    Open { head, rows, columns, weights }: &Open,
    lab: &LabProps,
    (name, family): (&'static str, Family),
    (width, is_wide): (f64, bool),
) -> Html {
    let place = head.place;
    let title = said::titled(&said::place(place));
    let room = (width - 24.0 - if is_wide { BESIDE } else { 0.0 }).min(WIDEST);
    let key = format!("{}.{}.{}", said::slug(place.stack), place.layer, place.head);
    html! {
        <section class="panel head-opened" data-opened-head={key} aria-label={title.clone()}>
            <h2>{ title }</h2>
            <p role="status" data-called={head.name.is_some().to_string()}>{ format!("Layer {}, head {}. {}", place.layer, place.head, called(head)) }</p>
            { switches(head, lab, (name, family)) }
            <Picture
                weights={(*weights).clone()}
                rows={(*rows).clone()}
                columns={(*columns).clone()}
                title={format!("attention weights, {} layer {}", said::stack(place.stack), place.layer)}
                {room}
                theme={lab.theme}
            />
            { figures::figures(head, lab, family) }
        </section>
    }
}

/// What the head is called, or why it has no name.
fn called(head: &HeadShown) -> String {
    let stack = head.place.stack;
    match head.name {
        Some(looks @ HeadName::Looks { .. }) => format!("This head {}.", said::name(looks, stack)),
        Some(spread) => format!("This head’s look is {}.", said::name(spread, stack)),
        None if head.figures.is_empty() => {
            "The model’s file says nothing of its heads, so none has a name.".into()
        }
        None => "This head has no name: nothing that was measured stands out.".into(),
    }
}

/// The head's switch, the one that turns all on, and the way to the attention lab.
fn switches(head: &HeadShown, lab: &LabProps, (name, family): (&'static str, Family)) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let (choice, number, place) = (inputs.architectures, head.number, head.place);
    let toggle = dispatch.reform(move |_| Action::Architectures(choice.turned(number)));
    let all_on =
        dispatch.reform(move |_| Action::Architectures(ArchitecturesChoice { off: 0, ..choice }));
    // The attention lab has one sentence, and no other to look at.
    let can_open = family != Family::EncoderDecoder;
    let choice = ArchitecturesChoice { trained: name, ..choice };
    let go = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| open(&dispatch, choice, place))
    };
    html! {
        <div class="segments">
            <button data-action="toggle-head" aria-pressed={head.is_off.to_string()} onclick={toggle}>
                { "Turn this head off" }
            </button>
            <button data-action="all-heads-on" aria-disabled={(choice.off == 0).to_string()} onclick={all_on}>
                { "Turn all on" }
            </button>
            <>{ can_open.then(|| html! {
                <button data-action="open-head" title="It reads the sentence as typed: no word is hidden there" onclick={go}>
                    { "Open in the attention lab" }
                </button>
            }) }</>
        </div>
    }
}

/// Goes to a head in the attention lab.
fn open(dispatch: &Callback<Action>, choice: ArchitecturesChoice, place: HeadPlace) {
    let HeadPlace { stack, layer, head } = place;
    let choice = ArchitecturesChoice { stack: said::slug(stack), layer, ..choice };
    dispatch.emit(Action::Architectures(choice));
    dispatch.emit(Action::Layer(choice.trained, layer));
    if let Some(lab) = labs::find("attention") {
        dispatch.emit(Action::Lab(lab));
    }
    dispatch.emit(Action::Step(Step::Weights));
    dispatch.emit(Action::Head(head));
}
