//! `cargo xtask build`: the static site.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::{project, say, tools};

/// Builds the site into `dist/`. All its links are relative, so that it works under any
/// path of any host.
///
/// # Errors
///
/// When a tool is missing or the page doesn't compile.
pub fn build(shell: &Shell) -> Result<()> {
    tools::for_page(shell)?;
    say("building the page in release");
    let dist = project::dist();
    // Trunk must take the tools it finds rather than download others; being offline, it
    // needs the crates to be here already.
    cmd!(shell, "cargo fetch --quiet").run()?;
    // Browsers ignore the hashes that Trunk puts on preloads, and warn about it.
    let options = ["--offline", "--release", "--no-sri=true", "--public-url=./"];
    cmd!(shell, "trunk build {options...} --dist {dist}")
        // Trunk takes the customary value 1 for an error.
        .env_remove("NO_COLOR")
        .run()
        .context("the page can't be built")?;
    say(&format!("the page is in {}", dist.display()));
    Ok(())
}
