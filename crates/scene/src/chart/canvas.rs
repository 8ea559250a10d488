//! Drawing into an SVG, in pixels, with the page's inks.

use plotters::coord::Shift;
use plotters::element::{DashedPathElement, Drawable, PointCollection};
use plotters::prelude::{
    Circle, DrawingArea, FontStyle, IntoDrawingArea, IntoFont, PathElement, Polygon, RGBAColor,
    SVGBackend, ShapeStyle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::{Rgb, SceneError, Theme};

/// The drawing library rounds to whole units. With four of them to a pixel, and a `viewBox`
/// that takes them back, curves stay smooth.
const UNITS: f64 = 4.0;
/// The library divides a font's size by this.
const FONT_FACTOR: f64 = 1.24;
/// The sides a chart may have: below, its axes don't fit; above, no screen is so large.
const SIDES: std::ops::RangeInclusive<u32> = 160..=8192;

/// The size of labels, in pixels.
pub const LABEL: f64 = 13.0;
/// The size of the numbers at ticks.
pub const TICK: f64 = 12.0;
/// The height of a line of text.
pub const ROW: f64 = 20.0;
/// The space around a whole chart.
pub const MARGIN: f64 = 8.0;
/// The space between a mark and its text.
pub const SPACE: f64 = 8.0;

/// A point in pixels.
pub type Point = (f64, f64);

/// The inks of one theme.
#[derive(Clone, Copy, Debug)]
pub struct Inks {
    /// Titles and labels.
    pub text: Rgb,
    /// Ticks' numbers and whatever steps back.
    pub muted: Rgb,
    /// Axes.
    pub axis: Rgb,
    /// The grid.
    pub grid: Rgb,
}

impl Inks {
    /// The inks of a theme.
    pub fn of(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self {
                text: Rgb(0x1f, 0x23, 0x28),
                muted: Rgb(0x5a, 0x60, 0x68),
                axis: Rgb(0x86, 0x8b, 0x93),
                grid: Rgb(0xe6, 0xe3, 0xdb),
            },
            Theme::Dark => Self {
                text: Rgb(0xea, 0xe8, 0xe3),
                muted: Rgb(0xa6, 0xab, 0xb4),
                axis: Rgb(0x74, 0x7a, 0x84),
                grid: Rgb(0x2b, 0x2f, 0x37),
            },
        }
    }

    /// The colour if text in it can be read on the page, or else the ink of texts.
    pub fn readable(&self, colour: Rgb, theme: Theme) -> Rgb {
        if colour.contrast(theme.page()) >= 4.5 { colour } else { self.text }
    }
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    pub size: f64,
    pub bold: bool,
    pub colour: Rgb,
    pub anchor: Anchor,
}

impl Type {
    /// A chart's title.
    pub fn title(colour: Rgb) -> Self {
        Self { size: 16.0, bold: true, colour, anchor: Anchor::Left }
    }

    /// A name of an axis, a line or a point.
    pub fn label(colour: Rgb) -> Self {
        Self { size: LABEL, bold: false, colour, anchor: Anchor::Left }
    }

    /// A number at a tick.
    pub fn tick(colour: Rgb) -> Self {
        Self { size: TICK, bold: false, colour, anchor: Anchor::Left }
    }

    /// The same, positioned by another point.
    pub fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// Which point of a text its position means.
#[derive(Clone, Copy, Debug)]
pub enum Anchor {
    /// The middle of its left end.
    Left,
    /// The middle of its right end.
    Right,
    /// Its middle.
    Middle,
}

/// An SVG being drawn.
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

impl Canvas<'_> {
    /// Draws an SVG of this size in pixels.
    pub fn draw(
        (width, height): (u32, u32),
        paint: impl FnOnce(&Canvas) -> Result<(), SceneError>,
    ) -> Result<String, SceneError> {
        if !(SIDES.contains(&width) && SIDES.contains(&height)) {
            let (least, most) = (*SIDES.start(), *SIDES.end());
            return Err(SceneError::Size { width, height, least, most });
        }
        let [fine_width, fine_height] = [width, height].map(|side| side * UNITS as u32);
        let mut svg = String::new();
        {
            let backend = SVGBackend::with_string(&mut svg, (fine_width, fine_height));
            let canvas = Canvas { area: backend.into_drawing_area() };
            paint(&canvas)?;
            canvas.area.present().map_err(refused)?;
        }
        let fine_size = format!("width=\"{fine_width}\" height=\"{fine_height}\"");
        Ok(svg.replacen(&fine_size, &format!("width=\"{width}\" height=\"{height}\""), 1))
    }

