//! Where things are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

/// The folder of the root `Cargo.toml`.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_path_buf()
}

/// The folder of the built static site.
pub fn dist() -> PathBuf {
    root().join("dist")
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
