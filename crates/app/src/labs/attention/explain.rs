//! What happens at this step, in plain words.

use engine::Trace;
use yew::{Html, html};

use crate::components::prose;
use crate::shared::Shared;
use crate::steps::Step;
use crate::words;

/// The step's text, and what is special about this sentence.
pub fn explanation(trace: &Shared<Trace>, step: Step, head: usize) -> Html {
    let words::Explanation { title, what, look } = words::explanation(step, &trace.settings);
    html! {
        <section class="explanation" aria-live="off">
            <h2>{ prose(title) }</h2>
            <p>{ prose(&what) }</p>
            <p class="look">{ prose(&look) }</p>
            { empty_rows(trace, step, head) }
        </section>
    }
}

/// Rows that may look at nothing.
fn empty_rows(trace: &Trace, step: Step, head: usize) -> Option<Html> {
    if step < Step::Masked {
        return None;
    }
    let rows = trace.empty_rows.iter().filter(|(h, _)| *h == head);
    let words: Vec<_> =
        rows.filter_map(|(_, row)| trace.tokens.get(*row)).map(|t| words::token(&t.text)).collect();
    (!words.is_empty()).then(|| {
        html! {
            <p class="warning">
                { format!(
                    "Nothing is left for “{}” to look at. A softmax over nothing is undefined (0 ÷ 0), so the weights are set to 0.",
                    words.join("”, “")
                ) }
            </p>
        }
    })
}
