//! A matrix with all that belongs to it: name, labels, colours, legend, table.

use std::rc::Rc;

use engine::{Axis, MatrixName};
use scene::format::digits;
use yew::{AttrValue, Callback, Html, Properties, classes, component, html};

use super::fold::{Sign, use_fold};
use super::heatmap::{Keys, Marks, Pointing, use_heatmap};
use super::legend::ramp;
use super::numbers::use_numbers;
use super::paint::Look;
use super::save::FigureMenu;
use super::symbol::symbol;
use crate::hooks::{by_type, use_room};
use crate::labs::later;
use crate::shared::MatrixRef;
use crate::words;

/// The least space between two labels and the height of a line of them, in CSS pixels where type
/// has its usual size.
const LABEL_PITCH: f64 = 12.0;
const LINE: f64 = 18.0;

/// Every how manyth number is written, where there is no room for all.
const STRIDES: [usize; 6] = [1, 2, 5, 10, 20, 50];

/// What the figure shows.
#[derive(Clone, Properties, PartialEq)]
pub struct FigureProps {
    /// The matrix.
    pub matrix: MatrixRef,
    /// How it is painted.
    pub look: Look,
    /// What its rows are called, where they are tokens.
    pub rows: Rc<[String]>,
    /// What its columns are called, where they are tokens.
    pub columns: Rc<[String]>,
    /// Space for the labels: width left of the rows, height above the columns.
    pub gutter: (f64, f64),
    /// Whether other matrices on the screen span the same values.
    #[prop_or_default]
    pub shared: bool,
    /// Whether token rows are named; numbered ones are as the gutter has room.
    #[prop_or(true)]
    pub named: bool,
    /// Whether the caption says the head and no more.
    #[prop_or_default]
    pub compact: bool,
    /// Whether the legend is shown; of matrices that share a scale one shows it.
    #[prop_or(true)]
    pub legend: bool,
    /// Whether the caption stands below, so that pictures side by side begin level.
    #[prop_or(true)]
    pub below: bool,
    /// What is lit up.
    #[prop_or_default]
    pub marks: Marks,
    /// The name to show in place of the matrix's own.
    #[prop_or_default]
    pub symbol: Option<AttrValue>,
    /// What assistive technology calls it, where the matrix's own name fits several figures.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// Whether what rows and columns are called are numbers that grow evenly, so that some are
    /// enough.
    #[prop_or_default]
    pub numbered: bool,
    /// Whether the cell that the keys are at is said aloud; not where the lab says it.
    #[prop_or_default]
    pub aloud: bool,
    /// What choosing a cell came to, to be said aloud after Enter.
    #[prop_or_default]
    pub chosen: Option<AttrValue>,
    /// What is written to the right of each row.
    #[prop_or_default]
    pub notes: Option<Rc<[String]>>,
    /// The seed of numbers that no trace knows the seed of.
    #[prop_or_default]
    pub seed: Option<u32>,
    /// What the keys do, where they don't open a ledger.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// Tells what the learner does.
    #[prop_or_default]
    pub on: Callback<Pointing>,
}

impl FigureProps {
    /// What the figure is called.
    pub fn name(&self) -> String {
        let name = words::matrix(self.matrix.name).1;
        let title = self.title.as_deref().unwrap_or(name);
        match self.matrix.head {
            Some(head) => format!("{title}, head {head}"),
            None => title.to_owned(),
        }
    }

    /// Where its numbers come from, in a word or two and in a sentence.
    pub fn origin(&self) -> (String, String) {
        let seed = self.seed.or(self.matrix.trace().map(|trace| trace.settings.seed));
        words::origin(&self.matrix, seed)
    }
}

