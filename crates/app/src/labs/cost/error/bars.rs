//! A line for each variant: how many pairs it computes, and what it loses.

use engine::cost::Loss;
use scene::format::digits;
use yew::{Html, html};

use super::super::names::title;
use crate::labs::units::percent;

/// A variant's line.
pub struct Line {
    /// The variant, by its name in the URL.
    pub way: String,
    /// Its pairs over those of full attention.
    pub coverage: f64,
    /// What it loses, or why there is nothing to measure.
    pub error: Result<Loss, String>,
    /// The share of questions answered right, where questions are asked.
    pub right: Option<f64>,
}

/// The lines as a table whose shares are drawn as bars.
pub fn bars(label: &'static str, lines: &[Line]) -> Html {
    let asked = lines.iter().any(|line| line.right.is_some());
    let rows = lines.iter().map(|line| {
        let numbers = match &line.error {
            Err(reason) => html! { <td colspan={if asked { "3" } else { "2" }}>{ reason }</td> },
            Ok(loss) => html! {
                <>
                    { asked.then(|| bar("right", line.right.unwrap_or(0.0), percent(line.right.unwrap_or(0.0)))) }
                    { bar("error", loss.relative, relative(loss.relative)) }
                    <td data-value={loss.largest.to_string()}>{ digits(loss.largest, 4) }</td>
                </>
            },
        };
        html! {
            <tr key={line.way.clone()} data-variant={line.way.clone()}>
                <th scope="row">{ title(&line.way) }</th>
                { bar("pairs", line.coverage, percent(line.coverage)) }
                { numbers }
            </tr>
        }
    });
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={label}>
            <table class="bars">
                <thead><tr>
                    <th scope="col">{ "variant" }</th>
                    <th scope="col">{ "pairs" }</th>
                    { asked.then(|| html! { <th scope="col">{ "right" }</th> }) }
                    <th scope="col">{ "error" }</th>
                    <th scope="col">{ "largest" }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

/// A cell with a number, and a bar as long as its part of one.
fn bar(kind: &'static str, part: f64, text: String) -> Html {
    html! {
        <td class={yew::classes!("share", kind)} data-part={kind} data-value={part.to_string()}>
            <span>{ text }</span>
            <i aria-hidden="true" ~style={format!("--part:{:.3}", part.clamp(0.0, 1.0))} />
        </td>
    }
}

/// An error in percent, or as rounding.
fn relative(error: f64) -> String {
    match error {
        0.0 => "0".to_owned(),
        error if error < 1e-5 => format!("{} (rounding)", digits(error as f32, 4)),
        error => percent(error),
    }
}
