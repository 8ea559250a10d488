//! Arrows in a plane that were turned about its origin.

use std::f64::consts::TAU;

use super::canvas::{Anchor, Canvas, Inks, LABEL, MARGIN, Point, ROW, TICK, Type};
use super::labels::{Frame, along, least_covering};
use super::text;
use crate::{Rgb, SceneError, Theme};

/// The room for labels around the outermost circle, in pixels.
const RIM: f64 = 22.0;
/// Arrows shorter than this, in pixels, have no direction to show.
const SHORTEST: f64 = 3.0;

/// An arrow from the origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrow<'a> {
    /// What stands at its tip.
    pub label: &'a str,
    /// Where it ends.
    pub tip: (f64, f64),
    /// Its colour.
    pub colour: Rgb,
    /// By how much it was turned to get here, counter-clockwise, in radians: an arc shows it.
    /// One that was not turned is dashed and has none.
    pub turned: Option<f64>,
}

/// Arrows in one plane, which share their scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turns<'a> {
    /// What stands above the plane.
    pub title: &'a str,
    /// What the horizontal and the vertical axis are; empty where that needs no saying.
    pub axes: [&'a str; 2],
    /// The arrows.
    pub arrows: &'a [Arrow<'a>],
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The page's look.
    pub theme: Theme,
}

/// Draws arrows and how they were turned: an SVG of its own, with a transparent background.
/// The longest arrow fills the plane; a circle shows that turning leaves its length alone.
/// What is not finite is left out.
///
/// # Errors
/// [`SceneError::Size`] if a side is below 160 or above 8192 pixels.
///
/// ```
/// use scene::chart::{Arrow, Turns, turns};
/// use scene::{Rgb, Theme};
/// let before = Arrow { label: "q", tip: (1.0, 0.0), colour: Rgb(0, 105, 168), turned: None };
/// let quarter = std::f64::consts::FRAC_PI_2;
/// let after = Arrow { label: "q′", tip: (0.0, 1.0), turned: Some(quarter), ..before };
/// let picture = Turns {
///     title: "dimensions 0 and 1",
///     axes: ["dimension 0", "dimension 1"],
///     arrows: &[before, after],
///     size: (180, 200),
///     theme: Theme::Light,
/// };
/// assert!(turns(&picture)?.contains("dimensions 0 and 1"));
/// # Ok::<(), scene::SceneError>(())
/// ```
pub fn turns(turns: &Turns) -> Result<String, SceneError> {
    Canvas::draw(turns.size, |canvas| Drawing::new(canvas, turns).paint())
}

struct Drawing<'a, 'svg> {
    canvas: &'a Canvas<'svg>,
    turns: &'a Turns<'a>,
    inks: Inks,
    centre: Point,
    radius: f64,
    /// Pixels for a length of 1.
    unit: f64,
}

impl<'a, 'svg> Drawing<'a, 'svg> {
    fn new(canvas: &'a Canvas<'svg>, turns: &'a Turns<'a>) -> Self {
        let (width, height) = (f64::from(turns.size.0), f64::from(turns.size.1));
        let top = MARGIN + ROW;
        let radius = ((width / 2.0).min((height - top) / 2.0) - RIM).max(1.0);
        let longest = turns.arrows.iter().map(length).filter(|l| l.is_finite()).fold(0.0, f64::max);
        Self {
            canvas,
            turns,
            inks: Inks::of(turns.theme),
            centre: (width / 2.0, top + (height - top) / 2.0),
            radius,
            unit: if longest > 0.0 { radius / longest } else { 0.0 },
        }
    }

