//! `cargo xtask test`: everything that must hold, in order, up to the first failure.

use std::time::Instant;

use anyhow::{Context, Result};
use clap::ValueEnum;
use xshell::{Shell, cmd};

use crate::{package, project, say, site, size, tools};

/// One step of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// The code is formatted.
    Format,
    /// Clippy has nothing to say, on this machine's target and on wasm.
    Clippy,
    /// Unit, property, golden and layering tests.
    Unit,
    /// The examples in the documentation.
    Doc,
    /// The tests that run as wasm in a browser.
    Wasm,
    /// The release build.
    Build,
    /// The npm package and its test.
    Package,
    /// What a person does, in a real browser, on the release build.
    E2e,
    /// The size budget of the release build.
    Size,
}

/// Runs all steps, or the given one.
///
/// # Errors
///
/// When a tool can't be installed, or at the first step that fails.
pub fn run(shell: &Shell, only: Option<Step>) -> Result<()> {
    tools::for_page(shell)?;
    let browser = tools::for_tests(shell)?;
    shell.set_var("CHROMEDRIVER", &browser.driver);

    let steps: Vec<Step> = match only {
        Some(step) => vec![step],
        None => Step::value_variants().to_vec(),
    };
    for (i, step) in steps.iter().enumerate() {
        say(&format!("step {} of {}: {}", i + 1, steps.len(), step.name()));
        let start = Instant::now();
        step.run(shell).with_context(|| {
            let name = step.name();
            format!("{name} failed (alone: cargo xtask test --only {name})")
        })?;
        say(&format!("{} passed in {} s", step.name(), start.elapsed().as_secs()));
    }
    say("all tests passed");
    Ok(())
}

impl Step {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    fn run(self, shell: &Shell) -> Result<()> {
        match self {
            Self::Format => Ok(cmd!(shell, "cargo fmt --all --check").run()?),
            Self::Clippy => clippy(shell),
            Self::Unit => unit(shell),
            Self::Doc => Ok(cmd!(shell, "cargo test --workspace --doc").run()?),
            Self::Wasm => wasm(shell),
            Self::Build => site::build(shell),
            Self::Package => package::build(shell).and_then(|()| package::smoke_test(shell)),
            Self::E2e => e2e(shell),
            Self::Size => size::check(&project::dist()),
        }
    }
}

fn clippy(shell: &Shell) -> Result<()> {
    let deny = ["--", "--deny", "warnings"];
    let all = ["--workspace", "--all-targets", "--features", "tests/e2e,tests/programs"];
    cmd!(shell, "cargo clippy {all...} {deny...}").run()?;
    let pages = ["--package", "app", "--package", "embed"];
    Ok(cmd!(shell, "cargo clippy --target wasm32-unknown-unknown {pages...} {deny...}").run()?)
}

fn unit(shell: &Shell) -> Result<()> {
    if which::which("cargo-nextest").is_ok() {
        Ok(cmd!(shell, "cargo nextest run --workspace --features tests/programs").run()?)
    } else {
        let all = ["--workspace", "--features", "tests/programs", "--lib", "--bins", "--tests"];
        Ok(cmd!(shell, "cargo test {all...}").run()?)
    }
}

/// Runs each test target named `wasm` in a browser. The tests of one target share a page.
fn wasm(shell: &Shell) -> Result<()> {
    for package in project::metadata()?.workspace_packages() {
        if package.targets.iter().any(|target| target.is_test() && target.name == "wasm") {
            let name = package.name.as_str();
            let target = ["--target", "wasm32-unknown-unknown", "--test", "wasm"];
            cmd!(shell, "cargo test --package {name} {target...}")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
                .run()?;
        }
    }
    Ok(())
}

fn e2e(shell: &Shell) -> Result<()> {
    let options = ["--package", "tests", "--features", "e2e", "--test", "e2e"];
    if which::which("cargo-nextest").is_ok() {
        // Enough to see what failures have in common, and not each of them running into its limit.
        Ok(cmd!(shell, "cargo nextest run --max-fail 5 {options...}").run()?)
    } else {
        // Each test has a browser of its own, and a browser wants a core.
        Ok(cmd!(shell, "cargo test {options...} -- --test-threads=2").run()?)
    }
}
