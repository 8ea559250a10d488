//! `cargo xtask serve`.

use anyhow::{Context, Result};
use xshell::Shell;

use crate::server::Server;
use crate::{project, say, site};

/// Builds the page and serves it until the program is stopped.
///
/// # Errors
///
/// When the page can't be built or the port is taken.
pub fn run(shell: &Shell, port: u16) -> Result<()> {
    site::build(shell)?;
    let server = Server::start(&project::dist(), "", port).with_context(|| {
        format!("port {port} can't be opened; `cargo xtask serve --port` takes another")
    })?;
    say(&format!("Attention Lab is at {} (stop with Ctrl-C)", server.url()));
    loop {
        std::thread::park();
    }
}
