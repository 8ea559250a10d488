//! The page as one file, opened from the disk.

use std::fs;

use anyhow::{Result, ensure};
use tempfile::TempDir;
use url::Url;
use xtask::bundle::{self, Trained};

use crate::harness::{Page, in_watched_browser, site};

/// A training run that is done in a moment.
const SMALL: &str = "#lab=positions&view=train&encodings=none,learned&steps=150&width=16";

/// The file, in a folder of its own whose name has a space, and its address.
fn file(trained: Trained) -> Result<(TempDir, String)> {
    let folder = TempDir::with_prefix("one file ")?;
    let path = folder.path().join("lab.html");
    fs::write(&path, bundle::of(&site()?, trained)?)?;
    let address = Url::from_file_path(path).map_err(|()| anyhow::anyhow!("no absolute path"))?;
    Ok((folder, address.into()))
}

async fn open(page: &Page, address: &str) -> Result<()> {
    page.visit(address).await?;
    page.find("[data-lab]").await?;
    page.settle().await
}

/// What was asked for was in the file.
async fn assert_alone(page: &Page, address: &str) -> Result<()> {
    let requests = page.requests().await?;
    ensure!(!requests.is_empty(), "the browser noted nothing");
    // The browser opens with a page of its own.
    let inside = ["about:", "blob:", "chrome", "data:", address];
    let outside = requests.iter().filter(|url| !inside.iter().any(|start| url.starts_with(start)));
    let outside: Vec<_> = outside.collect();
    ensure!(outside.is_empty(), "the one file asked for {outside:?}");
    Ok(())
}

#[test]
fn one_file_opens_from_the_disk_and_steps_through() -> Result<()> {
    let (_folder, address) = file(Trained::Included)?;
    in_watched_browser(async |page| {
        open(page, &address).await?;
        for step in ["embeddings", "positions", "inputs", "projections", "scores", "scaled"] {
            page.click("[data-action=next]").await?;
            page.until_step(step).await?;
        }
        page.until_hash(true, "step=scaled").await?;
        page.click("[data-action=next]").await?;
        let weights = page.matrix("weights", Some(0)).await?;
        for row in weights.values {
            ensure!((row.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{row:?}");
        }
        // What stands in the address is found again.
        page.write("#sentence", "a bird in the hand").await?;
        page.until_hash(true, "a bird in the hand").await?;
        page.reload().await?;
        assert_eq!(page.step().await?, "weights");
        assert_eq!(page.value("#sentence").await?, "a bird in the hand");
        assert_alone(page, &address).await
    })
}

#[test]
fn one_file_holds_every_lab_and_view() -> Result<()> {
    let (_folder, address) = file(Trained::Included)?;
    in_watched_browser(async |page| {
        open(page, &address).await?;
        let labs: Vec<String> = serde_json::from_value(
            page.run(
                "return [...document.querySelectorAll('[data-lab-button]')].map(
                    button => button.dataset.labButton)",
                vec![],
            )
            .await?,
        )?;
        ensure!(labs.len() >= 4, "{labs:?}");
        for lab in labs {
            page.click(&format!("[data-lab-button={lab}]")).await?;
            page.find(&format!("[data-lab={lab}]")).await?;
            let views = page.count("[data-choices=view] [data-choice]").await?;
            for i in 1..=views {
                page.click(&format!("[data-choices=view] [data-choice]:nth-of-type({i})")).await?;
                page.find(".view *").await?;
                page.gone("[data-model-state=on-its-way]").await?;
                assert_eq!(page.count("[role=alert]").await?, 0, "view {i} of {lab}");
            }
        }
        // What was trained before is in the file too.
        open(page, &format!("{address}#lab=positions&view=length")).await?;
        page.find(".panel[data-record=true]").await?;
        assert_alone(page, &address).await
    })
}

#[test]
fn one_file_can_be_had_without_what_was_trained() -> Result<()> {
    let (_folder, address) = file(Trained::LeftOut)?;
    in_watched_browser(async |page| {
        open(page, &format!("{address}#lab=positions&view=length")).await?;
        let said = page.text(".warning[role=status]").await?;
        ensure!(said.contains("can’t be had"), "{said}");
        assert_eq!(page.count(".panel[data-record=true]").await?, 0);
        open(page, &format!("{address}#lab=architectures&view=guess")).await?;
        let said = page.text("[role=alert]").await?;
        ensure!(said.contains("without trained models"), "{said}");
        assert_alone(page, &address).await
    })
}

#[test]
fn one_file_trains_in_a_worker_or_without_one() -> Result<()> {
    let (_folder, address) = file(Trained::Included)?;
    in_watched_browser(async |page| {
        open(page, &format!("{address}{SMALL}")).await?;
        page.click("[data-action=train]").await?;
        page.find(".run[data-phase=finished]").await?;
        assert_eq!(page.count(".run .notice").await?, 0, "the page had to do the work itself");

        open(page, &format!("{address}{SMALL}")).await?;
        let forbid = "window.Worker = class { constructor() { throw new Error('forbidden'); } }";
        page.run(forbid, vec![]).await?;
        page.click("[data-action=train]").await?;
        page.find(".run .notice").await?;
        page.find(".run[data-phase=finished]").await?;
        assert_alone(page, &address).await
    })
}
