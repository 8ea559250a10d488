//! `cargo xtask bench`: the variants of attention beside onnxruntime-web, on this machine.

use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{package, project, say, site, tools};

/// What of onnxruntime-web runs on wasm alone.
const ONNX_RUNTIME: [&str; 3] =
    ["ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"];

/// Builds the npm package and the variants, puts both beside onnxruntime-web into a page, runs
/// them in a real browser and prints tables.
///
/// # Errors
///
/// When a tool is missing, a build fails or the browser doesn't do what it is told.
pub fn run(shell: &Shell) -> Result<()> {
    package::build(shell)?;
    say("building the variants for the benchmark");
    let browser = tools::for_tests(shell)?;
    let site = assemble(shell)?;
    shell.set_var("CHROMEDRIVER", &browser.driver);
    shell.set_var("ATTENTION_LAB_DIST", site);
    let options = ["--package", "tests", "--features", "e2e", "--bench", "variants"];
    Ok(cmd!(shell, "cargo bench --quiet {options...}").run()?)
}

/// Gives the folder of the page.
fn assemble(shell: &Shell) -> Result<PathBuf> {
    let site = project::metadata()?.target_directory.join("bench").into_std_path_buf();
    shell.remove_path(&site)?;
    project::copy(&project::root().join("tests/benches/variants"), &site)?;
    project::copy(&project::pkg(), &site.join("lab"))?;
    let from = tools::onnx_runtime(shell)?;
    for file in ONNX_RUNTIME {
        let to = site.join("onnxruntime");
        shell.create_dir(&to)?;
        shell.copy_file(from.join(file), to)?;
    }
    compile(shell, &site.join("bench"), false)?;
    compile(shell, &site.join("relaxed"), true)?;
    Ok(site)
}

/// Compiles the `bench` crate as the page's workers are compiled, which is where the page
/// measures.
fn compile(shell: &Shell, to: &Path, is_relaxed: bool) -> Result<()> {
    let mut folder = project::metadata()?.target_directory;
    let options = ["--target", "wasm32-unknown-unknown", "--profile", "worker"];
    let mut build = cmd!(shell, "cargo build --package bench {options...}");
    if is_relaxed {
        // A folder of its own: with other flags all is compiled anew, and would be each time.
        folder = folder.join("relaxed");
        build = build
            .arg("--target-dir")
            .arg(&folder)
            .env("CARGO_ENCODED_RUSTFLAGS", site::relaxed_flags()?);
    }
    build.run()?;
    let wasm = folder.join("wasm32-unknown-unknown/worker/bench.wasm");
    cmd!(shell, "wasm-bindgen --target web --no-typescript --out-dir {to} {wasm}").run()?;
    let code = to.join("bench_bg.wasm");
    let relaxed = is_relaxed.then_some("--enable-relaxed-simd");
    Ok(cmd!(shell, "wasm-opt -O3 --enable-simd {relaxed...} {code} -o {code}").run()?)
}
