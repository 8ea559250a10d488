//! `cargo xtask package`: the npm package.

use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::camino::Utf8PathBuf;
use serde_json::json;
use xshell::{Shell, cmd};

use crate::{embed, project, say, tools};

/// The package's name, and its files' in JavaScript's spelling.
const NAME: &str = "attention-lab";
const FILES: &str = "attention_lab";

/// The files of the worker's code, which `crates/embed/worker.js` starts.
const WORKER: &str = "worker_code";

/// Builds the package into `pkg/`: the wasm, its JavaScript, its types, the page's style and a
/// manifest.
///
/// # Errors
///
/// When a tool is missing or the crate doesn't compile.
pub fn build(shell: &Shell) -> Result<()> {
    tools::for_page(shell)?;
    say("building the npm package");
    let wasm = compile(shell, "embed", "npm")?;
    let pkg = project::pkg();
    shell.remove_path(&pkg)?;
    cmd!(shell, "wasm-bindgen --target web --out-dir {pkg} --out-name {FILES} {wasm}").run()?;
    let code = pkg.join(format!("{FILES}_bg.wasm"));
    cmd!(shell, "wasm-opt -O3 --enable-simd {code} -o {code}").run()?;
    worker(shell, &pkg)?;
    embed::put(shell, &pkg)?;
    describe(shell, &pkg)?;
    say(&format!("the package is in {}", pkg.display()));
    Ok(())
}

/// Tries the package from Node, as somebody's script would.
///
/// # Errors
///
/// When an answer is wrong, the types are, or TypeScript can't be installed.
pub fn smoke_test(shell: &Shell) -> Result<()> {
    let tests = project::root().join("tests/package");
    check_types(shell, &tests)?;
    let scripts: Vec<_> = shell
        .read_dir(&tests)?
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    cmd!(shell, "node --test {scripts...}").run().context("the npm package doesn't do what it says")
}

/// Compiles a sample of TypeScript, of which some lines must be refused.
fn check_types(shell: &Shell, tests: &Path) -> Result<()> {
    let tsc = tools::typescript(shell)?.join("tsc");
    cmd!(shell, "{tsc} --project {tests}").run().context("the npm package's types are wrong")
}

/// Compiles a crate, and gives the wasm.
fn compile(shell: &Shell, package: &str, profile: &str) -> Result<Utf8PathBuf> {
    let target = ["--target", "wasm32-unknown-unknown", "--profile", profile];
    cmd!(shell, "cargo build --package {package} {target...}").run()?;
    let folder = project::metadata()?.target_directory;
    Ok(folder.join(format!("wasm32-unknown-unknown/{profile}/{package}.wasm")))
}

/// Puts the worker into the package, as a module, which bundlers can take along.
fn worker(shell: &Shell, pkg: &Path) -> Result<()> {
    let wasm = compile(shell, "worker", "worker")?;
    let options = ["--target", "web", "--no-typescript", "--out-name", WORKER];
    cmd!(shell, "wasm-bindgen {options...} --out-dir {pkg} {wasm}").run()?;
    let code = pkg.join(format!("{WORKER}_bg.wasm"));
    cmd!(shell, "wasm-opt -O3 --enable-simd {code} -o {code}").run()?;
    Ok(shell.copy_file(embed::source("worker.js"), pkg)?)
}

/// Writes what npm and its readers want to know.
fn describe(shell: &Shell, pkg: &Path) -> Result<()> {
    let metadata = project::metadata()?;
    let embed = metadata
        .workspace_packages()
        .into_iter()
        .find(|package| package.name == "embed")
        .context("the workspace has no crate named embed")?;
    let (main, types) = (format!("./{FILES}.js"), format!("./{FILES}.d.ts"));
    let manifest = json!({
        "name": NAME,
        "version": embed.version.to_string(),
        "description": embed.description,
        "license": embed.license,
        "type": "module",
        "main": main,
        "types": types,
        "exports": {
            ".": main,
            "./wasm": format!("./{FILES}_bg.wasm"),
            "./style.css": "./style.css",
            "./element.js": { "types": "./element.d.ts", "default": "./element.js" },
            "./frame.js": "./frame.js",
        },
        "files": [
            format!("{FILES}.js"),
            format!("{FILES}.d.ts"),
            format!("{FILES}_bg.wasm"),
            format!("{FILES}_bg.wasm.d.ts"),
            "snippets",
            "worker.js",
            format!("{WORKER}.js"),
            format!("{WORKER}_bg.wasm"),
            "lengths.json",
            "models",
            "element.js",
            "element.d.ts",
            embed::STYLE,
            "frame.js",
            "style.css",
        ],
        "sideEffects": [main, "./style.css", "./element.js", "./frame.js", "./worker.js"],
    });
    shell.write_file(pkg.join("package.json"), format!("{manifest:#}\n"))?;
    let files = ["crates/embed/README.md", "crates/embed/element.d.ts", "www/lengths.json"];
    for file in files {
        shell.copy_file(project::root().join(file), pkg)?;
    }
    shell.write_file(pkg.join("style.css"), project::style()?)?;
    let models = pkg.join("models");
    shell.create_dir(&models)?;
    for file in shell.read_dir(project::root().join("www/models"))? {
        shell.copy_file(file, &models)?;
    }
    Ok(())
}
