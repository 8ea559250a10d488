//! Tools that the system's package manager brings.

use std::path::PathBuf;

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::say;

/// The first of `programs` that is on the `PATH`.
pub(super) fn find(programs: &[&str]) -> Option<PathBuf> {
    programs.iter().find_map(|program| which::which(program).ok())
}

/// Finds one of `programs`, or installs the Debian `packages` that bring one.
pub(super) fn ensure(
    shell: &Shell,
    what: &str,
    programs: &[&str],
    packages: &[&str],
) -> Result<PathBuf> {
    if let Some(program) = find(programs) {
        return Ok(program);
    }
    say(&format!("installing {what} with apt-get (once)"));
    let installed = install(shell, packages);
    match find(programs) {
        Some(program) => Ok(program),
        None => bail!(
            "{what} is needed and can't be installed here{}. By hand: install {what}, so that \
             `{}` is on the PATH, and run this again",
            installed.err().map(|error| format!(" ({error})")).unwrap_or_default(),
            programs[0],
        ),
    }
}

fn install(shell: &Shell, packages: &[&str]) -> Result<()> {
    which::which("apt-get")?;
    let root = cmd!(shell, "id --user").quiet().read()? == "0";
    let (program, apt) = if root { ("apt-get", None) } else { ("sudo", Some("apt-get")) };
    let install = || cmd!(shell, "{program} {apt...} install --yes {packages...}").run();
    // The lists of a fresh machine are empty, or older than what the mirror still has.
    if install().is_err() {
        cmd!(shell, "{program} {apt...} update").run()?;
        install()?;
    }
    Ok(())
}