    fn paint(&self) -> Result<(), SceneError> {
        let (x, y) = self.centre;
        let room = f64::from(self.turns.size.0) - 2.0 * MARGIN;
        let title = text::clip(self.turns.title, LABEL, room);
        let set = Type::label(self.inks.muted).at(Anchor::Middle);
        self.canvas.text(&title, (x, MARGIN + ROW / 2.0), set)?;
        let reach = self.radius + RIM / 2.0;
        self.canvas.line(&[(x - reach, y), (x + reach, y)], self.inks.grid, 1.0)?;
        self.canvas.line(&[(x, y - reach), (x, y + reach)], self.inks.grid, 1.0)?;

        let arrows = || self.turns.arrows.iter().filter(|arrow| length(arrow).is_finite());
        for arrow in arrows() {
            self.canvas.ring(self.centre, length(arrow) * self.unit, self.inks.grid)?;
        }
        for (index, arrow) in arrows().enumerate() {
            // Arcs of different arrows lie at different distances, so that none hides another.
            let share = 0.3 + 0.14 * (index % 4) as f64;
            self.arc(arrow, (share * self.radius).min(0.8 * length(arrow) * self.unit))?;
        }
        let mut obstacles = self.axes(reach)?;
        for arrow in arrows() {
            self.arrow(arrow)?;
            obstacles.extend(along(&[self.centre, self.place(arrow.tip)]));
        }
        arrows().try_for_each(|arrow| self.label(arrow, &mut obstacles))
    }

    /// The names of the axes beside their ends; gives where they are.
    fn axes(&self, reach: f64) -> Result<Vec<Frame>, SceneError> {
        let (x, y) = self.centre;
        let right = f64::from(self.turns.size.0) - 1.0;
        let places = [(right, y + 9.0, Anchor::Right), (x + 4.0, y - reach, Anchor::Left)];
        let named = self.turns.axes.into_iter().zip(places).filter(|(name, _)| !name.is_empty());
        named
            .map(|(name, (x, y, anchor))| {
                let set = Type::tick(self.inks.muted).at(anchor);
                self.canvas.text(name, (x, y), set)?;
                let width = text::width(name, TICK);
                let left = if matches!(anchor, Anchor::Right) { x - width } else { x };
                Ok(Frame { x: left, y: y - TICK / 2.0, width, height: TICK })
            })
            .collect()
    }

    /// The way that an arrow was turned, without whole turns.
    fn arc(&self, arrow: &Arrow, radius: f64) -> Result<(), SceneError> {
        let sweep = arrow.turned.filter(|angle| angle.is_finite()).unwrap_or_default() % TAU;
        if (sweep * radius).abs() < SHORTEST {
            return Ok(());
        }
        let end = arrow.tip.1.atan2(arrow.tip.0);
        let at = |angle: f64| {
            (self.centre.0 + radius * angle.cos(), self.centre.1 - radius * angle.sin())
        };
        let steps = (sweep.abs() * radius / 4.0).ceil().max(2.0) as usize;
        let path: Vec<Point> =
            (0..=steps).map(|step| at(end - sweep * (1.0 - step as f64 / steps as f64))).collect();
        self.canvas.line(&path, arrow.colour, 1.5)?;
        // Where the arc ends it moves at a right angle to its radius.
        let forward = end + sweep.signum() * TAU / 4.0;
        self.head(at(end), forward, 5.0, arrow.colour)
    }

    fn arrow(&self, arrow: &Arrow) -> Result<(), SceneError> {
        let tip = self.place(arrow.tip);
        if length(arrow) * self.unit < SHORTEST {
            return self.canvas.disc(self.centre, SHORTEST, arrow.colour);
        }
        let shaft = [self.centre, tip];
        match arrow.turned {
            Some(_) => self.canvas.line(&shaft, arrow.colour, 2.0)?,
            None => self.canvas.dashed(&shaft, arrow.colour, 1.5)?,
        }
        self.head(tip, arrow.tip.1.atan2(arrow.tip.0), 9.0, arrow.colour)
    }

    /// A triangle that points in a direction.
    fn head(&self, tip: Point, angle: f64, size: f64, colour: Rgb) -> Result<(), SceneError> {
        let corner = |turn: f64| {
            let angle = angle + turn;
            (tip.0 - size * angle.cos(), tip.1 + size * angle.sin())
        };
        self.canvas.polygon(&[tip, corner(0.4), corner(-0.4)], colour)
    }

