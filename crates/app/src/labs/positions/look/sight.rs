//! All that the picture of an encoding is drawn of.

use std::rc::Rc;

use engine::{Axis, Cell, Matrix, MatrixName, Positions};
use scene::{Domain, Theme};
use yew::{AttrValue, Callback, Html, html};

use crate::components::{Figure, Look, Marks, Pointing, gutter, label_line};
use crate::hooks::by_type;
use crate::labs::parts::Slider;
use crate::shared::{MatrixRef, Shared};
use crate::state::{Action, Inputs, PositionsChoice};

/// Space around a matrix, in CSS pixels where type has its usual size: its labels at the left, and
/// its caption.
const GUTTER: f64 = 28.0;
const CAPTION: f64 = 70.0;

/// The space that the stage keeps for itself and between two panels.
const PADDING: f64 = 16.0;

/// The space between two figures side by side.
const GAP: f64 = 8.0;

/// The height of the lines below matrices that have no others below them.
const TEXT: f64 = 130.0;

/// Up to this width of the stage the panels stand one below the other.
const NARROW: f64 = 600.0;

/// What a picture is drawn of.
pub struct Sight<'a> {
    /// What there is to see.
    pub seen: &'a Shared<Positions>,
    /// What the learner chose.
    pub inputs: &'a Inputs,
    /// Light or dark.
    pub theme: Theme,
    /// Takes what the learner does.
    pub dispatch: &'a Callback<Action>,
    /// The size of the stage.
    pub stage: (f64, f64),
    /// The cell pointed at.
    pub hover: Option<Cell>,
    /// Takes what the learner does to a matrix.
    pub on: &'a Callback<Pointing>,
}

/// How a matrix is shown.
#[derive(Default)]
pub struct Shown {
    /// What its colours span, if not its own values.
    pub domain: Option<Domain>,
    /// What Enter does.
    pub hint: &'static str,
    /// What Enter did, to be said aloud.
    pub chosen: Option<AttrValue>,
    /// What its columns are called, if not by their numbers.
    pub names: Option<Rc<[String]>>,
    /// What is lit up besides the cell pointed at.
    pub marks: Marks,
    /// Whether a row is as high as a column is wide.
    pub square: bool,
    /// Into how many the width is shared.
    pub columns: usize,
    /// Whether its panel is as wide as the stage.
    pub wide: bool,
    /// Whether its panel has no other below it.
    pub tall: bool,
    /// Whether its caption says the head and no more.
    pub compact: bool,
    /// The height that other things in the panel take, in CSS pixels.
    pub room: f64,
}

impl Sight<'_> {
    /// What the learner chose here.
    pub fn choice(&self) -> PositionsChoice {
        self.inputs.positions
    }

    /// Whether the panels stand one below the other.
    pub fn is_narrow(&self) -> bool {
        self.stage.0 - PADDING < NARROW
    }

    /// The width and height of one of four panels.
    pub fn panel(&self) -> (f64, f64) {
        let (width, height) = (self.stage.0 - PADDING, self.stage.1 - PADDING);
        match self.is_narrow() {
            true => (width, 340.0),
            false => ((width - PADDING) / 2.0, ((height - PADDING) / 2.0).max(300.0)),
        }
    }

    /// The size of a chart below so many pixels of other things.
    pub fn chart(&self, other: f64) -> (u32, u32) {
        let (width, height) = self.panel();
        let width = width.clamp(200.0, 640.0);
        (width as u32, (height - other - 30.0).clamp(180.0, 0.8 * width) as u32)
    }

    /// A slider of whole numbers; `change` gives what it chooses.
    pub fn slider(
        &self,
        names: (&'static str, &'static str, &'static str),
        value: usize,
        range: (usize, usize),
        change: fn(PositionsChoice, usize) -> PositionsChoice,
    ) -> Html {
        let choice = self.choice();
        let on = self
            .dispatch
            .reform(move |value: f64| Action::Positions(change(choice, value as usize)));
        Slider::whole(names, value, range).draw(on)
    }

    /// One of the matrices as a figure.
    pub fn figure(&self, name: MatrixName, head: usize, shown: Shown) -> Option<Html> {
        let mut matrix = self.seen.matrix(name, head)?.clone();
        if shown.names.is_some() {
            matrix.columns = Axis::Tokens;
        }
        let domain = shown.domain.unwrap_or_else(|| Domain::of(matrix.values.iter().copied()));
        let look =
            Look { cell: self.cell(&matrix, &shown), domain, theme: self.theme, transposed: false };
        let mut marks = shown.marks;
        let here = self.hover.filter(|cell| (cell.matrix, cell.head) == (matrix.name, matrix.head));
        marks.cursor = here.map(|cell| (cell.row, cell.column));
        let columns = shown.names.unwrap_or_default();
        // Names are wider than columns, and so stand upright.
        let top = if columns.is_empty() { label_line() } else { gutter(columns.iter()) };
        Some(html! {
            <Figure
                matrix={MatrixRef::Alone(Shared::new(matrix))}
                {look}
                rows={Rc::<[String]>::default()}
                {columns}
                gutter={(by_type(GUTTER), top)}
                shared={shown.compact}
                {marks}
                compact={shown.compact}
                seed={Some(self.inputs.settings.seed)}
                hint={Some(AttrValue::from(shown.hint))}
                aloud={true}
                chosen={shown.chosen}
                on={self.on.clone()}
            />
        })
    }

    /// The size of a cell with which the matrix fills its panel.
    fn cell(&self, matrix: &Matrix, shown: &Shown) -> (f64, f64) {
        let (width, mut height) = self.panel();
        if shown.tall {
            height = height.max(self.stage.1 - by_type(TEXT));
        }
        let (rows, columns) = matrix.values.dim();
        let width = if shown.wide { self.stage.0 - PADDING - 4.0 } else { width };
        let beside = shown.columns.max(1) as f64;
        let width = (width - GAP * (beside - 1.0)) / beside - by_type(GUTTER) - 2.0;
        let height = height - label_line() - by_type(CAPTION) - shown.room;
        // Half pixels are sharp enough on most screens, and sizes then grow evenly.
        let fit = |space: f64, count: usize, most: f64| {
            ((2.0 * space / count.max(1) as f64).floor() / 2.0).clamp(1.0, most)
        };
        let (across, down) = (fit(width, columns, 44.0), fit(height, rows, 28.0));
        match shown.square {
            true => (across.min(down), across.min(down)),
            false => (across, down),
        }
    }
}
