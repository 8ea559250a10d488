//! What the page and those around it say to each other: a script that mounted it, an element
//! that it is in, a page that frames it.
//!
//! It is at work only where there is somebody, so its code comes with that of deferred labs.

pub mod events;
pub mod frame;
mod listeners;
pub mod mount;
pub mod options;
pub mod values;
