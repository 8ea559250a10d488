//! Where the blocks of a diagram and the lines between them are.

use std::fmt::Write;

use super::parts::{Block, Column, Kind};

/// The radius of a sum's circle.
pub const RADIUS: f64 = 6.5;

/// The width of a stack, and the space between two.
const WIDTH: f64 = 168.0;
const GAP: f64 = 20.0;
/// How far a block in a layer stands from the frame, and the line around it.
const INSET: f64 = 18.0;
const AROUND: f64 = 8.0;
/// The room of a line from block to block.
const LINE: f64 = 10.0;
/// What a stack's name takes, and the line of a frame that says how many layers there are.
const NAME: f64 = 20.0;
const TIMES: f64 = 15.0;
/// The heights of a block with sizes, of one without, and of a normalisation.
const TALL: f64 = 34.0;
const LOW: f64 = 22.0;
const THIN: f64 = 16.0;
/// Half the pen's width, so that no edge is cut off.
const PEN: f64 = 1.0;

/// A block with its place.
pub struct Placed<'a> {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// The block.
    pub block: &'a Block,
}

/// A diagram, in its own units.
#[derive(Default)]
pub struct Drawing<'a> {
    /// Width and height of all.
    pub size: (f64, f64),
    /// The blocks.
    pub boxes: Vec<Placed<'a>>,
    /// The frames around what is there once for each layer: x, y, width, height.
    pub frames: Vec<(f64, f64, f64, f64)>,
    /// The lines, as a path.
    pub lines: String,
    /// The tips of the lines, as a path.
    pub tips: String,
    /// The centres of the circles in which is added.
    pub sums: Vec<(f64, f64)>,
    /// What is written beside the blocks: x, y, class, text.
    pub labels: Vec<(f64, f64, &'static str, String)>,
}

/// Draws stacks beside each other, the numbers going down. The output of all but the last goes to
/// where the last attends to it.
pub fn draw(columns: &[Column]) -> Drawing<'_> {
    let mut drawing = Drawing::default();
    let mut ends = Vec::new(); // where a stack's output leaves
    let mut meets = None; // where it is attended to
    for (at, column) in columns.iter().enumerate() {
        let x = PEN + at as f64 * (WIDTH + GAP);
        let (end, cross) = drawing.stack(x, column);
        ends.push((x, end));
        meets = meets.or(cross.map(|y| (x, y)));
        drawing.size = (x + WIDTH + PEN, drawing.size.1.max(end + PEN));
    }
    if let (Some((x, y)), Some((from, end))) = (meets, ends.first()) {
        let (start, to) = (from + WIDTH / 2.0, x + INSET);
        drawing
            .line(format_args!("M{start:.1} {end:.1}v{LINE}H{:.1}V{y:.1}H{to:.1}", x - GAP / 2.0));
        drawing.right(to, y);
        drawing.size.1 = drawing.size.1.max(end + LINE + PEN);
    }
    drawing
}

impl<'a> Drawing<'a> {
    /// Draws a stack; gives where it ends, and where it attends to another.
    fn stack(&mut self, x: f64, column: &'a Column) -> (f64, Option<f64>) {
        let mut y = PEN;
        if let Some(name) = column.name {
            self.labels.push((x + WIDTH / 2.0, y + 12.0, "name", name.to_owned()));
            y += NAME;
        }
        for (at, block) in column.before.iter().enumerate() {
            if at > 0 {
                y = self.down(x, y, LINE);
            }
            y = self.block((x, y), 0.0, block);
        }
        self.straight(x, y, LINE + TIMES);
        let top = y + LINE;
        y = top + TIMES;
        self.labels.push((x + WIDTH - 7.0, top + 13.0, "times", column.times()));
        let mut cross = None;
        for block in &column.inside {
            let before = y;
            y = self.down(x, y, LINE);
            y = self.block((x, y), INSET, &column.norm);
            y = self.block((x, y), INSET, block);
            if block.kind == Kind::Cross {
                cross = Some(y - TALL / 2.0);
            }
            y = self.down(x, y, LINE);
            let (middle, sum) = (x + WIDTH / 2.0, y + RADIUS);
            self.sums.push((middle, sum));
            // What came in goes around, and is added.
            let (around, to) = (x + AROUND, middle - RADIUS);
            self.line(format_args!("M{middle:.1} {before:.1}H{around:.1}V{sum:.1}H{to:.1}"));
            self.right(to, sum);
            y = sum + RADIUS;
            self.straight(x, y, 3.0);
            y += 3.0;
        }
        self.straight(x, y, 4.0);
        y += 4.0;
        self.frames.push((x, top, WIDTH, y - top));
        for block in &column.after {
            y = self.down(x, y, LINE);
            y = self.block((x, y), 0.0, block);
        }
        (y, cross)
    }

