//! Commands in, events out, measurements in between.

use serde::{Deserialize, Serialize};

use super::Measuring;
use super::work::Work;

/// What a session can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Forget what was and measure this.
    Start(Measuring),
    /// Stop for good.
    Cancel,
}

/// What a session says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// One variant was measured at one length.
    Measured(Point),
    /// One variant can't be measured at one length.
    Refused {
        /// Its name.
        variant: String,
        /// The length, in tokens.
        n: usize,
        /// Why.
        reason: String,
    },
    /// All was measured.
    Finished,
    /// The measuring was called off.
    Cancelled,
}

/// How long one variant takes at one length, and what it costs by its formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The variant's name.
    pub variant: String,
    /// Tokens.
    pub n: usize,
    /// The median time of one head, in milliseconds.
    pub milliseconds: f64,
    /// The first and the third quartile of the times, in milliseconds.
    pub quartiles: (f64, f64),
    /// How many times it was timed.
    pub runs: usize,
    /// Pairs of a query and a key.
    pub pairs: u64,
    /// Multiplications with an addition.
    pub multiply_adds: u64,
    /// Bytes held at once.
    pub bytes: u64,
}

/// Measuring that someone watches.
///
/// ```
/// use engine::measuring::{Command, Event, Measuring, Session};
/// use std::cell::Cell;
///
/// let mut session = Session::default();
/// let plan = Measuring { variants: vec!["flash".into()], lengths: vec![64], ..Measuring::default() };
/// session.handle(Command::Start(plan));
/// let clock = Cell::new(0.0);
/// let now = || { clock.set(clock.get() + 4.0); clock.get() }; // every look takes 4 ms
/// let mut events = Vec::new();
/// while session.is_busy() {
///     events.extend(session.slice(&now, 100.0));
/// }
/// let [Event::Measured(point), Event::Finished] = &events[..] else { panic!("{events:?}") };
/// assert_eq!((point.n, point.pairs, point.milliseconds), (64, 4096, 4.0));
/// ```
#[derive(Default)]
pub struct Session {
    plan: Option<Measuring>,
    /// What is still to be measured, last first.
    left: Vec<(String, usize)>,
    work: Option<Work>,
    waiting: Vec<Event>,
}

impl Session {
    /// Takes a command. What comes of it, the next slice says.
    pub fn handle(&mut self, command: Command) {
        match command {
            Command::Start(plan) => {
                let mut lengths = plan.lengths.clone();
                lengths.sort_unstable();
                lengths.dedup();
                // At each length all variants in turn, so that a curve grows as all others do.
                let all = |n: usize| plan.variants.iter().map(move |name| (name.clone(), n));
                self.left = lengths.into_iter().flat_map(all).collect();
                self.left.reverse();
                self.work = None;
                self.waiting.clear();
                self.plan = Some(plan);
            }
            Command::Cancel => {
                if self.plan.take().is_some() {
                    self.left.clear();
                    self.work = None;
                    self.waiting.push(Event::Cancelled);
                }
            }
        }
    }

    /// Whether there is something to do or to say.
    pub fn is_busy(&self) -> bool {
        self.plan.is_some() || !self.waiting.is_empty()
    }

    /// Works for about `budget` milliseconds by that clock, and says what happened. A single
    /// call of a variant is never cut short.
    pub fn slice(&mut self, now: &dyn Fn() -> f64, budget: f64) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.waiting);
        let start = now();
        while self.plan.is_some() {
            events.extend(self.advance(now));
            if now() - start >= budget {
                break;
            }
        }
        events
    }

    fn advance(&mut self, now: &dyn Fn() -> f64) -> Option<Event> {
        let plan = self.plan.as_ref()?;
        let Some((variant, n)) = self.left.last().cloned() else {
            self.plan = None;
            return Some(Event::Finished);
        };
        let measured = match &mut self.work {
            Some(work) => work.advance(now),
            None => Work::new(plan, &variant, n).map(|work| {
                self.work = Some(work);
                None
            }),
        };
        let event = match measured {
            Ok(None) => return None,
            Ok(Some(point)) => Event::Measured(point),
            Err(reason) => Event::Refused { variant, n, reason },
        };
        self.work = None;
        self.left.pop();
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test may fail")]

    use std::cell::Cell;

    use super::*;

    /// All events of a plan, by a clock that goes so many milliseconds at each look.
    fn events(plan: Measuring, tick: f64) -> Vec<Event> {
        let mut session = Session::default();
        session.handle(Command::Start(plan));
        let clock = Cell::new(0.0);
        let now = || {
            clock.set(clock.get() + tick);
            clock.get()
        };
        let mut events = Vec::new();
        while session.is_busy() {
            events.extend(session.slice(&now, 10.0));
        }
        events
    }

    fn plan(variants: &[&str], lengths: &[usize]) -> Measuring {
        let variants = variants.iter().map(|name| (*name).to_owned()).collect();
        Measuring { variants, lengths: lengths.to_vec(), d: 4, ..Measuring::default() }
    }

    #[test]
    fn the_shortest_come_first_and_each_once() {
        let events = events(plan(&["full", "flash"], &[8, 4, 8]), 5.0);
        let order = events.iter().map(|event| match event {
            Event::Measured(point) => (point.variant.as_str(), point.n),
            other => (if *other == Event::Finished { "end" } else { "?" }, 0),
        });
        let expected = [("full", 4), ("flash", 4), ("full", 8), ("flash", 8), ("end", 0)];
        assert_eq!(order.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_too_short_for_the_clock_is_timed_many_at_once() {
        let events = events(plan(&["flash"], &[2]), 1.0);
        let [Event::Measured(point), Event::Finished] = &events[..] else { panic!("{events:?}") };
        assert_eq!((point.milliseconds, point.runs), (1.0 / 1024.0, 25));
    }

    #[test]
    fn what_takes_long_is_timed_once() {
        let events = events(plan(&["flash"], &[2]), 2000.0);
        let [Event::Measured(point), Event::Finished] = &events[..] else { panic!("{events:?}") };
        assert_eq!((point.runs, point.milliseconds), (1, 2000.0));
    }

    #[test]
    fn what_cannot_be_measured_is_refused_and_the_rest_goes_on() {
        let mut plan = plan(&["performer", "nonsense", "full"], &[4]);
        plan.features = 0;
        let events = events(plan, 5.0);
        let refused = |event: &Event, name: &str| matches!(event, Event::Refused { variant, n: 4, reason } if variant == name && !reason.is_empty());
        assert!(refused(&events[0], "performer"), "{events:?}");
        assert!(refused(&events[1], "nonsense"), "{events:?}");
        assert!(matches!(events[2], Event::Measured(_)), "{events:?}");
    }

    #[test]
    fn nothing_follows_a_cancel() {
        let mut session = Session::default();
        session.handle(Command::Start(plan(&["full"], &[4])));
        session.handle(Command::Cancel);
        assert_eq!(session.slice(&|| 0.0, 1.0), [Event::Cancelled]);
        assert!(!session.is_busy());
        session.handle(Command::Cancel);
        assert!(!session.is_busy(), "there was nothing to call off");
    }
}
