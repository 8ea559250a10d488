//! The parts of a chart with lines, each painted by a method of its own.

use super::{Backdrop, Chart, Series};
use crate::SceneError;
use crate::chart::axis::{Axis, Spacing};
use crate::chart::canvas::{Anchor, Canvas, Inks, LABEL, MARGIN, Point, ROW, SPACE, TICK, Type};
use crate::chart::labels::{Frame, along, least_covering, spread};
use crate::chart::text;

/// The length of a line's sample in the legend.
const SAMPLE: f64 = 24.0;
/// The height that the lines keep in any case.
const LEAST_PLOT: f64 = 48.0;
/// A series with at most so many points shows each of them.
const FEW_POINTS: usize = 24;

/// A chart being drawn.
pub struct Drawing<'a, 'svg> {
    canvas: &'a Canvas<'svg>,
    chart: &'a Chart<'a>,
    backdrop: &'a Backdrop<'a>,
    inks: Inks,
    x: Axis,
    y: Axis,
    /// Where the lines are drawn.
    plot: Frame,
    /// The names of the lines, where they don't fit at their ends: row and left edge.
    legend: Option<Vec<(usize, f64)>>,
}

impl<'a, 'svg> Drawing<'a, 'svg> {
    /// Decides on the axes and on how the room is shared.
    pub fn new(canvas: &'a Canvas<'svg>, chart: &'a Chart<'a>, backdrop: &'a Backdrop<'a>) -> Self {
        let (x, y) = axes(chart, backdrop);
        let (width, height) = (f64::from(chart.size.0), f64::from(chart.size.1));
        let head = if chart.title.is_some() { 2.0 * ROW + SPACE } else { ROW };
        let below = 2.0 * ROW + MARGIN;

        let widest = chart.series.iter().map(|s| text::width(s.label, LABEL)).fold(0.0, f64::max);
        let stacked = chart.series.len() as f64 * ROW;
        let fits = widest <= 0.3 * width && stacked <= height - MARGIN - head - SPACE - below;
        // In a small picture the lines come first: a legend gets the rows that are left.
        let spare = height - MARGIN - head - SPACE - below - LEAST_PLOT;
        let most = (spare / ROW).max(0.0) as usize;
        let legend = (!fits).then(|| flow(chart.series, width - 2.0 * MARGIN, most));
        let rows = legend.iter().flatten().map(|&(row, _)| row + 1).max().unwrap_or(0);

        let top = MARGIN + head + rows as f64 * ROW + SPACE;
        let plot_height = (height - top - below).max(1.0);
        let tick_width = y
            .ticks(y_ticks(plot_height))
            .iter()
            .map(|(_, label)| text::width(label, TICK))
            .fold(0.0, f64::max);
        let left = MARGIN + tick_width + SPACE;
        // Half of the last tick's number sticks out.
        let right = MARGIN + if fits { (widest + 2.0 * SPACE).max(ROW) } else { ROW };
        let plot =
            Frame { x: left, y: top, width: (width - left - right).max(1.0), height: plot_height };
        Self { canvas, chart, backdrop, inks: Inks::of(chart.theme), x, y, plot, legend }
    }

    /// Paints all parts, from the back to the front.
    pub fn paint(&self) -> Result<(), SceneError> {
        let paths: Vec<Vec<Point>> =
            self.chart.series.iter().map(|series| self.path(series)).collect();
        self.heading()?;
        self.bands()?;
        self.grid()?;
        self.limits()?;
        self.references(&paths)?;
        for (series, path) in self.chart.series.iter().zip(&paths) {
            self.series(series, path)?;
        }
        match &self.legend {
            Some(places) => self.legend(places),
            None => self.names(&paths),
        }
    }

    /// The title and, over the vertical axis, its name: level text reads best.
    fn heading(&self) -> Result<(), SceneError> {
        let room = f64::from(self.chart.size.0) - 2.0 * MARGIN;
        let mut y = MARGIN + ROW / 2.0;
        if let Some(title) = self.chart.title {
            let set = Type::title(self.inks.text);
            // Bold letters are a little wider.
            let title = text::clip(title, 1.1 * set.size, room);
            self.canvas.text(&title, (MARGIN, y), set)?;
            y += ROW + SPACE;
        }
        let name = text::clip(self.chart.y_label, LABEL, room);
        self.canvas.text(&name, (MARGIN, y), Type::label(self.inks.muted))
    }

