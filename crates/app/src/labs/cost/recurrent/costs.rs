//! What one layer of each kind costs.

use engine::recurrent::{Contrast, Layer, Work};
use yew::{Html, html};

use super::gradient::Over;
use super::names::title;
use crate::labs::units::count;

/// One line of the table.
struct Line {
    name: &'static str,
    title: &'static str,
    hint: &'static str,
    value: fn(&Layer, Work) -> u64,
}

const LINES: [Line; 6] = [
    Line {
        name: "multiply-adds",
        title: "multiply-adds",
        hint: "Products, each added to a sum. tanh, σ and exp are not among them.",
        value: |_, work| work.multiply_adds,
    },
    Line {
        name: "steps",
        title: "steps in a row",
        hint: "Steps that have to wait for the one before, however many hands there are",
        value: |_, work| work.steps,
    },
    Line {
        name: "path",
        title: "longest path",
        hint: "Through how many steps the first word’s signal goes until it is in the last output",
        value: |_, work| work.path,
    },
    Line {
        name: "kept",
        title: "bytes kept",
        hint: "What the way back needs of the way forth, beside inputs and weights",
        value: |_, work| work.kept,
    },
    Line {
        name: "carried",
        title: "bytes carried",
        hint: "What must be remembered where words come one at a time: states, or all keys and values",
        value: |_, work| work.carried,
    },
    Line {
        name: "parameters",
        title: "weights",
        hint: "How many numbers training would set, biases included",
        value: |layer, _| layer.parameters as u64,
    },
];

/// The table.
pub fn costs(seen: &Contrast, over: Over) -> Html {
    let n = over.length(seen);
    let rows = LINES.iter().map(|line| {
        let cells = seen.layers.iter().map(|layer| {
            let value = (line.value)(layer, over.pass(layer).work);
            html! { <td data-value={value.to_string()}>{ count(value) }</td> }
        });
        html! {
            <tr key={line.name} data-cost={line.name}>
                <th scope="row" title={line.hint}>{ line.title }</th>
                { for cells }
            </tr>
        }
    });
    html! {
        <section class="outcome" aria-label="What it costs">
            <h2>{ format!("What one layer costs, n = {n}") }</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Table: what it costs">
            <table>
                <thead><tr>
                    <td />
                    { for seen.layers.iter().map(|layer| html! { <th scope="col">{ title(layer.kind) }</th> }) }
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            </div>
            <p class="hint">
                { "By formula, and equal to what a counted run counts. Steps in a row wait for one \
                   another, however many hands there are. Kept is what training needs on the way \
                   back; carried is what must be remembered where words come one at a time." }
            </p>
        </section>
    }
}
