//! What it means to be right less often than a guess.

use yew::{Html, html};

use super::super::look::title;
use super::super::train::percent;
use super::found::Found;

/// A score counts as below the guess from this many standard errors on.
const ERRORS: f64 = 3.0;

/// Which encodings fall below "always the same answer", where, and what that says; and how a
/// return to the best without order is to be read.
pub fn below(found: &Found, chance: f64) -> Option<Html> {
    let lowest: Vec<String> = found
        .lines
        .iter()
        .filter_map(|line| {
            let lowest = line.points.iter().min_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
            let (length, all) = lowest;
            let count = found.count(line.kind, *length) as f64;
            let error = (chance * (1.0 - chance) / count.max(1.0)).sqrt();
            (all.mean < chance - ERRORS * error)
                .then(|| format!("{} ({} at length {length})", title(line.kind), percent(all.mean)))
        })
        .collect();
    let best = found.ceiling.last().map(|last| percent(last.1));
    let below = (!lowest.is_empty()).then(|| {
        html! {
            <p data-below={lowest.len().to_string()}>
                { format!(
                    "Always the same answer gets {}. Less is no unlucky guess: the model keeps \
                     naming something that is not the answer there, perhaps not even one of the words \
                     in question. {}: {}.",
                    percent(chance),
                    if lowest.len() == 1 { "That happened here" } else { "Those are here" },
                    lowest.join(", "),
                ) }
            </p>
        }
    });
    let back = best.map(|best| {
        html! {
            <p>{ format!(
                "A line that comes back to the best without order ({best} at the longest) has not \
                 recovered: that is what guessing among the words gives, without their order."
            ) }</p>
        }
    });
    (below.is_some() || back.is_some()).then(|| {
        html! {
            <section class="explanation">
                <h2>{ "How to read the low end" }</h2>
                { below }
                { back }
            </section>
        }
    })
}
