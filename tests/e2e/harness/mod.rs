//! A real browser on the built page.
//!
//! Each test has a server, a driver, a browser and a profile of its own, so that tests may
//! run side by side and none can spoil another's state.

mod driver;
mod emulation;
mod figures;
mod host;
mod input;
mod page;

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::PathBuf;

use anyhow::{Result, ensure};
use futures_util::FutureExt;
use xtask::project;
use xtask::server::Server;

use driver::Driver;
pub use figures::{Figures, Matrix};
pub use host::Host;
pub use page::Page;

/// The page must work under any path, so it is tested under this one.
const PREFIX: &str = "/course/lab";

/// Gives a browser to `body`, and fails when `body` does or when the browser's console has
/// anything to complain about. A picture of a failed page stays in `tests/screenshots`.
pub fn in_browser(body: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    run(&["browser"], body)
}

/// As [`in_browser`]; [`Page::requests`] can be asked.
pub fn in_watched_browser(body: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    run(&["browser", "performance"], body)
}

/// The folder of the built page.
pub fn site() -> Result<PathBuf> {
    let site = std::env::var_os("ATTENTION_LAB_DIST").map_or_else(project::dist, PathBuf::from);
    ensure!(site.join("index.html").exists(), "no page in {}: cargo xtask build", site.display());
    Ok(site)
}

fn run(logs: &[&str], body: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    let site = site()?;
    let server = Server::start(&site, PREFIX, 0)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        let driver = Driver::start()?;
        let page = Page::new(driver.connect(logs).await?, server.url());
        let outcome = match AssertUnwindSafe(body(&page)).catch_unwind().await {
            Ok(Ok(())) => Ok(page.assert_quiet_console().await),
            other => other,
        };
        if !matches!(outcome, Ok(Ok(()))) {
            // What the test found matters more than a picture that couldn't be taken.
            page.save_screenshot(&test_name()).await.ok();
        }
        page.close().await?;
        Ok::<_, anyhow::Error>(outcome)
    })?;
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

/// The running test's name, as a file may be called.
fn test_name() -> String {
    std::thread::current().name().unwrap_or("test").replace("::", "-")
}
