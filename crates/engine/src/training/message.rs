//! What goes to the worker and comes back.

use serde::{Deserialize, Serialize};

use super::{Lengths, Training};
use crate::{EncodingKind, Matrix};

/// What a session can be told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Forget what was and train this.
    Start(Training),
    /// Stand still until [`Command::Resume`].
    Pause,
    /// Go on.
    Resume,
    /// Stop for good and free the models.
    Cancel,
    /// Go as fast as that.
    Speed(Speed),
}

/// How fast to train.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Speed {
    /// As fast as the machine can.
    #[default]
    Full,
    /// So many steps of each model in a second, to watch.
    StepsPerSecond(u32),
}

/// What a session says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The models are there and nothing is learned yet.
    Started {
        /// How many numbers each model has to learn, in the order of the encodings.
        parameters: Vec<usize>,
    },
    /// One model has come so far.
    Progress(Report),
    /// The learned table of one model as it is now: `[length, d_model]`.
    Table {
        /// Which seed, from 0.
        seed: usize,
        /// The step that it is of.
        step: u32,
        /// The numbers.
        table: Matrix,
        /// How large they are: the root of their mean square.
        size: f32,
    },
    /// How right one model is at lengths up to eight times those that it was trained at.
    Lengths(Lengths),
    /// All models have made all their steps.
    Finished,
    /// The training was called off.
    Cancelled,
    /// Why nothing can be trained, or not any further.
    Failed(String),
}

/// How one model does after so many steps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Its encoding.
    pub encoding: EncodingKind,
    /// Its seed, from 0.
    pub seed: usize,
    /// Steps made.
    pub step: u32,
    /// The mean cross-entropy over held-out examples, in nats.
    pub loss: f32,
    /// The part of held-out answers that are right, from 0 to 1.
    pub accuracy: f64,
    /// How many held-out answers there are.
    pub count: usize,
}

/// How right a model is at one length.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LengthPoint {
    /// Words in each example.
    pub length: usize,
    /// The part of the answers that are right, from 0 to 1.
    pub accuracy: f64,
    /// How many answers were asked.
    pub count: usize,
    /// The best part right at this length for whoever sees the words that the mask leaves, but
    /// not their order; nothing where words are asked for that the mask hides.
    pub ceiling: Option<f64>,
}
