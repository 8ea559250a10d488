//! All matrices so far, the size of stamps, in the order in which they are computed.

use engine::{MatrixName, Trace};
use scene::Theme;
use yew::{Callback, Html, html};

use crate::components::{Thumbnails, symbol};
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

/// The strip, up to the step on the screen.
pub fn flow(
    trace: &Shared<Trace>,
    now: Step,
    head: usize,
    theme: Theme,
    dispatch: &Callback<Action>,
    thumbnails: &Thumbnails,
) -> Html {
    let so_far = FLOW.into_iter().filter(|name| Step::of(*name) <= now);
    let stamps = so_far.filter_map(|name| {
        let matrix = MatrixRef::find(trace, name, head)?;
        let step = Step::of(name);
        let (sign, long, role) = words::matrix(name);
        let onclick = dispatch.reform(move |_| Action::Step(step));
        let current = (step == now).then_some("step");
        Some(html! {
            <li key={name.name()}>
                <button class={role} aria-current={current} title={format!("Go to {long}")} {onclick}>
                    { thumbnails.draw(matrix, theme, None) }
                    <span aria-hidden="true">{ symbol(sign) }</span>
                    <span class="visually-hidden">{ format!("Go to {long}") }</span>
                </button>
            </li>
        })
    });
    html! { <ol class="flow" aria-label="Matrices so far">{ for stamps }</ol> }
}
