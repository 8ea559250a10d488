//! Exact weights, estimated ones, and their difference.

use std::rc::Rc;

use engine::cost::Estimate;
use engine::{Cell, MatrixName};
use scene::{Domain, Theme};
use yew::{Callback, Html, html};

use crate::components::{Figure, Look, Marks, Pointing, gutter};
use crate::shared::{MatrixRef, Shared};
use crate::words;

/// Up to this width of the stage the pictures stand one below the other.
const NARROW: f64 = 560.0;

/// The three, with the signs of their sum, what each is, and its symbol.
const THREE: [(MatrixName, &str, &str, &str); 3] = [
    (MatrixName::WeightsEstimated, "", "estimated", "Â"),
    (MatrixName::Weights, "−", "exact", "A"),
    (MatrixName::WeightsDifference, "=", "difference", "Â − A"),
];

/// The pictures.
pub fn pictures(
    seen: &Estimate,
    theme: Theme,
    stage: f64,
    hover: Option<Cell>,
    on: &Callback<Pointing>,
) -> Html {
    let words: Rc<[String]> = seen.tokens.iter().map(|token| words::token(&token.text)).collect();
    let values = |name| seen.matrix(name).map(|matrix| matrix.values.iter().copied());
    let both = [MatrixName::Weights, MatrixName::WeightsEstimated];
    let shared = both.into_iter().filter_map(values).map(Domain::of).reduce(Domain::union);
    let own = values(MatrixName::WeightsDifference).map(Domain::of);
    let is_narrow = stage < NARROW;
    let names = gutter(words.iter());
    let n = words.len().max(1) as f64;
    let room = match is_narrow {
        true => stage - 16.0 - names - 44.0,
        false => (stage - 16.0 - names - 180.0) / 3.0,
    };
    let width = (room / n).floor().clamp(5.0, 56.0);
    let cell = (width, width.clamp(9.0, 34.0));
    let top = if names - 8.0 > width - 2.0 { names } else { 18.0 };
    let cursor = hover.map(|cell| (cell.row, cell.column));
    let figures =
        THREE.into_iter().enumerate().filter_map(|(index, (name, sign, title, symbol))| {
            let matrix = seen.matrix(name)?.clone();
            let domain = if name == MatrixName::WeightsDifference { own? } else { shared? };
            // Side by side, one name of each row is enough.
            let named = is_narrow || index == 0;
            Some(html! {
                <div key={name.name()} class="term">
                    <span class="operator" aria-hidden="true">{ sign }</span>
                    <div>
                        <h2>{ title }</h2>
                        <Figure
                            matrix={MatrixRef::Alone(Shared::new(matrix))}
                            look={Look { cell, domain, theme, transposed: false }}
                            rows={words.clone()}
                            columns={words.clone()}
                            gutter={(if named { names } else { 4.0 }, top)}
                            {named}
                            {symbol}
                            shared={index < 2}
                            marks={Marks { cursor, ..Marks::default() }}
                            hint={"Arrow keys move."}
                            on={on.clone()}
                        />
                    </div>
                </div>
            })
        });
    html! { <div class="comparison"><div class="row">{ for figures }</div></div> }
}
