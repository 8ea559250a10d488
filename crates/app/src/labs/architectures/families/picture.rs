//! The weights of one head, and what its mask hides.

use std::rc::Rc;

use engine::Cell;
use scene::{Domain, Theme};
use yew::{AttrValue, Callback, Html, Properties, component, html, use_callback, use_state_eq};

use crate::components::{Figure, Look, Marks, Pointing, gutter, label_line, stand_upright};
use crate::links::Part;
use crate::shared::MatrixRef;

/// The largest cell with a number in it, and the height of the smallest with a label beside it, in
/// CSS pixels.
const LARGEST: (f64, f64) = (40.0, 28.0);
const LOWEST: f64 = 14.0;

/// How large cells and labels are: the same for all pictures of a model, so that equals are level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Space left of the rows and above the columns, in CSS pixels.
    pub gutter: (f64, f64),
    /// Width and height of a cell.
    pub cell: (f64, f64),
}

impl Frame {
    /// For so many cells side by side, with these labels, in so much room.
    pub fn of(labels: &[String], cells: usize, room: f64) -> Self {
        let label = gutter(labels);
        let width = ((room - label) / cells.max(1) as f64).floor().clamp(3.0, LARGEST.0);
        let above = if stand_upright(gutter(labels), width) { label } else { label_line() };
        Self { gutter: (label, above), cell: (width, width.clamp(LOWEST, LARGEST.1)) }
    }
}

/// What is drawn.
#[derive(Properties, PartialEq)]
pub struct PictureProps {
    /// The weights, `[n_q, n_k]`.
    pub matrix: MatrixRef,
    /// The tokens that ask.
    pub rows: Rc<[String]>,
    /// The tokens that are looked at.
    pub columns: Rc<[String]>,
    /// What the mask hides: rows, each with a run of columns.
    pub unseen: Vec<(usize, (usize, usize))>,
    /// The rows that are lit up.
    pub lit: Vec<usize>,
    /// What it is, without the head.
    pub title: AttrValue,
    /// What is said aloud once a row is chosen.
    pub said: AttrValue,
    /// How large it is.
    pub frame: Frame,
    /// Light or dark.
    pub theme: Theme,
    /// Takes the row that is chosen.
    pub choose: Callback<usize>,
}

/// The picture. It knows by itself what is pointed at, so that nothing else is drawn anew.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let PictureProps { matrix, rows, columns, unseen, lit, title, said, frame, theme, choose } =
        props;
    let hover = use_state_eq(|| None::<Cell>);
    let on =
        use_callback(
            (hover.setter(), choose.clone()),
            |pointing, (hover, choose)| match pointing {
                Pointing::Hover(cell) => hover.set(cell),
                Pointing::Lock(cell) => choose.emit(cell.row),
                Pointing::Press(_) | Pointing::Read | Pointing::Release => {}
            },
        );
    // What was pointed at may be gone with the tokens.
    let cursor = hover.map(|cell| (cell.row, cell.column));
    let cursor = cursor.filter(|&(row, column)| matrix.get(row, column).is_some());
    let tiles = unseen.iter().map(|&(row, keys)| ("unseen", Part::Tile((row, row + 1), keys)));
    let marks = Marks {
        cursor,
        parts: lit.iter().map(|row| Part::Row(*row)).collect(),
        tiles: tiles.collect(),
        ..Marks::default()
    };
    html! {
        <Figure
            matrix={matrix.clone()}
            look={Look {
                cell: frame.cell,
                domain: Domain::Sequential { max: 1.0 },
                theme: *theme,
                transposed: false,
            }}
            rows={rows.clone()}
            columns={columns.clone()}
            gutter={frame.gutter}
            title={title.clone()}
            shared={true}
            compact={true}
            aloud={true}
            {marks}
            chosen={said.clone()}
            hint={AttrValue::Static("Arrow keys move, Enter chooses the row’s token.")}
            {on}
        />
    }
}
