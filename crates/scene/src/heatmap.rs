//! A heatmap as a picture of its own: cells, labels, legend, title.

mod labels;

use std::collections::BTreeMap;
use std::fmt::Write;

use ndarray::ArrayView2;

pub use labels::Labels;

use crate::chart::canvas::Inks;
use crate::chart::text::width;
use crate::layout::Grid;
use crate::sheet::{Sheet, escaped};
use crate::{Domain, Rgb, colour, format, ink, legend};
use labels::{LABEL, WIDER};

/// About how large the cells are together, and the largest cell, in pixels.
const CELLS: f64 = 768.0;
const LARGEST: (f64, f64) = (56.0, 36.0);
/// From this size of its shorter side on, a cell is parted from the next by a thin gap.
const GAP_CELL: f64 = 9.0;
/// The space between a label and the cells.
const SPACE: f64 = 6.0;
/// The height of the legend with the space above it, and the width of its colours.
const LEGEND: f64 = 30.0;
const RAMP: f64 = 120.0;

/// A heatmap with all that belongs to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heatmap<'a> {
    /// The values as they are drawn, [rows, columns].
    pub values: ArrayView2<'a, f32>,
    /// Which values the colours span.
    pub domain: Domain,
    /// What the rows are called.
    pub rows: Labels<'a>,
    /// What the columns are called.
    pub columns: Labels<'a>,
    /// What is written to the right of each row, if anything.
    pub notes: &'a [String],
    /// Cells that were set by hand, as (row, column) as drawn.
    pub edited: &'a [(usize, usize)],
    /// What is written around it.
    pub sheet: Sheet<'a>,
}

/// Draws a heatmap: an SVG of its own. Its size hangs on how many cells it has and not on any
/// screen.
///
/// ```
/// use ndarray::array;
/// use scene::heatmap::{Heatmap, Labels, heatmap};
/// use scene::{Domain, Sheet, Theme};
/// let words = ["dog".to_owned(), "bites".to_owned()];
/// let values = array![[0.25, 0.75], [1.0, f32::NEG_INFINITY]];
/// let svg = heatmap(&Heatmap {
///     values: values.view(),
///     domain: Domain::Sequential { max: 1.0 },
///     rows: Labels::Texts(&words),
///     columns: Labels::Texts(&words),
///     notes: &[],
///     edited: &[],
///     sheet: Sheet { title: "attention weights", lines: &[], theme: Theme::Light },
/// });
/// assert!(svg.contains(">attention weights</text>") && svg.contains(">0.75</text>"));
/// assert!(svg.contains("hatched"));
/// ```
pub fn heatmap(heatmap: &Heatmap) -> String {
    Drawing::of(heatmap).draw()
}

/// The heatmap with the sizes that it comes to.
struct Drawing<'m, 'a> {
    map: &'m Heatmap<'a>,
    grid: Grid,
    left: f64,
    top: f64,
    right: f64,
    upright: bool,
    inks: Inks,
}

impl<'m, 'a> Drawing<'m, 'a> {
    fn of(map: &'m Heatmap<'a>) -> Self {
        let (rows, columns) = map.values.dim();
        let fitted = Grid::fit(rows, columns, CELLS, CELLS);
        let cell_width = fitted.cell_width.min(LARGEST.0);
        let cell_height = fitted.cell_height.min(LARGEST.1).min(cell_width);
        let grid = Grid { cell_width, cell_height, ..fitted };
        let across = map.columns.longest();
        let upright = matches!(map.columns, Labels::Texts(_)) && across > cell_width - 2.0;
        Self {
            map,
            grid,
            left: map.rows.longest() + SPACE,
            top: if upright { across } else { LABEL } + SPACE,
            right: Labels::Texts(map.notes).longest() + SPACE,
            upright,
            inks: Inks::of(map.sheet.theme),
        }
    }

    fn draw(&self) -> String {
        let width = self.left + self.grid.width() + self.right;
        let height = self.top + self.grid.height() + LEGEND;
        self.map.sheet.draw((width, height), |x, y| {
            let mut svg = format!("<g transform=\"translate({x} {y})\">");
            self.labels(&mut svg);
            let _ = write!(svg, "<g transform=\"translate({} {})\">", self.left, self.top);
            self.cells(&mut svg);
            self.hatching(&mut svg);
            self.corners(&mut svg);
            if self.grid.shows_numbers() {
                self.numbers(&mut svg);
            }
            svg.push_str("</g>");
            self.legend(&mut svg, self.top + self.grid.height() + LEGEND - 12.0);
            svg + "</g>"
        })
    }

    fn ink(&self, value: f32) -> Rgb {
        ink(value, self.map.domain, self.map.sheet.theme)
    }

