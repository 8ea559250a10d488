//! `cargo xtask latency`: from keystroke to painted frame, on this machine.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{site, tools};

/// Builds the page, types into it in a real browser and prints a table.
///
/// # Errors
///
/// When the page can't be built or the browser doesn't do what it is told.
pub fn run(shell: &Shell) -> Result<()> {
    site::build(shell)?;
    let browser = tools::for_tests(shell)?;
    shell.set_var("CHROMEDRIVER", &browser.driver);
    let options = ["--package", "tests", "--features", "e2e", "--bench", "latency"];
    Ok(cmd!(shell, "cargo bench --quiet {options...}").run()?)
}
