//! Tools from npm.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::system;
use crate::{project, say};

/// An npm package.
pub(super) struct NpmTool {
    pub package: &'static str,
    pub version: &'static str,
}

impl NpmTool {
    /// Where the package is once it is installed.
    pub fn folder(&self) -> PathBuf {
        modules().join(self.package)
    }

    /// Finds or installs the package and gives the folder of its programs.
    pub fn ensure(&self, shell: &Shell) -> Result<PathBuf> {
        system::ensure(shell, "Node.js", &["node", "nodejs"], &["nodejs"])?;
        let Self { package, version } = self;
        if self.installed_version().as_deref() != Some(version) {
            let npm = system::ensure(shell, "npm", &["npm"], &["npm"])?;
            say(&format!("installing {package} {version} into .tools (once)"));
            let prefix = project::tools().join("npm");
            shell.create_dir(&prefix)?;
            let quiet = ["--no-audit", "--no-fund", "--save-exact"];
            cmd!(shell, "{npm} install --prefix {prefix} {quiet...} {package}@{version}")
                .run()
                .with_context(|| {
                    format!(
                        "{package} {version} can't be installed. By hand: \
                         npm install --prefix .tools/npm {package}@{version}"
                    )
                })?;
        }
        Ok(modules().join(".bin"))
    }

    fn installed_version(&self) -> Option<String> {
        let text = std::fs::read_to_string(self.folder().join("package.json")).ok()?;
        let package: serde_json::Value = serde_json::from_str(&text).ok()?;
        Some(package["version"].as_str()?.to_owned())
    }
}

fn modules() -> PathBuf {
    project::tools().join("npm").join("node_modules")
}