    /// One path for each colour: a file a tenth as large as with an element for each cell.
    fn cells(&self, svg: &mut String) {
        let (width, height) = (self.grid.cell_width, self.grid.cell_height);
        let gap = if width.min(height) >= GAP_CELL { 1.0 } else { 0.0 };
        let mut paths: BTreeMap<String, String> = BTreeMap::new();
        for ((row, column), value) in self.map.values.indexed_iter() {
            let colour = colour(*value, self.map.domain, self.map.sheet.theme).css();
            let (x, y, ..) = self.grid.rect(row, column);
            let (w, h) = (width - gap, height - gap);
            let _ = write!(paths.entry(colour).or_default(), "M{x} {y}h{w}v{h}h-{w}z");
        }
        for (colour, path) in paths {
            let _ = write!(svg, "<path fill=\"{colour}\" d=\"{path}\"/>");
        }
    }

    /// Diagonal strokes through masked cells, since a tone alone could pass for a value.
    fn hatching(&self, svg: &mut String) {
        let (width, height) = (self.grid.cell_width, self.grid.cell_height);
        let mut path = String::new();
        for ((row, column), _) in self.masked() {
            let (x, y, ..) = self.grid.rect(row, column);
            let _ = write!(
                path,
                "M{:.1} {:.1}l{:.1} -{:.1}",
                x + width * 0.2,
                y + height * 0.8,
                width * 0.6,
                height * 0.6
            );
        }
        if !path.is_empty() {
            let colour = self.ink(f32::NEG_INFINITY).css();
            let _ = write!(svg, "<path stroke=\"{colour}\" stroke-opacity=\"0.35\" d=\"{path}\"/>");
        }
    }

    fn masked(&self) -> impl Iterator<Item = ((usize, usize), &f32)> {
        self.map.values.indexed_iter().filter(|(_, value)| **value == f32::NEG_INFINITY)
    }

    /// A small triangle in the corner of each cell that was set by hand.
    fn corners(&self, svg: &mut String) {
        let side = (self.grid.cell_width.min(self.grid.cell_height) * 0.4).clamp(3.0, 10.0);
        for &(row, column) in self.map.edited {
            let Some(value) = self.map.values.get((row, column)) else { continue };
            let (x, y, width, _) = self.grid.rect(row, column);
            let x = x + width - 2.0;
            let colour = self.ink(*value).css();
            let _ = write!(
                svg,
                "<path fill=\"{colour}\" d=\"M{x} {y}h-{side:.1}l{side:.1} {side:.1}z\"/>"
            );
        }
    }

    fn numbers(&self, svg: &mut String) {
        let (width, height) = (self.grid.cell_width, self.grid.cell_height);
        let size = (height * 0.5).min(width * 0.26).clamp(10.0, 22.0);
        for ((row, column), value) in self.map.values.indexed_iter().filter(|(_, v)| v.is_finite())
        {
            let (x, y, ..) = self.grid.rect(row, column);
            let text = format::short(*value);
            // Powers of ten are wider than the rest.
            let size = if text.chars().count() > 5 { size * 0.8 } else { size };
            let anchor = "text-anchor=\"middle\"";
            let at = (x + width / 2.0, y + height / 2.0);
            self.text(svg, (&text, size, self.ink(*value)), at, anchor);
        }
    }

    fn labels(&self, svg: &mut String) {
        let (rows, columns) = self.map.values.dim();
        let muted = self.inks.muted;
        for (index, text) in self.map.rows.shown(rows, self.grid.cell_height) {
            let y = self.top + (index as f64 + 0.5) * self.grid.cell_height;
            let at = (self.left - SPACE, y);
            self.text(
                svg,
                (&text, self.map.rows.size(self.grid.cell_height), muted),
                at,
                "text-anchor=\"end\"",
            );
        }
        for (index, text) in self.map.columns.shown(columns, self.grid.cell_width) {
            let x = self.left + (index as f64 + 0.5) * self.grid.cell_width;
            match self.upright {
                false => {
                    let at = (x, self.top - SPACE - LABEL / 2.0);
                    self.text(svg, (&text, LABEL, muted), at, "text-anchor=\"middle\"");
                }
                true => {
                    let (x, y) = (x, self.top - SPACE);
                    let _ = write!(svg, "<g transform=\"translate({x} {y}) rotate(-90)\">");
                    self.text(
                        svg,
                        (&text, self.map.columns.size(self.grid.cell_width), muted),
                        (0.0, 0.0),
                        "",
                    );
                    svg.push_str("</g>");
                }
            }
        }
        for (index, text) in self.map.notes.iter().enumerate() {
            let x = self.left + self.grid.width() + SPACE;
            let y = self.top + (index as f64 + 0.5) * self.grid.cell_height;
            self.text(svg, (text, LABEL, muted), (x, y), "");
        }
    }

