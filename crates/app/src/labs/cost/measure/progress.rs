//! What the worker has found so far.

use std::rc::Rc;

use engine::measuring::{Event, Fit, Measuring, Point, fit};
use yew::Reducible;

/// How many of a curve's last points its slope is fitted to: short sequences spend their time
/// on other things than pairs.
const FITTED: usize = 4;

/// Where a measurement stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// Nothing was started yet.
    #[default]
    Idle,
    /// Under way.
    Running,
    /// All was measured.
    Finished,
    /// Called off.
    Cancelled,
    /// Came to an end for this reason.
    Failed(String),
}

/// What the worker has found so far.
#[derive(Clone, Default, PartialEq)]
pub struct Progress {
    /// Where the measurement stands.
    pub phase: Phase,
    /// What is being measured.
    pub plan: Option<Rc<Measuring>>,
    /// All points, shortest sequences first.
    pub points: Vec<Point>,
    /// What couldn't be measured: variant, length and reason.
    pub refused: Vec<(String, usize, String)>,
}

/// What changes the progress.
pub enum Change {
    /// The learner started a measurement.
    Start(Rc<Measuring>),
    /// The learner called it off.
    Cancel,
    /// It can't go on, for this reason.
    Fail(String),
    /// The worker said what it found, in order.
    Heard(Vec<Event>),
}

impl Reducible for Progress {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        match change {
            Change::Start(plan) => {
                next = Self { phase: Phase::Running, plan: Some(plan), ..Self::default() };
            }
            Change::Cancel => next.end(Phase::Cancelled),
            Change::Fail(reason) => next.end(Phase::Failed(reason)),
            Change::Heard(events) => events.into_iter().for_each(|event| next.hear(event)),
        }
        Rc::new(next)
    }
}

impl Progress {
    fn hear(&mut self, event: Event) {
        match event {
            // What is still on its way when a measurement is called off is not of the next one.
            _ if self.phase != Phase::Running => {}
            Event::Measured(point) => self.points.push(point),
            Event::Refused { variant, n, reason } => self.refused.push((variant, n, reason)),
            Event::Finished => self.phase = Phase::Finished,
            Event::Cancelled => self.phase = Phase::Cancelled,
        }
    }

    fn end(&mut self, phase: Phase) {
        if self.phase == Phase::Running {
            self.phase = phase;
        }
    }

    /// The part of all measurements that were made, from 0 to 1.
    pub fn part(&self) -> f64 {
        let all = self.plan.as_ref().map_or(0, |plan| plan.variants.len() * plan.lengths.len());
        (self.points.len() + self.refused.len()) as f64 / all.max(1) as f64
    }

    /// What is measured next: a variant and a length.
    pub fn next(&self) -> Option<(&str, usize)> {
        let plan = self.plan.as_ref()?;
        let done = self.points.len() + self.refused.len();
        let count = plan.variants.len().max(1);
        Some((plan.variants.get(done % count)?, *plan.lengths.get(done / count)?))
    }

    /// The points of one variant.
    pub fn of<'a>(&'a self, variant: &'a str) -> impl Iterator<Item = &'a Point> {
        self.points.iter().filter(move |point| point.variant == variant)
    }

    /// The curve of one variant: milliseconds against tokens.
    pub fn curve(&self, variant: &str) -> Vec<(f64, f64)> {
        self.of(variant).map(|point| (point.n as f64, point.milliseconds)).collect()
    }

    /// The power law through the longest sequences of one variant, once there are three.
    pub fn law(&self, variant: &str) -> Option<Fit> {
        let curve = self.curve(variant);
        if curve.len() < 3 { None } else { fit(&curve, FITTED) }
    }
}
