//! The kinds of work that a worker does, behind one way in and one way out.

use engine::{measuring, training};
use serde::{Deserialize, Serialize};

/// What a worker can be told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// To train.
    Train(training::Command),
    /// To measure.
    Measure(measuring::Command),
}

/// What a worker says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// Of the training.
    Train(training::Event),
    /// Of the measuring.
    Measure(measuring::Event),
    /// Why it can do nothing, or nothing more.
    Failed(String),
}

/// All work of one worker.
#[derive(Default)]
pub struct Session {
    training: training::Session,
    measuring: measuring::Session,
}

impl Session {
    /// Takes a command. What comes of it, the next slice says.
    pub fn handle(&mut self, command: Command) {
        match command {
            Command::Train(command) => self.training.handle(command),
            Command::Measure(command) => self.measuring.handle(command),
        }
    }

    /// Whether there is something to do or to say.
    pub fn is_busy(&self) -> bool {
        self.training.is_busy() || self.measuring.is_busy()
    }

    /// How long nothing has to be done, in milliseconds.
    pub fn rest(&self, now: f64) -> f64 {
        match (self.training.is_busy(), self.measuring.is_busy()) {
            (true, false) => self.training.rest(now),
            _ => 0.0,
        }
    }

    /// Works for about `budget` milliseconds by that clock, and says what happened.
    pub fn slice(&mut self, now: &dyn Fn() -> f64, budget: f64) -> Vec<Event> {
        let trained = self.training.slice(now, budget).into_iter().map(Event::Train);
        let mut events: Vec<Event> = trained.collect();
        events.extend(self.measuring.slice(now, budget).into_iter().map(Event::Measure));
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_work_are_done_and_told_apart() {
        let mut session = Session::default();
        session.handle(Command::Train(training::Command::Start(training::Training {
            task: "nonsense".into(),
            ..training::Training::default()
        })));
        let variants = vec!["nonsense".into()];
        let plan = measuring::Measuring { variants, ..measuring::Measuring::default() };
        session.handle(Command::Measure(measuring::Command::Start(plan)));
        let mut events = Vec::new();
        while session.is_busy() {
            events.extend(session.slice(&|| 0.0, 1.0));
        }
        assert!(matches!(events[0], Event::Train(training::Event::Failed(_))), "{events:?}");
        assert_eq!(events.last(), Some(&Event::Measure(measuring::Event::Finished)));
    }
}