    /// What the colours and signs mean.
    fn legend(&self, svg: &mut String, y: f64) {
        let (low, high) = self.map.domain.ends();
        let colours = legend(self.map.domain, self.map.sheet.theme, 17);
        let last = colours.len().saturating_sub(1).max(1) as f64;
        // By this name it is found within the picture; a page that holds several pictures has
        // several of it, and they are alike only where their colours are.
        let name =
            format!("ramp-{}", colours.iter().map(|c| c.css()[1..].to_owned()).collect::<String>());
        let _ = write!(svg, "<linearGradient id=\"{name}\">");
        for (at, colour) in colours.iter().enumerate() {
            let share = at as f64 / last;
            let _ = write!(svg, "<stop offset=\"{share:.4}\" stop-color=\"{}\"/>", colour.css());
        }
        svg.push_str("</linearGradient>");
        let mut x = 0.0;
        let mut put = |svg: &mut String, text: &str| {
            self.text(svg, (text, LABEL, self.inks.muted), (x, y), "");
            x += WIDER * width(text, LABEL) + SPACE;
            x
        };
        let from = put(svg, &format::short(low));
        let _ = write!(
            svg,
            "<rect x=\"{from}\" y=\"{}\" width=\"{RAMP}\" height=\"10\" fill=\"url(#{name})\" stroke=\"{}\"/>",
            y - 5.0,
            self.inks.grid.css()
        );
        let mut rest = vec![format::short(high)];
        if self.masked().next().is_some() {
            rest.push("  hatched: masked, −∞".into());
        }
        if !self.map.edited.is_empty() {
            rest.push("  corner: set by hand".into());
        }
        let mut x = from + RAMP + SPACE;
        for text in rest {
            self.text(svg, (&text, LABEL, self.inks.muted), (x, y), "");
            x += WIDER * width(&text, LABEL) + SPACE;
        }
    }

    /// A text whose middle is at this height. (Not every program knows the attribute for it.)
    fn text(
        &self,
        svg: &mut String,
        (text, size, ink): (&str, f64, Rgb),
        (x, y): (f64, f64),
        attributes: &str,
    ) {
        let _ = write!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{size:.1}\" fill=\"{}\" {attributes}>{}</text>",
            y + 0.35 * size,
            ink.css(),
            escaped(text)
        );
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::Theme;

    fn check(rows: usize, columns: usize) -> String {
        let values = Array2::from_shape_fn((rows, columns), |(i, j)| {
            if i == j { f32::NEG_INFINITY } else { (i * columns + j) as f32 - 5.0 }
        });
        let numbers: Vec<_> = (0..rows).map(|at| at.to_string()).collect();
        let words: Vec<_> = (0..columns).map(|at| format!("<w{at}>")).collect();
        let lines = ["Computed here.".to_owned()];
        heatmap(&Heatmap {
            values: values.view(),
            domain: Domain::of(values.iter().copied()),
            rows: Labels::Numbers(&numbers),
            columns: Labels::Texts(&words),
            notes: &[],
            edited: &[(0, 0), (99, 99)],
            sheet: Sheet { title: "S & M", lines: &lines, theme: Theme::Dark },
        })
    }

    /// The sides that the picture says it has.
    fn size(svg: &str) -> (f64, f64) {
        let side = |name: &str| {
            let (_, rest) = svg.split_once(&format!("{name}=\"")).unwrap_or_default();
            rest.split('"').next().and_then(|side| side.parse().ok()).unwrap_or(f64::NAN)
        };
        (side("width"), side("height"))
    }

    #[test]
    fn small_ones_hold_their_numbers_and_large_ones_stay_small() {
        let svg = check(3, 4);
        assert_eq!(svg.matches("hatched").count(), 1);
        // Three of the twelve cells are masked and hold no number; four columns are named.
        assert_eq!(svg.matches("text-anchor=\"middle\"").count(), 9 + 4);
        assert!(svg.contains("&lt;w0&gt;") && svg.contains("S &amp; M"), "{svg}");

        let large = check(128, 128);
        assert!(!large.contains("text-anchor=\"middle\""));
        let (width, height) = size(&large);
        assert!(width < 1100.0 && height < 1100.0, "{width} × {height}");
        assert!(large.len() < 600_000, "{}", large.len());
    }

    #[test]
    fn every_cell_is_drawn_once() {
        for (rows, columns) in [(1, 1), (3, 4), (64, 64), (0, 0)] {
            let svg = check(rows, columns);
            let paths = svg.split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next());
            // A cell goes down by its height; neither a hatch nor a corner does.
            let cells: usize = paths.map(|path| path.matches('v').count()).sum();
            assert_eq!(cells, rows * columns);
        }
    }
}