    /// A block, so far from the edges; gives where it ends.
    fn block(&mut self, (x, y): (f64, f64), inset: f64, block: &'a Block) -> f64 {
        let height = match (block.kind, block.note.is_empty()) {
            (Kind::Norm, _) => THIN,
            (_, true) => LOW,
            (_, false) => TALL,
        };
        let (x, width) = (x + inset, WIDTH - 2.0 * inset);
        self.boxes.push(Placed { x, y, width, height, block });
        y + height
    }

    /// A line straight down with a tip; gives where it ends.
    fn down(&mut self, x: f64, y: f64, length: f64) -> f64 {
        self.straight(x, y, length);
        let (x, y) = (x + WIDTH / 2.0, y + length);
        self.tip(format_args!("M{x:.1} {y:.1}l-3 -5h6z"));
        y
    }

    /// A line straight down.
    fn straight(&mut self, x: f64, y: f64, length: f64) {
        self.line(format_args!("M{:.1} {y:.1}v{length:.1}", x + WIDTH / 2.0));
    }

    /// A tip that points to the right.
    fn right(&mut self, x: f64, y: f64) {
        self.tip(format_args!("M{x:.1} {y:.1}l-5 -3v6z"));
    }

    // Writing to a string never fails.
    fn line(&mut self, path: std::fmt::Arguments) {
        let _ = self.lines.write_fmt(path);
    }

    fn tip(&mut self, path: std::fmt::Arguments) {
        let _ = self.tips.write_fmt(path);
    }
}

#[cfg(test)]
mod tests {
    use engine::architectures::{Config, Family};

    use super::super::parts::columns;
    use super::*;

    fn of(family: Family) -> Vec<Column> {
        columns(&Config { family, encoding: "t5", ..Config::default() })
    }

    #[test]
    fn blocks_are_in_their_frame_and_below_each_other() {
        for family in [Family::Encoder, Family::Decoder, Family::EncoderDecoder] {
            let columns = of(family);
            let drawing = draw(&columns);
            let (width, height) = drawing.size;
            for it in &drawing.boxes {
                assert!(it.x >= 0.0 && it.x + it.width <= width, "{}", it.block.title);
                assert!(it.y >= 0.0 && it.y + it.height <= height, "{}", it.block.title);
            }
            for pair in drawing.boxes.windows(2) {
                let is_next_stack = pair[1].x - INSET > pair[0].x + WIDTH / 2.0;
                assert!(is_next_stack || pair[1].y >= pair[0].y + pair[0].height);
            }
            let parts: usize = columns.iter().map(|column| column.inside.len()).sum();
            assert_eq!((drawing.sums.len(), drawing.frames.len()), (parts, columns.len()));
            // Each part is within a frame, with its normalisation on top.
            let within = |it: &&Placed| it.width < WIDTH;
            assert_eq!(drawing.boxes.iter().filter(within).count(), 2 * parts);
        }
    }

    #[test]
    fn an_encoders_output_goes_to_where_it_is_attended_to() {
        let columns = of(Family::EncoderDecoder);
        let drawing = draw(&columns);
        let cross = drawing.boxes.iter().find(|it| it.block.kind == Kind::Cross).unwrap();
        let (x, y) = (cross.x, cross.y + cross.height / 2.0);
        assert!(drawing.lines.contains(&format!("V{y:.1}H{x:.1}")), "{}", drawing.lines);
        let alone = of(Family::Decoder);
        assert_eq!(draw(&alone).size.0, WIDTH + 2.0 * PEN);
    }
}
