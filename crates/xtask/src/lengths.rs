//! `cargo xtask lengths`: the run that the positions lab shows before anyone has trained.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{project, say};

/// Trains every task with every encoding from five seeds, with and without a causal mask,
/// tests each at up to eight times the length it was trained at, and writes what it measured
/// into `www/lengths.json`. The same program gives the same file.
///
/// # Errors
///
/// When a run fails, or the file can't be written.
pub fn run(shell: &Shell) -> Result<()> {
    say("training every task; this takes some minutes");
    let options = ["--quiet", "--release", "--package", "engine", "--example", "lengths"];
    let measured = cmd!(shell, "cargo run {options...}").read()?;
    let file = project::root().join("www/lengths.json");
    shell.write_file(&file, measured)?;
    say(&format!("the run is in {}", file.display()));
    Ok(())
}
