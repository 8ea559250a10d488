//! What came of it, in numbers and in words.

use engine::EncodingKind;
use engine::training::{Report, Summary, TaskFacts, Training, sees_order, summary};
use scene::format::digits;
use yew::{Html, html};

use super::super::look::title;
use super::{Phase, Progress};

/// What one encoding came to.
struct Row {
    kind: EncodingKind,
    parameters: usize,
    right: Summary,
    loss: Summary,
    seeds: usize,
    /// How many answers one model is measured by.
    count: usize,
    /// Nothing if it isn't known how much can be done without order.
    sees_order: Option<bool>,
}

/// The latest measurement of each encoding, and what it says.
pub fn outcome(progress: &Progress, known: Option<&TaskFacts>) -> Option<Html> {
    let (plan, known) = (progress.plan.as_deref()?, known?);
    if progress.reports.iter().all(|report| report.step == 0) {
        return None;
    }
    let kinds = plan.encodings.iter().enumerate();
    let rows: Vec<Row> = kinds
        .filter_map(|(index, &kind)| {
            let newest = progress.newest(kind);
            let over =
                |value: fn(&Report) -> f64| summary(&newest.iter().map(value).collect::<Vec<_>>());
            Some(Row {
                kind,
                parameters: progress.parameters.get(index).copied().unwrap_or_default(),
                right: over(|report| report.accuracy)?,
                loss: over(|report| f64::from(report.loss))?,
                seeds: newest.len(),
                count: newest.first()?.count,
                sees_order: known.ceiling.map(|ceiling| sees_order(&newest, ceiling)),
            })
        })
        .collect();
    let lines = rows.iter().map(|row| {
        let spread = (row.seeds > 1)
            .then(|| format!(" ± {}", digits(100.0 * row.right.deviation as f32, 1)));
        let accuracy = row.right.mean.to_string();
        html! {
            <tr key={row.kind.name()} data-encoding={row.kind.name()} data-accuracy={accuracy}>
                <th scope="row">{ title(row.kind) }</th>
                <td>{ percent(row.right.mean) }{ spread }</td>
                <td>{ digits(row.loss.mean as f32, 3) }</td>
                <td>{ row.parameters }</td>
            </tr>
        }
    });
    Some(html! {
        <section class="outcome" aria-label="What came of it">
            <h3>{ "Measured" }</h3>
            <table>
                <thead><tr>
                    <th scope="col">{ "encoding" }</th>
                    <th scope="col">{ "right" }</th>
                    <th scope="col">{ "loss" }</th>
                    <th scope="col" title="How many numbers are learned">{ "params" }</th>
                </tr></thead>
                <tbody>{ for lines }</tbody>
            </table>
            <p>{ verdict(plan, &rows, progress.phase == Phase::Finished) }</p>
            <p class="hint">{ format!(
                "Measured on {} answers that no model was trained on{}. The loss is the mean of \
                 −ln of the probability that the right answer was given, in nats.",
                rows.first().map_or(0, |row| row.count),
                if plan.seeds > 1 { ", from each seed; ± is the standard deviation over the seeds" } else { "" },
            ) }</p>
        </section>
    })
}

/// What the numbers say, and no more.
fn verdict(plan: &Training, rows: &[Row], is_finished: bool) -> String {
    let names = |sees_order: bool| -> String {
        let those = rows.iter().filter(|row| row.sees_order == Some(sees_order));
        those.map(|row| title(row.kind)).collect::<Vec<_>>().join(", ")
    };
    let (above, below) = (names(true), names(false));
    let mut text = String::new();
    if !above.is_empty() {
        text += &format!(
            "More right than chance explains for who doesn’t see the order, by over three standard \
             errors: {above}. "
        );
    }
    if !below.is_empty() {
        let no_better = if is_finished { "No better" } else { "So far no better" };
        text += &format!("{no_better} than can be done without order: {below}. ");
    }
    let is_blind = |row: &Row| row.kind == EncodingKind::Alibi && row.sees_order == Some(false);
    // Elsewhere the question always stands at the end, or a mirror image does no harm.
    if plan.task == "back" && !plan.causal && rows.iter().any(is_blind) {
        let places = if plan.k == 1 { "one place".into() } else { format!("{} places", plan.k) };
        text += &format!(
            "ALiBi’s penalty is the same to the left and to the right, so that without a causal \
             mask the word {places} before and the one {places} after look alike to it. "
        );
    }
    if plan.causal {
        text += match plan.layers {
            1 => "In one layer the mask tells nothing of the order of what it leaves; take two. ",
            _ => {
                "Under a causal mask each token sees only those before it, of which two layers or \
                 more can make how many they are where one can be told apart, so that a model \
                 without any encoding can learn something of the order (Kazemnejad et al. 2023). "
            }
        };
    }
    text
}

/// A part as percent, to one decimal.
pub fn percent(part: f64) -> String {
    // The sign stays with its number.
    format!("{}\u{a0}%", digits(100.0 * part as f32, 1))
}
