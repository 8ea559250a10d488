//! A matrix as colours, on a canvas that answers to pointer and keyboard.

use engine::Cell;
use js_sys::JSON;
use scene::Theme;
use scene::format::digits;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, KeyboardEvent, MouseEvent, PointerEvent};
use yew::{Callback, Html, hook, html, use_effect_with, use_mut_ref, use_node_ref, use_state_eq};

use super::paint::{Look, paint};
use crate::hooks::{is_printing, use_print};
use crate::links::Part;
use crate::shared::MatrixRef;

/// What the learner does to a heatmap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pointing {
    /// Points at a cell, or no longer at any.
    Hover(Option<Cell>),
    /// Presses a cell with a finger, a pen or a mouse's first button; a click may come after, or
    /// none where it is drawn on. Nothing where a key is pressed.
    Press(Option<Cell>),
    /// Opens a cell.
    Lock(Cell),
    /// Goes from the open cell to what is written of it.
    Read,
    /// Closes the open cell.
    Release,
}

/// What the keys last did on a heatmap.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Keys {
    /// Nothing: it doesn't have the focus.
    #[default]
    Away,
    /// They went to a cell.
    Moved,
    /// They chose the cell.
    Chose,
}

/// What is lit up in a matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// The cell pointed at.
    pub cursor: Option<(usize, usize)>,
    /// The cell whose ledger is open.
    pub locked: Option<(usize, usize)>,
    /// What the cell pointed at, or the open one, was made of.
    pub parts: Vec<Part>,
    /// Parts that are done, at work, or ahead, each with the class that says so.
    pub tiles: Vec<(&'static str, Part)>,
}

/// The canvas and, over it, what is lit up: moving the light never repaints the canvas.
/// `label` is what a screen reader calls it, and `on` is told what the learner does. Beside the
/// picture comes what the keys last did, for whoever says it aloud.
#[hook]
pub fn use_heatmap(
    matrix: &MatrixRef,
    look: Look,
    marks: &Marks,
    label: String,
    on: &Callback<Pointing>,
) -> (Html, Keys) {
    let keys = use_state_eq(Keys::default);
    let canvas = use_node_ref();
    use_effect_with((matrix.clone(), look), {
        let canvas = canvas.clone();
        move |(matrix, look)| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                // Without a 2D context there is nothing to paint on; the table remains.
                let _: Option<()> = paint(&canvas, matrix, look, is_printing());
            }
        }
    });
    let latest = use_mut_ref(|| None);
    latest.replace(Some((matrix.clone(), look)));
    // Painted at once: the page may be on paper before it is drawn anew.
    use_print(Callback::from({
        let canvas = canvas.clone();
        move |printing| {
            let latest = latest.borrow();
            if let (Some((matrix, look)), Some(canvas)) =
                (&*latest, canvas.cast::<HtmlCanvasElement>())
            {
                let theme = if printing { Theme::Light } else { look.theme };
                let _: Option<()> = paint(&canvas, matrix, &Look { theme, ..*look }, printing);
            }
        }
    }));

    let place = Place::of(matrix, look);
    let cursor = marks.cursor;
    // Where the keys went may be out of sight, and a cell may be under the ledger that it opened. The
    // mark is still on its way there, the tip isn't.
    let was_moved = use_mut_ref(|| false);
    use_effect_with((cursor, marks.locked), {
        let (canvas, was_moved) = (canvas.clone(), was_moved.clone());
        move |_| {
            let heatmap = canvas.cast::<Element>().and_then(|canvas| canvas.parent_element());
            let tip = heatmap.and_then(|heatmap| heatmap.query_selector(".tip").ok().flatten());
            if let Some(tip) = tip.filter(|_| was_moved.replace(false)) {
                let options = JSON::parse(r#"{"block":"nearest","inline":"nearest"}"#);
                if let Ok(options) = options {
                    let options = options.unchecked_ref();
                    tip.scroll_into_view_with_scroll_into_view_options(options);
                }
            }
        }
    });
    let onpointermove = {
        let (place, matrix, on) = (place, matrix.clone(), on.clone());
        let was_moved = was_moved.clone();
        Callback::from(move |event: PointerEvent| {
            let at = place.hit(event.offset_x(), event.offset_y());
            if at != cursor {
                was_moved.replace(false);
                on.emit(Pointing::Hover(at.map(|(row, column)| matrix.cell(row, column))));
            }
        })
    };
    let onpointerdown = {
        let (place, matrix, on) = (place, matrix.clone(), on.clone());
        Callback::from(move |event: PointerEvent| {
            let at = place.hit(event.offset_x(), event.offset_y());
            if let Some((row, column)) = at.filter(|_| event.is_primary() && event.button() == 0) {
                let cell = matrix.cell(row, column);
                // A finger has not been anywhere before.
                on.emit(Pointing::Hover(Some(cell)));
                on.emit(Pointing::Press(Some(cell)));
            }
        })
    };
    let leave = on.reform(|()| Pointing::Hover(None));
    let onclick = {
        let (place, matrix, on) = (place, matrix.clone(), on.clone());
        let was_moved = was_moved.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some((row, column)) = place.hit(event.offset_x(), event.offset_y()) {
                let cell = matrix.cell(row, column);
                // A finger points at nothing before it taps; until now the focus that came
                // with the tap did, at another cell.
                was_moved.replace(true);
                on.emit(Pointing::Hover(Some(cell)));
                on.emit(Pointing::Lock(cell));
            }
        })
    };
    let start = cursor.or(marks.locked).unwrap_or_default();
    let onfocus = {
        let (matrix, on, keys) = (matrix.clone(), on.clone(), keys.setter());
        Callback::from(move |_| {
            keys.set(Keys::Moved);
            on.emit(Pointing::Hover(Some(matrix.cell(start.0, start.1))));
        })
    };
    let onblur = {
        let keys = keys.setter();
        leave.reform(move |_| keys.set(Keys::Away))
    };
    let onkeydown = {
        let (matrix, on, keys) = (matrix.clone(), on.clone(), keys.setter());
        let locked = marks.locked;
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && locked.is_none() {
                // What is open elsewhere, if anything, closes as from anywhere.
                return;
            }
            let pointing = match event.key().as_str() {
                "Enter" if locked == Some(start) => Pointing::Read,
                "Enter" | " " => Pointing::Lock(matrix.cell(start.0, start.1)),
                "Escape" => Pointing::Release,
                key => match place.moved(start, key) {
                    Some((row, column)) => Pointing::Hover(Some(matrix.cell(row, column))),
                    None => return,
                },
            };
            event.prevent_default();
            event.stop_propagation();
            was_moved.replace(true);
            keys.set(if matches!(pointing, Pointing::Lock(_)) { Keys::Chose } else { Keys::Moved });
            on.emit(Pointing::Press(None));
            on.emit(pointing);
        })
    };
    let (width, height) = place.size();
    let picture = html! {
        <div
            class="heatmap"
            ~style={format!("width:{width}px;height:{height}px")}
            tabindex="0"
            role="application"
            aria-roledescription="heatmap"
            aria-label={label}
            onpointerleave={leave.reform(|_| ())}
            {onblur}
            {onpointerdown}
            {onpointermove}
            {onclick}
            {onfocus}
            {onkeydown}
        >
            <canvas ref={canvas} aria-hidden="true" ~style={format!("width:{width}px;height:{height}px")} />
            // All marks in one node: beside the canvas, a mark that comes or goes would have
            // Yew build the canvas anew, and blank.
            <>
                { for marks.tiles.iter().map(|(class, part)| place.mark(class, *part)) }
                { for marks.parts.iter().map(|part| place.mark("part", *part)) }
                { marks.locked.map(|(r, c)| place.mark("locked", Part::Cell(r, c))) }
                { cursor.map(|(r, c)| place.mark("cursor", Part::Cell(r, c))) }
                { cursor.and_then(|(r, c)| Some(place.tip(r, c, matrix.get(r, c)?))) }
            </>
        </div>
    };
    (picture, *keys)
}

