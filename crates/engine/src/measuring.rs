//! Measuring how long each way to attend takes, on the device at hand.
//!
//! A [`Session`] takes [`Command`]s, measures for as long as it is told to, and says what it
//! found as [`Event`]s, shortest sequences first. It owns no clock and no thread, so that the
//! same code runs in a worker, in a page that may start none, and in a test.

mod fit;
mod plan;
mod session;
mod work;

pub use fit::{Fit, fit};
pub use plan::{LENGTHS, Measuring};
pub use session::{Command, Event, Point, Session};
