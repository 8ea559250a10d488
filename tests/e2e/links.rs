//! State in the URL: deep links, and wrong ones.

use anyhow::Result;

use crate::harness::in_browser;

const LINK: &str = "text=a bird in the hand&step=weights&encoding=none&mask=causal\
                    &heads=4&head=2&d_model=16&seed=9&scale=off&temperature=2&cell=2,1";

#[test]
fn a_deep_link_is_found_again_after_a_reload() -> Result<()> {
    in_browser(async |page| {
        page.open(&format!("#{LINK}")).await?;
        let weights = page.matrix("weights", Some(2)).await?;
        for part in LINK.split('&') {
            page.until_hash(true, part).await?;
        }
        let hash = page.hash().await?;
        page.reload().await?;
        assert_eq!(page.matrix("weights", Some(2)).await?, weights);
        assert_eq!(page.hash().await?, hash);
        assert_eq!(page.value("#sentence").await?, "a bird in the hand");
        page.find("[data-ledger]").await.map(drop)
    })
}

#[test]
fn the_query_string_says_the_same_as_the_hash() -> Result<()> {
    in_browser(async |page| {
        page.open(&format!("#{LINK}")).await?;
        let weights = page.matrix("weights", Some(2)).await?;
        page.open(&format!("?{LINK}")).await?;
        assert_eq!(page.matrix("weights", Some(2)).await?, weights);
        assert_eq!(page.step().await?, "weights");
        Ok(())
    })
}

#[test]
fn what_is_typed_is_in_the_link() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let text = "50% & more? #1 + \"quotes\" für 👩‍👩‍👧";
        page.write("#sentence", text).await?;
        page.until_hash(true, text).await?;
        page.reload().await?;
        assert_eq!(page.value("#sentence").await?, text);
        Ok(())
    })
}

/// The page writes its address a moment after a change; a link followed within that moment
/// must not be written over.
#[test]
fn a_link_followed_right_after_a_change_wins() -> Result<()> {
    const FOLLOW: &str = r"
        document.querySelector('[data-action=next]').click();
        setTimeout(() => {
            location.hash = '#step=weights';
            const start = performance.now();
            while (performance.now() - start < 200) {}
        }, 100);
    ";
    in_browser(async |page| {
        page.open("#step=scores").await?;
        page.settle().await?;
        page.run(FOLLOW, vec![]).await?;
        page.until_step("weights").await?;
        page.until_hash(true, "step=weights").await
    })
}

#[test]
fn a_wrong_link_warns_and_shows_the_page() -> Result<()> {
    in_browser(async |page| {
        let rubbish = "x".repeat(5000);
        let wrong = [
            "#step=nowhere",
            "#lab=kitchen",
            "#heads=3",
            "#heads=0",
            "#d_model=1000000",
            "#seed=-1",
            "#temperature=0",
            "#temperature=NaN",
            "#cell=oops",
            "#nonsense=1",
            "#theme=<script>alert(1)</script>",
            "#%E0%A4%A=%%%",
            "#&&&===",
            "?step=nowhere",
            &format!("#step={rubbish}"),
        ];
        for link in wrong {
            page.open(link).await?;
            let warning = page.text("[role=status].notice").await?;
            assert!(warning.len() > 10, "{link:.40}: {warning}");
            assert_eq!(page.value("#sentence").await?, "dog bites man", "{link:.40}");
        }
        // The warning can be put away.
        page.click("[role=status].notice button").await?;
        page.gone("[role=status].notice").await
    })
}

#[test]
fn a_right_link_does_not_warn() -> Result<()> {
    in_browser(async |page| {
        for link in ["", "#", "?", "#step=scores", "#cell=0,1&step=scores", "#lang=en&theme=dark"] {
            page.open(link).await?;
            page.find("#sentence").await?;
            assert_eq!(page.count("[role=status].notice").await?, 0, "{link}");
        }
        Ok(())
    })
}

#[test]
fn a_cell_outside_the_sentence_is_no_catastrophe() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores&cell=40,40").await?;
        assert_eq!(page.matrix("scores", Some(0)).await?.values.len(), 3);
        Ok(())
    })
}

#[test]
fn parts_can_be_hidden() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores").await?;
        assert_eq!(page.count("[data-control=seed]").await?, 1);
        page.open("#step=scores&hide=seed,sentence").await?;
        page.matrix("scores", Some(0)).await?;
        assert_eq!(page.count("[data-control=seed], #sentence").await?, 0);
        Ok(())
    })
}
