//! Labs packed for a course, in a course whose side of SCORM others have written.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::scorm::{self, Lab, Options};
use xtask::server::Server;
use xtask::tools;
use zip::ZipArchive;

use crate::harness::{Page, in_browser, site};

/// The page of a course with a package in it.
struct Course {
    _folder: TempDir,
    server: Server,
}

impl Course {
    fn with(lab: Lab, state: &str) -> Result<Self> {
        let folder = TempDir::new()?;
        let options = Options { lab, state: state.to_owned(), title: None, out: None };
        let package = scorm::of(&site()?, &options)?;
        ZipArchive::new(Cursor::new(package))?.extract(folder.path().join("package"))?;
        let script = tools::scorm_script();
        fs::copy(&script, folder.path().join("scorm12.min.js"))
            .with_context(|| format!("no {}: cargo xtask test brings it", script.display()))?;
        fs::write(folder.path().join("index.html"), include_str!("scorm/course.html"))?;
        let server = Server::start(folder.path(), "", 0)?;
        Ok(Self { _folder: folder, server })
    }

    fn folder(&self) -> &Path {
        self._folder.path()
    }
}

/// Opens the course, and the package in it.
async fn enter(page: &Page, mode: &str) -> Result<()> {
    page.run("calls = []; enter(arguments[0])", vec![json!(mode)]).await?;
    page.enter("iframe").await?;
    page.enter("iframe").await?;
    page.find("[data-lab]").await.map(drop)
}

/// Leaves the package; gives what was called since it was entered, and what the course keeps.
async fn leave(page: &Page) -> Result<(Vec<Vec<String>>, Value)> {
    outside(page).await?;
    let kept = page.run("return leave()", vec![]).await?;
    Ok((serde_json::from_value(page.run("return calls", vec![]).await?)?, kept))
}

/// From the lab to the course around it.
async fn outside(page: &Page) -> Result<()> {
    page.leave().await?;
    page.leave().await
}

/// Waits until the package says that so many parts were seen.
async fn until_seen(page: &Page, text: &str) -> Result<()> {
    page.leave().await?;
    let says = async || Ok(page.text("#seen").await? == text);
    page.until(&format!("the package says {text}"), says).await?;
    page.enter("iframe").await
}

/// What was set, in order.
fn sets<'a>(calls: &'a [Vec<String>], element: &str) -> Vec<&'a str> {
    let set = calls.iter().filter(|call| call[0] == "LMSSetValue" && call[1] == element);
    set.map(|call| call[2].as_str()).collect()
}

fn names(calls: &[Vec<String>]) -> Vec<&str> {
    calls.iter().map(|call| call[0].as_str()).collect()
}

#[test]
fn a_course_is_told_of_each_step_and_finds_the_learner_again() -> Result<()> {
    let course = Course::with(Lab::Attention, "text=a bird sings&heads=1")?;
    in_browser(async |page| {
        page.visit(&course.server.url()).await?;
        enter(page, "normal").await?;
        assert_eq!(page.value("#sentence").await?, "a bird sings");
        until_seen(page, "1 of 10 steps seen").await?;
        page.click("[data-action=next]").await?;
        until_seen(page, "2 of 10 steps seen").await?;
        page.until_hash(true, "step=embeddings").await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let (calls, kept) = leave(page).await?;

        // The order that SCORM asks for, each call taken.
        let expected = [
            "LMSInitialize", // once, first
            "LMSGetValue",   // the mode
            "LMSGetValue",   // the status
            "LMSGetValue",   // what was kept
            "LMSSetValue",   // incomplete
            "LMSSetValue",   // the least
            "LMSSetValue",   // and the most that can be scored
            "LMSCommit",
            "LMSSetValue", // the score
            "LMSSetValue", // what is kept
            "LMSCommit",
            "LMSSetValue",
            "LMSSetValue",
            "LMSCommit",
            "LMSSetValue", // what is kept
            "LMSSetValue", // the time
            "LMSSetValue", // that the learner comes back
            "LMSCommit",
            "LMSFinish", // once, last
        ];
        assert_eq!(names(&calls), expected, "{calls:#?}");
        for call in calls.iter().filter(|call| call[0] != "LMSGetValue") {
            assert_eq!(call.last().map(String::as_str), Some("true"), "{call:?}");
        }
        assert_eq!(sets(&calls, "cmi.core.lesson_status"), ["incomplete"]);
        assert_eq!(sets(&calls, "cmi.core.score.raw"), ["10", "20"]);
        assert_eq!(sets(&calls, "cmi.core.exit"), ["suspend"]);
        let time = sets(&calls, "cmi.core.session_time").join("");
        ensure!(time.starts_with("0000:00:0") && time.len() == 13, "{time}");
        assert_eq!(kept["core"]["score"]["raw"], "20");

        // The second time, the learner is where the first one ended.
        enter(page, "normal").await?;
        assert_eq!(page.step().await?, "embeddings");
        assert_eq!(page.value("#sentence").await?, "a bird sings");
        until_seen(page, "2 of 10 steps seen").await?;
        for seen in 3..=10 {
            page.click("[data-action=next]").await?;
            until_seen(page, &format!("{seen} of 10 steps seen")).await?;
        }
        let (calls, kept) = leave(page).await?;
        assert_eq!(sets(&calls, "cmi.core.lesson_status"), ["completed"]);
        assert_eq!(sets(&calls, "cmi.core.score.raw").last(), Some(&"100"));
        assert_eq!(sets(&calls, "cmi.core.exit"), [""]);
        assert_eq!(kept["core"]["lesson_status"], "completed");

        // Whoever only looks again changes nothing.
        enter(page, "review").await?;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let (calls, _) = leave(page).await?;
        assert_eq!(sets(&calls, "cmi.core.lesson_status"), [""; 0]);
        assert_eq!(sets(&calls, "cmi.core.score.raw"), [""; 0]);
        assert_eq!(names(&calls).last(), Some(&"LMSFinish"));
        Ok(())
    })
}

