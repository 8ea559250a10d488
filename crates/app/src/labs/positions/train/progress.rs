//! What the worker has said so far.

use std::rc::Rc;

use engine::training::{Event, Lengths, Report, Summary, Training, summary};
use engine::{EncodingKind, Matrix};
use yew::Reducible;

use crate::shared::Shared;

/// Where a run stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// Nothing was started yet.
    #[default]
    Idle,
    /// Started, and nothing was heard yet.
    Starting,
    /// Steps are being made.
    Running,
    /// Standing still.
    Paused,
    /// All steps were made.
    Finished,
    /// Called off.
    Cancelled,
    /// Came to an end for this reason.
    Failed(String),
}

impl Phase {
    /// Whether there is something to pause or to cancel.
    pub fn is_on(&self) -> bool {
        matches!(self, Self::Starting | Self::Running | Self::Paused)
    }
}

/// The learned table after some step.
#[derive(Clone, PartialEq)]
pub struct Frame {
    /// How many steps were made.
    pub step: u32,
    /// The root of its mean square.
    pub size: f32,
    /// `[length, d_model]`.
    pub table: Shared<Matrix>,
}

/// What the worker has said so far.
#[derive(Clone, Default, PartialEq)]
pub struct Progress {
    /// Where the run stands.
    pub phase: Phase,
    /// What is being trained.
    pub plan: Option<Rc<Training>>,
    /// How many numbers each model learns, in the order of the plan's encodings.
    pub parameters: Vec<usize>,
    /// All reports, in the order in which they came.
    pub reports: Vec<Report>,
    /// The learned table of the first seed, from untrained on.
    pub frames: Vec<Frame>,
    /// Tests at other lengths.
    pub lengths: Vec<Lengths>,
}

/// What changes the progress.
pub enum Change {
    /// The learner started a run.
    Start(Rc<Training>),
    /// The learner paused it, or let it go on.
    Pause(bool),
    /// The worker said what happened, in order.
    Heard(Vec<Event>),
}

impl Reducible for Progress {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        match change {
            Change::Start(plan) => {
                next = Self { phase: Phase::Starting, plan: Some(plan), ..Self::default() };
            }
            Change::Pause(true) if next.phase.is_on() => next.phase = Phase::Paused,
            Change::Pause(false) if next.phase == Phase::Paused => next.phase = Phase::Running,
            Change::Pause(_) => {}
            Change::Heard(events) => events.into_iter().for_each(|event| next.hear(event)),
        }
        Rc::new(next)
    }
}

impl Progress {
    fn hear(&mut self, event: Event) {
        match event {
            Event::Started { parameters } => {
                self.parameters = parameters;
                if self.phase == Phase::Starting {
                    self.phase = Phase::Running;
                }
            }
            Event::Progress(report) => self.reports.push(report),
            Event::Table { step, table, size, .. } => {
                self.frames.push(Frame { step, size, table: Shared::new(table) });
            }
            Event::Lengths(lengths) => self.lengths.push(lengths),
            Event::Finished => self.phase = Phase::Finished,
            Event::Cancelled => self.phase = Phase::Cancelled,
            Event::Failed(reason) => self.phase = Phase::Failed(reason),
        }
    }

    /// The part of all steps that were made, from 0 to 1.
    pub fn part(&self) -> f64 {
        let Some(plan) = &self.plan else { return 0.0 };
        let all = (plan.encodings.len() * plan.seeds) as f64 * f64::from(plan.steps);
        let models = plan.encodings.iter().flat_map(|e| (0..plan.seeds).map(move |s| (*e, s)));
        let made: u32 = models.filter_map(|(e, s)| self.latest(e, s)).map(|r| r.step).sum();
        f64::from(made) / all.max(1.0)
    }

    /// The latest report of one model.
    pub fn latest(&self, encoding: EncodingKind, seed: usize) -> Option<&Report> {
        self.reports.iter().rfind(|report| report.encoding == encoding && report.seed == seed)
    }

    /// One value of one encoding after each step, over the seeds that came so far.
    pub fn curve(&self, encoding: EncodingKind, value: fn(&Report) -> f64) -> Vec<Point> {
        let mut points: Vec<(u32, Vec<f64>)> = Vec::new();
        for report in self.reports.iter().filter(|report| report.encoding == encoding) {
            match points.iter_mut().find(|point| point.0 == report.step) {
                Some(point) => point.1.push(value(report)),
                None => points.push((report.step, vec![value(report)])),
            }
        }
        let points = points.into_iter();
        points.filter_map(|(step, values)| Some((f64::from(step), summary(&values)?))).collect()
    }

    /// The latest reports of all seeds of one encoding.
    pub fn newest(&self, encoding: EncodingKind) -> Vec<Report> {
        let seeds = self.plan.as_ref().map_or(0, |plan| plan.seeds);
        (0..seeds).filter_map(|seed| self.latest(encoding, seed)).copied().collect()
    }
}

/// A step, and one value after it, over the seeds.
pub type Point = (f64, Summary);
