//! The cost lab: FlashAttention tile by tile, Performer's estimate, and what each variant loses.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use crate::harness::{Page, in_browser};

async fn number(page: &Page, selector: &str, name: &str) -> Result<f64> {
    page.find(selector).await?;
    let text = page.attribute(selector, name).await?;
    text.with_context(|| format!("no {name} in {selector}"))?.parse().context("no number")
}

async fn value(page: &Page, selector: &str) -> Result<f64> {
    number(page, selector, "data-value").await
}

/// The numbers of all elements that fit.
async fn values(page: &Page, selector: &str) -> Result<Vec<f64>> {
    let script = "return [...document.querySelectorAll(arguments[0])].map(e => +e.dataset.value)";
    Ok(serde_json::from_value(page.run(script, vec![json!(selector)]).await?)?)
}

/// One line of the ledger.
async fn line(page: &Page, sign: &str) -> Result<f64> {
    value(page, &format!("[data-line='{sign}']")).await
}

#[test]
fn flash_attention_is_played_tile_by_tile() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&view=flash&text=one two three four&tile_queries=4&tile_keys=2")
            .await?;
        ensure!(value(page, "[data-measure=difference]").await? <= 1e-5);
        page.find("[data-tile='0']").await?;
        // The arithmetic of the first query in its two tiles, by the numbers in the ledger.
        let scores = "[data-query] tr:nth-child(1) td[data-value]";
        let first = values(page, scores).await?[..2].to_vec();
        let largest = first[0].max(first[1]);
        assert_eq!(line(page, "m").await?, largest);
        let sum: f64 = first.iter().map(|score| (score - largest).exp()).sum();
        ensure!((line(page, "ℓ").await? - sum).abs() < 1e-5);

        page.focus(".player [data-action=next]").await?;
        page.press(&Key::Enter).await?;
        page.find("[data-tile='1']").await?;
        let second = values(page, scores).await?[..2].to_vec();
        let now = largest.max(second[0]).max(second[1]);
        assert_eq!(line(page, "m").await?, now);
        ensure!((line(page, "α").await? - (largest - now).exp()).abs() < 1e-5);
        let sum = sum * (largest - now).exp()
            + second.iter().map(|score| (score - now).exp()).sum::<f64>();
        ensure!((line(page, "ℓ").await? - sum).abs() < 1e-5, "{sum}");

        // Played, it comes to the end and stops; a link leads to any tile, also on the open page.
        page.focus(".player [data-action=play]").await?;
        page.press(&Key::Enter).await?;
        page.find("[data-tile='2']").await?;
        page.find(".player [data-action=play][aria-pressed=false]").await?;
        page.until_hash(true, "tile=2").await?;
        page.go("#lab=cost&view=flash&text=one two three&tile=1").await?;
        page.find("[data-tile='1']").await?;
        page.until_hash(true, "tile=1").await?;
        // Another sentence is another run.
        page.write("#sentence", "one two three four").await?;
        page.find("[data-tile='0']").await?;
        page.open("#lab=cost&view=flash&text=one two three four&tile=3").await?;
        page.find("[data-tile='3']").await?;
        page.assert_accessible().await
    })
}

#[test]
fn tiles_of_any_size_come_to_the_same() -> Result<()> {
    in_browser(async |page| {
        for tile in ["tile_queries=1&tile_keys=1", "tile_queries=3&tile_keys=5", "tile_keys=64"] {
            let state = "text=the animal did not cross the street&mask=causal&temperature=0.05";
            page.open(&format!("#lab=cost&view=flash&{state}&{tile}")).await?;
            let difference = value(page, "[data-measure=difference]").await?;
            ensure!(difference <= 1e-5, "{tile}: {difference}");
        }
        Ok(())
    })
}

#[test]
fn flash_attention_moves_less() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&view=flash&memory=16384&context=4096").await?;
        let traffic = async |what: &str| number(page, "[data-measure=traffic]", what).await;
        let (standard, flash) = (traffic("data-standard").await?, traffic("data-flash").await?);
        ensure!(flash < standard, "{flash} of {standard}");
        page.open("#lab=cost&view=flash&memory=131072&context=4096").await?;
        ensure!(traffic("data-flash").await? < flash, "more fast memory moves no less");
        assert_eq!(traffic("data-standard").await?, standard);
        Ok(())
    })
}

#[test]
fn performer_is_drawn_anew_and_gets_better_with_features() -> Result<()> {
    in_browser(async |page| {
        let sentence =
            "text=the animal did not cross the street because it was too tired&temperature=4";
        page.open(&format!("#lab=cost&view=performer&{sentence}&features=4")).await?;
        let few = value(page, "[data-measure=output]").await?;
        page.focus("[data-action=redraw]").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "draw=2").await?;
        let other = async || Ok(value(page, "[data-measure=output]").await? != few);
        page.until("another draw gives another error", other).await?;
        let slope = value(page, "[data-measure=slope]").await?;
        ensure!((-0.8..-0.2).contains(&slope), "{slope}");
        page.open(&format!("#lab=cost&view=performer&{sentence}&features=1024")).await?;
        let many = value(page, "[data-measure=output]").await?;
        ensure!(many < 0.5 * few, "{many} of {few}");
        Ok(())
    })
}

/// What a variant loses.
async fn lost(page: &Page, on: &str, variant: &str, part: &str) -> Result<f64> {
    let cell = format!("[data-losses={on}] tr[data-variant={variant}] td[data-part={part}]");
    value(page, &cell).await
}

#[test]
fn what_is_lost_is_measured_on_the_sentence() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&view=error&text=one two three four five six seven&near=2").await?;
        ensure!(lost(page, "sentence", "full", "error").await? < 1e-6);
        ensure!(lost(page, "sentence", "flash", "error").await? < 1e-5);
        assert_eq!(lost(page, "sentence", "sliding_window", "pairs").await?, 19.0 / 49.0);
        ensure!(lost(page, "sentence", "sliding_window", "error").await? > 0.01);
        // A window that reaches everyone loses nothing.
        page.open("#lab=cost&view=error&text=one two three four five six seven&near=14").await?;
        ensure!(lost(page, "sentence", "sliding_window", "error").await? < 1e-5);
        Ok(())
    })
}

#[test]
fn a_trained_model_does_with_a_window_that_reaches() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&view=error&task=back&near=2").await?;
        page.focus("[data-action=train]").await?;
        page.press(&Key::Enter).await?;
        page.find("[data-action=cancel]").await?;
        let right = async |variant: &str| lost(page, "trained", variant, "right").await;
        // Training takes longer than anything else may.
        let trained = "[data-losses=trained] tr[data-variant=full]";
        let progress =
            "return document.querySelector('[data-losses=trained] .buttons').textContent";
        while page.count(trained).await? == 0 {
            let before = page.text_of(progress).await?;
            page.until("the training goes on", async || {
                Ok(page.count(trained).await? > 0 || page.text_of(progress).await? != before)
            })
            .await?;
        }
        let full = right("full").await?;
        ensure!(full > 0.9, "the task was not learned: {full}");
        assert_eq!(right("flash").await?, full);
        let short = right("sliding_window").await?;
        ensure!(short < 0.6, "two places back can’t be reached: {short}");
        page.focus("[data-control=near]").await?;
        page.press(&Key::Right).await?;
        page.press(&Key::Right).await?;
        page.until("a wider window answers", async || Ok(right("sliding_window").await? > 0.9))
            .await?;
        page.assert_accessible().await
    })
}
