//! The menu of a heatmap.

use std::rc::Rc;

use engine::Axis;
use engine::export::{Cell, FigureDocument, Setting, give};
use ndarray::Axis as NdAxis;
use scene::Sheet;
use scene::heatmap::{Heatmap, Labels, heatmap};
use yew::{Html, component, html, use_context, use_memo};

use super::item::slug;
use super::menu::groups;
use super::{Menu, Source, Table, json};
use crate::components::figure::FigureProps;
use crate::state::{Inputs, url};
use crate::words;

/// Keys of the address that change no number.
const QUIET: [&str; 6] = ["step", "cell", "theme", "hide", "lang", "head"];

/// The menu of a heatmap.
#[component]
pub fn FigureMenu(props: &FigureProps) -> Html {
    let inputs = use_context::<Rc<Inputs>>().unwrap_or_default();
    let groups = use_memo((props.clone(), inputs), |(figure, inputs)| {
        groups(Shown { figure: figure.clone(), inputs: inputs.clone() })
    });
    html! { <Menu name={format!("Save {}", props.name())} groups={(*groups).clone()} /> }
}

/// What the address says, key by key.
pub fn settings(inputs: &Inputs, all: bool) -> Vec<Setting> {
    let mut settings: Vec<Setting> = Vec::new();
    for (key, value) in url::write(inputs, all) {
        match settings.iter_mut().find(|setting| setting.key == key) {
            Some(setting) => setting.values.push(value),
            None => settings.push(Setting { key, values: vec![value] }),
        }
    }
    settings
}

/// What decides the numbers, in a line; what is as usual is left out.
pub fn summary(inputs: &Inputs) -> String {
    let told = settings(inputs, false).into_iter().filter(|s| !QUIET.contains(&s.key));
    let told = told.map(|Setting { key, values }| match values.len() {
        0..=3 => format!("{key}: {}", values.join(", ")),
        n => format!("{key}: {n} cells"),
    });
    let told: Vec<_> = std::iter::once("Attention Lab".to_owned()).chain(told).collect();
    told.join(" · ")
}

/// A heatmap on the screen.
struct Shown {
    figure: FigureProps,
    inputs: Rc<Inputs>,
}

impl Shown {
    /// What each row or column is called.
    fn labels(&self) -> [Vec<String>; 2] {
        let FigureProps { matrix, rows, columns, .. } = &self.figure;
        let (height, width) = matrix.values.dim();
        [(matrix.rows, rows, height), (matrix.columns, columns, width)]
            .map(|(axis, tokens, n)| (0..n).map(|at| words::label(axis, at, tokens)).collect())
    }
}

impl Source for Shown {
    fn stem(&self) -> String {
        let matrix = &self.figure.matrix;
        let head = matrix.head.map(|head| format!("-head-{head}")).unwrap_or_default();
        let title = self.figure.title.as_deref().map(|title| format!("-{}", slug(title)));
        format!("attention-lab-{}{}{head}", matrix.name.name(), title.unwrap_or_default())
    }

    fn svg(&self) -> Option<String> {
        let FigureProps { matrix, look, notes, .. } = &self.figure;
        let [rows, columns] = self.labels();
        let numbered = self.figure.numbered;
        let labels = |axis, texts| match axis {
            Axis::Tokens if !numbered => Labels::Texts(texts),
            _ => Labels::Numbers(texts),
        };
        let (rows, columns) = (labels(matrix.rows, &rows), labels(matrix.columns, &columns));
        let turn = |(row, column)| if look.transposed { (column, row) } else { (row, column) };
        let edited: Vec<_> = matrix.edited.iter().copied().map(turn).collect();
        let (rows, columns) = turn_labels(look.transposed, rows, columns);
        let mut title = self.figure.name();
        if look.transposed {
            title.push_str(", transposed");
        }
        let lines = [self.figure.origin().1, summary(&self.inputs)];
        Some(heatmap(&Heatmap {
            values: look.view(matrix),
            domain: look.domain,
            rows,
            columns,
            notes: notes.as_deref().unwrap_or_default(),
            edited: &edited,
            sheet: Sheet { title: &title, lines: &lines, theme: look.theme },
        }))
    }

    fn table(&self) -> Table {
        let [rows, columns] = self.labels();
        let heads = std::iter::once(String::new()).chain(columns).collect();
        let rows = rows.into_iter().zip(self.figure.matrix.values.axis_iter(NdAxis(0)));
        let rows = rows.map(|(label, values)| {
            let numbers = values.iter().map(|value| Cell::Number(f64::from(*value)));
            std::iter::once(Cell::Text(label)).chain(numbers.collect::<Vec<_>>()).collect()
        });
        Table { columns: heads, rows: rows.collect() }
    }

    fn json(&self) -> Option<String> {
        let [rows, columns] = self.labels();
        let document = FigureDocument {
            title: &self.figure.name(),
            origin: &self.figure.origin().1,
            row_labels: &rows,
            column_labels: &columns,
            matrix: &self.figure.matrix,
            settings: &settings(&self.inputs, true),
        };
        json(|to| give(&document, to))
    }
}

fn turn_labels<'a>(turn: bool, rows: Labels<'a>, columns: Labels<'a>) -> (Labels<'a>, Labels<'a>) {
    if turn { (columns, rows) } else { (rows, columns) }
}
