//! The cross-attention of one head, and all heads of its layer to choose from.

use std::rc::Rc;

use engine::architectures::Translated;
use scene::{Domain, Theme};
use yew::{AttrValue, Callback, Html, html};

use super::pair;
use crate::components::{Figure, Look, Marks, Pointing, Thumbnails, gutter, gutter_above};
use crate::labs::LabProps;
use crate::labs::architectures::pickers::NUMBERS;
use crate::labs::parts::segments;
use crate::links::Part;
use crate::shared::{MatrixRef, Shared};
use crate::state::{Action, ArchitecturesChoice};

/// The size of a cell: of its width at least and at most, and its height.
const WIDTHS: (f64, f64) = (16.0, 60.0);
const ROW: f64 = 24.0;

/// What the stage needs around the picture.
const AROUND: f64 = 24.0;

/// Weights all span 0 to 1, so that heads can be compared.
const SHARES: Domain = Domain::Sequential { max: 1.0 };

/// What the panel is drawn of.
pub struct Cross<'a> {
    /// What was made.
    pub seen: &'a Shared<Translated>,
    /// The weights of all heads of the layer.
    pub heads: &'a [MatrixRef],
    /// How many layers there are.
    pub layers: usize,
    /// The layer and the head on the screen.
    pub place: (usize, usize),
    /// Light or dark.
    pub theme: Theme,
    /// The width of the stage, in CSS pixels.
    pub width: f64,
    /// The cell pointed at.
    pub cursor: Option<(usize, usize)>,
    /// The step that is lit up.
    pub lit: Option<usize>,
    /// What the learner chose, and who takes it.
    pub lab: &'a LabProps,
    /// Where the heads' stamps are handed out.
    pub thumbnails: &'a Thumbnails,
    /// Takes what the learner does to the matrix.
    pub on: &'a Callback<Pointing>,
}

impl Cross<'_> {
    /// The panel.
    pub fn draw(&self) -> Html {
        html! {
            <section class="panel" data-panel="cross" aria-label="Cross-attention">
                <h2>{ "Cross-attention" }</h2>
                <>{ self.lab.inputs.shows("controls").then(|| self.pickers()) }</>
                <>{ self.heads.get(self.place.1).map(|matrix| self.figure(matrix)) }</>
            </section>
        }
    }

    /// The layers, and the heads as stamps.
    fn pickers(&self) -> Html {
        let (layer, head) = self.place;
        let LabProps { inputs, dispatch, .. } = self.lab;
        let choice = inputs.architectures;
        let choose = dispatch
            .reform(move |layer| Action::Architectures(ArchitecturesChoice { layer, ..choice }));
        let layers = NUMBERS.into_iter().enumerate().take(self.layers);
        let layers: Vec<_> = layers.map(|(at, number)| (at, number, number)).collect();
        let heads = self.heads.iter().enumerate().map(|(at, matrix)| {
            let onclick = dispatch.reform(move |_| Action::Head(at));
            html! {
                <button key={at} data-head-button={at.to_string()} aria-pressed={(at == head).to_string()} {onclick}>
                    { self.thumbnails.draw(matrix.clone(), self.theme, Some(SHARES)) }
                    { format!("head {at}") }
                </button>
            }
        });
        html! {
            <div class="pickers">
                { segments("Layer", "layer", &layers, layer, &choose) }
                <div class="heads" role="group" aria-label="Heads">{ for heads }</div>
            </div>
        }
    }

    fn figure(&self, matrix: &MatrixRef) -> Html {
        let rows: Rc<[String]> = self.seen.steps.iter().map(|step| step.read.clone()).collect();
        let columns: Rc<[String]> = self.seen.source.as_slice().into();
        let said = self.seen.steps.iter().map(|step| format!("→ {}", pair::said(step)));
        let said: Rc<[String]> = said.collect();
        let left = gutter(rows.iter());
        let room = self.width - AROUND - left - gutter(said.iter());
        let cell = (room / columns.len().max(1) as f64).floor().clamp(WIDTHS.0, WIDTHS.1);
        let top = gutter_above(gutter(columns.iter()), cell);
        let marks = Marks {
            cursor: self.cursor,
            parts: self.lit.map(Part::Row).into_iter().collect(),
            ..Marks::default()
        };
        let look = Look { cell: (cell, ROW), domain: SHARES, theme: self.theme, transposed: false };
        html! {
            <Figure
                matrix={matrix.clone()}
                {look}
                {rows}
                {columns}
                gutter={(left, top)}
                title={AttrValue::from(format!("cross-attention weights of layer {}", self.place.0))}
                notes={Some(said)}
                aloud={true}
                {marks}
                hint={Some(AttrValue::Static("Arrow keys move, Enter keeps a row’s lines alone."))}
                on={self.on.clone()}
            />
        }
    }
}
