//! Training in the page.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;

use crate::harness::{Page, in_browser};

/// A run that is done in a moment.
const SMALL: &str = "#lab=positions&view=train&encodings=none,learned&steps=150&width=16";

async fn open(page: &Page, state: &str) -> Result<()> {
    page.open(state).await?;
    page.find(".run[data-phase]").await.map(drop)
}

async fn until_phase(page: &Page, phase: &str) -> Result<()> {
    page.find(&format!(".run[data-phase={phase}]")).await.map(drop)
}

/// What part one encoding has right.
async fn accuracy(page: &Page, encoding: &str) -> Result<f64> {
    let selector = format!(".outcome tr[data-encoding={encoding}]");
    let value = page.attribute(&selector, "data-accuracy").await?;
    Ok(value.with_context(|| format!("{encoding} has no accuracy"))?.parse()?)
}

async fn ceiling(page: &Page) -> Result<f64> {
    let value = page.attribute("[data-measure=ceiling]", "data-value").await?;
    Ok(value.context("no ceiling")?.parse()?)
}

/// The steps in the table of the first chart.
async fn steps(page: &Page) -> Result<usize> {
    page.count(".panel[data-chart='right (%)'] tbody tr").await
}

#[test]
fn order_is_learned_in_a_worker_by_whoever_can_see_it() -> Result<()> {
    in_browser(async |page| {
        open(page, SMALL).await?;
        page.focus("[data-action=train]").await?;
        page.press(&Key::Enter).await?;
        until_phase(page, "finished").await?;
        assert_eq!(page.count(".run .notice").await?, 0, "the page had to do the work itself");
        // Of 256 held-out answers; three standard deviations.
        let margin = 3.0 * (0.25_f64 / 256.0).sqrt();
        let ceiling = ceiling(page).await?;
        assert_eq!(ceiling, 0.5);
        let none = accuracy(page, "none").await?;
        ensure!(none <= ceiling + margin, "without an encoding {none} is right");
        let learned = accuracy(page, "learned").await?;
        ensure!(learned > ceiling + margin, "with a learned table only {learned} is right");
        Ok(())
    })
}

#[test]
fn a_run_pauses_goes_on_and_is_cancelled() -> Result<()> {
    in_browser(async |page| {
        open(page, &format!("{SMALL}&steps=5000")).await?;
        page.click("[data-action=train]").await?;
        page.until("something was measured", async || Ok(steps(page).await? > 1)).await?;
        page.click("[data-action=pause]").await?;
        until_phase(page, "paused").await?;
        // What was on its way arrives; after that nothing does.
        page.settle().await?;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let before = steps(page).await?;
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        assert_eq!(steps(page).await?, before);
        page.click("[data-action=pause]").await?;
        page.until("it goes on", async || Ok(steps(page).await? > before)).await?;
        page.click("[data-action=cancel]").await?;
        until_phase(page, "cancelled").await?;
        ensure!(steps(page).await? > before, "what was measured is gone");
        Ok(())
    })
}

#[test]
fn a_page_without_workers_trains_by_itself_to_the_same_numbers() -> Result<()> {
    in_browser(async |page| {
        open(page, SMALL).await?;
        page.click("[data-action=train]").await?;
        until_phase(page, "finished").await?;
        let worker = [accuracy(page, "none").await?, accuracy(page, "learned").await?];

        page.reload().await?;
        page.find(".run[data-phase]").await?;
        let forbid = "window.Worker = class { constructor() { throw new Error('forbidden'); } }";
        page.run(forbid, vec![]).await?;
        page.click("[data-action=train]").await?;
        page.find(".run .notice").await?;
        until_phase(page, "finished").await?;
        assert_eq!([accuracy(page, "none").await?, accuracy(page, "learned").await?], worker);
        Ok(())
    })
}

#[test]
fn a_plan_stands_in_the_address() -> Result<()> {
    in_browser(async |page| {
        let state = "#lab=positions&view=train&task=back&back=3&length=10&vocabulary=5\
                     &encodings=none,rope&width=64&train_heads=8&layers=2&steps=100&seeds=2";
        open(page, state).await?;
        page.choose("[data-control=layers]", 2).await?;
        page.until_hash(true, "layers=3").await?;
        let hash = page.hash().await?;
        for part in state[1..].split('&').filter(|part| !part.starts_with("layers")) {
            ensure!(hash.contains(part), "{part} is not in {hash}");
        }
        assert_eq!(page.count("fieldset input:checked").await?, 2);
        // Another task brings its own sizes.
        page.choose("[data-control=task]", 0).await?;
        page.until_hash(false, "length=").await
    })
}

