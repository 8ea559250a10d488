//! Tools written in Rust.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::{project, say};

/// A program from a Rust package.
pub(super) struct CargoTool<V = &'static str> {
    pub package: &'static str,
    pub version: V,
    pub options: &'static [&'static str],
}

/// A tool that runs for a second isn't worth minutes of optimisation.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

impl<V: AsRef<str>> CargoTool<V> {
    /// Finds or installs the tool and gives the folder of its programs.
    pub fn ensure(&self, shell: &Shell) -> Result<PathBuf> {
        let version = self.version.as_ref();
        let root = project::tools().join(format!("{}-{version}", self.package));
        let folder = root.join("bin");
        if folder.join(self.program()).with_extension(std::env::consts::EXE_EXTENSION).exists() {
            return Ok(folder);
        }
        if let Some(folder) = self.on_path(shell) {
            return Ok(folder);
        }
        say(&format!("installing {} {version} into .tools (once)", self.package));
        let ready_made = which::which("cargo-binstall").is_ok() && self.download(shell, &root);
        if !ready_made {
            self.compile(shell, &root)?;
        }
        Ok(folder)
    }

    /// The program's name: `wasm-bindgen-cli` installs `wasm-bindgen`.
    fn program(&self) -> &'static str {
        self.package.trim_end_matches("-cli")
    }

    /// The folder on the `PATH` that holds this tool in this version.
    fn on_path(&self, shell: &Shell) -> Option<PathBuf> {
        let program = which::which(self.program()).ok()?;
        let answer = cmd!(shell, "{program} --version").quiet().ignore_stderr().read().ok()?;
        let same = answer.split_whitespace().any(|word| word == self.version.as_ref());
        same.then(|| program.parent().map(Path::to_path_buf)).flatten()
    }

    /// Whether the tool could be had ready-made.
    fn download(&self, shell: &Shell, root: &Path) -> bool {
        let package = format!("{}@{}", self.package, self.version.as_ref());
        let strategies = ["--disable-strategies", "compile"];
        cmd!(shell, "cargo binstall --no-confirm {strategies...} --root {root} {package}")
            .run()
            .is_ok()
    }

    fn compile(&self, shell: &Shell, root: &Path) -> Result<()> {
        let (package, version, options) = (self.package, self.version.as_ref(), self.options);
        say("compiling it takes some minutes");
        cmd!(shell, "cargo install {package} --version {version} {options...} --root {root}")
            .envs(QUICK_BUILD)
            .run()
            .with_context(|| {
                format!(
                    "{package} {version} can't be installed. By hand: \
                     cargo install {package} --version {version}, so that it is on the PATH"
                )
            })
    }
}
