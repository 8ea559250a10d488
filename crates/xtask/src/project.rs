//! Where things are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

/// The folder of the root `Cargo.toml`.
pub fn root() -> PathBuf {
    // Cargo names the package that it runs, be it this one or the tests; a program that
    // was built from another copy of the project must not go back there.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    let root = package.ancestors().find(|folder| folder.join("Cargo.lock").exists());
    root.unwrap_or(&package).to_path_buf()
}

/// The page's whole style, in the order in which its parts stand.
///
/// # Errors
///
/// When a part can't be read.
pub fn style() -> Result<String> {
    ["page", "labs", "last"]
        .map(|part| {
            let path = root().join(format!("www/style/{part}.css"));
            fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))
        })
        .into_iter()
        .collect()
}

/// The folder of the built static site.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The folder of what is built to be carried elsewhere: the one file and its like.
pub fn bundle() -> PathBuf {
    root().join("bundle")
}

/// The folder of the built npm package.
pub fn pkg() -> PathBuf {
    root().join("pkg")
}

/// The folder of the tools that the project installs for itself.
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// What Cargo knows about the workspace and the packages it depends on.
///
/// # Errors
///
/// When Cargo can't resolve the dependencies.
pub fn metadata() -> Result<Metadata> {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .exec()
        .context("cargo metadata failed")
}

/// Copies all that is in a folder into another, which is made where it isn't there.
///
/// # Errors
///
/// When something can't be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("can't make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("can't read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("can't write {}", target.display()))?;
        }
    }
    Ok(())
}
