//! `cargo xtask lighthouse`: Lighthouse's mobile setting on the built page.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;
use xshell::{Shell, cmd};

use crate::server::Server;
use crate::tools::browser;
use crate::{project, say, tools};

/// Rates `dist/`, and prints the scores and, where one is below 100, the audits that failed.
///
/// # Errors
///
/// When Lighthouse can't be installed or doesn't come to an end.
pub fn run(shell: &Shell) -> Result<()> {
    let browser = tools::for_lighthouse(shell)?;
    let server = Server::start(&project::dist(), "", 0)?;
    let url = server.url();
    let report = project::tools().join("lighthouse.json");
    let flags = browser::FLAGS.join(" ");
    say(&format!("rating {url}"));
    let output = ["--output=json", "--quiet", "--no-enable-error-reporting"];
    cmd!(shell, "lighthouse {url} {output...} --output-path={report} --chrome-flags={flags}")
        .env("CHROME_PATH", browser.chromium)
        .run()?;
    let report: Value = serde_json::from_str(&fs::read_to_string(report)?)?;
    print(&report).context("Lighthouse's report isn't in the form it had")
}

fn print(report: &Value) -> Option<()> {
    for category in report["categories"].as_object()?.values() {
        let score = category["score"].as_f64()? * 100.0;
        println!("{score:>4.0}  {}", category["title"].as_str()?);
        for audit in category["auditRefs"].as_array()? {
            let weighs = audit["weight"].as_f64()? > 0.0;
            let audit = &report["audits"][audit["id"].as_str()?];
            // An audit that doesn't apply has no score.
            if weighs && audit["score"].as_f64().is_some_and(|score| score < 1.0) {
                let value = audit["displayValue"].as_str().unwrap_or_default();
                println!("      {} {value}", audit["title"].as_str()?);
            }
        }
    }
    Some(())
}
