//! The heads, as thumbnails of their weights, to choose one.

use engine::{MatrixName, Trace};
use scene::{Domain, Theme};
use yew::{Callback, Html, Properties, component, html};

use crate::components::Thumbnail;
use crate::shared::{MatrixRef, Shared};
use crate::state::Action;

/// What the strip shows.
#[derive(Properties, PartialEq)]
pub struct HeadsProps {
    /// The trace.
    pub trace: Shared<Trace>,
    /// The head on the screen.
    pub head: usize,
    /// Whether all heads are on the screen.
    pub all: bool,
    /// Light or dark.
    pub theme: Theme,
    /// Takes what the learner does.
    pub dispatch: Callback<Action>,
    /// Tells that all heads are wanted, or one.
    pub on_all: Callback<bool>,
}

/// The strip of heads.
#[component]
pub fn Heads(props: &HeadsProps) -> Html {
    let all = props.all;
    let heads = (0..props.trace.settings.heads).map(|head| {
        let matrix = MatrixRef::find(&props.trace, MatrixName::Weights, head);
        // Weights all span 0 to 1, so that heads can be compared.
        let domain = Some(Domain::Sequential { max: 1.0 });
        let onclick = {
            let (dispatch, on_all) = (props.dispatch.clone(), props.on_all.clone());
            Callback::from(move |_| {
                dispatch.emit(Action::Head(head));
                on_all.emit(false);
            })
        };
        let pressed = (head == props.head && !all).to_string();
        html! {
            <button key={head} data-head-button={head.to_string()} aria-pressed={pressed} {onclick}>
                { for matrix.map(|matrix| html! { <Thumbnail {matrix} theme={props.theme} {domain} /> }) }
                { format!("head {head}") }
            </button>
        }
    });
    html! {
        <div class="heads" role="group" aria-label="Heads">
            { for heads }
            <button
                data-action="all-heads"
                aria-pressed={all.to_string()}
                title="This step in all heads, side by side"
                onclick={props.on_all.reform(move |_| !all)}
            >{ "all" }</button>
        </div>
    }
}
