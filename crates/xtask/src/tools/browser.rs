//! The browser that the tests drive.

use std::path::PathBuf;

use anyhow::Result;
use xshell::Shell;

use super::system;

/// Names under which Chromium goes, and the Debian package that brings it.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// What a browser needs to run unseen, as root too, and to speak to no one but the page.
pub const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // The shared memory of a container is small, and a page that runs out of it crashes.
    "--disable-dev-shm-usage",
];

/// A browser and the program through which it is driven.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Chromium, or Chrome.
    pub chromium: PathBuf,
    /// The chromedriver of the same version.
    pub driver: PathBuf,
}

/// The browser on the `PATH`, if there is one.
pub fn find() -> Option<Browser> {
    Some(Browser { chromium: system::find(&CHROMIUM)?, driver: system::find(&["chromedriver"])? })
}

/// Finds or installs Chromium and its driver.
pub(super) fn ensure(shell: &Shell) -> Result<Browser> {
    Ok(Browser {
        chromium: system::ensure(shell, "Chromium", &CHROMIUM, &["chromium"])?,
        driver: system::ensure(shell, "chromedriver", &["chromedriver"], &["chromium-driver"])?,
    })
}