    /// A line through the points.
    pub fn line(&self, points: &[Point], colour: Rgb, width: f64) -> Result<(), SceneError> {
        self.put(&PathElement::new(fine_all(points), stroke(colour, width)))
    }

    /// A dashed line through the points.
    pub fn dashed(&self, points: &[Point], colour: Rgb, width: f64) -> Result<(), SceneError> {
        let (dash, gap) = (units(3.0 * width.max(1.5)), units(2.0 * width.max(1.5)));
        let points = fine_all(points);
        self.put(&DashedPathElement::new(points, dash, gap, stroke(colour, width)))
    }

    /// A filled shape with these corners.
    pub fn polygon(&self, corners: &[Point], colour: Rgb) -> Result<(), SceneError> {
        self.put(&Polygon::new(fine_all(corners), ink(colour)))
    }

    /// A faint shape with these corners, through which what is behind it shows.
    pub fn shade(&self, corners: &[Point], Rgb(r, g, b): Rgb) -> Result<(), SceneError> {
        self.put(&Polygon::new(fine_all(corners), RGBAColor(r, g, b, 0.16)))
    }

    /// A filled disc.
    pub fn disc(&self, centre: Point, radius: f64, colour: Rgb) -> Result<(), SceneError> {
        self.put(&Circle::new(fine(centre), units(radius), ShapeStyle::from(ink(colour)).filled()))
    }

    /// A ring.
    pub fn ring(&self, centre: Point, radius: f64, colour: Rgb) -> Result<(), SceneError> {
        self.put(&Circle::new(fine(centre), units(radius), stroke(colour, 1.5)))
    }

    /// A text; the library escapes what XML would take for markup.
    pub fn text(&self, text: &str, at: Point, set: Type) -> Result<(), SceneError> {
        // Control characters may not stand in XML at all.
        let text: String =
            text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        let style = if set.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = ("sans-serif", set.size * UNITS * FONT_FACTOR, style).into_font();
        let horizontal = match set.anchor {
            Anchor::Left => HPos::Left,
            Anchor::Right => HPos::Right,
            Anchor::Middle => HPos::Center,
        };
        let style = font.color(&ink(set.colour)).pos(Pos::new(horizontal, VPos::Center));
        self.put(&Text::new(text, fine(at), style))
    }

    fn put<'b, E>(&'b self, element: &'b E) -> Result<(), SceneError>
    where
        for<'e> &'e E: PointCollection<'e, (i32, i32)>,
        for<'s> E: Drawable<SVGBackend<'s>>,
    {
        self.area.draw(element).map_err(refused)
    }
}

fn refused(error: impl std::fmt::Display) -> SceneError {
    SceneError::Draw(error.to_string())
}

fn ink(Rgb(r, g, b): Rgb) -> RGBAColor {
    RGBAColor(r, g, b, 1.0)
}

fn stroke(colour: Rgb, width: f64) -> ShapeStyle {
    ShapeStyle::from(ink(colour)).stroke_width(units(width))
}

fn units(pixels: f64) -> u32 {
    (pixels * UNITS).round() as u32
}

fn fine((x, y): Point) -> (i32, i32) {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

fn fine_all(points: &[Point]) -> Vec<(i32, i32)> {
    points.iter().copied().map(fine).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_can_be_read_on_the_page() {
        for theme in Theme::ALL {
            let inks = Inks::of(theme);
            assert!(inks.text.contrast(theme.page()) >= 12.0);
            assert!(inks.muted.contrast(theme.page()) >= 5.5);
            assert!(inks.axis.contrast(theme.page()) >= 3.0);
            assert!(inks.grid.contrast(theme.page()) <= 1.5);
            assert_eq!(inks.readable(theme.page(), theme), inks.text);
        }
    }
}
