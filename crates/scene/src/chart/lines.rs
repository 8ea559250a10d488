//! Lines over two axes.

mod paint;

use super::canvas::Canvas;
use crate::{Rgb, SceneError, Theme};

/// One line of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Series<'a> {
    /// What stands at the line's end.
    pub label: &'a str,
    /// Its points from left to right, as (x, y); those that are not finite, or not
    /// positive on a logarithmic axis, are passed over.
    pub points: &'a [(f64, f64)],
    /// Its colour.
    pub colour: Rgb,
    /// Whether the line is dashed, which tells it apart without colour.
    pub dashed: bool,
}

/// A level to compare with: a thin line across the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference<'a> {
    /// Its height.
    pub y: f64,
    /// What it is.
    pub label: &'a str,
}

/// What is drawn behind the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Backdrop<'a> {
    /// Shaded ranges, such as the spread over several runs.
    pub bands: &'a [Band<'a>],
    /// Levels of the horizontal axis, such as the longest length that was trained at.
    pub limits: &'a [Limit<'a>],
}

/// A shaded range that follows a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band<'a> {
    /// Whose range it is.
    pub label: &'a str,
    /// From left to right, as (x, lower end, upper end).
    pub points: &'a [(f64, f64, f64)],
    /// Its colour, which is drawn faintly.
    pub colour: Rgb,
}

/// A level of the horizontal axis: a thin line from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit<'a> {
    /// Where it is.
    pub x: f64,
    /// What it is.
    pub label: &'a str,
}

/// Lines over two axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chart<'a> {
    /// What stands above the chart.
    pub title: Option<&'a str>,
    /// The name and unit of the horizontal axis.
    pub x_label: &'a str,
    /// The name and unit of the vertical axis.
    pub y_label: &'a str,
    /// Whether each step to the right doubles.
    pub log_x: bool,
    /// Whether each step up multiplies by ten.
    pub log_y: bool,
    /// The lines.
    pub series: &'a [Series<'a>],
    /// The levels to compare with.
    pub references: &'a [Reference<'a>],
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The page's look.
    pub theme: Theme,
}

/// Draws a chart with lines: an SVG of its own, with a transparent background.
///
/// Each line is named at its end, where the names fit, or else above the lines. A vertical
/// axis without negative values starts at 0, unless it is logarithmic.
///
/// # Errors
/// [`SceneError::Size`] if a side is below 160 or above 8192 pixels.
///
/// ```
/// use scene::chart::{Chart, Series, lines};
/// use scene::{Rgb, Theme};
/// let full = Series {
///     label: "full",
///     points: &[(128.0, 16_384.0), (256.0, 65_536.0)],
///     colour: Rgb(0, 105, 168),
///     dashed: false,
/// };
/// let svg = lines(&Chart {
///     title: None,
///     x_label: "tokens",
///     y_label: "pairs",
///     log_x: true,
///     log_y: true,
///     series: &[full],
///     references: &[],
///     size: (480, 320),
///     theme: Theme::Light,
/// })?;
/// assert!(svg.contains(r#"width="480" height="320""#));
/// assert!(svg.contains("tokens"));
/// # Ok::<(), scene::SceneError>(())
/// ```
pub fn lines(chart: &Chart) -> Result<String, SceneError> {
    lines_over(chart, &Backdrop::default())
}

/// The same over shaded ranges and vertical limits.
///
/// # Errors
/// As [`lines`].
///
/// ```
/// use scene::chart::{Backdrop, Band, Chart, Limit, lines_over};
/// use scene::{Rgb, Theme};
/// let colour = Rgb(0, 105, 168);
/// let spread = Band { label: "full", points: &[(4.0, 0.8, 1.0), (8.0, 0.4, 0.7)], colour };
/// let trained = Limit { x: 8.0, label: "trained up to here" };
/// let backdrop = Backdrop { bands: &[spread], limits: &[trained] };
/// let chart = Chart {
///     title: None,
///     x_label: "length",
///     y_label: "accuracy",
///     log_x: true,
///     log_y: false,
///     series: &[],
///     references: &[],
///     size: (480, 320),
///     theme: Theme::Light,
/// };
/// let svg = lines_over(&chart, &backdrop)?;
/// assert!(svg.contains("trained up to here") && svg.contains("<polygon"));
/// # Ok::<(), scene::SceneError>(())
/// ```
pub fn lines_over(chart: &Chart, backdrop: &Backdrop) -> Result<String, SceneError> {
    Canvas::draw(chart.size, |canvas| paint::Drawing::new(canvas, chart, backdrop).paint())
}