#[test]
fn a_step_that_flits_past_is_not_seen() -> Result<()> {
    let course = Course::with(Lab::Attention, "")?;
    in_browser(async |page| {
        page.visit(&course.server.url()).await?;
        enter(page, "normal").await?;
        until_seen(page, "1 of 10 steps seen").await?;
        for _ in 0..9 {
            page.run("document.querySelector('[data-action=next]').click()", vec![]).await?;
            page.settle().await?;
        }
        page.until_step("output").await?;
        until_seen(page, "2 of 10 steps seen").await?;
        let (calls, _) = leave(page).await?;
        assert_eq!(sets(&calls, "cmi.core.score.raw"), ["10", "20"]);
        Ok(())
    })
}

#[test]
fn the_order_lab_counts_findings_and_the_others_views() -> Result<()> {
    let order = Course::with(Lab::Order, "lab=order&text=dog bites man&compare=man bites dog")?;
    let views = Course::with(Lab::Positions, "")?;
    in_browser(async |page| {
        page.visit(&order.server.url()).await?;
        enter(page, "normal").await?;
        until_seen(page, "1 of 2 findings seen").await?;
        page.choose("[data-control=encoding]", 0).await?;
        until_seen(page, "2 of 2 findings seen").await?;
        let (calls, _) = leave(page).await?;
        assert_eq!(sets(&calls, "cmi.core.score.raw"), ["50", "100"]);
        assert_eq!(sets(&calls, "cmi.core.lesson_status"), ["incomplete", "completed"]);

        page.visit(&views.server.url()).await?;
        enter(page, "normal").await?;
        until_seen(page, "1 of 4 views seen").await?;
        page.click("[data-choice=compare]").await?;
        until_seen(page, "2 of 4 views seen").await?;
        let (calls, _) = leave(page).await?;
        assert_eq!(sets(&calls, "cmi.core.score.raw"), ["25", "50"]);
        Ok(())
    })
}

#[test]
fn without_a_course_the_lab_works_and_says_so() -> Result<()> {
    let course = Course::with(Lab::Cost, "title=x")?;
    in_browser(async |page| {
        page.visit(&format!("{}package/index.html", course.server.url())).await?;
        let text = page.text("#course").await?;
        ensure!(text.starts_with("There is no course here"), "{text}");
        page.assert_accessible().await?;
        page.resize(360, 640).await?;
        page.assert_no_sideways_scroll().await?;
        page.enter("iframe").await?;
        page.find("[data-lab=cost]").await.map(drop)
    })
}

#[test]
fn the_manifest_is_read_by_a_browser() -> Result<()> {
    let course = Course::with(Lab::Order, "text=\"><script>&amp;")?;
    let manifest = fs::read_to_string(course.folder().join("package/imsmanifest.xml"))?;
    in_browser(async |page| {
        page.open("").await?;
        let read = "const manifest = new DOMParser().parseFromString(arguments[0], 'text/xml');
            const all = name => [...manifest.getElementsByTagName(name)];
            return [
                manifest.getElementsByTagName('parsererror').length,
                all('schemaversion').map(e => e.textContent).join(),
                all('resource').map(e => e.getAttribute('href')).join(),
                all('title').map(e => e.textContent).join(),
                all('file').map(e => e.getAttribute('href')).sort().join(),
            ]";
        let found = page.run(read, vec![json!(manifest)]).await?;
        let title = "Attention Lab: Word order,Attention Lab: Word order";
        let files = "index.html,lab.html,report.js";
        assert_eq!(found, json!([0, "1.2", "index.html", title, files]));
        // A package is called as the page calls the lab.
        for lab in [Lab::Attention, Lab::Order, Lab::Positions, Lab::Cost] {
            let button = format!("[data-lab-button={}]", lab.slug());
            assert_eq!(page.text(&button).await?, lab.title());
        }
        Ok(())
    })
}
