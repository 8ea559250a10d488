//! Recurrent networks beside attention, in the cost lab.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use crate::harness::{Page, in_browser};

const VIEW: &str = "#lab=cost&view=recurrent";

async fn open(page: &Page, state: &str) -> Result<()> {
    page.open(&format!("{VIEW}&{state}")).await?;
    page.find("[data-chart=gradient] tbody tr").await.map(drop)
}

/// The numbers of the elements that fit, in order.
async fn numbers(page: &Page, selector: &str) -> Result<Vec<f64>> {
    let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.dataset.value)";
    let texts: Vec<String> =
        serde_json::from_value(page.run(script, vec![json!(selector)]).await?)?;
    texts.iter().map(|text| text.parse().context("no number")).collect()
}

/// The gradients of RNN, LSTM and attention at each distance.
async fn gradients(page: &Page) -> Result<Vec<[f64; 3]>> {
    let all = numbers(page, "[data-chart=gradient] td[data-value]").await?;
    Ok(all.chunks_exact(3).map(|row| [row[0], row[1], row[2]]).collect())
}

async fn fate(page: &Page, kind: &str) -> Result<String> {
    let fate = page.attribute(&format!("[data-kind={kind}][data-fate]"), "data-fate").await?;
    fate.with_context(|| format!("{kind} has no fate"))
}

#[test]
fn an_rnn_vanishes_and_explodes_and_attention_does_not_care() -> Result<()> {
    in_browser(async |page| {
        open(page, "hidden=32&span=100").await?;
        let first = gradients(page).await?;
        assert_eq!(first.len(), 100);
        ensure!(first[99][0] < 1e-20 * first[0][0], "the RNN keeps {:?}", first[99]);
        ensure!(first[99][0] < first[99][1] && first[99][1] < first[99][2], "{:?}", first[99]);
        assert_eq!(fate(page, "rnn").await?, "vanishes");
        assert_eq!(fate(page, "attention").await?, "stays");

        open(page, "hidden=32&span=100&gain=4").await?;
        let second = gradients(page).await?;
        ensure!(second[99][0] > 10.0 * second[0][0], "the RNN has {:?}", second[99]);
        assert_eq!(fate(page, "rnn").await?, "explodes");
        ensure!(first.iter().zip(&second).all(|(a, b)| a[2] == b[2]), "attention has no gain");

        // Nothing goes from one state to the next.
        open(page, "gain=0&span=10").await?;
        let third = gradients(page).await?;
        ensure!(third[0][0] > 0.0 && third[1..].iter().all(|row| row[0] == 0.0), "{third:?}");
        Ok(())
    })
}

#[test]
fn costs_are_those_of_the_formulas() -> Result<()> {
    in_browser(async |page| {
        open(page, "hidden=16&d_model=8&span=50").await?;
        let (n, d, h) = (50.0, 8.0, 16.0);
        let rnn = n * d * h + (n - 1.0) * h * h;
        for (cost, wanted) in [
            ("multiply-adds", [rnn, 4.0 * rnn + 3.0 * n * h, 3.0 * n * d * h + 2.0 * n * n * h]),
            ("steps", [n, n, 1.0]),
            ("path", [n, n, 1.0]),
            ("kept", [4.0 * n * h, 24.0 * n * h, 4.0 * (3.0 * n * h + n * n)]),
            ("carried", [4.0 * h, 8.0 * h, 8.0 * n * h]),
        ] {
            assert_eq!(numbers(page, &format!("[data-cost={cost}] td")).await?, wanted, "{cost}");
        }
        page.click("[data-choice=sentence]").await?;
        page.settle().await?;
        assert_eq!(numbers(page, "[data-cost=steps] td").await?, [3.0, 3.0, 1.0]);
        assert_eq!(gradients(page).await?.len(), 3);
        Ok(())
    })
}

#[test]
fn words_are_read_one_by_one_or_all_at_once() -> Result<()> {
    in_browser(async |page| {
        open(page, "text=time flies like an arrow").await?;
        let done = async |picture: &str| {
            page.count(&format!("[data-picture={picture}] circle.done")).await
        };
        assert_eq!((done("chain").await?, done("all").await?), (1, 5));
        page.focus(".reading [data-action=next]").await?;
        page.press(&Key::Enter).await?;
        page.find("[data-reading='2']").await?;
        assert_eq!((done("chain").await?, done("all").await?), (2, 5));
        page.focus("[data-control=word]").await?;
        page.press(&Key::Home).await?;
        page.find("[data-reading='0']").await?;
        assert_eq!((done("chain").await?, done("all").await?), (0, 0));
        // Played, it comes to the end and stops.
        page.focus(".reading [data-action=play]").await?;
        page.press(&Key::Space).await?;
        page.find("[data-reading='5']").await?;
        page.find(".reading [data-action=play][aria-pressed=false]").await?;
        assert_eq!((done("chain").await?, done("all").await?), (5, 5));
        Ok(())
    })
}

#[test]
fn time_is_measured_and_nothing_stands_in_the_way() -> Result<()> {
    in_browser(async |page| {
        for (width, theme) in [(360, "light"), (1280, "dark")] {
            page.resize(width, 800).await?;
            open(page, &format!("theme={theme}&hidden=64&span=256&d_model=64")).await?;
            page.focus("[data-action=time]").await?;
            page.press(&Key::Enter).await?;
            let all = async || Ok(page.count(".timing td[data-value]").await? == 9);
            page.until("all is measured", all).await?;
            page.find("[data-action=time][aria-disabled=false]").await?;
            let times = numbers(page, ".timing td").await?;
            ensure!(times.len() == 9 && times.iter().all(|time| *time > 0.0), "{times:?}");
            page.assert_no_sideways_scroll().await?;
            page.assert_accessible().await?;
        }
        Ok(())
    })
}
