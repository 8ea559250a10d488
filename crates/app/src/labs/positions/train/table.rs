//! The learned table as it grows.

use std::rc::Rc;

use engine::Cell;
use scene::format::digits;
use scene::{Domain, Theme};
use yew::{AttrValue, Callback, Html, UseStateHandle, html};

use super::progress::{Frame, Progress};
use crate::components::{Figure, Look, Marks, Pointing, label_line};
use crate::hooks::by_type;
use crate::labs::parts::Slider;
use crate::shared::MatrixRef;

/// The height for the table as a share of the window's, so that what is said of it below is
/// seen too, and its bounds in CSS pixels.
const HEIGHT: (f64, f64, f64) = (0.18, 110.0, 200.0);
/// The width that its labels take.
const LABELS: f64 = 30.0;

/// The table before any training and, beside it, after some step: the one chosen, or the
/// newest. The cell that is pointed at is lit up in both.
pub fn table(
    progress: &Progress,
    chosen: Option<usize>,
    hover: &UseStateHandle<Option<Cell>>,
    theme: Theme,
    (width, window): (f64, f64),
    on: &Callback<usize>,
) -> Option<Html> {
    let frames = &progress.frames;
    let index = chosen.unwrap_or(usize::MAX).min(frames.len().checked_sub(1)?);
    let (first, shown) = (frames.first()?, frames.get(index)?);
    // One scale for all frames, so that what grows is seen to grow.
    let domain = frames.iter().map(domain).max_by(|a, b| a.1.total_cmp(&b.1))?.0;
    let slider = Slider {
        id: "frame",
        label: "Table after step",
        hint: "Move it to see the table grow",
        value: index as f64,
        range: (0.0, (frames.len() - 1) as f64, 1.0),
        text: shown.step.to_string(),
    };
    let look = |frame: &Frame| {
        let (rows, columns) = frame.table.values.dim();
        let side = |room: f64, count: usize| (room / count as f64).floor().clamp(4.0, 24.0);
        let height = (HEIGHT.0 * window).clamp(HEIGHT.1, HEIGHT.2);
        let cell = (side(width - LABELS, columns), side(height, rows));
        Look { cell, domain, theme, transposed: false }
    };
    Some(html! {
        <>
            <section class="panel" data-frame="0">
                <h2>{ "Learned table, untrained" }</h2>
                { figure(first, "learned table, untrained".into(), look(first), hover) }
                { size(first) }
            </section>
            <section class="panel" data-frame={shown.step.to_string()}>
                <h2>{ format!("after {} steps", shown.step) }</h2>
                { figure(shown, format!("learned table after {} steps", shown.step), look(shown), hover) }
                { size(shown) }
                { slider.draw(on.reform(|value: f64| value as usize)) }
            </section>
        </>
    })
}

fn figure(frame: &Frame, title: String, look: Look, hover: &UseStateHandle<Option<Cell>>) -> Html {
    let cursor = hover.map(|cell| (cell.row, cell.column));
    let on = {
        let hover = hover.setter();
        Callback::from(move |pointing| {
            if let Pointing::Hover(cell) = pointing {
                hover.set(cell);
            }
        })
    };
    let words: Rc<[String]> = Rc::default();
    html! {
        <Figure
            matrix={MatrixRef::Alone(frame.table.clone())}
            {look}
            rows={words.clone()}
            columns={words}
            gutter={(by_type(28.0), label_line())}
            shared={true}
            title={AttrValue::from(title)}
            aloud={true}
            marks={Marks { cursor, ..Marks::default() }}
            hint={Some(AttrValue::Static("Arrow keys move."))}
            {on}
        />
    }
}

fn size(frame: &Frame) -> Html {
    html! {
        <p class="fact">
            { "root mean square " }<b data-measure="size">{ digits(frame.size, 4) }</b>
        </p>
    }
}

/// A scale that holds a frame, and how far it reaches.
fn domain(frame: &Frame) -> (Domain, f32) {
    let most = frame.table.values.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
    (Domain::Diverging { max: most }, most)
}
