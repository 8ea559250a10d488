//! The cost lab: what attention costs, and what its variants save.

mod controls;
mod error;
mod flash;
mod measure;
mod names;
mod paint;
mod patterns;
mod performer;
mod recurrent;

use yew::{Html, component, html};

use super::deferred::deferred;
use super::parts::segments;
use super::{Lab, LabProps};
use crate::state::Action;
use measure::{Measurement, use_measurement};

/// The lab's line in the list.
pub const LAB: Lab = Lab {
    slug: "cost",
    title: "Cost",
    question: "Why is attention quadratic, and what do the fixes cost?",
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
    view: deferred::<Costs>(),
};

/// One view of the lab.
struct View {
    /// The name in the URL, one of [`crate::state::VIEWS`].
    slug: &'static str,
    /// The name on its button.
    title: &'static str,
    /// Draws the view below the buttons.
    draw: fn(LabProps, &Measurement) -> Html,
}

/// All views, in the order of the buttons.
static VIEWS: [View; 7] = [
    patterns::VIEW,
    paint::VIEW,
    flash::VIEW,
    performer::VIEW,
    error::VIEW,
    measure::VIEW,
    recurrent::VIEW,
];

/// The lab. A measurement goes on, and what it found stays, while another view is looked at.
#[component]
fn Costs(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let shown = VIEWS.iter().find(|view| view.slug == inputs.view).unwrap_or(&VIEWS[0]);
    let measurement = use_measurement();
    let choices: Vec<_> = VIEWS.iter().map(|view| (view.slug, view.slug, view.title)).collect();
    html! {
        <div class="lab views" data-lab="cost" data-view={shown.slug} data-step={inputs.step.name()}>
            { segments("View", "view", &choices, shown.slug, &dispatch.reform(Action::View)) }
            <div key={shown.slug} class="view">{ (shown.draw)(props.clone(), &measurement) }</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::VIEWS;

    #[test]
    fn every_view_of_the_address_is_drawn() {
        let of_the_address = crate::state::VIEWS.iter().skip_while(|view| **view != "patterns");
        let of_the_address: Vec<_> = of_the_address.take(VIEWS.len()).copied().collect();
        assert_eq!(VIEWS.each_ref().map(|view| view.slug), *of_the_address);
    }
}
