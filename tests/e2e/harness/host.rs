//! Somebody's page that holds the lab, from another origin than the lab's.

use std::fs;
use std::path::Path;

use anyhow::Result;
use http::{HeaderName, HeaderValue};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::project;
use xtask::server::Server;

use super::Page;

/// Somebody's site. It must be made and dropped outside of async code, for it runs a server.
pub struct Host {
    server: Server,
    folder: TempDir,
}

impl Host {
    /// An empty site whose answers have these headers.
    pub fn new(headers: &[(&'static str, &'static str)]) -> Result<Self> {
        let folder = TempDir::new()?;
        Self::serving(folder, headers)
    }

    /// A site with a folder's files, besides what is written later.
    pub fn with_files(from: &Path, headers: &[(&'static str, &'static str)]) -> Result<Self> {
        let folder = TempDir::new()?;
        project::copy(from, folder.path())?;
        Self::serving(folder, headers)
    }

    fn serving(folder: TempDir, headers: &[(&'static str, &'static str)]) -> Result<Self> {
        let header =
            |&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value));
        let headers: Vec<_> = headers.iter().map(header).collect();
        let server = Server::with_headers(folder.path(), "", 0, &headers)?;
        Ok(Self { server, folder })
    }

    /// Writes a file and gives its address.
    pub fn write(&self, name: &str, text: &str) -> Result<String> {
        fs::write(self.folder.path().join(name), text)?;
        Ok(format!("{}{name}", self.server.url()))
    }

    /// The address of the site.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Writes a page with that in its body and opens it.
    pub async fn open(&self, page: &Page, body: &str) -> Result<()> {
        let html = format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>A course</title>\
             <link rel=icon href=data:,><body>{body}"
        );
        page.visit(&self.write("course.html", &html)?).await
    }
}

impl Page {
    /// The address of the lab's page.
    pub fn site(&self) -> &str {
        &self.url
    }

    /// Waits until an expression of JavaScript holds.
    pub async fn until_js(&self, expression: &str) -> Result<()> {
        let script = format!("return Boolean({expression})");
        let holds = async || Ok(self.run(&script, vec![]).await? == Value::Bool(true));
        self.until(expression, holds).await
    }

    /// The value of an expression of JavaScript.
    pub async fn js(&self, expression: &str) -> Result<Value> {
        self.run(&format!("return {expression}"), vec![]).await
    }

    /// Does something with the mouse's left button, at a place of the page.
    pub async fn mouse(&self, kind: &str, x: Option<f64>, y: Option<f64>) -> Result<()> {
        let button = if kind == "mouseMoved" { "none" } else { "left" };
        let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1 });
        self.devtools("Input.dispatchMouseEvent", event).await
    }

    /// Turns the wheel over a place of the page.
    pub async fn wheel(&self, x: f64, y: f64, down: f64) -> Result<()> {
        let turn = json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": down });
        self.devtools("Input.dispatchMouseEvent", turn).await
    }
}
