//! Packages for Python.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::system;
use crate::{project, say};

/// A package that Python imports.
pub(super) struct PythonPackage {
    pub package: &'static str,
    pub version: &'static str,
}

impl PythonPackage {
    /// Finds or installs the package.
    pub fn ensure(&self, shell: &Shell) -> Result<()> {
        let python = system::ensure(shell, "Python", &["python3"], &["python3"])?;
        let Self { package, version } = self;
        let folder = folder();
        if folder.join(format!("{package}-{version}.dist-info")).exists() {
            return Ok(());
        }
        system::ensure(shell, "pip", &["pip3"], &["python3-pip"])?;
        say(&format!("installing {package} {version} into .tools (once)"));
        let quiet = ["--quiet", "--disable-pip-version-check", "--root-user-action=ignore"];
        cmd!(
            shell,
            "{python} -m pip install {quiet...} --upgrade --target {folder} {package}=={version}"
        )
        .run()
        .with_context(|| {
            format!(
                "{package} {version} can't be installed. By hand: \
                 python3 -m pip install --target .tools/python {package}=={version}"
            )
        })
    }
}

/// Where the packages are.
pub(super) fn folder() -> PathBuf {
    project::tools().join("python")
}
