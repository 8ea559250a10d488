//! Builds the standard library for wasm from the sources that Debian packages, for
//! machines that reach a Debian mirror but not where rustup downloads from.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use super::RUST_SRC_SUITE;
use super::wasm_target::TARGET;
use crate::project;

/// Puts the standard library for [`TARGET`] into `library`, a folder of the toolchain.
pub(super) fn build(shell: &Shell, library: &Path) -> Result<()> {
    shell.create_dir(project::tools())?;
    let work = tempfile::tempdir_in(project::tools())?;
    let sources = library.ancestors().nth(2).context("the toolchain has no such folder")?;
    let sources = sources.join("src/rust/library");
    if !sources.join("std").exists() {
        let unpacked = unpack_sources(shell, work.path())?;
        let parent = sources.parent().context("the toolchain has no such folder")?;
        shell.create_dir(parent)?;
        cmd!(shell, "cp --recursive {unpacked} {parent}").run()?;
    }
    compile(shell, work.path(), library)
}

/// Downloads the sources of this very compiler's library, and gives their folder.
fn unpack_sources(shell: &Shell, work: &Path) -> Result<PathBuf> {
    let answer = cmd!(shell, "rustc --version").quiet().read()?;
    let version = answer.split(' ').nth(1).context("rustc doesn't tell its version")?;

    // The mirror that this machine uses anyway, but a list of its own, so that nothing of
    // the machine's set-up changes and no root is needed.
    let filter = ["Created-By: Packages", "Origin: Debian"];
    let sites = cmd!(shell, "apt-get indextargets --format $(SITE) {filter...}").read()?;
    let site = sites.lines().next().context("this machine uses no Debian mirror")?;
    let source_list = work.join("sources.list");
    let state = work.join("apt");
    shell.create_dir(state.join("partial"))?;
    shell.write_file(&source_list, format!("deb {site} {RUST_SRC_SUITE} main\n"))?;
    let options = &[
        format!("-oDir::Etc::SourceList={}", source_list.display()),
        "-oDir::Etc::SourceParts=/dev/null".to_owned(),
        format!("-oDir::State::Lists={}", state.display()),
        format!("-oDir::Cache={}", state.display()),
    ];
    cmd!(shell, "apt-get {options...} update").run()?;
    let in_work = shell.push_dir(work);
    cmd!(shell, "apt-get {options...} download rust-src={version}*").run()?;
    drop(in_work);

    let files = shell.read_dir(work)?;
    let package = files.iter().find(|file| file.extension().is_some_and(|e| e == "deb"));
    let package = package.context("apt-get downloaded nothing")?;
    cmd!(shell, "dpkg --extract {package} {work}").run()?;
    Ok(work.join(format!("usr/src/rustc-{version}/library")))
}

/// Compiles the library as the dependency of an empty crate, and copies it over.
fn compile(shell: &Shell, work: &Path, library: &Path) -> Result<()> {
    let empty = work.join("empty");
    let target = empty.join("target");
    shell.write_file(
        empty.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2024\"\n\n\
         [profile.release]\npanic = \"abort\"\n\n[workspace]\n",
    )?;
    shell.write_file(empty.join("src/lib.rs"), "#![no_std]\n")?;
    let in_empty = shell.push_dir(&empty);
    cmd!(shell, "cargo build --release -Zbuild-std=std,panic_abort --target {TARGET}")
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in it, link-time optimisation of the page would fail.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", &target)
        .run()?;
    drop(in_empty);

    shell.create_dir(library)?;
    let built = shell.read_dir(target.join(TARGET).join("release/deps"))?;
    let mut copied = 0;
    for file in built.iter().filter(|file| file.extension().is_some_and(|e| e == "rlib")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with("libempty-") {
            shell.copy_file(file, library)?;
            copied += 1;
        }
    }
    ensure!(copied > 0, "the build of the standard library left nothing");
    Ok(())
}
