//! How the page's code is compiled.

use std::path::PathBuf;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{project, say};

/// Keeps LLVM from making one function of two that do the same. The name of that one would
/// be only one lab's while both call it; `wasm-opt` does the same after the split.
const NO_MERGING: &str = "-Cllvm-args=-opt-disable=mergefunc";

/// Names that say for which types a generic function was made.
const FULL_NAMES: &str = "-Csymbol-mangling-version=v0";

/// Has the linker say which function refers to which constant.
const RELOCATIONS: &str = "-Clink-arg=--emit-relocs";

/// The flags, as Cargo reads them, and whether the code can be split afterwards.
pub(super) fn rustflags(shell: &Shell) -> Result<(String, bool)> {
    let mut flags = without_paths()?;
    let can_split =
        cmd!(shell, "rustc {NO_MERGING} --print cfg").quiet().ignore_stdout().ignore_stderr().run();
    if can_split.is_ok() {
        flags.extend([NO_MERGING, FULL_NAMES, RELOCATIONS].map(String::from));
    } else {
        say("this Rust is too old to split the page's code; all of it is in the first load");
    }
    Ok((flags.join("\u{1f}"), can_split.is_ok()))
}

/// The flags of the worker for browsers that know relaxed SIMD.
pub(super) fn relaxed() -> Result<String> {
    let mut flags = without_paths()?;
    flags.push("-Ctarget-feature=+relaxed-simd".into());
    Ok(flags.join("\u{1f}"))
}

/// Panic messages name source files; this leaves out where on the building machine they
/// are, which is nobody's business and makes the file larger.
fn without_paths() -> Result<Vec<String>> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let registries = home.map(|home| home.join("registry/src")).into_iter();
    let folders = registries.flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten());
    let mut flags = vec![format!("--remap-path-prefix={}=.", project::root().display())];
    for folder in folders {
        flags.push(format!("--remap-path-prefix={}=", folder?.path().display()));
    }
    Ok(flags)
}
