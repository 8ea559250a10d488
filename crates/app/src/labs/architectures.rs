//! The lab of architectures: what whole transformers are made of, and what they do.

mod awaited;
mod bar;
mod families;
mod generate;
mod guess;
mod heads;
mod names;
mod pickers;
mod player;
mod real;
mod translate;
mod words;

use yew::{Html, component, html};

use super::deferred::deferred;
use super::parts::segments;
use super::{Lab, LabProps};
use crate::state::Action;

/// The lab's line in the list.
pub const LAB: Lab = Lab {
    slug: "architectures",
    title: "Architectures",
    question: "What are the three families of transformers made of?",
    parts: &["header", "sentence", "examples", "controls"],
    view: deferred::<Architectures>(),
};

/// One view of the lab.
struct View {
    /// The name in the URL, one of [`crate::state::VIEWS`].
    slug: &'static str,
    /// The name on its button.
    title: &'static str,
    /// Draws the view below the buttons.
    draw: fn(LabProps) -> Html,
}

/// All views, in the order of the buttons.
static VIEWS: [View; 6] =
    [families::VIEW, guess::VIEW, generate::VIEW, translate::VIEW, heads::VIEW, real::VIEW];

/// The lab.
#[component]
fn Architectures(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let shown = VIEWS.iter().find(|view| view.slug == inputs.view).unwrap_or(&VIEWS[0]);
    let choices: Vec<_> = VIEWS.iter().map(|view| (view.slug, view.slug, view.title)).collect();
    html! {
        <div class="lab views" data-lab="architectures" data-view={shown.slug} data-step={inputs.step.name()}>
            { segments("View", "view", &choices, shown.slug, &dispatch.reform(Action::View)) }
            <div key={shown.slug} class="view">{ (shown.draw)(props.clone()) }</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::VIEWS;

    #[test]
    fn every_view_of_the_address_is_drawn() {
        let of_the_address = &crate::state::VIEWS[crate::state::VIEWS.len() - VIEWS.len()..];
        assert_eq!(VIEWS.each_ref().map(|view| view.slug), of_the_address);
    }
}
