//! Rust's standard library for wasm.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::rust_std;
use crate::say;

/// The target that browsers run.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// Finds or installs the standard library for [`TARGET`]. There must never be two of it in
/// one toolchain, so it is looked for before each attempt.
pub(super) fn ensure(shell: &Shell) -> Result<()> {
    let library = library(shell)?;
    if is_there(&library) {
        return Ok(());
    }
    say(&format!("installing Rust's standard library for {TARGET} (once)"));
    if which::which("rustup").is_ok() {
        // Where this fails, the next attempt tells.
        cmd!(shell, "rustup target add {TARGET}").run().ok();
    }
    if is_there(&library) {
        return Ok(());
    }
    say("rustup can't; building it from its sources instead");
    rust_std::build(shell, &library).with_context(|| {
        format!("no standard library for {TARGET}. By hand: rustup target add {TARGET}")
    })
}

/// Where the compiler looks for it.
fn library(shell: &Shell) -> Result<PathBuf> {
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().read()?;
    Ok(Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib"))
}

fn is_there(library: &Path) -> bool {
    let files = std::fs::read_dir(library).into_iter().flatten().flatten();
    files.map(|file| file.file_name()).any(|name| {
        let name = name.to_string_lossy();
        name.starts_with("libcore-") && name.ends_with(".rlib")
    })
}
