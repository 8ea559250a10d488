//! The heads, as thumbnails of their weights, to choose one.

use engine::{MatrixName, Trace};
use scene::{Domain, Theme};
use yew::{Callback, Html, html};

use crate::components::Thumbnails;
use crate::shared::{MatrixRef, Shared};
use crate::state::Action;

/// The strip of heads; `current` is the one on the screen, `None` if all are. `on_all` is
/// told that all are wanted, or one.
pub fn heads(
    trace: &Shared<Trace>,
    current: Option<usize>,
    theme: Theme,
    dispatch: &Callback<Action>,
    on_all: &Callback<bool>,
    thumbnails: &Thumbnails,
) -> Html {
    let all = current.is_none();
    let heads = (0..trace.settings.heads).map(|head| {
        let matrix = MatrixRef::find(trace, MatrixName::Weights, head);
        // Weights all span 0 to 1, so that heads can be compared.
        let domain = Some(Domain::Sequential { max: 1.0 });
        let onclick = {
            let (dispatch, on_all) = (dispatch.clone(), on_all.clone());
            Callback::from(move |_| {
                dispatch.emit(Action::Head(head));
                on_all.emit(false);
            })
        };
        let pressed = (current == Some(head)).to_string();
        html! {
            <button key={head} data-head-button={head.to_string()} aria-pressed={pressed} {onclick}>
                { matrix.map(|matrix| thumbnails.draw(matrix, theme, domain)) }
                { format!("head {head}") }
            </button>
        }
    });
    html! {
        <div class="heads" role="group" aria-label="Heads">
            <>{ for heads }</>
            <button
                data-action="all-heads"
                aria-pressed={all.to_string()}
                title="This step in all heads, side by side"
                onclick={on_all.reform(move |_| !all)}
            >{ "all" }</button>
        </div>
    }
}
