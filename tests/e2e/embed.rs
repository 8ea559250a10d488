//! The examples in `www/embed`, in the hosts that they are for or in what plays them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::Value;
use tempfile::TempDir;
use xtask::server::Server;
use xtask::{project, tools};

use crate::harness::{Page, in_browser, site};

/// What stands in the examples for the page's address.
const HOST: &str = "https://your.host/attention-lab/";

/// Someone's pages, on a server of their own, and the lab on another.
pub struct Host {
    pub folder: TempDir,
    server: Server,
    lab: Server,
}

impl Host {
    /// A host without a page yet.
    pub fn new() -> Result<Self> {
        let folder = TempDir::new()?;
        // Browsers ask for it by themselves.
        fs::write(folder.path().join("favicon.ico"), "")?;
        let server = Server::start(folder.path(), "", 0)?;
        Ok(Self { folder, server, lab: Server::start(&site()?, "/lab", 0)? })
    }

    /// Puts an example there, with the lab's address in place of the one that stands for it.
    fn example(&self, name: &str) -> Result<()> {
        let text = fs::read_to_string(project::root().join("www/embed").join(name))?;
        ensure!(text.contains(HOST), "{name} doesn't name the host");
        let text = text.replace(HOST, &self.lab.url());
        let file = Path::new(name).file_name().context("a file has a name")?;
        Ok(fs::write(self.folder.path().join(file), text)?)
    }

    /// Opens a page of it.
    pub async fn open(&self, page: &Page, name: &str) -> Result<()> {
        page.visit(&format!("{}{name}", self.server.url())).await
    }
}

/// Where everything is on the page in a frame, and how large.
const SIZES: &str =
    "return [...document.querySelectorAll('canvas, svg, figure, .stage, main')].map(
    e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height] })";

/// The lab within a slide, and the one that is a whole slide.
const WITHIN: &str = "#within iframe";
const WHOLE: &str = ".backgrounds iframe";

/// The sizes in a frame, of which none is nothing.
async fn sizes(page: &Page, frame: &str) -> Result<Value> {
    page.enter(frame).await?;
    page.find("[data-lab] figure table").await?;
    page.settle().await?;
    let sizes = page.run(SIZES, vec![]).await?;
    page.leave().await?;
    let areas = sizes.as_array().context("no sizes")?;
    ensure!(areas.len() > 3 && areas.iter().all(|area| area[2].as_f64() > Some(0.0)), "{sizes}");
    Ok(sizes)
}

#[test]
fn a_lab_on_a_slide_has_its_sizes_whenever_it_is_shown() -> Result<()> {
    let host = Host::new()?;
    host.example("reveal/index.html")?;
    let reveal = tools::reveal();
    ensure!(reveal.exists(), "no {}: cargo xtask test brings it", reveal.display());
    let slides = Server::start(&reveal, "/reveal.js", 0)?;
    // The example has reveal.js beside it.
    let file = host.folder.path().join("index.html");
    let text = fs::read_to_string(&file)?;
    fs::write(&file, text.replace("\"reveal.js/", &format!("\"{}", slides.url())))?;
    in_browser(async |page| {
        host.open(page, "#/within").await?;
        // Seen from the start.
        let seen = sizes(page, WITHIN).await?;
        host.open(page, "#/whole").await?;
        let whole = sizes(page, WHOLE).await?;

        // Loaded while they are hidden, then shown.
        host.open(page, "#/0").await?;
        for frame in [WITHIN, WHOLE] {
            page.find(&format!("{frame}[src]")).await?;
        }
        tokio::time::sleep(Duration::from_millis(1500)).await;
        page.run("Reveal.next()", vec![]).await?;
        assert_eq!(sizes(page, WITHIN).await?, seen);
        page.run("Reveal.next()", vec![]).await?;
        assert_eq!(sizes(page, WHOLE).await?, whole);

        // Hidden and shown again, as the speaker left it.
        page.run("Reveal.prev()", vec![]).await?;
        page.enter(WITHIN).await?;
        // The driver's mouse doesn't hit what stands in a scaled frame.
        page.focus("[data-stepper]").await?;
        page.press(&Key::Right).await?;
        page.until_step("head-output").await?;
        page.leave().await?;
        let before = sizes(page, WITHIN).await?;
        for step in ["Reveal.next()", "Reveal.next()", "Reveal.prev()", "Reveal.prev()"] {
            page.run(step, vec![]).await?;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        assert_eq!(sizes(page, WITHIN).await?, before);
        page.enter(WITHIN).await?;
        assert_eq!(page.step().await?, "head-output");
        Ok(())
    })
}