    /// The label goes beyond the tip, where it covers least.
    fn label(&self, arrow: &Arrow, obstacles: &mut Vec<Frame>) -> Result<(), SceneError> {
        let (x, y) = self.place(arrow.tip);
        let (width, height) = (text::width(arrow.label, LABEL), 15.0);
        let angle = arrow.tip.1.atan2(arrow.tip.0);
        let candidates = [0.0, 0.7, -0.7, 1.4, -1.4].map(|turn| {
            let angle = angle + turn;
            let away = 11.0 + width / 4.0;
            Frame {
                x: x + away * angle.cos() - width / 2.0,
                y: y - away * angle.sin() - height / 2.0,
                width,
                height,
            }
        });
        let (w, h) = (f64::from(self.turns.size.0), f64::from(self.turns.size.1));
        let bounds = Frame { x: 0.0, y: MARGIN + ROW, width: w, height: h - MARGIN - ROW };
        let Some(frame) = least_covering(candidates, obstacles, bounds) else { return Ok(()) };
        obstacles.push(frame);
        let middle = (frame.x + frame.width / 2.0, frame.y + frame.height / 2.0);
        let colour = self.inks.readable(arrow.colour, self.turns.theme);
        self.canvas.text(arrow.label, middle, Type::label(colour).at(Anchor::Middle))
    }

    /// A point of the plane, in pixels.
    fn place(&self, (x, y): (f64, f64)) -> Point {
        (self.centre.0 + x * self.unit, self.centre.1 - y * self.unit)
    }
}

fn length(arrow: &Arrow) -> f64 {
    arrow.tip.0.hypot(arrow.tip.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(tips: &[(f64, f64)], turned: Option<f64>) -> String {
        let arrow = |&tip| Arrow { label: "q", tip, colour: Rgb(0, 105, 168), turned };
        let arrows: Vec<_> = tips.iter().map(arrow).collect();
        let theme = Theme::Light;
        let picture =
            Turns { title: "a pair", axes: ["", ""], arrows: &arrows, size: (200, 200), theme };
        turns(&picture).unwrap()
    }

    #[test]
    fn an_arrow_has_an_arc_only_where_it_was_turned() {
        let lines = |svg: &str| svg.matches("<polyline").count() + svg.matches("<line").count();
        let still = draw(&[(1.0, 0.0)], Some(0.0));
        let turned = draw(&[(1.0, 0.0)], Some(1.0));
        assert_eq!(lines(&turned), lines(&still) + 1);
        assert_eq!(turned.matches("<polygon").count(), 2, "a head for the arrow and for the arc");
        assert_eq!(draw(&[(1.0, 0.0)], Some(TAU)).matches("<polygon").count(), 1);
    }

    #[test]
    fn what_has_no_direction_is_a_dot_and_what_is_no_number_nothing() {
        assert_eq!(draw(&[(0.0, 0.0)], None).matches("<polygon").count(), 0);
        let odd = draw(&[(f64::NAN, 0.0), (f64::INFINITY, 1.0), (1.0, 1.0)], Some(f64::NAN));
        assert_eq!(odd.matches("<polygon").count(), 1);
        assert!(!odd.contains("NaN"));
    }

    #[test]
    fn axes_are_named_where_they_have_names() {
        let named = |axes| {
            let picture =
                Turns { title: "", axes, arrows: &[], size: (200, 200), theme: Theme::Light };
            turns(&picture).unwrap()
        };
        let both = named(["sine", "cosine"]);
        assert!(both.contains("cosine"), "{both}");
        assert_eq!(named(["", ""]).matches("<text").count() + 2, both.matches("<text").count());
    }

    #[test]
    fn a_plane_too_small_is_refused() {
        let size = (100, 200);
        let picture = Turns { title: "", axes: ["", ""], arrows: &[], size, theme: Theme::Dark };
        assert!(matches!(turns(&picture), Err(SceneError::Size { width: 100, .. })));
    }
}
