//! Changing what is shown, and taking it back.

use anyhow::Result;
use fantoccini::key::Key;
use tests::reference::{mismatch, product};

use crate::harness::{Figures, Page, in_browser};

/// Sets the open cell to a value.
async fn set(page: &Page, value: &str) -> Result<()> {
    page.write("[data-ledger] input[data-edit]", value).await?;
    page.press(&Key::Enter).await
}

async fn weights_and_queries(page: &Page) -> Result<Figures> {
    let mut figures = page.figures().await?;
    figures.retain(|(name, _), _| ["inputs", "query-weights", "queries"].contains(&name.as_str()));
    assert_eq!(figures.len(), 3, "{:?}", figures.keys());
    Ok(figures)
}

#[test]
fn a_weight_is_edited_undone_and_redone() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=projections").await?;
        let before = weights_and_queries(page).await?;
        page.click_cell("query-weights", Some(0), (2, 1)).await?;
        set(page, "-3.5").await?;

        let after = weights_and_queries(page).await?;
        let of = |name: &str, head| &after[&(name.to_owned(), head)].values;
        assert_eq!(of("query-weights", Some(0))[2][1], -3.5);
        let queries = product(of("inputs", None), of("query-weights", Some(0)));
        assert_eq!(mismatch(of("queries", Some(0)), &queries), None);
        assert_ne!(before, after);
        assert_eq!(page.count("figure[data-matrix=query-weights] td.edited").await?, 1);
        page.until_hash(true, "edit=").await?;

        page.click("[data-action=undo]").await?;
        assert_eq!(weights_and_queries(page).await?, before);
        assert_eq!(page.count("td.edited").await?, 0);
        page.until_hash(false, "edit=").await?;
        page.click("[data-action=redo]").await?;
        assert_eq!(weights_and_queries(page).await?, after);

        page.until_hash(true, "edit=").await?;
        page.reload().await?;
        assert_eq!(weights_and_queries(page).await?, after);
        Ok(())
    })
}

#[test]
fn an_edited_embedding_belongs_to_its_word() -> Result<()> {
    in_browser(async |page| {
        page.open("#text=the dog sees the cat&step=embeddings&cell=0,3").await?;
        set(page, "2.25").await?;
        let vectors = page.matrix("embeddings", None).await?.values;
        assert_eq!((vectors[0][3], vectors[3][3]), (2.25, 2.25));
        assert_ne!(vectors[1][3], 2.25);
        Ok(())
    })
}

#[test]
fn what_is_no_number_changes_nothing() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=projections&cell=0,0,query-weights").await?;
        let before = page.figures().await?;
        for text in ["", "abc", "1e99", "NaN"] {
            set(page, text).await?;
            assert_eq!(page.figures().await?, before, "{text:?}");
        }
        Ok(())
    })
}

#[test]
fn every_choice_changes_the_numbers_and_can_be_taken_back() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=weights").await?;
        let first = page.matrix("weights", None).await?;
        let choices = [
            ("[data-control=encoding]", 0),
            ("[data-control=mask]", 1),
            ("[data-control=heads]", 2),
            ("[data-control=d_model]", 3),
        ];
        for (control, option) in choices {
            page.choose(control, option).await?;
            assert_ne!(page.matrix("weights", None).await?, first, "{control}");
            page.click("[data-action=undo]").await?;
            assert_eq!(page.matrix("weights", None).await?, first, "{control}");
        }
        Ok(())
    })
}

#[test]
fn menus_say_what_is_so() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=weights").await?;
        let chosen = async |expected: &str| {
            let script =
                "return String(document.querySelector('[data-control=mask]').selectedIndex)";
            assert_eq!(page.text_of(script).await?, expected);
            anyhow::Ok(())
        };
        for option in [1, 0] {
            page.choose("[data-control=mask]", option).await?;
        }
        for (action, expected) in [("undo", "1"), ("undo", "0"), ("redo", "1"), ("reset", "0")] {
            page.click(&format!("[data-action={action}]")).await?;
            chosen(expected).await?;
        }
        Ok(())
    })
}

#[test]
fn reset_brings_back_the_first_page() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        page.write("#sentence", "something else entirely").await?;
        page.click("[data-action=next]").await?;
        page.click("[data-action=reset]").await?;
        assert_eq!(page.value("#sentence").await?, "dog bites man");
        page.click("[data-action=undo]").await?;
        assert_eq!(page.value("#sentence").await?, "something else entirely");
        Ok(())
    })
}
