//! Long work in slices, so that whoever does it can still hear: [`Runner`] does it on the
//! thread that it is on, and the program of this crate runs one in a worker.
//!
//! A worker says [`READY`] once it can hear, takes commands, and answers with events.

mod message;
mod runner;
mod work;

pub use message::{READY, read, write};
pub use runner::Runner;
pub use work::{Command, Event, Session};
