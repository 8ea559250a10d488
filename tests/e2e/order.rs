//! The word-order lab.

use anyhow::{Context, Result};
use tests::reference::{mismatch, zip};

use crate::harness::{Matrix, Page, in_browser};

/// The outputs of one word in one sentence: its vectors, in the order of the sentence.
fn vectors_of(matrix: &Matrix, word: &str) -> Vec<Vec<f64>> {
    let rows = matrix.rows.iter().zip(&matrix.values);
    rows.filter(|(name, _)| *name == word).map(|(_, values)| values.clone()).collect()
}

/// Checks the difference against the two outputs, and gives its largest value.
async fn largest_difference(page: &Page) -> Result<f64> {
    let a = page.matrix("output-a", None).await?;
    let b = page.matrix("output-b", None).await?;
    let difference = page.matrix("difference", None).await?;
    for word in &difference.rows {
        let (in_a, in_b) = (vectors_of(&a, word), vectors_of(&b, word));
        let expected = zip(&in_a, &in_b, |a, b| a - b);
        assert_eq!(mismatch(&vectors_of(&difference, word), &expected), None, "{word}");
    }
    let values = difference.values.iter().flatten();
    let largest = values.map(|x| x.abs()).max_by(f64::total_cmp).context("no difference at all")?;
    let said = page.max_difference().await?;
    assert!((said - largest).abs() <= 1e-3 * largest + 1e-12, "{said} is said, {largest} shown");
    Ok(largest)
}

async fn open(page: &Page, rest: &str) -> Result<()> {
    page.open(&format!("#lab=order&text=dog bites man&compare=man bites dog{rest}")).await?;
    page.find("[data-lab=order]").await.map(drop)
}

#[test]
fn without_positions_the_outputs_are_merely_permuted() -> Result<()> {
    in_browser(async |page| {
        open(page, "&encoding=none").await?;
        assert!(largest_difference(page).await? < 1e-5);
        Ok(())
    })
}

#[test]
fn every_encoding_tells_orders_apart() -> Result<()> {
    in_browser(async |page| {
        for encoding in ["sinusoidal", "learned", "rope", "alibi", "t5"] {
            page.open(&format!("#lab=order&compare=bites dog man&encoding={encoding}")).await?;
            assert!(largest_difference(page).await? > 1e-3, "{encoding}");
        }
        Ok(())
    })
}

#[test]
fn encoding_and_mask_are_each_measured_by_themselves() -> Result<()> {
    in_browser(async |page| {
        let shown = async |choice: &str| {
            open(page, choice).await?;
            page.text("[data-max-difference]").await
        };
        let encoding = shown("&encoding=sinusoidal&mask=none").await?;
        let mask = shown("&encoding=none&mask=causal").await?;
        assert_ne!(encoding, mask);
        open(page, "&encoding=sinusoidal&mask=causal").await?;
        let said = page.text(".side .explanation").await?;
        let expected = format!("difference is {encoding}, with the mask and no encoding {mask}.");
        assert!(said.contains(&expected), "{said}");
        Ok(())
    })
}

/// ALiBi's penalty grows with the distance alone, and a sentence read backwards has the
/// same distances.
#[test]
fn alibi_does_not_see_that_a_sentence_is_reversed() -> Result<()> {
    in_browser(async |page| {
        open(page, "&encoding=alibi").await?;
        assert!(largest_difference(page).await? < 1e-5);
        open(page, "&encoding=alibi&mask=causal").await?;
        assert!(largest_difference(page).await? > 1e-3);
        Ok(())
    })
}

#[test]
fn the_causal_mask_alone_tells_them_apart() -> Result<()> {
    in_browser(async |page| {
        open(page, "&encoding=none&mask=causal").await?;
        assert!(largest_difference(page).await? > 1e-3);
        Ok(())
    })
}

#[test]
fn both_sentences_can_be_typed() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=order").await?;
        assert_eq!(page.value("#sentence").await?, "dog bites man");
        assert_eq!(page.value("#compare").await?, "man bites dog");
        page.write("#sentence", "red or blue or green").await?;
        page.write("#compare", "green or blue or red").await?;
        let b = page.matrix("output-b", None).await?;
        assert_eq!(b.rows, ["green", "or", "blue", "or", "red"]);
        largest_difference(page).await?;
        // No word in common: nothing to compare, and nothing breaks.
        page.write("#compare", "Hund beißt Mann").await?;
        page.find("[data-lab=order]").await?;
        assert_eq!(page.matrix("output-b", None).await?.rows, ["Hund", "beißt", "Mann"]);
        Ok(())
    })
}
