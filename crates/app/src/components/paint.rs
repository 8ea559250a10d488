//! Paints a matrix into a canvas.

use engine::Matrix;
use ndarray::ArrayView2;
use scene::{Domain, Theme, format, ink, rgba};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData, window};

/// From this width and height on, a cell holds its number.
const NUMBER_CELL: (f64, f64) = (34.0, 18.0);

/// From this size of its shorter side on, a cell is parted from the next by a thin gap.
const GAP_CELL: f64 = 9.0;

/// How many pixels stand for one of the screen's on paper.
const PRINT: f64 = 3.0;

/// How a matrix is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// CSS pixels per cell.
    pub cell: (f64, f64),
    /// Which values the colours span.
    pub domain: Domain,
    /// Light or dark.
    pub theme: Theme,
    /// Whether rows are drawn as columns.
    pub transposed: bool,
}

impl Look {
    /// The matrix as it is drawn.
    pub fn view<'a>(&self, matrix: &'a Matrix) -> ArrayView2<'a, f32> {
        let mut view = matrix.values.view();
        if self.transposed {
            view.swap_axes(0, 1);
        }
        view
    }
}

thread_local! {
    /// One pixel per cell, painted here first and then enlarged in one go. It only grows:
    /// another size is another canvas to the browser, and costs half a millisecond.
    static SCRATCH: Option<HtmlCanvasElement> = canvas();
}

fn canvas() -> Option<HtmlCanvasElement> {
    window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// One pixel per cell; the style sheet enlarges it. For thumbnails.
pub fn pixels(canvas: &HtmlCanvasElement, matrix: &Matrix, look: &Look) -> Option<()> {
    let view = look.view(matrix);
    let (rows, columns) = view.dim();
    if rows * columns == 0 {
        return None;
    }
    resize(canvas, columns as u32, rows as u32);
    put(canvas, view, look)
}

/// One pixel per cell, from the canvas's upper left corner.
fn put(canvas: &HtmlCanvasElement, view: ArrayView2<f32>, look: &Look) -> Option<()> {
    let bytes = rgba(view, look.domain, look.theme);
    let columns = view.ncols() as u32;
    let image = ImageData::new_with_u8_clamped_array(Clamped(bytes.as_slice()), columns).ok()?;
    context(canvas)?.put_image_data(&image, 0.0, 0.0).ok()
}

/// The whole picture: colours, gaps, numbers where they fit, hatching where masked, a
/// corner where edited. `printing` tells whether it goes to paper.
pub fn paint(
    canvas: &HtmlCanvasElement,
    matrix: &Matrix,
    look: &Look,
    printing: bool,
) -> Option<()> {
    let view = look.view(matrix);
    let (rows, columns) = view.dim();
    let (width, height) = look.cell;
    // Paper has more pixels than most screens.
    let ratio = if printing { PRINT } else { window()?.device_pixel_ratio() }.clamp(1.0, 4.0);
    let size = (columns as f64 * width, rows as f64 * height);
    resize(canvas, (size.0 * ratio).round() as u32, (size.1 * ratio).round() as u32);
    let context = context(canvas)?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    context.set_image_smoothing_enabled(false);
    SCRATCH.with(|scratch| {
        let scratch = scratch.as_ref()?;
        resize(scratch, scratch.width().max(columns as u32), scratch.height().max(rows as u32));
        put(scratch, view, look)?;
        let (from_width, from_height) = (columns as f64, rows as f64);
        context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                scratch,
                0.0,
                0.0,
                from_width,
                from_height,
                0.0,
                0.0,
                size.0,
                size.1,
            )
            .ok()
    })?;
    if width.min(height) >= GAP_CELL {
        for column in 1..columns {
            context.clear_rect(column as f64 * width - 0.5, 0.0, 1.0, size.1);
        }
        for row in 1..rows {
            context.clear_rect(0.0, row as f64 * height - 0.5, size.0, 1.0);
        }
    }
    hatch(&context, view, look);
    if width >= NUMBER_CELL.0 && height >= NUMBER_CELL.1 {
        numbers(&context, view, look);
    }
    corners(&context, matrix, look);
    Some(())
}

/// Setting a canvas's size clears it, so the same size is left alone.
fn resize(canvas: &HtmlCanvasElement, width: u32, height: u32) {
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
}

/// Diagonal strokes through masked cells, since a tone alone could pass for a value.
fn hatch(context: &CanvasRenderingContext2d, view: ArrayView2<f32>, look: &Look) {
    let (width, height) = look.cell;
    context.begin_path();
    for ((row, column), _) in view.indexed_iter().filter(|(_, v)| **v == f32::NEG_INFINITY) {
        let (x, y) = (column as f64 * width, row as f64 * height);
        context.move_to(x + width * 0.2, y + height * 0.8);
        context.line_to(x + width * 0.8, y + height * 0.2);
    }
    let colour = ink(f32::NEG_INFINITY, look.domain, look.theme).css();
    context.set_stroke_style_str(&colour);
    context.set_global_alpha(0.35);
    context.stroke();
    context.set_global_alpha(1.0);
}

fn numbers(context: &CanvasRenderingContext2d, view: ArrayView2<f32>, look: &Look) {
    let (width, height) = look.cell;
    let size = (height * 0.5).min(width * 0.26).clamp(10.0, 22.0);
    context.set_text_align("center");
    context.set_text_baseline("middle");
    let finite = view.indexed_iter().filter(|(_, value)| value.is_finite());
    // Powers of ten are wider than the rest.
    let (wide, usual): (Vec<_>, Vec<_>) = finite
        .map(|(cell, &value)| (cell, value, format::short(value)))
        .partition(|(.., text)| text.chars().count() > 5);
    let mut last = None;
    // A font is costly to set, so it is set once for all numbers that are written in it.
    for (numbers, size) in [(usual, size), (wide, size * 0.8)] {
        if !numbers.is_empty() {
            context.set_font(&format!("{size}px system-ui, sans-serif"));
        }
        for ((row, column), value, text) in numbers {
            // Setting the style crosses into JavaScript with a string, so only when it changes.
            let colour = ink(value, look.domain, look.theme);
            if last != Some(colour) {
                context.set_fill_style_str(&colour.css());
                last = Some(colour);
            }
            let x = (column as f64 + 0.5) * width;
            let y = (row as f64 + 0.5) * height + 0.5;
            // A number that could not be drawn is still in the table and under the pointer.
            let _: Result<(), JsValue> = context.fill_text(&text, x, y);
        }
    }
}

/// A small triangle in the corner of each cell that was set by hand.
fn corners(context: &CanvasRenderingContext2d, matrix: &Matrix, look: &Look) {
    let (width, height) = look.cell;
    let side = (width.min(height) * 0.4).clamp(3.0, 10.0);
    for &(row, column) in &matrix.edited {
        let (row, column) = if look.transposed { (column, row) } else { (row, column) };
        let (x, y) = ((column + 1) as f64 * width, row as f64 * height);
        let value = look.view(matrix).get((row, column)).copied().unwrap_or(0.0);
        context.set_fill_style_str(&ink(value, look.domain, look.theme).css());
        context.begin_path();
        context.move_to(x - side - 1.0, y + 1.0);
        context.line_to(x - 1.0, y + 1.0);
        context.line_to(x - 1.0, y + side + 1.0);
        context.fill();
    }
}
