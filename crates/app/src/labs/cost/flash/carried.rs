//! What all queries carry from tile to tile.

use engine::cost::{FlashRun, Running};
use yew::{Html, classes, html};

use super::At;
use crate::ledger_text::number;
use crate::numbers::javascript;

/// The running maximum, sum and output of every query, after the tile where the player stands.
pub fn carried(run: &FlashRun, at: At, words: &[String]) -> Html {
    let (done, now) = match at {
        At::Tile(at, tile) => (at + 1, tile.queries.clone()),
        At::End => (run.tiles.len(), 0..0),
    };
    let mut running: Vec<Option<&Running>> = vec![None; words.len()];
    for row in run.tiles.iter().take(done).flat_map(|tile| &tile.rows) {
        if let Some(place) = running.get_mut(row.query) {
            *place = Some(&row.after);
        }
    }
    let rows = running.iter().zip(words).enumerate();
    let width = running.iter().flatten().map(|running| running.output.len()).max().unwrap_or(0);
    let rows = rows.map(|(query, (running, word))| {
        let cell = |value: f32| html! { <td data-value={javascript(value)}>{ number(value) }</td> };
        let numbers = match running {
            None => html! { <><td>{ "−∞" }</td><td>{ "0" }</td>{ for (0..width).map(|_| html! { <td>{ "0" }</td> }) }</> },
            Some(Running { max, sum, output }) => html! {
                <>{ cell(*max) }{ cell(*sum) }{ for output.iter().map(|value| cell(*value)) }</>
            },
        };
        html! {
            <tr key={query} class={classes!(now.contains(&query).then_some("lit"))}>
                <th scope="row">{ word }</th>
                { numbers }
            </tr>
        }
    });
    html! {
        <>
            <h2>{ "What each query carries" }</h2>
            <div class="scroll carried" tabindex="0" role="region" aria-label="What each query carries">
                <table data-table="carried">
                    <thead><tr>
                        <th scope="col">{ "query" }</th>
                        <th scope="col">{ "m, largest" }</th>
                        <th scope="col">{ "ℓ, sum" }</th>
                        { for (0..width).map(|at| html! { <th scope="col">{ format!("o, dim {at}") }</th> }) }
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </>
    }
}
