//! Pointing at pictures: what lights up, and what must stay as it is.

use anyhow::Result;
use fantoccini::key::Key;

use crate::harness::in_browser;

const PICTURE: &str =
    "return document.querySelector('figure[data-matrix=scores] canvas').toDataURL()";
const FOCUSED: &str = "return document.activeElement.outerHTML";

/// The light lies over the picture; it once replaced the canvas by a blank one.
#[test]
fn pointing_at_a_cell_leaves_its_picture_as_it_is() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores").await?;
        page.settle().await?;
        let before = page.text_of(PICTURE).await?;

        page.hover_cell("scores", Some(0), (1, 2)).await?;
        page.find("figure[data-matrix=scores] .mark.cursor").await?;
        page.find("figure[data-matrix=queries] .mark.part").await?;
        assert_eq!(page.text_of(PICTURE).await?, before);

        page.click_cell("scores", Some(0), (1, 2)).await?;
        page.focus("figure[data-matrix=scores] .heatmap").await?;
        page.press(&Key::Left).await?;
        assert_eq!(page.text_of(PICTURE).await?, before);
        Ok(())
    })
}

/// A canvas that nobody painted is 300 pixels wide.
#[test]
fn every_stamp_is_painted() -> Result<()> {
    const BLANK: &str = "return String([...document.querySelectorAll('canvas.thumbnail')]
        .filter((canvas) => canvas.width === 300).length)";
    in_browser(async |page| {
        page.open("#step=output&mask=causal").await?;
        page.settle().await?;
        assert!(page.count("canvas.thumbnail").await? > 8);
        assert_eq!(page.text_of(BLANK).await?, "0");
        Ok(())
    })
}

#[test]
fn a_row_of_numbers_can_be_edited_without_losing_the_field() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=projections&cell=0,1,query-weights").await?;
        for number in ["2", "3"] {
            page.write("input[data-edit]", number).await?;
            page.press(&Key::Enter).await?;
            page.until_hash(true, &format!("edit=query-weights,0,0,1,{number}")).await?;
            assert!(page.text_of(FOCUSED).await?.contains("data-edit"));
        }
        Ok(())
    })
}

#[test]
fn the_word_order_lab_s_outputs_open_in_the_attention_lab() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=order").await?;
        page.hover_cell("difference", None, (0, 1)).await?;
        page.find("figure[data-matrix=difference] .mark.cursor").await?;
        page.click_cell("output-a", None, (2, 3)).await?;
        page.find("[data-lab=attention] [data-ledger=output]").await?;
        assert_eq!(page.step().await?, "output");
        Ok(())
    })
}

/// RoPE can't turn a head of odd width: the page says so and can be led out of it.
#[test]
fn settings_that_contradict_each_other_can_be_mended() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores&encoding=rope&d_model=9&heads=3").await?;
        page.find("[role=alert]").await?;
        assert_eq!(page.value("#sentence").await?, "dog bites man");
        page.choose("[data-control=encoding]", 1).await?;
        page.matrix("scores", Some(0)).await.map(drop)
    })
}
