//! The parts of a plane with two groups of points.

use super::{Group, Plane};
use crate::SceneError;
use crate::chart::axis::{Axis, Spacing};
use crate::chart::canvas::{Anchor, Canvas, Inks, LABEL, MARGIN, Point, ROW, SPACE, TICK, Type};
use crate::chart::labels::{Frame, along, least_covering};
use crate::chart::text;

/// The radius of a point's mark.
const MARK: f64 = 4.5;
/// The radius of the ring around two points that coincide.
const RING: f64 = 9.0;
/// Points nearer than this, in pixels, coincide: an arrow would have no direction.
const COINCIDE: f64 = 1.5;
/// The longest label of a point, in pixels; longer ones are cut.
const LONGEST: f64 = 140.0;

/// A point that can be shown: where, and what it is called.
type Marked<'a> = Option<(Point, &'a str)>;

/// A plane being drawn.
pub struct Drawing<'a, 'svg> {
    canvas: &'a Canvas<'svg>,
    plane: &'a Plane<'a>,
    inks: Inks,
    x: Axis,
    y: Axis,
    /// Where the points are drawn.
    plot: Frame,
}

impl<'a, 'svg> Drawing<'a, 'svg> {
    /// Decides on the axes: the same scale for both, and all points in sight.
    pub fn new(canvas: &'a Canvas<'svg>, plane: &'a Plane<'a>) -> Self {
        let (width, height) = (f64::from(plane.size.0), f64::from(plane.size.1));
        let top = MARGIN + 2.0 * ROW + SPACE;
        let left = MARGIN + text::width("−0.00", TICK) + SPACE;
        let plot = Frame {
            x: left,
            y: top,
            width: (width - left - MARGIN).max(1.0),
            height: (height - top - 2.0 * ROW - MARGIN).max(1.0),
        };
        let points = || {
            let both = plane.a.points.iter().chain(plane.b.points).copied();
            both.filter(|&(x, y)| Spacing::Linear.shows(x) && Spacing::Linear.shows(y))
        };
        // The margin leaves room for the labels of the outermost points.
        let x = Axis::over(points().map(|(x, _)| x), Spacing::Linear, 0.15);
        let y = Axis::over(points().map(|(_, y)| y), Spacing::Linear, 0.15);
        let unit = (x.length() / plot.width).max(y.length() / plot.height);
        let (x, y) = (x.widened(unit * plot.width), y.widened(unit * plot.height));
        Self { canvas, plane, inks: Inks::of(plane.theme), x, y, plot }
    }

    /// Paints all parts, from the back to the front.
    pub fn paint(&self) -> Result<(), SceneError> {
        let (a, b) = (self.marked(&self.plane.a), self.marked(&self.plane.b));
        self.legend()?;
        self.grid()?;
        let arrows = self.arrows(&a, &b)?;
        for &(at, _) in a.iter().flatten() {
            self.canvas.disc(at, MARK, self.plane.a.colour)?;
        }
        for &(at, _) in b.iter().flatten() {
            self.canvas.polygon(&diamond(at), self.plane.b.colour)?;
        }
        self.labels(&a, &b, arrows)
    }

    /// What the two marks mean, and the name of the vertical axis.
    fn legend(&self) -> Result<(), SceneError> {
        let width = f64::from(self.plane.size.0) - 2.0 * MARGIN;
        let y = MARGIN + ROW / 2.0;
        let room = width / 2.0 - 4.0 * SPACE;
        let [a, b] = [&self.plane.a, &self.plane.b].map(|g| text::clip(g.name, LABEL, room));
        let second = MARGIN + 2.0 * MARK + text::width(&a, LABEL) + 4.0 * SPACE;
        self.canvas.disc((MARGIN + MARK, y), MARK, self.plane.a.colour)?;
        self.canvas.polygon(&diamond((second + MARK, y)), self.plane.b.colour)?;
        for (name, x) in [(a, MARGIN), (b, second)] {
            let at = (x + 2.0 * MARK + SPACE, y);
            self.canvas.text(&name, at, Type::label(self.inks.text))?;
        }
        let name = text::clip(self.plane.y_label, LABEL, width);
        self.canvas.text(&name, (MARGIN, y + ROW), Type::label(self.inks.muted))
    }

    /// A light grid with a few numbers, the lines through zero a little stronger.
    fn grid(&self) -> Result<(), SceneError> {
        let Frame { x: left, y: top, width, height } = self.plot;
        let (right, bottom) = (left + width, top + height);
        let colour = |value| if value == 0.0 { self.inks.axis } else { self.inks.grid };
        let set = Type::tick(self.inks.muted);
        for (value, label) in self.x.ticks((width / 90.0) as usize) {
            let x = left + self.x.share(value) * width;
            self.canvas.line(&[(x, top), (x, bottom)], colour(value), 1.0)?;
            self.canvas.text(&label, (x, bottom + ROW / 2.0), set.at(Anchor::Middle))?;
        }
        for (value, label) in self.y.ticks((height / 60.0) as usize) {
            let y = bottom - self.y.share(value) * height;
            self.canvas.line(&[(left, y), (right, y)], colour(value), 1.0)?;
            self.canvas.text(&label, (left - SPACE, y), set.at(Anchor::Right))?;
        }
        let name = text::clip(self.plane.x_label, LABEL, width);
        let at = (left + width / 2.0, bottom + 1.5 * ROW);
        self.canvas.text(&name, at, Type::label(self.inks.muted).at(Anchor::Middle))
    }

