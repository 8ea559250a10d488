//! The outputs of both sentences and their difference.

use std::rc::Rc;

use engine::{Cell, Matrix, MatrixName, Trace, WordOrder};
use scene::{Domain, Theme};
use yew::{Callback, Html, html};

use crate::components::{Figure, Look, Marks, Pointing, gutter, label_line};
use crate::hooks::by_type;
use crate::shared::{MatrixRef, Shared};

/// Space beside a matrix besides its labels, and above it, in CSS pixels, the second where type has
/// its usual size.
const CHROME: (f64, f64) = (28.0, 128.0);

/// The smallest and the largest cell, in CSS pixels.
const CELL: (f64, f64) = (9.0, 64.0);

/// Up to this width of the stage the two outputs stand one below the other.
const NARROW: f64 = 560.0;

/// The least width of a cell of two pictures that stand beside each other, in CSS pixels.
const ROOMY: f64 = 8.0;

/// The difference's colours span at least this share of the outputs', so that mere rounding
/// looks as small as it is.
const FLOOR: f32 = 1e-3;

/// All that the pictures are drawn of.
pub struct Pictures<'a> {
    /// What was compared.
    pub result: &'a Shared<WordOrder>,
    /// The tokens of both sentences.
    pub tokens: &'a [Rc<[String]>; 2],
    /// The size of the stage.
    pub stage: (f64, f64),
    /// Light or dark.
    pub theme: Theme,
    /// The cell pointed at.
    pub hover: Option<Cell>,
    /// Tells what the learner does.
    pub on: &'a Callback<Pointing>,
}

impl Pictures<'_> {
    /// The first output, the second one, and the difference where words stand in both.
    pub fn draw(&self) -> [Option<Html>; 3] {
        let [first, second] = [
            named(&self.result.a, MatrixName::OutputA),
            named(&self.result.b, MatrixName::OutputB),
        ];
        let domain = [&first, &second]
            .into_iter()
            .flatten()
            .map(|matrix| Domain::of(matrix.values.iter().copied()))
            .reduce(Domain::union);
        let difference = (!self.result.pairs.is_empty()).then(|| self.result.difference.clone());
        let floor = domain.map_or(0.0, |domain| domain.ends().1 * FLOOR);
        let own = difference.as_ref().map(|difference| {
            let bounds = difference.values.iter().copied().chain([floor, -floor]);
            Domain::of(bounds)
        });
        let pairs = &self.result.pairs;
        let words: Rc<[String]> =
            pairs.iter().filter_map(|(a, _)| self.tokens[0].get(*a).cloned()).collect();
        [
            self.picture(first, &self.tokens[0], domain),
            self.picture(second, &self.tokens[1], domain),
            self.picture(difference, &words, own),
        ]
    }

    fn picture(
        &self,
        matrix: Option<Matrix>,
        rows: &Rc<[String]>,
        domain: Option<Domain>,
    ) -> Option<Html> {
        let (matrix, domain) = (matrix?, domain?);
        let cell = self.cell(&matrix);
        let look = Look { cell, domain, theme: self.theme, transposed: false };
        let cursor = self.hover.filter(|cell| cell.matrix == matrix.name);
        let cursor = cursor.map(|cell| (cell.row, cell.column));
        let shared = matrix.name != MatrixName::Difference;
        Some(html! {
            <Figure
                matrix={MatrixRef::Alone(Shared::new(matrix))}
                {look}
                rows={rows.clone()}
                columns={rows.clone()}
                gutter={(gutter(rows.iter()), label_line())}
                {shared}
                aloud={true}
                below={false}
                marks={Marks { cursor, ..Marks::default() }}
                on={self.on.clone()}
            />
        })
    }

    fn gutters(&self) -> f64 {
        let [a, b] = self.tokens;
        gutter(a.iter().chain(b.iter())) + CHROME.0
    }

    /// Whether the outputs stand one below the other: there is no room for both, or only for
    /// cells that nobody could point at.
    pub fn is_stacked(&self) -> bool {
        let columns = self.result.a.settings.d_model as f64;
        self.stage.0 <= NARROW || self.stage.0 / 2.0 - self.gutters() < columns * ROOMY
    }

    /// Both outputs fit beside each other, with the difference below, where there is room.
    fn cell(&self, matrix: &Matrix) -> (f64, f64) {
        let (width, height) = self.stage;
        let [a, b] = self.tokens;
        let gutters = self.gutters();
        let beside = if self.is_stacked() { 1.0 } else { 2.0 };
        let columns = matrix.values.ncols().max(1) as f64;
        let rows = (a.len().max(b.len()) + self.result.pairs.len()).max(1) as f64;
        let fit = |space: f64, count: f64| (space / count).floor().clamp(CELL.0, CELL.1);
        let cell_width = fit(width / beside - gutters, columns);
        let cell_height = fit(height - 2.0 * by_type(CHROME.1), rows).max(14.0);
        (cell_width, cell_height.min(cell_width.max(14.0)))
    }
}

/// A sentence's output under its name in this lab.
fn named(trace: &Trace, name: MatrixName) -> Option<Matrix> {
    Some(Matrix { name, ..trace.matrix(MatrixName::Output, 0)?.clone() })
}
