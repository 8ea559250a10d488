//! Which run is shown: the one made here, or one that was made before.

use engine::EncodingKind;
use engine::training::{LengthPoint, Lengths, Record, Summary, Training, summary};

use super::super::train::Progress;

/// Accuracies at several lengths.
pub struct Found {
    /// Whether it was made before, and not in this page.
    pub is_record: bool,
    /// What was trained.
    pub plan: Training,
    /// One line for each encoding.
    pub lines: Vec<Line>,
    /// The lengths that were tested.
    pub lengths: Vec<usize>,
    /// The best without order at each length, where that is known.
    pub ceiling: Vec<(f64, f64)>,
}

/// How right one encoding is, by length.
pub struct Line {
    /// Which.
    pub kind: EncodingKind,
    /// Length, and the accuracies of all seeds that came so far.
    pub points: Vec<(usize, Summary)>,
    /// Length, and how many answers each seed was asked there.
    counts: Vec<(usize, usize)>,
}

impl Found {
    /// What was measured here, or else the record of the same plan.
    pub fn of(progress: &Progress, plan: &Training, records: &[Record]) -> Option<Self> {
        if let Some(ran) = progress.plan.as_deref().filter(|_| !progress.lengths.is_empty()) {
            return Some(Self::new(false, ran.clone(), &progress.lengths));
        }
        // The seed and the number of seeds are the record's own; so are the encodings shown.
        let is_same = |record: &&Record| {
            let Training { encodings, seed, seeds, .. } = record.plan.clone();
            record.plan == Training { encodings, seed, seeds, ..plan.clone() }
        };
        let record = records.iter().find(is_same)?;
        Some(Self::new(true, record.plan.clone(), &record.lengths))
    }

    fn new(is_record: bool, plan: Training, all: &[Lengths]) -> Self {
        let lines = plan.encodings.iter().map(|&kind| {
            let points = points(all, |lengths| lengths.encoding == kind, |point| point.accuracy);
            let of = all.iter().filter(|lengths| lengths.encoding == kind);
            let counts = of.flat_map(|lengths| &lengths.points).map(|p| (p.length, p.count));
            Line { kind, points, counts: counts.collect() }
        });
        let lines = lines.filter(|line| !line.points.is_empty()).collect();
        // The same for all models, so those of the first say it.
        let first = all.first().map_or(&[][..], |lengths| &lengths.points);
        let ceiling = first.iter().filter_map(|p| Some((p.length as f64, p.ceiling?))).collect();
        let lengths = first.iter().map(|point| point.length).collect();
        Self { is_record, lines, lengths, ceiling, plan }
    }

    /// One encoding's accuracies at about so many times the length of training.
    pub fn at(&self, kind: EncodingKind, stretch: usize) -> Option<(usize, Summary)> {
        let line = self.lines.iter().find(|line| line.kind == kind)?;
        line.points.iter().rfind(|point| point.0 <= stretch * self.plan.length).copied()
    }

    /// How many answers one point of an encoding is measured by, over all its seeds.
    pub fn count(&self, kind: EncodingKind, length: usize) -> usize {
        let lines = self.lines.iter().filter(|line| line.kind == kind);
        let counts = lines.flat_map(|line| &line.counts).filter(|count| count.0 == length);
        counts.map(|count| count.1).sum()
    }

    /// How many seeds each point is of.
    pub fn seeds(&self) -> usize {
        self.plan.seeds
    }
}

fn points(
    all: &[Lengths],
    is_wanted: impl Fn(&Lengths) -> bool,
    value: fn(&LengthPoint) -> f64,
) -> Vec<(usize, Summary)> {
    let mut found: Vec<(usize, Vec<f64>)> = Vec::new();
    for point in all.iter().filter(|lengths| is_wanted(lengths)).flat_map(|it| &it.points) {
        match found.iter_mut().find(|(length, _)| *length == point.length) {
            Some((_, values)) => values.push(value(point)),
            None => found.push((point.length, vec![value(point)])),
        }
    }
    found.into_iter().filter_map(|(length, values)| Some((length, summary(&values)?))).collect()
}