    /// The arrows and rings; returns what they cover.
    fn arrows(&self, a: &[Marked], b: &[Marked]) -> Result<Vec<Frame>, SceneError> {
        let mut covered = Vec::new();
        for &(from, to) in self.plane.arrows {
            // A point that can't be shown has no arrow.
            let (Some((from, _)), Some((to, _))) = (a[from], b[to]) else { continue };
            let (x, y) = (to.0 - from.0, to.1 - from.1);
            let length = x.hypot(y);
            if length < COINCIDE {
                self.canvas.ring(from, RING, self.inks.muted)?;
                covered.push(Frame::around(from, RING));
                continue;
            }
            let (x, y) = (x / length, y / length);
            let along_it =
                |way: f64, aside: f64| (from.0 + way * x - aside * y, from.1 + way * y + aside * x);
            // The head stops short of the mark, the shaft within the head. Where the two
            // marks nearly touch, their shapes alone tell which came first.
            let tip = length - MARK - 2.0;
            let base = tip - 8.0;
            if base > MARK {
                let shaft = [along_it(MARK + 1.0, 0.0), along_it(base, 0.0)];
                let head = [along_it(tip, 0.0), along_it(base, 3.5), along_it(base, -3.5)];
                self.canvas.line(&shaft, self.inks.muted, 1.5)?;
                self.canvas.polygon(&head, self.inks.muted)?;
                covered.extend(along(&shaft));
            }
        }
        Ok(covered)
    }

    /// The labels of all points, each where it covers least of what is there already.
    fn labels(&self, a: &[Marked], b: &[Marked], arrows: Vec<Frame>) -> Result<(), SceneError> {
        let Frame { x: left, y: top, width, height } = self.plot;
        let (right, bottom) = (left + width, top + height);
        let zero = self.place((0.0, 0.0));
        let mut obstacles = arrows;
        if (left..=right).contains(&zero.0) {
            obstacles.extend(along(&[(zero.0, top), (zero.0, bottom)]));
        }
        if (top..=bottom).contains(&zero.1) {
            obstacles.extend(along(&[(left, zero.1), (right, zero.1)]));
        }
        obstacles.extend(a.iter().chain(b).flatten().map(|&(at, _)| Frame::around(at, MARK + 1.0)));
        let groups = [(a, b, self.plane.a.colour), (b, a, self.plane.b.colour)];
        let mut placed: Vec<(Point, &str)> = Vec::new();
        for (marked, others, colour) in groups {
            let own = self.inks.readable(colour, self.plane.theme);
            for &(at, label) in marked.iter().flatten() {
                // The same word at the same place is named once, and in neither colour
                // where it belongs to both groups.
                let same = |&(other, name): &(Point, &str)| {
                    name == label && (other.0 - at.0).hypot(other.1 - at.1) < COINCIDE
                };
                if placed.iter().any(same) {
                    continue;
                }
                let colour = if others.iter().flatten().any(same) { self.inks.text } else { own };
                placed.push((at, label));
                let label = text::clip(label, LABEL, LONGEST);
                let wide = text::width(&label, LABEL);
                if let Some(frame) = least_covering(around(at, wide), &obstacles, self.plot) {
                    let middle = (frame.x + frame.width / 2.0, frame.y + frame.height / 2.0);
                    self.canvas.text(&label, middle, Type::label(colour).at(Anchor::Middle))?;
                    obstacles.push(frame);
                }
            }
        }
        Ok(())
    }

    /// The points of a group, in pixels; those that can't be shown are empty, so that the
    /// indices of the arrows stay right.
    fn marked<'g>(&self, group: &Group<'g>) -> Vec<Marked<'g>> {
        let points = group.points.iter().zip(group.labels);
        points
            .map(|(&at, &label)| {
                let shown = self.x.shows(at.0) && self.y.shows(at.1);
                shown.then(|| (self.place(at), label))
            })
            .collect()
    }

    /// A point of the plane, in pixels.
    fn place(&self, (x, y): Point) -> Point {
        let Frame { x: left, y: top, width, height } = self.plot;
        (left + self.x.share(x) * width, top + (1.0 - self.y.share(y)) * height)
    }
}

/// The places for a label around a point, the best ones first: beside it, above and below,
/// then the corners, then the same farther away.
fn around((x, y): Point, width: f64) -> impl Iterator<Item = Frame> {
    const HEIGHT: f64 = 16.0;
    const DIRECTIONS: [(f64, f64); 8] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (0.7, -0.7),
        (-0.7, -0.7),
        (0.7, 0.7),
        (-0.7, 0.7),
    ];
    [RING + 2.0, 2.0 * RING, 3.0 * RING].into_iter().flat_map(move |distance| {
        DIRECTIONS.map(|(right, down)| Frame {
            x: x + right * (distance + width / 2.0) - width / 2.0,
            y: y + down * (distance + HEIGHT / 2.0) - HEIGHT / 2.0,
            width,
            height: HEIGHT,
        })
    })
}

/// The corners of a diamond: the second group is told from the first without colour, too.
fn diamond((x, y): Point) -> [Point; 4] {
    let radius = MARK * 1.3;
    [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
}