#[test]
fn a_plan_that_cannot_be_trained_says_why() -> Result<()> {
    in_browser(async |page| {
        open(page, "#lab=positions&view=train&encodings=none").await?;
        page.click("fieldset input[data-encoding=none]").await?;
        let reason = page.text(".run .warning").await?;
        ensure!(reason.contains("at least one encoding"), "{reason}");
        page.click("[data-action=train]").await?;
        until_phase(page, "idle").await?;
        // What can't be read leaves the plan as it was, with a warning.
        open(page, "#lab=positions&view=train&steps=1000000&task=sort").await?;
        assert_eq!(page.count(".notice li").await?, 2);
        Ok(())
    })
}

#[test]
fn the_learned_table_is_shown_from_untrained_on() -> Result<()> {
    in_browser(async |page| {
        open(page, SMALL).await?;
        page.click("[data-action=train]").await?;
        until_phase(page, "finished").await?;
        let sizes = "return [...document.querySelectorAll('[data-measure=size]')]
                         .map(e => e.textContent).join(' ')";
        let sizes = page.text_of(sizes).await?;
        let sizes: Vec<f64> = sizes.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        ensure!(sizes[1] > sizes[0], "the table didn't grow: {sizes:?}");
        // Back to the start, both are the same.
        page.focus("[data-control=frame]").await?;
        page.press(&Key::Home).await?;
        assert_eq!(page.count("[data-frame='0']").await?, 2);
        Ok(())
    })
}

/// What the view of one encoding says of the start of training is what training starts with.
#[test]
fn the_learned_table_starts_as_small_as_is_said_where_it_is_shown_larger() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=positions&encoding=learned&width=16").await?;
        let said = page.text("[data-measure=start]").await?;
        open(page, SMALL).await?;
        page.click("[data-action=train]").await?;
        until_phase(page, "finished").await?;
        assert_eq!(page.text("[data-frame='0'] [data-measure=size]").await?, said);
        Ok(())
    })
}

#[test]
fn the_chart_beyond_the_length_is_there_at_once_and_can_be_measured() -> Result<()> {
    in_browser(async |page| {
        let state = "#lab=positions&view=length&task=back&mask=causal";
        open(page, state).await?;
        // With a mask, the run that was made has two layers.
        page.click("[data-action=show-record]").await?;
        page.until_hash(true, "layers=2").await?;
        page.find("[data-record=true] .chart svg").await?;
        assert_eq!(page.count("[data-record=true] tbody tr").await?, 8);
        page.find(".claim tr[data-encoding=alibi]").await?;

        open(page, &format!("{state}&encodings=learned,rope&steps=50&width=16")).await?;
        page.gone("[data-record]").await?;
        page.click("[data-action=train]").await?;
        until_phase(page, "finished").await?;
        page.find("[data-record=false] .chart svg").await?;
        assert_eq!(page.count("[data-record=false] tbody tr").await?, 8);

        // While a run is made, one that was made before says that it is not this one.
        open(page, "#lab=positions&view=length").await?;
        page.find("[data-record=true] .chart svg").await?;
        assert_eq!(page.count("[data-earlier]").await?, 0);
        page.click("[data-action=train]").await?;
        page.find("[data-earlier]").await?;
        page.click("[data-action=cancel]").await?;
        page.gone("[data-earlier]").await?;
        Ok(())
    })
}

#[test]
fn a_slow_run_can_be_watched_and_goes_on_behind_another_view() -> Result<()> {
    in_browser(async |page| {
        open(page, SMALL).await?;
        // One step a second, chosen before the start.
        page.choose("[data-control=speed]", 3).await?;
        page.click("[data-action=train]").await?;
        until_phase(page, "running").await?;
        tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
        let made: f64 = page
            .text_of("return String(document.querySelector('.run progress').value)")
            .await?
            .parse()?;
        ensure!(made < 0.1, "{made} of all steps in a second");
        page.click("[data-choice=look]").await?;
        page.find("[data-view=look]").await?;
        page.click("[data-choice=train]").await?;
        until_phase(page, "running").await?;
        page.choose("[data-control=speed]", 0).await?;
        until_phase(page, "finished").await
    })
}
