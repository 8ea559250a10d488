//! All matrices so far, the size of stamps, in the order in which they are computed.

use engine::{MatrixName, Trace};
use scene::Theme;
use yew::{Callback, Html, Properties, component, html};

use crate::components::{Thumbnail, symbol};
use crate::shared::{MatrixRef, Shared};
use crate::state::Action;
use crate::steps::Step;
use crate::words;

/// The matrices in the strip.
const FLOW: [MatrixName; 12] = [
    MatrixName::Embeddings,
    MatrixName::Positions,
    MatrixName::Inputs,
    MatrixName::Queries,
    MatrixName::Keys,
    MatrixName::Values,
    MatrixName::Scores,
    MatrixName::Scaled,
    MatrixName::Masked,
    MatrixName::Weights,
    MatrixName::HeadOutput,
    MatrixName::Output,
];

/// What the strip shows.
#[derive(Properties, PartialEq)]
pub struct FlowProps {
    /// The trace.
    pub trace: Shared<Trace>,
    /// The step on the screen.
    pub step: Step,
    /// The head on the screen.
    pub head: usize,
    /// Light or dark.
    pub theme: Theme,
    /// Takes what the learner does.
    pub dispatch: Callback<Action>,
}

/// The strip.
#[component]
pub fn Flow(props: &FlowProps) -> Html {
    let so_far = FLOW.into_iter().filter(|name| Step::of(*name) <= props.step);
    let stamps = so_far.filter_map(|name| {
        let matrix = MatrixRef::find(&props.trace, name, props.head)?;
        let step = Step::of(name);
        let (sign, long, role) = words::matrix(name);
        let onclick = props.dispatch.reform(move |_| Action::Step(step));
        let current = (step == props.step).then_some("step");
        Some(html! {
            <li key={name.name()}>
                <button class={role} aria-current={current} title={format!("Go to {long}")} aria-label={format!("Go to {long}")} {onclick}>
                    <Thumbnail {matrix} theme={props.theme} />
                    { symbol(sign) }
                </button>
            </li>
        })
    });
    html! { <ol class="flow" aria-label="Matrices so far">{ for stamps }</ol> }
}
