//! What is done with the worker once it is compiled.

use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

use anyhow::Result;
use xshell::Shell;

use super::code::{optimize, tell};

/// The worker's files as Trunk writes them: its JavaScript and its wasm.
const SCRIPT: &str = "worker.js";
const WASM: &str = "worker_bg.wasm";

/// How the page finds the worker; `crates/app/src/hooks/worker/link.rs` looks for it.
const ENTRY: &str = r#"<meta data-later name="worker-code" content="#;

/// Makes the worker's code fast.
const FAST: [&str; 1] = ["-O3"];

/// Whether a file is one of the worker's.
pub(super) fn owns(file: &Path) -> bool {
    [SCRIPT, WASM].iter().any(|name| file.ends_with(name))
}

/// Optimizes the worker, puts into its files' names what is in them, as Trunk does for the
/// page's only, so that no cache gives a page another build's worker, and tells the page.
pub(super) fn finish(shell: &Shell, dist: &Path) -> Result<()> {
    if !shell.path_exists(dist.join(WASM)) {
        return Ok(());
    }
    optimize(shell, &dist.join(WASM), &FAST)?;
    let mut hasher = DefaultHasher::new();
    for file in [SCRIPT, WASM] {
        hasher.write(&shell.read_binary_file(dist.join(file))?);
    }
    let hash = hasher.finish();
    let [script, wasm, loader] = [SCRIPT, WASM, "worker_start.js"]
        .map(|name| name.replacen("worker", &format!("worker-{hash:x}"), 1));
    // What the worker runs first; Trunk's own would have wasm-bindgen warn of how it is called.
    let start = format!("importScripts({script:?});wasm_bindgen({{module_or_path:{wasm:?}}});\n");
    shell.write_file(dist.join(&loader), start)?;
    std::fs::rename(dist.join(SCRIPT), dist.join(script))?;
    std::fs::rename(dist.join(WASM), dist.join(wasm))?;
    tell(shell, ENTRY, &loader)
}