/// The figure.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    // Labels are measured by the page's type.
    use_room();
    let matrix = &props.matrix;
    let (own_symbol, name, role) = words::matrix(matrix.name);
    let mark = props.symbol.as_deref().unwrap_or(own_symbol);
    let (rows, columns) = matrix.values.dim();
    let drawn_shape = if props.look.transposed { (columns, rows) } else { (rows, columns) };
    let head = matrix.head.map(|head| AttrValue::from(head.to_string()));
    let title = props.name();
    let (origin, origin_long) = props.origin();
    let numbers = use_numbers(matrix, &props.rows, &props.columns, &title);
    let sign = Sign {
        class: "save",
        sign: "⤓",
        hint: "Save or copy this picture and its numbers",
        name: format!("Save: {title}").into(),
    };
    let save = use_fold(sign, || later::<FigureMenu>(props.clone()));
    let numbers = html! { <>{ numbers }{ save }</> };
    let keys = match matrix.name {
        _ if props.hint.is_some() => props.hint.as_deref().unwrap_or_default(),
        MatrixName::OutputA => "Arrow keys move, Enter opens the cell in the attention lab.",
        MatrixName::OutputB | MatrixName::Difference => "Arrow keys move.",
        _ => {
            "Arrow keys move, Enter opens a cell, Enter once more goes to its arithmetic, Escape closes it."
        }
    };
    let shape = [words::counted(rows, "row"), words::counted(columns, "column")].join(", ");
    let label = format!("{title}: {shape}. {keys}");
    let (heatmap, keys) = use_heatmap(matrix, props.look, &props.marks, label, &props.on);
    let legend = match props.legend {
        true => ramp(props.look.domain, props.shared),
        false => html! { <span>{ "same scale" }</span> },
    };
    let caption = match matrix.head.filter(|_| props.compact) {
        Some(head) => html! {
            <figcaption>
                <div>
                    <span class="symbol">{ symbol(mark) }</span>
                    <span class="name">{ format!("head {head}") }</span>
                    { numbers }
                </div>
                <div>{ legend }</div>
            </figcaption>
        },
        None => html! {
            <figcaption>
                <div>
                    <span class="symbol">{ symbol(mark) }</span>
                    <span class="name">
                        { name }{ if props.look.transposed { ", transposed" } else { "" } }
                    </span>
                </div>
                <div>
                    <span class="origin" title={origin_long}>{ origin }</span>
                    { numbers }
                </div>
                <div>
                    <span class="shape">{ format!("{} × {}", drawn_shape.0, drawn_shape.1) }</span>
                    { legend }
                </div>
            </figcaption>
        },
    };
    let drawn = match props.look.transposed {
        false => ((matrix.rows, &props.rows), (matrix.columns, &props.columns)),
        true => ((matrix.columns, &props.columns), (matrix.rows, &props.rows)),
    };
    let lit = Lit::of(props);
    let counts = drawn_shape;
    let (left, top) = props.gutter;
    let style = format!("grid-template-columns:{left}px auto;grid-template-rows:{top}px auto");
    html! {
        <figure
            data-matrix={matrix.name.name()}
            data-head={head}
            class={classes!("matrix", role, props.below.then_some("below"))}
            ~style={format!("--gutter:{left}px")}
        >
            // Read in the order in which it is seen.
            <>{ (!props.below).then(|| caption.clone()) }</>
            <div class="plot" ~style={style}>
                <div class="labels across" aria-hidden="true">
                    { labels(drawn.1, (props.numbered, true), counts.1, props.look.cell.0, top, &lit.columns) }
                </div>
                <div class="labels down" aria-hidden="true">
                    { (props.named || drawn.0.0 == Axis::Dimensions).then(|| {
                        labels(drawn.0, (props.numbered, false), counts.0, props.look.cell.1, left, &lit.rows)
                    }) }
                </div>
                { heatmap }
                { props.notes.as_ref().map(|notes| html! {
                    <div class="labels notes">
                        { labels((Axis::Tokens, notes), (false, false), notes.len(), props.look.cell.1, 1.0, &[]) }
                    </div>
                }) }
                <>{ props.aloud.then(|| html! {
                    <p class="visually-hidden" aria-live="polite">{ said(props, keys) }</p>
                }) }</>
            </div>
            <>{ props.below.then_some(caption) }</>
        </figure>
    }
}

