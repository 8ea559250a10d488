//! The positions lab: how each encoding tells positions apart.

mod compare;
mod length;
mod look;
mod settings;
mod train;

use yew::{Html, component, html};

use super::deferred::deferred;
use super::parts::segments;
use super::{Lab, LabProps};
use crate::state::Action;
use train::{Session, use_session};

/// The lab's line in the list.
pub const LAB: Lab = Lab {
    slug: "positions",
    title: "Positions",
    question: "How does a model know where a word stands?",
    // The encoding is what the lab is about.
    parts: &[
        "header",
        "sentence",
        "examples",
        "controls",
        "heads",
        "d_model",
        "seed",
        "mask",
        "scale",
        "temperature",
        "explanation",
    ],
    view: deferred::<Positions>(),
};

/// One view of the lab.
struct View {
    /// The name in the URL, one of [`crate::state::VIEWS`].
    slug: &'static str,
    /// The name on its button.
    title: &'static str,
    /// Draws the view below the buttons.
    draw: fn(LabProps, &Sessions) -> Html,
}

/// The training of each view that trains. It goes on, and what came of it stays, while another
/// view is looked at.
struct Sessions {
    train: Session,
    length: Session,
}

/// All views, in the order of the buttons.
static VIEWS: [View; 4] = [look::VIEW, compare::VIEW, train::VIEW, length::VIEW];

/// The view of that name.
fn view(slug: &str) -> &'static View {
    VIEWS.iter().find(|view| view.slug == slug).unwrap_or(&VIEWS[0])
}

/// The lab.
#[component]
fn Positions(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let shown = view(inputs.view);
    let sessions = Sessions { train: use_session(), length: use_session() };
    let choices: Vec<_> = VIEWS.iter().map(|view| (view.slug, view.slug, view.title)).collect();
    html! {
        <div class="lab views" data-lab="positions" data-view={shown.slug} data-step={inputs.step.name()}>
            { segments("View", "view", &choices, shown.slug, &dispatch.reform(Action::View)) }
            <div key={shown.slug} class="view">{ (shown.draw)(props.clone(), &sessions) }</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::VIEWS;

    #[test]
    fn every_view_of_the_address_is_drawn() {
        assert_eq!(VIEWS.each_ref().map(|view| view.slug), crate::state::VIEWS[..VIEWS.len()]);
    }
}
