//! `cargo xtask build`: the static site.

use std::path::PathBuf;

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
        .env("CARGO_ENCODED_RUSTFLAGS", without_paths()?)
        // Trunk takes the customary value 1 for an error.
        .env_remove("NO_COLOR")
        .run()
        .context("the page can't be built")?;
    for file in shell.read_dir(&dist)?.iter().filter(|f| f.extension().is_some_and(|e| e == "js")) {
        let options = ["--minify", "--format=esm", "--allow-overwrite", "--log-level=warning"];
        cmd!(shell, "esbuild {file} {options...} --outfile={file}").run()?;
    }
    say(&format!("the page is in {}", dist.display()));
    Ok(())
}

/// Panic messages name source files; this leaves out where on the building machine they
/// are, which is nobody's business and makes the file larger.
fn without_paths() -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let registries = home.map(|home| home.join("registry/src")).into_iter();
    let folders = registries.flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten());
    let mut flags = vec![format!("--remap-path-prefix={}=.", project::root().display())];
    for folder in folders {
        flags.push(format!("--remap-path-prefix={}=", folder?.path().display()));
    }
    Ok(flags.join("\u{1f}"))
}
