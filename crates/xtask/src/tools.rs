//! Every tool that is not a Rust crate, pinned to its version here and nowhere else.
//!
//! A tool is looked for before it is installed, and is installed into `.tools/`, which
//! git ignores; only what comes from the system's package manager goes elsewhere.

pub mod browser;
mod cargo;
mod npm;
mod python;
mod rust_std;
mod system;
mod wasm_target;

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::Shell;

use crate::project;
use cargo::CargoTool;
use npm::NpmTool;
use python::PythonPackage;

/// Bundles the page.
const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    // Nothing is fetched with it, so it needs no TLS library of the system's.
    options: &["--locked", "--no-default-features", "--features", "rustls"],
};

/// Holds `wasm-opt`.
const BINARYEN: NpmTool = NpmTool { package: "binaryen", version: "132.0.0" };

/// Finds barriers for people with disabilities.
const AXE: NpmTool = NpmTool { package: "axe-core", version: "4.14.1" };

/// Rates a page; the newest version that runs on Node 20.
const LIGHTHOUSE: NpmTool = NpmTool { package: "lighthouse", version: "12.8.2" };

/// What the variants of attention are measured against.
const ONNX_RUNTIME: NpmTool = NpmTool { package: "onnxruntime-web", version: "1.30.0" };

/// Makes JavaScript small.
const ESBUILD: NpmTool = NpmTool { package: "esbuild", version: "0.28.2" };

/// A course's side of SCORM, written by others.
const SCORM_AGAIN: NpmTool = NpmTool { package: "scorm-again", version: "3.4.3" };

/// Slides in a browser.
const REVEAL: NpmTool = NpmTool { package: "reveal.js", version: "6.0.2" };

/// Bundles an application that uses the npm package; the newest line that runs on Node 18.
const VITE: NpmTool = NpmTool { package: "vite", version: "6.4.6" };

/// Checks the npm package's types.
const TYPESCRIPT: NpmTool = NpmTool { package: "typescript", version: "5.9.3" };

/// What runs the programs that the page writes.
const NUMPY: PythonPackage = PythonPackage { package: "numpy", version: "2.2.6" };

/// Where Debian keeps the sources of new releases of Rust, signed with the key that older
/// Debians know too.
const RUST_SRC_SUITE: &str = "trixie-backports";

/// Writes the JavaScript beside the wasm. It must be of the very version of the crate.
fn wasm_bindgen() -> Result<CargoTool<String>> {
    let metadata = project::metadata()?;
    let library = metadata
        .packages
        .iter()
        .find(|package| package.name == "wasm-bindgen")
        .context("no crate depends on wasm-bindgen")?;
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        version: library.version.to_string(),
        options: &[],
    })
}

/// Installs what turns Rust into a web page, and puts it on the shell's `PATH`: the wasm
/// target, Trunk, the wasm-bindgen CLI and wasm-opt.
///
/// # Errors
///
/// When a tool is neither here nor can be installed; the message says what to do by hand.
pub fn for_page(shell: &Shell) -> Result<()> {
    wasm_target::ensure(shell)?;
    prepend_path(shell, TRUNK.ensure(shell)?)?;
    prepend_path(shell, wasm_bindgen()?.ensure(shell)?)?;
    prepend_path(shell, BINARYEN.ensure(shell)?)?;
    prepend_path(shell, ESBUILD.ensure(shell)?)
}

/// Installs what makes one file of the page, and puts it on the shell's `PATH`.
///
/// # Errors
///
/// As [`for_page`].
pub fn for_bundle(shell: &Shell) -> Result<()> {
    prepend_path(shell, ESBUILD.ensure(shell)?)
}

/// Installs what the tests need besides, and gives the browser: Chromium, its driver, axe,
/// reveal.js, a course's side of SCORM, NumPy and Vite.
///
/// # Errors
///
/// As [`for_page`].
pub fn for_tests(shell: &Shell) -> Result<browser::Browser> {
    AXE.ensure(shell)?;
    REVEAL.ensure(shell)?;
    SCORM_AGAIN.ensure(shell)?;
    NUMPY.ensure(shell)?;
    VITE.ensure(shell)?;
    browser::ensure(shell)
}

/// Installs Lighthouse onto the shell's `PATH`, and the browser that it drives.
///
/// # Errors
///
/// As [`for_page`].
pub fn for_lighthouse(shell: &Shell) -> Result<browser::Browser> {
    prepend_path(shell, LIGHTHOUSE.ensure(shell)?)?;
    browser::ensure(shell)
}

/// Installs onnxruntime-web, and gives the folder of what a page loads of it.
///
/// # Errors
///
/// As [`for_page`].
pub fn onnx_runtime(shell: &Shell) -> Result<PathBuf> {
    ONNX_RUNTIME.ensure(shell)?;
    Ok(ONNX_RUNTIME.folder().join("dist"))
}

/// Installs TypeScript and gives the folder of its compiler.
///
/// # Errors
///
/// As [`for_page`].
pub fn typescript(shell: &Shell) -> Result<PathBuf> {
    TYPESCRIPT.ensure(shell)
}

/// Axe's script, to be run inside a page.
pub fn axe_script() -> PathBuf {
    AXE.folder().join("axe.min.js")
}

/// The folder of reveal.js.
pub fn reveal() -> PathBuf {
    REVEAL.folder()
}

/// A script that defines `Scorm12API`, a course's side of SCORM 1.2.
pub fn scorm_script() -> PathBuf {
    SCORM_AGAIN.folder().join("dist/scorm12.min.js")
}

/// The script that is Vite.
pub fn vite_script() -> PathBuf {
    VITE.folder().join("bin/vite.js")
}

fn prepend_path(shell: &Shell, folder: PathBuf) -> Result<()> {
    let rest = shell.var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&rest)))?;
    shell.set_var("PATH", path);
    Ok(())
}
