//! `cargo xtask build`: the static site.

mod code;
mod flags;
mod worker;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::{embed, project, say, tools};

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
    let (flags, can_split) = flags::rustflags(shell)?;
    cmd!(shell, "trunk build {options...} --dist {dist}")
        .env("CARGO_ENCODED_RUSTFLAGS", flags)
        // Trunk takes the customary value 1 for an error.
        .env_remove("NO_COLOR")
        .run()
        .context("the page can't be built")?;
    for file in with_end(shell, ".js")? {
        // The worker's is a classic script, whose names are seen from outside.
        let format = (!worker::owns(&file)).then_some("--format=esm");
        let options = ["--minify", "--allow-overwrite", "--log-level=warning"];
        cmd!(shell, "esbuild {file} {format...} {options...} --outfile={file}").run()?;
    }
    for file in with_end(shell, "_bg.wasm")?.iter().filter(|file| !worker::owns(file)) {
        code::finish(shell, file, can_split)?;
    }
    let workers = worker::finish(shell, &dist)?.context("the site has no worker")?;
    beside(shell, &dist, &workers)?;
    say(&format!("the page is in {}", dist.display()));
    Ok(())
}

/// The flags, as Cargo reads them, of what is built for browsers with relaxed SIMD.
///
/// # Errors
///
/// When Cargo's folder can't be read.
pub fn relaxed_flags() -> Result<String> {
    flags::relaxed()
}

/// Puts beside the page what other pages need to hold it.
fn beside(shell: &Shell, dist: &Path, workers: &[String; 2]) -> Result<()> {
    let code = with_end(shell, "_bg.wasm")?;
    let is_worker =
        |file: &Path| workers.iter().any(|name| file.ends_with(format!("{name}_bg.wasm")));
    let code = code.iter().find(|file| !is_worker(file));
    let name = code.and_then(|file| file.file_name()).context("the site has no code")?;
    let name = name.to_string_lossy();
    let app = name.trim_end_matches("_bg.wasm");
    let labs = format!("{app}_labs.wasm");
    let labs = shell.path_exists(dist.join(&labs)).then_some(labs.as_str());
    embed::put_beside_page(shell, dist, app, workers, labs)
}

/// The files of the site whose names end so.
fn with_end(shell: &Shell, end: &str) -> Result<Vec<PathBuf>> {
    let mut files = shell.read_dir(project::dist())?;
    files.retain(|file| file.to_string_lossy().ends_with(end));
    Ok(files)
}
