//! Exact weights, estimated ones, and their difference.

use std::rc::Rc;

use engine::cost::Estimate;
use engine::{Cell, Matrix, MatrixName};
use scene::{Domain, Theme};
use yew::{Callback, Html, html};

use crate::components::{Figure, Look, Marks, Pointing, gutter, gutter_above};
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

/// An estimate with what its pictures are drawn of.
#[derive(PartialEq)]
pub struct Seen {
    /// The estimate.
    pub estimate: Estimate,
    words: Rc<[String]>,
    /// The matrices of [`THREE`]; none for an empty sentence.
    three: Vec<Shared<Matrix>>,
}

impl Seen {
    /// What there is to draw of an estimate.
    pub fn new(estimate: Estimate) -> Self {
        let words = words::tokens(&estimate.tokens);
        let matrices = THREE.iter().filter_map(|(name, ..)| estimate.matrix(*name));
        let three = matrices.cloned().map(Shared::new).collect();
        Self { estimate, words, three }
    }

    /// The pictures.
    pub fn draw(
        &self,
        theme: Theme,
        stage: f64,
        hover: Option<Cell>,
        on: &Callback<Pointing>,
    ) -> Html {
        let words = &self.words;
        let domains = self.three.iter().map(|m| Domain::of(m.values.iter().copied()));
        let domains: Vec<_> = domains.collect();
        let shared = domains.iter().take(2).copied().reduce(Domain::union);
        let is_narrow = stage < NARROW;
        let names = gutter(words.iter());
        let n = words.len().max(1) as f64;
        let room = match is_narrow {
            true => stage - 16.0 - names - 44.0,
            false => (stage - 16.0 - names - 180.0) / 3.0,
        };
        let width = (room / n).floor().clamp(5.0, 56.0);
        let cell = (width, width.clamp(9.0, 34.0));
        let top = gutter_above(names, width);
        let cursor = hover.map(|cell| (cell.row, cell.column));
        let figures = THREE.into_iter().zip(&self.three).enumerate();
        let figures = figures.filter_map(|(index, ((name, sign, title, symbol), matrix))| {
            let domain = if index < 2 { shared? } else { *domains.last()? };
            // Side by side, one name of each row is enough.
            let named = is_narrow || index == 0;
            Some(html! {
                <div key={name.name()} class="term">
                    <span class="operator" aria-hidden="true">{ sign }</span>
                    <div>
                        <h2>{ title }</h2>
                        <Figure
                            aloud={true}
                            matrix={MatrixRef::Alone(matrix.clone())}
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
}
