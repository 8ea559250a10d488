//! One query in one tile, with all of its arithmetic.

use engine::MatrixName;
use engine::cost::{FlashRun, Row};
use scene::format::digits;
use yew::{Html, html};

use super::At;
use crate::ledger_text::{factor, number};
use crate::numbers::javascript;

/// The arithmetic of the query where the player stands.
pub fn ledger(run: &FlashRun, at: At, query: usize, words: &[String]) -> Html {
    let word = words.get(query).cloned().unwrap_or_default();
    let body = match at {
        At::End => divided(run, query),
        At::Tile(_, tile) => match tile.rows.iter().find(|row| row.query == query) {
            None => Some(html! {
                <p>{ "Every score in this tile is masked, so it is skipped: nothing is computed, \
                      and what its queries carry stays as it is." }</p>
            }),
            Some(row) => {
                let keys = words.get(tile.keys.clone()).unwrap_or_default();
                Some(tiled(run, row, tile.keys.start, keys))
            }
        },
    };
    html! {
        <>
            <h2>{ format!("“{word}” ({query}) written out") }</h2>
            <div class="ledger online" data-query={query.to_string()}>{ body }</div>
        </>
    }
}

/// What one tile does to the query.
fn tiled(run: &FlashRun, row: &Row, first: usize, keys: &[String]) -> Html {
    let heads = keys.iter().enumerate().map(|(at, word)| {
        html! { <th scope="col">{ format!("{word} ({})", first + at) }</th> }
    });
    let (m, by) = (factor(row.after.max), temperature(run));
    let changed = row.before.max != row.after.max;
    html! {
        <>
            { scroll("Scores and exponentials of the tile", html! {
                <table>
                    <thead><tr><td></td>{ for heads }</tr></thead>
                    <tbody>
                        { numbers("score s", &row.scores) }
                        { numbers(&exponential("s", "m", &by), &row.weights) }
                    </tbody>
                </table>
            }) }
            <dl class="recipe">
                { line("m", "the largest score so far", format!(
                    "max({}, {})", number(row.before.max), number(row.tile_max),
                ), row.after.max, changed) }
                { line("α", "what all so far is multiplied by", match row.before.max {
                    _ if !changed => "nothing changes".to_owned(),
                    f32::NEG_INFINITY => "nothing so far".to_owned(),
                    before => exponential(&number(before), &m, &by),
                }, row.rescale, changed && row.before.sum > 0.0) }
                { line("ℓ", "the sum of the exponentials", format!(
                    "{} · {} + {}", number(row.before.sum), number(row.rescale), number(row.tile_sum),
                ), row.after.sum, false) }
            </dl>
            { scroll("The output so far", sums(run, row, first, keys)) }
        </>
    }
}

/// A line of the ledger: sign, meaning, how it is computed, and what it is.
fn line(sign: &'static str, what: &'static str, how: String, value: f32, lit: bool) -> Html {
    html! {
        <div class={yew::classes!(lit.then_some("lit"))} data-line={sign} data-value={javascript(value)}>
            <dt><b>{ sign }</b>{ format!(" {what}") }</dt>
            <dd>{ how }{ " = " }<strong>{ number(value) }</strong></dd>
        </div>
    }
}

/// α o + Σ p v, dimension by dimension.
fn sums(run: &FlashRun, row: &Row, first: usize, keys: &[String]) -> Html {
    let values = run.matrix(MatrixName::Values);
    let terms = row.weights.iter().zip(keys).enumerate().map(|(at, (weight, word))| {
        let value = values.map(|values| values.values.row(first + at).to_vec());
        let products: Vec<f32> = value.unwrap_or_default().iter().map(|x| weight * x).collect();
        sum(&format!("+ {} · v({word})", number(*weight)), &products)
    });
    let before: Vec<f32> = row.before.output.iter().map(|x| x * row.rescale).collect();
    html! {
        <table>
            { dimensions(row.after.output.len()) }
            <tbody>
                { sum(&format!("{} · o", number(row.rescale)), &before) }
                { for terms }
            </tbody>
            <tfoot>{ sum("= o", &row.after.output) }</tfoot>
        </table>
    }
}

/// The division at the end, beside attention done at once.
fn divided(run: &FlashRun, query: usize) -> Option<Html> {
    let last = run
        .tiles
        .iter()
        .rev()
        .find_map(|tile| tile.rows.iter().find(|row| row.query == query).map(|row| &row.after));
    let output = run.matrix(MatrixName::HeadOutput)?.values.row(query).to_vec();
    let difference = run.matrix(MatrixName::Difference)?.values.row(query).to_vec();
    Some(match last.filter(|last| last.sum > 0.0) {
        None => {
            html! { <p>{ "This query may look at nothing. Its output is 0 by convention." }</p> }
        }
        Some(last) => html! {
            <>
                <p>{ format!("All tiles are done. What was summed is divided by ℓ = {}, once.", number(last.sum)) }</p>
                { scroll("The output", html! {
                    <table>
                        { dimensions(output.len()) }
                        <tbody>
                            { numbers("o", &last.output) }
                            { numbers("o ÷ ℓ", &output) }
                        </tbody>
                        <tfoot>{ numbers("less all at once", &difference) }</tfoot>
                    </table>
                }) }
            </>
        },
    })
}

fn dimensions(count: usize) -> Html {
    html! {
        <thead><tr>
            <td></td>
            { for (0..count).map(|at| html! { <th scope="col">{ format!("dim {at}") }</th> }) }
        </tr></thead>
    }
}

fn numbers(head: &str, values: &[f32]) -> Html {
    row_of(head, values, number)
}

/// A row of the sums, which are many: three decimals leave room for four dimensions.
fn sum(head: &str, values: &[f32]) -> Html {
    row_of(head, values, |value| digits(value, 3))
}

fn row_of(head: &str, values: &[f32], text: fn(f32) -> String) -> Html {
    html! {
        <tr>
            <th scope="row">{ head.to_owned() }</th>
            { for values.iter().map(|value| html! {
                <td data-value={javascript(*value)}>{ text(*value) }</td>
            }) }
        </tr>
    }
}

fn scroll(label: &'static str, table: Html) -> Html {
    html! { <div class="scroll" tabindex="0" role="region" aria-label={label}>{ table }</div> }
}

/// The division by the temperature, where there is one.
fn temperature(run: &FlashRun) -> String {
    if run.temperature == 1.0 { String::new() } else { format!(" ÷ {}", number(run.temperature)) }
}

/// e to a difference.
fn exponential(from: &str, less: &str, by: &str) -> String {
    match by {
        "" => format!("e^({from} − {less})"),
        by => format!("e^(({from} − {less}){by})"),
    }
}
