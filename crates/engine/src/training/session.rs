//! Commands in, events out, work in between.

use super::plan::TrainingError;
use super::work::{Progress, Work};
use super::{Command, Event, Speed, Training};

/// Training that someone watches.
///
/// ```
/// use engine::EncodingKind;
/// use engine::training::{Command, Event, Session, Training};
///
/// let mut session = Session::default();
/// let encodings = vec![EncodingKind::Rope];
/// let plan = Training { encodings, d_model: 16, steps: 50, ..Training::default() };
/// session.handle(Command::Start(plan));
/// let mut events = Vec::new();
/// while session.is_busy() {
///     // A clock that stands still never ends a slice, so this slice is the whole run.
///     events.extend(session.slice(&|| 0.0, 1.0));
/// }
/// assert!(matches!(events.first(), Some(Event::Started { .. })));
/// assert_eq!(events.last(), Some(&Event::Finished));
/// ```
#[derive(Default)]
pub struct Session {
    work: Option<Work>,
    waiting: Vec<Event>,
    paused: bool,
    speed: Speed,
    /// When the next step may be made, by the clock of [`Session::slice`].
    due: f64,
}

impl Session {
    /// Takes a command. What comes of it, the next slice says.
    pub fn handle(&mut self, command: Command) {
        match command {
            Command::Start(plan) => self.start(plan),
            Command::Pause => self.paused = true,
            Command::Resume => self.paused = false,
            Command::Cancel => {
                if self.work.take().is_some() {
                    self.waiting.push(Event::Cancelled);
                }
            }
            Command::Speed(speed) => {
                self.speed = speed;
                self.due = 0.0;
            }
        }
    }

    fn start(&mut self, plan: Training) {
        self.paused = false;
        self.due = 0.0;
        // A run that is replaced says no more.
        self.waiting.clear();
        self.work = match Work::new(plan) {
            Ok((work, started)) => {
                self.waiting.extend(started);
                Some(work)
            }
            Err(error) => {
                self.waiting.push(failed(&error));
                None
            }
        };
    }

    /// Whether there is something to do or to say.
    pub fn is_busy(&self) -> bool {
        !self.waiting.is_empty() || (self.work.is_some() && !self.paused)
    }

    /// How long nothing has to be done, in milliseconds: 0 at full speed.
    pub fn rest(&self, now: f64) -> f64 {
        if self.waiting.is_empty() { (self.due - now).max(0.0) } else { 0.0 }
    }

    /// Works for about `budget` milliseconds by that clock, and says what happened. A single
    /// step is never cut short.
    pub fn slice(&mut self, now: &dyn Fn() -> f64, budget: f64) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.waiting);
        let start = now();
        while let Some(work) = self.work.as_mut().filter(|_| !self.paused) {
            let time = now();
            if time - start >= budget || time < self.due {
                break;
            }
            match work.advance(&mut events) {
                Ok(Progress::Round) => self.due = due(self.speed, time),
                Ok(Progress::Within) => {}
                Ok(Progress::Done) => {
                    self.work = None;
                    events.push(Event::Finished);
                }
                Err(error) => {
                    self.work = None;
                    events.push(failed(&error));
                }
            }
        }
        events
    }
}

fn due(speed: Speed, now: f64) -> f64 {
    match speed {
        Speed::Full => 0.0,
        Speed::StepsPerSecond(steps) => now + 1000.0 / f64::from(steps.max(1)),
    }
}

fn failed(error: &TrainingError) -> Event {
    Event::Failed(error.to_string())
}
