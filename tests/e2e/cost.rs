//! The cost lab: patterns, a mask of one's own, and times measured on this device.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::json;

use crate::harness::{Page, in_browser};

/// The value that an element carries.
async fn value(page: &Page, selector: &str) -> Result<f64> {
    page.find(selector).await?;
    let text = page.attribute(selector, "data-value").await?;
    text.with_context(|| format!("no value in {selector}"))?.parse().context("no number")
}

async fn of_variant(page: &Page, variant: &str, measure: &str) -> Result<f64> {
    value(page, &format!("[data-variant={variant}] [data-measure={measure}]")).await
}

/// How many keys are within `half` of each query, of `n`.
fn windowed(n: i64, half: i64) -> f64 {
    (0..n).map(|i| (i + half).min(n - 1) - (i - half).max(0) + 1).sum::<i64>() as f64
}

#[test]
fn patterns_meet_the_pairs_that_they_should() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&n=100&window=16&global=2&random=3").await?;
        for dense in ["full", "flash", "performer"] {
            assert_eq!(of_variant(page, dense, "layers").await?, 1.0, "{dense}");
        }
        assert_eq!(of_variant(page, "full", "pairs").await?, 10_000.0);
        assert_eq!(of_variant(page, "sliding_window", "pairs").await?, windowed(100, 8));
        // 99 places to the far end, 8 in each layer.
        assert_eq!(of_variant(page, "sliding_window", "layers").await?, 13.0);
        let near = of_variant(page, "longformer", "pairs").await?;
        ensure!(near > windowed(100, 8) && near < 10_000.0, "{near}");
        assert_eq!(of_variant(page, "longformer", "layers").await?, 2.0);
        // Each of the 98 queries that aren't global has three keys more.
        assert_eq!(of_variant(page, "big_bird", "pairs").await?, near + 98.0 * 3.0);

        // By keyboard: the slider doubles.
        page.focus("[data-control=n]").await?;
        page.press(&Key::Right).await?;
        page.until_hash(true, "n=256").await?;
        assert_eq!(of_variant(page, "full", "pairs").await?, 65_536.0);
        page.choose("[data-control=mask]", 1).await?;
        page.until_hash(true, "mask=causal").await?;
        assert_eq!(of_variant(page, "full", "pairs").await?, 256.0 * 257.0 / 2.0);
        Ok(())
    })
}

#[test]
fn the_longest_text_has_its_patterns() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&n=4096&window=4096&random=4096&global=4096&block=4096").await?;
        assert_eq!(of_variant(page, "big_bird", "coverage").await?, 1.0);
        // A row of the picture is 32 tokens, and has the number of the first of them.
        let last = "const rows = document.querySelectorAll('[data-variant=full] tbody tr');
            return rows[rows.length - 1]?.querySelector('th').textContent ?? ''";
        page.until("rows are tokens", async || Ok(page.text_of(last).await? == "4064")).await?;
        page.go("#lab=cost&n=1&window=0&global=0&random=0").await?;
        let one = async || Ok(of_variant(page, "sliding_window", "pairs").await? == 1.0);
        page.until("one token has one pair", one).await
    })
}

#[test]
fn a_mask_is_painted_by_keyboard_and_by_pointer() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&view=paint&text=dog bites man").await?;
        assert_eq!(value(page, "[data-measure=pairs]").await?, 9.0);
        assert_eq!(value(page, "[data-measure=error]").await?, 0.0);
        page.focus("figure .heatmap").await?;
        page.press(&Key::Home).await?;
        page.press(&Key::Right).await?;
        page.press(&Key::Enter).await?;
        let painted = async |pairs: f64| {
            let there = async || Ok(value(page, "[data-measure=pairs]").await? == pairs);
            page.until("the mask is painted", there).await
        };
        painted(8.0).await?;
        ensure!(value(page, "[data-measure=error]").await? > 0.0);
        page.until_hash(true, "mask=custom").await?;
        page.click_cell("pattern", None, (2, 0)).await?;
        painted(7.0).await?;
        page.click_cell("pattern", None, (2, 0)).await?;
        painted(8.0).await?;
        page.click("[data-preset=causal]").await?;
        painted(6.0).await?;
        // One undo, one change.
        page.click("[data-action=undo]").await?;
        painted(8.0).await?;
        // The layer of the attention lab has this mask.
        page.click("[data-action=open-mask]").await?;
        page.until_step("masked").await?;
        let masked = page.matrix("masked", Some(0)).await?;
        assert_eq!(masked.values.iter().flatten().filter(|v| **v == f64::NEG_INFINITY).count(), 1);
        Ok(())
    })
}

