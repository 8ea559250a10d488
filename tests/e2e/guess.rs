//! Guessing before looking.

use anyhow::Result;

use crate::harness::{Page, in_browser};

/// The place of the largest of some numbers.
fn largest(row: &[f64]) -> Option<usize> {
    (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b]))
}

/// Takes a choice and gives whether the page says that it is right.
async fn guess(page: &Page, choice: usize) -> Result<Option<String>> {
    page.click(&format!(".question [data-choice='{choice}']")).await?;
    page.find("[data-verdict]").await?;
    page.attribute("[data-verdict]", "data-verdict").await
}

#[test]
fn a_guess_is_held_against_the_weights() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=weights").await?;
        let row = page.matrix("weights", Some(0)).await?.values[1].clone();
        let right = largest(&row);
        page.go("#step=scores").await?;
        page.until_step("scores").await?;
        page.click(".question summary").await?;
        page.until_hash(true, "question=most,1").await?;
        for choice in 0..3 {
            page.go(&format!("#step=scores&question=most,1&seed={}", choice + 2)).await?;
            page.go("#step=scores&question=most,1").await?;
            page.gone("[data-verdict]").await?;
            let is_right = (right == Some(choice)).to_string();
            assert_eq!(guess(page, choice).await?, Some(is_right), "{choice} of {row:?}");
            page.until_hash(true, &format!("guess={choice}")).await?;
        }
        page.assert_accessible().await?;
        // What is shown where the learner is led to is the cell of the right word.
        page.click(".question p button").await?;
        page.until_step("weights").await?;
        page.until_hash(true, &format!("cell=1,{}", right.unwrap_or_default())).await
    })
}

#[test]
fn other_numbers_take_the_guess_back() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores&question=nearest,0").await?;
        guess(page, 2).await?;
        page.click("[data-action='next']").await?;
        page.until_step("scaled").await?;
        page.find("[data-verdict]").await?;
        page.write("#sentence", "man bites dog").await?;
        page.gone("[data-verdict]").await?;
        page.until_hash(false, "guess=").await?;
        page.until_hash(true, "question=nearest,0").await
    })
}

#[test]
fn the_keyboard_asks_one_question_after_the_other() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores").await?;
        page.focus(".question summary").await?;
        page.press(" ").await?;
        for question in ["most,1", "division,1", "nearest,1", "most,2", "division,2"] {
            page.until_hash(true, &format!("question={question}")).await?;
            page.focus(".question [data-choice='1']").await?;
            page.press("\u{E007}").await?;
            page.find("[data-verdict]").await?;
            page.focus(".question p button:last-child").await?;
            page.press("\u{E007}").await?;
        }
        page.focus(".question summary").await?;
        page.press(" ").await?;
        page.until_hash(false, "question=").await
    })
}

#[test]
fn what_can_not_be_asked_is_said() -> Result<()> {
    in_browser(async |page| {
        page.open("#question=most,40").await?;
        let is_said = async || Ok(page.text(".question").await?.contains("no word in place 40"));
        page.until("there is no such word", is_said).await?;
        page.go("#question=least,1").await?;
        page.find(".notice, [role='alert']").await?;
        page.gone(".question [data-choice]").await?;
        page.go("#question=most,0&guess=63").await?;
        page.find("[data-verdict]").await?;
        assert_eq!(
            page.attribute("[data-verdict]", "data-verdict").await?,
            Some("false".to_owned())
        );
        page.go("#text=&question=most,0").await?;
        page.gone(".question").await?;
        page.go("#question=most,0&hide=question").await?;
        page.gone(".question").await
    })
}
