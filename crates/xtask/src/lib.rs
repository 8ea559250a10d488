//! The tasks behind `cargo xtask`, and what the end-to-end tests share with them: where
//! things are ([`project`]), which tools there are ([`tools`]) and the static
//! [`server::Server`].

pub mod bench;
pub mod bundle;
pub mod check;
pub mod embed;
pub mod latency;
pub mod lengths;
pub mod lighthouse;
pub mod package;
pub mod project;
pub mod scorm;
pub mod serve;
pub mod server;
pub mod site;
pub mod size;
pub mod split;
pub mod tools;
pub mod train;

/// Says on the terminal what is going on.
fn say(what: &str) {
    eprintln!("\x1b[1;34m▸\x1b[0m {what}");
}