/// Where the cells are on the screen.
#[derive(Clone, Copy)]
struct Place {
    rows: usize,
    columns: usize,
    cell: (f64, f64),
    transposed: bool,
}

impl Place {
    fn of(matrix: &MatrixRef, look: Look) -> Self {
        let (rows, columns) = matrix.values.dim();
        Self { rows, columns, cell: look.cell, transposed: look.transposed }
    }

    /// Rows and columns as they are drawn, or back.
    fn turn(&self, (a, b): (usize, usize)) -> (usize, usize) {
        if self.transposed { (b, a) } else { (a, b) }
    }

    fn size(&self) -> (f64, f64) {
        let (rows, columns) = self.turn((self.rows, self.columns));
        (columns as f64 * self.cell.0, rows as f64 * self.cell.1)
    }

    fn hit(&self, x: i32, y: i32) -> Option<(usize, usize)> {
        let (rows, columns) = self.turn((self.rows, self.columns));
        let grid = scene::layout::Grid {
            rows,
            columns,
            cell_width: self.cell.0,
            cell_height: self.cell.1,
        };
        grid.hit(f64::from(x), f64::from(y)).map(|at| self.turn(at))
    }

    /// The cell that an arrow key leads to, by what is drawn.
    fn moved(&self, from: (usize, usize), key: &str) -> Option<(usize, usize)> {
        let (rows, columns) = self.turn((self.rows, self.columns));
        let (row, column) = self.turn(from);
        let to = match key {
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => ((row + 1).min(rows.saturating_sub(1)), column),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, (column + 1).min(columns.saturating_sub(1))),
            "Home" => (row, 0),
            "End" => (row, columns.saturating_sub(1)),
            _ => return None,
        };
        Some(self.turn(to))
    }

    /// The value, just above its cell.
    fn tip(&self, row: usize, column: usize, value: f32) -> Html {
        let (down, across) = self.turn((row, column));
        let (x, y) = ((across as f64 + 0.5) * self.cell.0, down as f64 * self.cell.1);
        // Above the first row are the labels.
        let (class, y) = if down == 0 { ("tip under", self.cell.1) } else { ("tip", y) };
        let style = format!("left:{x}px;top:{y}px");
        html! { <span {class} ~style={style}>{ digits(value, 4) }</span> }
    }

    fn mark(&self, class: &'static str, part: Part) -> Html {
        let one = |at: usize| Some((at, at + 1));
        let (row, column) = match part {
            Part::Row(row) => (one(row), None),
            Part::Column(column) => (None, one(column)),
            Part::Cell(row, column) => (one(row), one(column)),
            Part::Tile(rows, columns) => (Some(rows), Some(columns)),
        };
        let (down, across) = if self.transposed { (column, row) } else { (row, column) };
        let (width, height) = self.size();
        let span = |at: Option<(usize, usize)>, cell: f64, all: f64| match at {
            Some((start, end)) => (start as f64 * cell, (end - start) as f64 * cell),
            None => (0.0, all),
        };
        let (x, w) = span(across, self.cell.0, width);
        let (y, h) = span(down, self.cell.1, height);
        let style = format!("transform:translate({x}px,{y}px);width:{w}px;height:{h}px");
        html! { <span class={yew::classes!("mark", class)} ~style={style} /> }
    }
}
