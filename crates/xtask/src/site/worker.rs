//! What is done with the worker once it is compiled.

use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

use anyhow::Result;
use xshell::{Shell, cmd};

use super::code::{optimize, tell};
use super::flags;
use crate::{project, say};

/// The worker's files as Trunk writes them are this with `.js` and `_bg.wasm`.
const NAME: &str = "worker";

/// The same for browsers that know relaxed SIMD, whose multiply-add is one instruction.
const RELAXED: &str = "worker-relaxed";

/// Makes the worker's code fast.
const FAST: [&str; 1] = ["-O3"];
const FAST_RELAXED: [&str; 2] = ["-O3", "--enable-relaxed-simd"];

/// Whether a file is one of the worker's.
pub(super) fn owns(file: &Path) -> bool {
    [script(NAME), wasm(NAME)].iter().any(|name| file.ends_with(name))
}

/// Optimizes the worker, builds it once more with relaxed SIMD, tells the page of both, and gives
/// the starts of their files' names.
pub(super) fn finish(shell: &Shell, dist: &Path) -> Result<Option<[String; 2]>> {
    if !shell.path_exists(dist.join(wasm(NAME))) {
        return Ok(None);
    }
    optimize(shell, &dist.join(wasm(NAME)), &FAST)?;
    let plain = publish(shell, dist, NAME)?;
    compile_relaxed(shell, dist)?;
    optimize(shell, &dist.join(wasm(RELAXED)), &FAST_RELAXED)?;
    Ok(Some([plain, publish(shell, dist, RELAXED)?]))
}

fn script(name: &str) -> String {
    format!("{name}.js")
}

fn wasm(name: &str) -> String {
    format!("{name}_bg.wasm")
}

/// Does for the second build what Trunk does for the first.
fn compile_relaxed(shell: &Shell, dist: &Path) -> Result<()> {
    say("building the worker for browsers with relaxed SIMD");
    // A folder of its own: with other flags all is compiled anew, and would be each time.
    let folder = project::metadata()?.target_directory.join("relaxed");
    let options = ["--target", "wasm32-unknown-unknown", "--profile", "worker"];
    cmd!(shell, "cargo build --package worker {options...} --target-dir {folder}")
        .env("CARGO_ENCODED_RUSTFLAGS", flags::relaxed()?)
        .run()?;
    let built = folder.join("wasm32-unknown-unknown/worker/worker.wasm");
    let options = ["--target", "no-modules", "--no-typescript", "--out-name", RELAXED];
    cmd!(shell, "wasm-bindgen {options...} --out-dir {dist} {built}").run()?;
    let file = dist.join(script(RELAXED));
    let options = ["--minify", "--allow-overwrite", "--log-level=warning"];
    Ok(cmd!(shell, "esbuild {file} {options...} --outfile={file}").run()?)
}

/// Puts into the files' names what is in them, as Trunk does for the page's only, so that no
/// cache gives a page another build's worker, tells the page, which looks in
/// `crates/app/src/files.rs`, and gives the start of the names.
fn publish(shell: &Shell, dist: &Path, name: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in [script(name), wasm(name)] {
        hasher.write(&shell.read_binary_file(dist.join(file))?);
    }
    let hash = hasher.finish();
    let named = format!("{name}-{hash:x}");
    let (script_named, wasm_named, loader) =
        (script(&named), wasm(&named), format!("{named}_start.js"));
    // What the worker runs first; Trunk's own would have wasm-bindgen warn of how it is called. A
    // failure must be an error of the worker's, so that the page hears of it.
    let start = format!(
        "importScripts({script_named:?});wasm_bindgen({{module_or_path:{wasm_named:?}}})\
         .catch((error)=>setTimeout(()=>{{throw error}}));\n"
    );
    shell.write_file(dist.join(&loader), start)?;
    std::fs::rename(dist.join(script(name)), dist.join(script_named))?;
    std::fs::rename(dist.join(wasm(name)), dist.join(wasm_named))?;
    tell(shell, &format!(r#"<meta data-later name="{name}-code" content="#), &loader)?;
    Ok(named)
}
