//! Charts as drawings and as tables of the very numbers that they draw.

use engine::export::Cell;
use scene::chart::{Backdrop, Chart, Plane, Turns, lines, lines_over, plane, turns};
use scene::{SceneError, Theme};

use crate::components::save::Table;

/// What can be drawn.
pub trait Plot {
    /// The drawing.
    fn svg(&self) -> Result<String, SceneError>;
    /// Its size in pixels.
    fn size(&self) -> (u32, u32);
    /// Light or dark.
    fn theme(&self) -> Theme;
    /// The numbers.
    fn table(&self) -> Table;
}

impl Plot for Chart<'_> {
    fn svg(&self) -> Result<String, SceneError> {
        lines(self)
    }

    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn theme(&self) -> Theme {
        self.theme
    }

    fn table(&self) -> Table {
        by_x(self, &Backdrop::default())
    }
}

impl Plot for (Chart<'_>, Backdrop<'_>) {
    fn svg(&self) -> Result<String, SceneError> {
        lines_over(&self.0, &self.1)
    }

    fn size(&self) -> (u32, u32) {
        self.0.size
    }

    fn theme(&self) -> Theme {
        self.0.theme
    }

    fn table(&self) -> Table {
        by_x(&self.0, &self.1)
    }
}

/// One row for each place where any line has a point; a column for each line, for each end of a
/// shaded range, and for each level.
fn by_x(chart: &Chart, backdrop: &Backdrop) -> Table {
    let named = |label: &str| match label {
        "" => chart.y_label.to_owned(),
        label => label.to_owned(),
    };
    let mut lines: Vec<(String, Vec<(f64, f64)>)> =
        chart.series.iter().map(|line| (named(line.label), line.points.to_vec())).collect();
    for band in backdrop.bands {
        let end = |of: fn(&(f64, f64, f64)) -> f64| {
            band.points.iter().map(|point| (point.0, of(point))).collect()
        };
        lines.push((format!("{}, low", band.label), end(|point| point.1)));
        lines.push((format!("{}, high", band.label), end(|point| point.2)));
    }
    let mut places: Vec<f64> =
        lines.iter().flat_map(|(_, points)| points.iter().map(|point| point.0)).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let mut columns = vec![chart.x_label.to_owned()];
    columns.extend(lines.iter().map(|(label, _)| label.clone()));
    columns.extend(chart.references.iter().map(|level| level.label.to_owned()));
    let rows = places.iter().map(|&x| {
        let at = |points: &[(f64, f64)]| {
            let point = points.iter().find(|point| point.0 == x);
            point.map_or(Cell::Nothing, |point| Cell::Number(point.1))
        };
        let mut row = vec![Cell::Number(x)];
        row.extend(lines.iter().map(|(_, points)| at(points)));
        row.extend(chart.references.iter().map(|level| Cell::Number(level.y)));
        row
    });
    Table { rows: rows.collect(), columns }
}

impl Plot for Plane<'_> {
    fn svg(&self) -> Result<String, SceneError> {
        plane(self)
    }

    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn theme(&self) -> Theme {
        self.theme
    }

    fn table(&self) -> Table {
        let columns = ["group", "word", self.x_label, self.y_label].map(String::from).to_vec();
        let rows = [self.a, self.b].into_iter().flat_map(|group| {
            let points = group.points.iter().zip(group.labels);
            points.map(move |(&(x, y), word)| {
                let text = |text: &str| Cell::Text(text.to_owned());
                vec![text(group.name), text(word), Cell::Number(x), Cell::Number(y)]
            })
        });
        Table { rows: rows.collect(), columns }
    }
}

impl Plot for Turns<'_> {
    fn svg(&self) -> Result<String, SceneError> {
        turns(self)
    }

    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn theme(&self) -> Theme {
        self.theme
    }

    fn table(&self) -> Table {
        let [across, up] = ["x", "y"].map(String::from);
        let named = |axis: &str, plain: String| match axis {
            "" => plain,
            axis => axis.to_owned(),
        };
        let [x, y] = self.axes;
        let columns =
            vec!["arrow".into(), named(x, across), named(y, up), "turned by (rad)".into()];
        let rows = self.arrows.iter().map(|arrow| {
            let turned = arrow.turned.map_or(Cell::Nothing, Cell::Number);
            let (x, y) = arrow.tip;
            vec![Cell::Text(arrow.label.to_owned()), Cell::Number(x), Cell::Number(y), turned]
        });
        Table { rows: rows.collect(), columns }
    }
}

#[cfg(test)]
mod tests {
    use scene::Rgb;
    use scene::chart::{Band, Reference, Series};

    use super::*;

    #[test]
    fn a_chart_gives_every_number_that_it_draws() {
        let colour = Rgb(0, 0, 0);
        let line = |label, points| Series { label, points, colour, dashed: false };
        let chart = Chart {
            title: None,
            x_label: "steps",
            y_label: "right (%)",
            log_x: false,
            log_y: false,
            series: &[line("rope", &[(2.0, 50.0), (4.0, 75.0)]), line("", &[(1.0, 10.0)])],
            references: &[Reference { y: 25.0, label: "guess" }],
            size: (400, 300),
            theme: Theme::Light,
        };
        let bands = [Band { label: "rope", points: &[(4.0, 70.0, 80.0)], colour }];
        let table = (chart, Backdrop { bands: &bands, limits: &[] }).table();
        assert_eq!(
            table.columns,
            ["steps", "rope", "right (%)", "rope, low", "rope, high", "guess"]
        );
        assert_eq!(table.csv().lines().nth(1), Some("1,,10,,,25"));
        assert_eq!(table.csv().lines().nth(3), Some("4,75,,70,80,25"));
        assert_eq!(table.rows.len(), 3);
    }
}