/// What is said of the cell that the keys are at: where it is, its value, and what came of
/// choosing it.
fn said(
    FigureProps { matrix, rows, columns, marks, chosen, .. }: &FigureProps,
    keys: Keys,
) -> String {
    let at = marks.cursor.filter(|_| keys != Keys::Away);
    let value = at.and_then(|(row, column)| Some((row, column, matrix.get(row, column)?)));
    let Some((row, column, value)) = value else { return String::new() };
    let name = |kind: &str, axis, index, words: &[String]| match axis {
        Axis::Tokens => words::label(axis, index, words),
        Axis::Dimensions => format!("{kind} {index}"),
    };
    let row = name("row", matrix.rows, row, rows);
    let column = name("column", matrix.columns, column, columns);
    let came = chosen.as_deref().filter(|_| keys == Keys::Chose).unwrap_or_default();
    format!("{row}, {column}: {}. {came}", digits(value, 4))
}

/// Which labels stand out, as drawn.
struct Lit {
    rows: Vec<usize>,
    columns: Vec<usize>,
}

impl Lit {
    fn of(props: &FigureProps) -> Self {
        let cells: Vec<_> = props.marks.cursor.into_iter().chain(props.marks.locked).collect();
        let rows = cells.iter().map(|cell| cell.0).collect();
        let columns = cells.iter().map(|cell| cell.1).collect();
        match props.look.transposed {
            false => Self { rows, columns },
            true => Self { rows: columns, columns: rows },
        }
    }
}

/// Between a label and its matrix, in CSS pixels where type has its usual size.
const PADDING: f64 = 8.0;

/// Between two labels side by side.
const GAP: f64 = 2.0;

fn labels(
    (axis, tokens): (Axis, &Rc<[String]>),
    (numbered, across): (bool, bool),
    count: usize,
    pitch: f64,
    space: f64,
    lit: &[usize],
) -> Html {
    if space == 0.0 {
        return Html::default();
    }
    let longest = |n: usize| {
        (0..n).map(|i| by_type(width(&words::label(axis, i, tokens)))).fold(0.0, f64::max)
    };
    // Of numbers some are enough, since one can count on from them: they always lie flat.
    let is_numbered = numbered || axis == Axis::Dimensions;
    let upright = across && !is_numbered && longest(count) > pitch - GAP;
    // Words that lie flat have room enough, and none is left out.
    let needed = match (across && !upright, is_numbered) {
        (true, true) => longest(count) + 4.0,
        (true, false) => longest(count) + GAP,
        (false, _) => by_type(LABEL_PITCH),
    };
    let stride = (needed / pitch).ceil().max(1.0) as usize;
    let stride = match is_numbered {
        true => STRIDES.into_iter().find(|round| *round >= stride).unwrap_or(100),
        false => stride,
    };
    let size = if across { "width" } else { "height" };
    let shown = (0..count).step_by(stride).map(|index| {
        let text = words::label(axis, index, tokens);
        let shift = if across { "left" } else { "top" };
        // A label larger than its row or column reaches over those whose labels are left out.
        let extent = pitch.max(if is_numbered { needed } else { by_type(LABEL_PITCH) });
        let start = (index as f64 + 0.5) * pitch - extent / 2.0;
        let style = format!("{shift}:{start}px;{size}:{extent}px");
        let class = classes!(
            is_numbered.then_some("dimension"),
            upright.then_some("upright"),
            lit.contains(&index).then_some("lit"),
        );
        html! { <span key={index} ~style={style} {class} title={text.clone()}><bdi>{ text }</bdi></span> }
    });
    html! { <>{ for shown }</> }
}

/// About how wide a label is, in CSS pixels where type has its usual size.
pub fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 7.4 } else { 11.5 }).sum()
}

/// The space that labels of these texts need beside a matrix.
pub fn gutter<'a>(texts: impl IntoIterator<Item = &'a String>) -> f64 {
    by_type((texts.into_iter().map(|text| width(text)).fold(14.0, f64::max) + PADDING).min(92.0))
}

/// Whether labels with that gutter are too wide for columns so far apart, and so stand upright.
pub fn stand_upright(gutter: f64, pitch: f64) -> bool {
    gutter - by_type(PADDING) > pitch - GAP
}

/// The space that labels with that gutter need above columns so far apart: a line where they fit
/// side by side, as much as they are long where they stand upright.
pub fn gutter_above(gutter: f64, pitch: f64) -> f64 {
    if stand_upright(gutter, pitch) { gutter } else { label_line() }
}

/// The height of labels in a line, in CSS pixels.
pub fn label_line() -> f64 {
    by_type(LINE)
}
