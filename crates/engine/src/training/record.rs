//! A run that was made before.

use serde::{Deserialize, Serialize};

use super::{Command, Event, LengthPoint, Session, Training};
use crate::EncodingKind;

/// How right one model is at lengths up to eight times those that it was trained at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lengths {
    /// Its encoding.
    pub encoding: EncodingKind,
    /// Its seed, from 0.
    pub seed: usize,
    /// From short to long.
    pub points: Vec<LengthPoint>,
}

/// A plan, and how its models did at other lengths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What was trained.
    pub plan: Training,
    /// One for each model.
    pub lengths: Vec<Lengths>,
}

impl Record {
    /// Trains and tests all models of a plan, without a stop.
    ///
    /// # Errors
    /// What is wrong with the plan, in words.
    ///
    /// ```
    /// use engine::EncodingKind;
    /// use engine::training::{Record, Training};
    ///
    /// let encodings = vec![EncodingKind::Rope];
    /// let plan = Training { encodings, d_model: 16, steps: 50, ..Training::default() };
    /// let record = Record::make(plan)?;
    /// assert_eq!(record.lengths[0].points.last().map(|point| point.length), Some(64));
    /// # Ok::<(), String>(())
    /// ```
    pub fn make(plan: Training) -> Result<Self, String> {
        let plan = Training { beyond: true, ..plan };
        let mut session = Session::default();
        session.handle(Command::Start(plan.clone()));
        let mut lengths = Vec::new();
        while session.is_busy() {
            for event in session.slice(&|| 0.0, 1.0) {
                match event {
                    Event::Lengths(measured) => lengths.push(measured),
                    Event::Failed(reason) => return Err(reason),
                    _ => {}
                }
            }
        }
        Ok(Self { plan, lengths })
    }
}
