//! The examples in `www/embed`, in the hosts that they are for or in what plays them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::{Value, json};
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

    /// The lab's address.
    pub fn lab(&self) -> String {
        self.lab.url()
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
    // What says that the trained weights are late takes room while they are.
    page.gone(".instead").await?;
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

/// Waits until a frame is as high as the lab in it.
async fn until_fits(page: &Page, frame: &str) -> Result<()> {
    let height = "return document.querySelector(arguments[0]).getBoundingClientRect().height";
    let measure = async |element: &str| page.run(height, vec![json!(element)]).await;
    page.until(&format!("{frame} is as high as its content"), async || {
        let outer = measure(frame).await?.as_f64().context("no height")?;
        page.enter(frame).await?;
        page.find("[data-lab] figure table").await?;
        let inner = measure(".app").await?.as_f64().context("no height")?;
        page.leave().await?;
        Ok((outer - inner).abs() <= 1.0)
    })
    .await
}

#[test]
fn a_plain_page_holds_a_frame_and_an_element() -> Result<()> {
    let host = Host::new()?;
    host.example("html/index.html")?;
    in_browser(async |page| {
        host.open(page, "").await?;
        until_fits(page, "iframe").await?;
        let lab = "const lab = document.querySelector('attention-lab');
            lab.scrollIntoView();
            return Boolean(lab.shadowRoot?.querySelector('[data-lab=order] figure table'))";
        let is_there = async || Ok(page.run(lab, vec![]).await? == true);
        page.until("the element shows its lab", is_there).await
    })
}

#[test]
fn a_frame_in_canvas_is_as_high_as_its_content() -> Result<()> {
    // What Canvas does with the message.
    const CANVAS: &str = "<!doctype html><title>A page in Canvas</title><script>
        addEventListener('message', ({ data }) => {
            if (data.subject === 'lti.frameResize') {
                document.querySelector('iframe').style.height = `${data.height}px`;
            }
        })</script>";
    let host = Host::new()?;
    host.example("canvas/frame.html")?;
    let frame = fs::read_to_string(host.folder.path().join("frame.html"))?;
    fs::write(host.folder.path().join("index.html"), format!("{CANVAS}{frame}"))?;
    in_browser(async |page| {
        host.open(page, "").await?;
        until_fits(page, "iframe").await
    })
}

/// What follows the page's address in all examples.
fn states() -> Result<Vec<String>> {
    let start = format!("{HOST}#");
    let mut states = Vec::new();
    let mut unread = vec![project::root().join("www/embed")];
    while let Some(path) = unread.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(path)? {
                unread.push(entry?.path());
            }
        } else if let Ok(text) = fs::read_to_string(path) {
            let addresses = text.split(&start).skip(1);
            let end =
                |address: &str| address.split(['"', '`', ')', '\n']).next().map(str::to_owned);
            states.extend(addresses.filter_map(end));
        }
    }
    Ok(states)
}

#[test]
fn every_address_in_the_examples_is_understood() -> Result<()> {
    let states = states()?;
    ensure!(states.len() >= 6, "{states:?}");
    in_browser(async |page| {
        for state in states {
            page.open(&format!("#{state}")).await?;
            assert_eq!(page.count(".notice[role=status]").await?, 0, "{state}");
        }
        // A wrong one would have been noticed.
        page.open("#hide=nothing").await?;
        page.find(".notice[role=status]").await.map(drop)
    })
}
