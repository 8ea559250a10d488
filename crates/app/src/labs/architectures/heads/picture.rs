//! The weights of one head.

use std::rc::Rc;

use engine::Cell;
use scene::{Domain, Theme};
use yew::{AttrValue, Html, Properties, component, html, use_callback, use_state_eq};

use crate::components::{Figure, Look, Marks, Pointing, gutter, gutter_above};
use crate::shared::MatrixRef;

/// What is drawn.
#[derive(Properties, PartialEq)]
pub struct PictureProps {
    /// The weights, `[queries, keys]`.
    pub weights: MatrixRef,
    /// The tokens that ask.
    pub rows: Rc<[String]>,
    /// The tokens that are looked at.
    pub columns: Rc<[String]>,
    /// What they are, without the head.
    pub title: AttrValue,
    /// The width that there is, in CSS pixels.
    pub room: f64,
    /// Light or dark.
    pub theme: Theme,
}

/// The picture. It knows by itself what is pointed at, so that nothing else is drawn anew.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let PictureProps { weights, rows, columns, title, room, theme } = props;
    let hover = use_state_eq(|| None::<Cell>);
    let on = use_callback(hover.setter(), |pointing, hover| {
        if let Pointing::Hover(cell) = pointing {
            hover.set(cell);
        }
    });
    let (left, above) = (gutter(rows.iter()), gutter(columns.iter()));
    let width = ((room - left) / columns.len().max(1) as f64).floor().clamp(6.0, 44.0);
    let look = Look {
        cell: (width, width.clamp(12.0, 30.0)),
        domain: Domain::Sequential { max: 1.0 },
        theme: *theme,
        transposed: false,
    };
    // What was pointed at may be gone with the tokens.
    let cursor = hover.map(|cell| (cell.row, cell.column));
    let cursor = cursor.filter(|&(row, column)| weights.get(row, column).is_some());
    html! {
        <Figure
            matrix={weights.clone()}
            {look}
            rows={rows.clone()}
            columns={columns.clone()}
            gutter={(left, gutter_above(above, width))}
            {title}
            shared={true}
            aloud={true}
            marks={Marks { cursor, ..Marks::default() }}
            hint={AttrValue::Static("Arrow keys move.")}
            {on}
        />
    }
}
