//! Everything without a mouse.

use anyhow::{Result, ensure};
use fantoccini::key::Key;

use crate::harness::{Page, in_browser};

/// Presses Tab until an element that fits has the focus; fails on the way when one can't
/// be seen to have it.
async fn tab_to(page: &Page, selector: &str) -> Result<()> {
    for _ in 0..80 {
        page.press(&Key::Tab).await?;
        let hidden = page
            .text_of(
                "const e = document.activeElement;
                 const box = e.getBoundingClientRect();
                 const style = getComputedStyle(e);
                 const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
                 return e === document.body || (box.width && box.height && marked)
                     ? '' : e.outerHTML.slice(0, 200)",
            )
            .await?;
        ensure!(hidden.is_empty(), "this has the focus and doesn't show it: {hidden}");
        if page.count(&format!("{selector}:focus")).await? > 0 {
            return Ok(());
        }
    }
    anyhow::bail!("Tab never reaches {selector}")
}

#[test]
fn a_sentence_is_typed_stepped_through_and_a_cell_opened() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        tab_to(page, "#sentence").await?;
        let select_all = format!("{}a{}", &*Key::Control, &*Key::Null);
        page.press(&select_all).await?;
        page.press("cats chase mice").await?;
        assert_eq!(page.value("#sentence").await?, "cats chase mice");

        tab_to(page, "[data-stepper]").await?;
        page.press(&Key::Home).await?;
        for _ in 0..5 {
            page.press(&Key::Right).await?;
        }
        page.until_step("scores").await?;
        let scores = page.matrix("scores", Some(0)).await?;
        assert_eq!(scores.rows, ["cats", "chase", "mice"]);

        tab_to(page, "figure[data-matrix=scores] .heatmap").await?;
        page.press(&Key::Down).await?;
        page.press(&Key::Right).await?;
        page.press(&Key::Right).await?;
        page.press(&Key::Enter).await?;
        page.find("[data-ledger]").await?;
        let value: f64 = page.text_of(crate::ledger::VALUE).await?.parse()?;
        assert_eq!(value, scores.values[1][2]);
        page.until_hash(true, "cell=1,2").await?;
        page.press(&Key::Escape).await?;
        page.until_hash(false, "cell=").await
    })
}

#[test]
fn words_change_places() -> Result<()> {
    in_browser(async |page| {
        page.open("#text=dog bites man&step=tokens").await?;
        page.focus(".tokens button").await?;
        page.press(&format!("{}{}{}", &*Key::Alt, &*Key::Right, &*Key::Null)).await?;
        assert_eq!(page.value("#sentence").await?, "bites dog man");
        page.press(&format!("{}{}{}", &*Key::Alt, &*Key::End, &*Key::Null)).await?;
        assert_eq!(page.value("#sentence").await?, "bites man dog");
        Ok(())
    })
}

#[test]
fn the_page_keeps_no_focus_to_itself() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores").await?;
        // From the last element that takes the focus, Tab leaves the page.
        let mut seen = 0;
        for _ in 0..120 {
            page.press(&Key::Tab).await?;
            if page.count("body:focus, :root:focus").await? > 0 || page.count(":focus").await? == 0
            {
                seen += 1;
                break;
            }
        }
        assert_eq!(seen, 1, "Tab goes round in the page for ever");
        Ok(())
    })
}

/// What has the focus, by its tag.
const FOCUSED: &str = "return document.activeElement.tagName";

#[test]
fn a_number_followed_in_the_ledger_takes_the_focus_along() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores&cell=0,2").await?;
        page.focus("[data-ledger] tbody button").await?;
        page.press(&Key::Enter).await?;
        page.until_step("projections").await?;
        assert_eq!(page.text_of(FOCUSED).await?, "H3", "the ledger of the cell it led to");
        // From there the next number is one Tab away.
        page.press(&Key::Tab).await?;
        assert_eq!(page.count("[data-ledger] :focus").await?, 1);
        Ok(())
    })
}

#[test]
fn the_numbers_of_a_ledger_are_one_stop() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores&cell=0,2").await?;
        let at = "return String([...document.querySelectorAll('[data-ledger] button.factor')]
            .indexOf(document.activeElement))";
        page.focus("[data-ledger] button.factor").await?;
        for _ in 0..3 {
            page.press(&Key::Down).await?;
        }
        assert_eq!(page.text_of(at).await?, "3");
        page.press(&Key::Up).await?;
        assert_eq!(page.text_of(at).await?, "2");
        page.press(&Key::Tab).await?;
        assert_eq!(page.count("[data-action=copy-ledger]:focus").await?, 1);
        // Back, it is where it was.
        page.press(&format!("{}{}{}", &*Key::Shift, &*Key::Tab, &*Key::Null)).await?;
        assert_eq!(page.text_of(at).await?, "2");
        Ok(())
    })
}

#[test]
fn a_cell_that_keys_lead_to_is_in_sight() -> Result<()> {
    in_browser(async |page| {
        page.open("#d_model=64&heads=1&step=embeddings").await?;
        page.resize(360, 780).await?;
        let is_seen = "const tip = document.querySelector('.tip').getBoundingClientRect();
            const stage = document.querySelector('.stage').getBoundingClientRect();
            const middle = (tip.left + tip.right) / 2;
            return String(stage.left <= middle && middle <= stage.right
                && 0 <= tip.top && tip.bottom <= innerHeight)";
        page.focus("[data-matrix=embeddings] .heatmap").await?;
        for key in [Key::End, Key::Home] {
            page.press(&key).await?;
            page.until("the cell is in sight", async || Ok(page.text_of(is_seen).await? == "true"))
                .await?;
        }
        Ok(())
    })
}

#[test]
fn a_notice_that_is_closed_leaves_the_focus_in_the_lab() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores&heads=many").await?;
        assert_eq!(page.text_of(FOCUSED).await?, "BODY", "a page takes no focus by itself");
        page.focus("[data-action=dismiss]").await?;
        page.press(&Key::Enter).await?;
        assert_eq!(page.count("[data-action=dismiss]").await?, 0);
        assert_eq!(page.count(".stage:focus").await?, 1);
        Ok(())
    })
}

#[test]
fn enter_on_the_open_cell_goes_to_its_arithmetic_and_escape_back() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores").await?;
        page.focus("figure[data-matrix=scores] .heatmap").await?;
        page.press(&format!("{}{}", &*Key::Right, &*Key::Enter)).await?;
        page.find(".ledger.locked").await?;
        assert_eq!(page.count(".heatmap:focus").await?, 1, "so that another can be opened");
        page.press(&Key::Enter).await?;
        assert_eq!(page.count("[data-ledger] h3:focus").await?, 1);
        page.press(&Key::Escape).await?;
        page.until_hash(false, "cell=").await?;
        assert_eq!(page.count("figure[data-matrix=scores] .heatmap:focus").await?, 1);
        Ok(())
    })
}

#[test]
fn what_undo_and_moved_words_come_to_is_said() -> Result<()> {
    in_browser(async |page| {
        page.open("#text=dog bites man&step=scores").await?;
        let said = "return document.querySelector('[data-news]').textContent";
        assert_eq!(page.text_of(said).await?, "");
        page.choose("[data-control=mask]", 1).await?;
        page.click("[data-action=undo]").await?;
        assert_eq!(page.text_of(said).await?, "Undone: mask is none.");
        page.focus(".tokens button").await?;
        page.press(&format!("{}{}{}", &*Key::Alt, &*Key::Right, &*Key::Null)).await?;
        assert_eq!(page.text_of(said).await?, "The sentence is now: bites dog man");
        Ok(())
    })
}