/// A finger is nowhere until it presses, and keys stay where they were.
#[test]
fn a_mask_is_painted_by_finger_where_it_presses() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&view=paint&text=dog bites man").await?;
        let closed = async |cells: &[(usize, usize)]| {
            let there = async || {
                let open = page.matrix("pattern", None).await?.values;
                let is_closed = |row, column| cells.contains(&(row, column));
                Ok((0..3).all(|row| (0..3).all(|c| (open[row][c] == 0.0) == is_closed(row, c))))
            };
            page.until("just these are closed", there).await
        };
        page.draw_on_cells("pattern", None, &[(0, 1)]).await?;
        closed(&[(0, 1)]).await?;
        page.draw_on_cells("pattern", None, &[(1, 2)]).await?;
        closed(&[(0, 1), (1, 2)]).await?;
        page.draw_on_cells("pattern", None, &[(2, 0), (2, 1)]).await?;
        closed(&[(0, 1), (1, 2), (2, 0), (2, 1)]).await?;
        page.draw_on_cells("pattern", None, &[(0, 1)]).await?;
        closed(&[(1, 2), (2, 0), (2, 1)]).await?;

        // No click came after what was drawn, so the key is not taken for one.
        page.draw_on_cells("pattern", None, &[(2, 0), (2, 1)]).await?;
        closed(&[(1, 2)]).await?;
        page.focus("figure .heatmap").await?;
        page.press(&Key::Home).await?;
        page.press(&Key::Up).await?;
        page.press(&Key::Up).await?;
        page.press(&Key::Enter).await?;
        closed(&[(0, 0), (1, 2)]).await?;
        // What lies beside the heatmap paints nothing.
        page.click("figure .numbers summary").await?;
        closed(&[(0, 0), (1, 2)]).await
    })
}

/// Waits until the measurement is in this phase.
async fn phase(page: &Page, phase: &str) -> Result<()> {
    page.find(&format!("[data-phase={phase}]")).await.map(drop)
}

#[test]
fn chosen_variants_are_measured_and_told_in_every_form() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&view=measure&variants=full,sliding_window&longest=512&d_k=16").await?;
        assert_eq!(page.count("[data-variant]:checked").await?, 2);
        page.focus("[data-action=measure]").await?;
        page.press(&Key::Enter).await?;
        phase(page, "finished").await?;
        // A browser that knows relaxed SIMD measures with it.
        let workers = page.text_of(
            "return performance.getEntriesByType('resource').map(e => e.name)
                 .filter(name => /worker.*_start/.test(name)).join()",
        );
        let workers = workers.await?;
        ensure!(workers.contains("/worker-relaxed-"), "{workers}");
        // The chart, its table, and the file say the same.
        page.find("[data-chart=milliseconds] svg").await?;
        assert_eq!(page.count("[data-chart=milliseconds] tbody tr").await?, 4);
        let file = page.attribute("[data-action=csv]", "href").await?.context("a file")?;
        let text = page
            .run("return decodeURIComponent(arguments[0].split(',')[1])", vec![json!(file)])
            .await?;
        let lines: Vec<Vec<&str>> =
            text.as_str().unwrap_or_default().lines().map(|l| l.split(',').collect()).collect();
        assert_eq!(lines.len(), 1 + 2 * 4);
        ensure!(lines.iter().all(|line| line.len() == lines[0].len()), "{lines:?}");
        let full: Vec<_> = lines.iter().filter(|line| line[0] == "full").collect();
        assert_eq!(
            full.iter().map(|line| line[1]).collect::<Vec<_>>(),
            ["64", "128", "256", "512"]
        );
        ensure!(full.iter().all(|line| line[2].parse().is_ok_and(|ms: f64| ms > 0.0)), "{full:?}");
        assert_eq!(full[3][6], "262144");
        for variant in ["full", "sliding_window"] {
            let slope = format!("[data-variant={variant}] [data-slope]");
            let slope: f64 = page.attribute(&slope, "data-slope").await?.context("it")?.parse()?;
            ensure!(slope > 0.0 && slope < 3.0, "{variant}: {slope}");
        }
        page.assert_accessible().await
    })
}

#[test]
fn a_cancelled_measurement_keeps_what_it_found() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&view=measure&longest=16384&d_k=128").await?;
        page.click("[data-action=measure]").await?;
        page.find("[data-chart=milliseconds] tbody tr").await?;
        page.click("[data-action=cancel]").await?;
        phase(page, "cancelled").await?;
        let file = page.attribute("[data-action=csv]", "href").await?;
        // Whoever leaves and comes back finds it again, and nothing went on.
        page.click("[data-choice=patterns]").await?;
        page.click("[data-choice=measure]").await?;
        phase(page, "cancelled").await?;
        assert_eq!(page.attribute("[data-action=csv]", "href").await?, file);
        // No variant, nothing to measure.
        page.go("#lab=cost&view=measure&variants=").await?;
        page.find("[data-action=measure][aria-disabled=true]").await.map(drop)
    })
}

#[test]
fn what_is_to_be_measured_is_in_the_address() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=cost&view=measure").await?;
        page.click("input[data-variant=performer]").await?;
        page.until_hash(true, "variants=full,flash,sliding_window,longformer,big_bird").await?;
        page.choose("[data-control=longest]", 0).await?;
        page.until_hash(true, "longest=512").await?;
        page.reload().await?;
        page.find("input[data-variant=performer]:not(:checked)").await?;
        assert_eq!(page.value("[data-control=longest]").await?, "512");
        Ok(())
    })
}
