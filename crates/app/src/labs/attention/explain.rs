//! What happens at this step, in plain words.

use engine::{MatrixName, Trace};
use yew::{Html, html};

use crate::shared::Shared;
use crate::steps::Step;
use crate::words;

/// The step's text, and what is special about this sentence.
pub fn explanation(trace: &Shared<Trace>, step: Step, head: usize) -> Html {
    let words::Explanation { title, what, look } = words::explanation(step, &trace.settings);
    html! {
        <section class="explanation" aria-live="off">
            <h2>{ title }</h2>
            <p>{ what }</p>
            <p class="look">{ look }</p>
            { for empty_rows(trace, step, head) }
            { for (step == Step::Weights).then(|| sums(trace, head)).flatten() }
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
                    "Nothing is left for {} to look at. A softmax over nothing is undefined (0 ÷ 0), so the weights are set to 0.",
                    words.join(", ")
                ) }
            </p>
        }
    })
}

/// The sum of each row, as computed.
fn sums(trace: &Trace, head: usize) -> Option<Html> {
    let weights = trace.matrix(MatrixName::Weights, head)?;
    let rows = weights.values.rows().into_iter().zip(&trace.tokens).take(12).map(|(row, token)| {
        let sum: f32 = row.sum();
        html! { <li><bdi>{ words::token(&token.text) }</bdi>{ " " }<b>{ crate::ledger_text::number(sum) }</b></li> }
    });
    Some(html! { <><p>{ "Sums of the rows:" }</p><ul class="sums">{ for rows }</ul></> })
}
