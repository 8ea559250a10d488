//! The driver and the browser that it starts.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use xtask::tools::browser::{self, Browser};

/// A running chromedriver. It ends with this, and the browser's profile too.
pub struct Driver {
    process: Child,
    url: String,
    browser: Browser,
    profile: TempDir,
}

impl Driver {
    /// Starts a driver on a free port.
    pub fn start() -> Result<Self> {
        let browser = browser::find().context("no Chromium here: cargo xtask test brings it")?;
        // Between finding a free port and taking it, another driver may take it and this one ends.
        let started = (0..5).map(|_| Self::start_once(&browser)).find_map(Result::ok);
        started.context("chromedriver didn't start")
    }

    fn start_once(browser: &Browser) -> Result<Self> {
        let mut process = Command::new(&browser.driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = process.stdout.take().context("chromedriver has no output")?;
        // It says "… was started successfully on port 12345." and nothing after that.
        let port = BufReader::new(output).lines().map_while(Result::ok).find_map(|line| {
            let port = line.split(" on port ").nth(1)?.trim_end_matches('.');
            line.contains("successfully").then(|| port.to_owned())
        });
        let Some(port) = port else {
            process.wait()?;
            anyhow::bail!("chromedriver ended at once");
        };
        let url = format!("http://127.0.0.1:{port}");
        Ok(Self { process, url, browser: browser.clone(), profile: TempDir::new()? })
    }

    /// Starts a browser, which keeps the kinds of log that are named.
    pub async fn connect(&self, logs: &[&str]) -> Result<Client> {
        let profile = format!("--user-data-dir={}", self.profile.path().display());
        let mut arguments: Vec<&str> = browser::FLAGS.to_vec();
        arguments.extend([profile.as_str(), "--window-size=1280,800", "--lang=en"]);
        let logs: BTreeMap<_, _> = logs.iter().map(|kind| (*kind, "ALL")).collect();
        let capabilities = json!({
            "goog:chromeOptions": { "binary": self.browser.chromium, "args": arguments },
            "goog:loggingPrefs": logs,
        });
        let capabilities = capabilities.as_object().cloned().unwrap_or_default();
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.url)
            .await
            .context("the browser didn't start")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // If it has ended by itself there is nothing to end.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