    /// The ticks of both axes, the lines across, the horizontal axis and its name.
    fn grid(&self) -> Result<(), SceneError> {
        let Frame { x: left, y: top, width, height } = self.plot;
        let (right, bottom) = (left + width, top + height);
        for (value, label) in self.y.ticks(y_ticks(height)) {
            let y = bottom - self.y.share(value) * height;
            // Zero is where sizes start, also where the axis goes below it.
            let colour = if value == 0.0 { self.inks.axis } else { self.inks.grid };
            self.canvas.line(&[(left, y), (right, y)], colour, 1.0)?;
            self.canvas.text(
                &label,
                (left - SPACE, y),
                Type::tick(self.inks.muted).at(Anchor::Right),
            )?;
        }
        // Doubling makes short numbers.
        let pitch = if self.chart.log_x { 40.0 } else { 64.0 };
        for (value, label) in self.x.ticks((width / pitch) as usize) {
            let x = left + self.x.share(value) * width;
            self.canvas.line(&[(x, bottom), (x, bottom + 4.0)], self.inks.axis, 1.0)?;
            let at = (x, bottom + ROW / 2.0 + 4.0);
            self.canvas.text(&label, at, Type::tick(self.inks.muted).at(Anchor::Middle))?;
        }
        self.canvas.line(&[(left, bottom), (right, bottom)], self.inks.axis, 1.0)?;
        let name = text::clip(self.chart.x_label, LABEL, width);
        let at = (left + width / 2.0, bottom + 1.5 * ROW + 4.0);
        self.canvas.text(&name, at, Type::label(self.inks.muted).at(Anchor::Middle))
    }

    /// The shaded ranges.
    fn bands(&self) -> Result<(), SceneError> {
        for band in self.backdrop.bands {
            let shown = || {
                let shows = |&&(x, low, high): &&(f64, f64, f64)| {
                    self.x.shows(x) && self.y.shows(low) && self.y.shows(high)
                };
                band.points.iter().filter(shows)
            };
            let above = shown().map(|&(x, _, high)| self.at((x, high)));
            let below = shown().rev().map(|&(x, low, _)| self.at((x, low)));
            let corners: Vec<Point> = above.chain(below).collect();
            self.canvas.shade(&corners, band.colour)?;
        }
        Ok(())
    }

    /// The levels of the horizontal axis, each named at the top, on the side with more room.
    fn limits(&self) -> Result<(), SceneError> {
        let Frame { x: left, y: top, width, height } = self.plot;
        for limit in self.backdrop.limits.iter().filter(|limit| self.x.shows(limit.x)) {
            let x = left + self.x.share(limit.x) * width;
            self.canvas.line(&[(x, top), (x, top + height)], self.inks.axis, 1.5)?;
            let is_left = x - left > width / 2.0;
            let room = if is_left { x - left } else { left + width - x } - SPACE;
            let label = text::clip(limit.label, TICK, room);
            let set = Type::tick(self.inks.muted);
            let (at, set) = match is_left {
                true => (x - SPACE / 2.0, set.at(Anchor::Right)),
                false => (x + SPACE / 2.0, set),
            };
            self.canvas.text(&label, (at, top - SPACE / 2.0), set)?;
        }
        Ok(())
    }

    /// The levels to compare with, each named where its name covers least.
    fn references(&self, paths: &[Vec<Point>]) -> Result<(), SceneError> {
        let Frame { x: left, y: top, width, height } = self.plot;
        let mut obstacles: Vec<Frame> = paths.iter().flat_map(|path| along(path)).collect();
        // A name that touches the axis reads as one of its numbers.
        obstacles.push(Frame { x: left, y: top + height - 3.0, width, height: 3.0 });
        let levels = self.chart.references.iter().filter(|level| self.y.shows(level.y));
        for level in levels {
            let y = self.at((0.0, level.y)).1;
            self.canvas.dashed(&[(left, y), (left + width, y)], self.inks.axis, 1.0)?;
            let label = text::clip(level.label, TICK, width);
            let wide = text::width(&label, TICK);
            // First at the ends, then between; next to the level, or else a little away from it.
            let shares = [0.0, 1.0, 0.5, 0.25, 0.75, 0.125, 0.875, 0.375, 0.625];
            let candidates = [[-16.0, 2.0], [-24.0, 10.0]].into_iter().flat_map(|away| {
                shares.into_iter().flat_map(move |share| {
                    let x = left + share * (width - wide);
                    away.map(|away| Frame { x, y: y + away, width: wide, height: 14.0 })
                })
            });
            if let Some(frame) = least_covering(candidates, &obstacles, self.plot) {
                let at = (frame.x, frame.y + frame.height / 2.0);
                self.canvas.text(&label, at, Type::tick(self.inks.muted))?;
                obstacles.push(frame);
            }
        }
        Ok(())
    }

    /// One line, with its points where they are few.
    fn series(&self, series: &Series, path: &[Point]) -> Result<(), SceneError> {
        if series.dashed {
            self.canvas.dashed(path, series.colour, 2.0)?;
        } else {
            self.canvas.line(path, series.colour, 2.0)?;
        }
        if path.len() <= FEW_POINTS {
            for &point in path {
                self.canvas.disc(point, 3.0, series.colour)?;
            }
        }
        Ok(())
    }

