//! Training small transformers while someone watches: in a worker, in bounded slices.
//!
//! A [`Session`] takes [`Command`]s, works for as long as it is told to, and says what
//! happened as [`Event`]s. It owns no clock and no thread, so that the same code runs in a
//! worker, in a page that may start none, and in a test.

mod facts;
mod message;
mod plan;
mod record;
mod session;
mod summary;
mod work;

pub use facts::{TaskFacts, facts, untrained_size};
pub use message::{Command, Event, LengthPoint, Report, Speed};
pub use plan::{D_MODELS, HEADS, LAYERS, SEEDS, STEPS, Training};
pub use record::{Lengths, Record};
pub use session::Session;
pub use summary::{Summary, sees_order, summary};
pub use train::task::{ALL as TASKS, Bound, Bounds, Task};
