//! `cargo xtask train`: the models that come with the page.

use anyhow::Result;
use clap::Args;
use xshell::{Shell, cmd};

/// What is trained.
#[derive(Args)]
pub struct Options {
    /// Which model.
    name: String,
    /// Train it with nothing that tells positions, or with `--measure` take what tells them out of
    /// the one that is there, to see what it loses.
    #[arg(long)]
    without_encoding: bool,
    /// Train nothing: measure the model that is in the file anew, and write it again.
    #[arg(long)]
    measure: bool,
}

/// Trains a model natively, on two cores, into `www/models`. The same program gives the same
/// numbers on the same machine.
///
/// # Errors
///
/// When there is no such model, or its training fails.
pub fn run(shell: &Shell, Options { name, without_encoding, measure }: &Options) -> Result<()> {
    // Vectors as wide as the machine has them make a step a third shorter. Such a build is kept
    // apart, or all others would be built anew after it.
    let _flags = shell.push_env("RUSTFLAGS", "-C target-cpu=native");
    let options = ["--quiet", "--release", "--target-dir", "target/native", "--package", "recipes"];
    let without = without_encoding.then_some("--without-encoding");
    let measure = measure.then_some("--measure");
    cmd!(shell, "cargo run {options...} -- {name} {without...} {measure...}").run()?;
    Ok(())
}