    /// The names of the lines at their ends.
    fn names(&self, paths: &[Vec<Point>]) -> Result<(), SceneError> {
        let ends: Vec<(&Series, Point)> = self
            .chart
            .series
            .iter()
            .zip(paths)
            .filter_map(|(series, path)| Some((series, *path.last()?)))
            .collect();
        let wanted: Vec<f64> = ends.iter().map(|(_, (_, y))| *y).collect();
        let Frame { x, y, width, height } = self.plot;
        let places = spread(&wanted, 0.9 * ROW, (y, y + height));
        let names_at = x + width + 2.0 * SPACE;
        for ((series, end), place) in ends.into_iter().zip(places) {
            let colour = self.inks.readable(series.colour, self.chart.theme);
            // Where the name had to move, or the line ends early, a thin line leads to it.
            let far = (names_at - end.0).hypot(place - end.1) > 2.5 * SPACE;
            if far {
                let start = (end.0 + 5.0, end.1);
                self.canvas.line(&[start, (names_at - 3.0, place)], colour, 0.5)?;
            }
            self.canvas.text(series.label, (names_at, place), Type::label(colour))?;
        }
        Ok(())
    }

    /// The names of the lines above the chart, each with a sample.
    fn legend(&self, places: &[(usize, f64)]) -> Result<(), SceneError> {
        let rows = places.iter().map(|&(row, _)| row + 1).max().unwrap_or(0);
        let top = self.plot.y - SPACE - rows as f64 * ROW;
        let room = f64::from(self.chart.size.0) - 2.0 * MARGIN - SAMPLE - SPACE;
        for (series, &(row, x)) in self.chart.series.iter().zip(places) {
            let (x, y) = (MARGIN + x, top + (row as f64 + 0.5) * ROW);
            let sample = [(x, y), (x + SAMPLE, y)];
            if series.dashed {
                self.canvas.dashed(&sample, series.colour, 2.0)?;
            } else {
                self.canvas.line(&sample, series.colour, 2.0)?;
            }
            let label = text::clip(series.label, LABEL, room);
            self.canvas.text(&label, (x + SAMPLE + SPACE, y), Type::label(self.inks.text))?;
        }
        Ok(())
    }

    /// The points of a series that can be shown, in pixels.
    fn path(&self, series: &Series) -> Vec<Point> {
        let points = series.points.iter().copied();
        points.filter(|&(x, y)| self.x.shows(x) && self.y.shows(y)).map(|at| self.at(at)).collect()
    }

    fn at(&self, (x, y): (f64, f64)) -> Point {
        let Frame { x: left, y: top, width, height } = self.plot;
        (left + self.x.share(x) * width, top + (1.0 - self.y.share(y)) * height)
    }
}

/// The axes that hold all points, and all levels to compare with.
fn axes(chart: &Chart, backdrop: &Backdrop) -> (Axis, Axis) {
    let horizontal = if chart.log_x { Spacing::Doubling } else { Spacing::Linear };
    let vertical = if chart.log_y { Spacing::Decades } else { Spacing::Linear };
    let edges = backdrop.bands.iter().flat_map(|band| band.points);
    let edges = edges.flat_map(|&(x, low, high)| [(x, low), (x, high)]);
    let points: Vec<Point> = chart
        .series
        .iter()
        .flat_map(|series| series.points)
        .copied()
        .chain(edges)
        .filter(|&(x, y)| horizontal.shows(x) && vertical.shows(y))
        .collect();
    let levels = chart.references.iter().map(|level| level.y).filter(|&y| vertical.shows(y));
    let heights: Vec<f64> = points.iter().map(|&(_, y)| y).chain(levels).collect();
    let limits = backdrop.limits.iter().map(|limit| limit.x);
    let x = Axis::over(points.iter().map(|&(x, _)| x).chain(limits), horizontal, 0.0);
    let y = if vertical == Spacing::Linear && heights.iter().all(|&y| y >= 0.0) {
        // From zero the eye compares sizes truly.
        let highest = heights.iter().copied().fold(0.0, f64::max);
        let highest = if highest > 0.0 { highest } else { 1.0 };
        Axis::over([0.0, 1.04 * highest].into_iter(), vertical, 0.0)
    } else {
        Axis::over(heights.into_iter(), vertical, 0.04)
    };
    (x, y)
}

/// How many ticks a vertical axis of this height bears.
fn y_ticks(height: f64) -> usize {
    (height / 36.0).clamp(2.0, 8.0) as usize
}

/// Sets the names of the series in rows: the row and the left edge of each, as far as the
/// rows reach.
fn flow(series: &[Series], room: f64, rows: usize) -> Vec<(usize, f64)> {
    let (mut row, mut x) = (0, 0.0);
    series
        .iter()
        .map(|series| {
            let wide = SAMPLE + SPACE + text::width(series.label, LABEL);
            if x > 0.0 && x + wide > room {
                (row, x) = (row + 1, 0.0);
            }
            let place = (row, x);
            x += wide + 2.0 * SPACE;
            place
        })
        .take_while(|&(row, _)| row < rows)
        .collect()
}
