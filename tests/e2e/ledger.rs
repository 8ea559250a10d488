//! Opening one cell down to its arithmetic.

use anyhow::{Context, Result};

use crate::harness::{Page, in_browser};

/// Gives the full-precision value that the ledger says.
pub const VALUE: &str = "return document.querySelector('[data-ledger-value]').dataset.ledgerValue";

/// Opens a cell with the mouse and checks that the ledger says what the table says.
async fn open_cell(
    page: &Page,
    matrix: &str,
    head: Option<usize>,
    cell: (usize, usize),
) -> Result<()> {
    let shown = page.matrix(matrix, head).await?.values[cell.0][cell.1];
    page.click_cell(matrix, head, cell).await?;
    page.find("[data-ledger]").await?;
    let said: f64 = page.text_of(VALUE).await?.parse()?;
    assert_eq!(said, shown, "{matrix} {cell:?}");
    Ok(())
}

#[test]
fn every_computed_cell_opens() -> Result<()> {
    in_browser(async |page| {
        page.open("#mask=causal").await?;
        let cases = [
            ("inputs", "inputs", None),
            ("projections", "queries", Some(0)),
            ("scores", "scores", Some(0)),
            ("scaled", "scaled", Some(0)),
            ("masked", "masked", Some(0)),
            ("weights", "weights", Some(0)),
            ("head-output", "head-output", Some(0)),
            ("output", "output", None),
        ];
        for (step, matrix, head) in cases {
            page.go(&format!("#mask=causal&step={step}")).await?;
            page.until_step(step).await?;
            for cell in [(1, 0), (2, 1)] {
                open_cell(page, matrix, head, cell).await?;
                page.until_hash(true, &format!("cell={},{}", cell.0, cell.1)).await?;
            }
        }
        Ok(())
    })
}

#[test]
fn the_products_add_up_to_the_score() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores").await?;
        open_cell(page, "scores", Some(0), (0, 2)).await?;
        let score = page.matrix("scores", Some(0)).await?.values[0][2];
        let terms = page
            .run(
                "return [...document.querySelectorAll('[data-ledger] tbody .result')]
                     .map(e => Number(e.textContent.replace('−', '-')))",
                vec![],
            )
            .await?;
        let terms: Vec<f64> = serde_json::from_value(terms)?;
        assert_eq!(terms.len(), 4, "d_k is 4");
        // Each is written with 4 decimals.
        assert!((terms.iter().sum::<f64>() - score).abs() < 4e-4, "{terms:?} and {score}");
        Ok(())
    })
}

#[test]
fn a_term_leads_to_where_it_came_from() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores&cell=0,2").await?;
        page.click("[data-ledger] tbody button").await?;
        page.until_step("projections").await?;
        page.until_hash(true, "cell=0,").await
    })
}

#[test]
fn hovering_previews_and_locks_nothing() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores").await?;
        page.hover_cell("scores", Some(0), (1, 1)).await?;
        page.find("figure[data-matrix=scores] .cursor").await?;
        page.until_hash(false, "cell=").await?;
        page.hover_cell("scores", Some(0), (2, 2)).await?;
        assert_eq!(page.count("figure[data-matrix=scores] .locked").await?, 0);
        Ok(())
    })
}

#[test]
fn the_arithmetic_can_be_copied_as_text() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores&cell=1,1").await?;
        // What the clipboard would hold.
        let record = "navigator.clipboard.writeText = async text => { window.copied = text }";
        page.run(record, vec![]).await?;
        page.click("[data-ledger] [data-action=copy-ledger]").await?;
        let text = page.text_of("return window.copied").await?;
        let (name, sum) = text.split_once('\n').context("the arithmetic has a line of its own")?;
        assert!(name.contains("[bites, bites]"), "{text}");
        assert_eq!(sum.matches('·').count(), 4, "d_k is 4: {text}");
        Ok(())
    })
}
