//! The dialog that makes what is pasted into a page.

use anyhow::Result;

use crate::harness::{Host, Page, in_browser};

const STATE: &str = "#text=a \"bird\" in <b>hand</b>&step=weights&mask=causal&heads=4&head=1";

async fn open(page: &Page) -> Result<()> {
    page.open(STATE).await?;
    page.click("[data-action=embed]").await?;
    page.find("dialog.embedding[open]").await.map(drop)
}

async fn snippet(page: &Page, way: &str) -> Result<String> {
    page.click(&format!("[name=embedding-way][value={way}]")).await?;
    page.find(&format!("[data-snippet={way}]")).await?;
    page.value("[data-snippet]").await
}

#[test]
fn what_it_makes_shows_what_is_on_the_screen() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        open(page).await?;
        page.click("[data-part=controls]").await?;
        page.choose("[data-choice=theme]", 2).await?;
        let frame = snippet(page, "frame").await?;
        let element = snippet(page, "element").await?;
        let link = snippet(page, "link").await?;
        let matrix = page.matrix("weights", Some(1)).await?;
        for made in [&frame, &element] {
            assert!(!made.contains("<b>"), "{made}");
        }

        host.open(page, &frame).await?;
        page.until_js("parseFloat(document.querySelector('iframe').style.height) > 300").await?;
        page.enter("iframe").await?;
        assert_eq!(page.matrix("weights", Some(1)).await?, matrix);
        assert_eq!(page.attribute(".app", "data-theme").await?.as_deref(), Some("dark"));
        assert_eq!(page.count(".settings, .notice").await?, 0);
        page.leave().await?;

        host.open(page, &element).await?;
        let inside = "document.querySelector('attention-lab').shadowRoot";
        page.until_js(&format!("{inside}?.querySelector('[data-matrix=weights] table')")).await?;
        let state = page.js("document.querySelector('attention-lab').state").await?;
        assert_eq!(state["text"], "a \"bird\" in <b>hand</b>");
        assert_eq!((&state["head"], &state["hide"]), (&"1".into(), &"controls".into()));
        let notices = format!("{inside}.querySelectorAll('.notice, b:not(.brand)').length");
        assert_eq!(page.js(&notices).await?, 0);

        page.visit(&link).await?;
        page.until_step("weights").await?;
        assert_eq!(page.matrix("weights", Some(1)).await?, matrix);
        Ok(())
    })
}

#[test]
fn its_preview_follows_the_choices() -> Result<()> {
    in_browser(async |page| {
        open(page).await?;
        page.enter("dialog iframe").await?;
        page.until_step("weights").await?;
        assert_eq!(page.count(".settings").await?, 1);
        page.leave().await?;
        page.click("[data-part=controls]").await?;
        page.enter("dialog iframe").await?;
        page.gone(".settings").await?;
        page.leave().await?;
        page.click("[name=embedding-size][value=fixed]").await?;
        page.write("[data-choice=height]", "500").await?;
        page.press("\u{e004}").await?;
        page.until_js("document.querySelector('[data-snippet]').value.includes('height=\"500\"')")
            .await?;
        assert!(!page.value("[data-snippet]").await?.contains("<script"));
        page.until_js("document.querySelector('dialog iframe').offsetHeight >= 500").await
    })
}

#[test]
fn the_browsers_back_knows_nothing_of_the_choices() -> Result<()> {
    in_browser(async |page| {
        page.open(STATE).await?;
        let before = page.js("history.length").await?;
        page.click("[data-action=embed]").await?;
        for part in ["controls", "formula", "steps"] {
            page.click(&format!("[data-part={part}]")).await?;
            page.enter("dialog iframe").await?;
            page.until_js(&format!("location.hash.includes('{part}')")).await?;
            page.leave().await?;
        }
        assert_eq!(page.js("history.length").await?, before);
        Ok(())
    })
}

#[test]
fn where_copying_is_refused_the_text_is_selected() -> Result<()> {
    in_browser(async |page| {
        for refusal in [
            "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))",
            "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
        ] {
            open(page).await?;
            page.run(refusal, vec![]).await?;
            page.click("[data-action=copy-snippet]").await?;
            page.until_js(
                "document.querySelector('dialog [role=status]').textContent.includes('Ctrl+C')",
            )
            .await?;
            let selected = "const { value, selectionStart, selectionEnd } = document.activeElement;
                return value?.slice(selectionStart, selectionEnd)";
            assert_eq!(page.text_of(selected).await?, page.value("[data-snippet]").await?);
            // Of another snippet it is no longer true.
            page.click("[data-part=controls]").await?;
            page.until_js("!document.querySelector('dialog [role=status]').textContent").await?;
        }
        Ok(())
    })
}

#[test]
fn it_offers_what_the_lab_has() -> Result<()> {
    in_browser(async |page| {
        let labs = [
            ("attention", 15, true),
            ("order", 11, false),
            ("positions", 11, false),
            ("cost", 11, false),
            ("architectures", 4, false),
        ];
        for (lab, parts, has_steps) in labs {
            page.open(&format!("#lab={lab}")).await?;
            page.click("[data-action=embed]").await?;
            page.find("dialog.embedding[open]").await?;
            assert_eq!(page.count("dialog [data-part]").await?, parts, "{lab}");
            assert_eq!(page.count("dialog [data-part=steps]").await? == 1, has_steps, "{lab}");
            for way in ["frame", "element", "link"] {
                let made = snippet(page, way).await?;
                assert_eq!(made.contains("step="), has_steps, "{made}");
            }
            assert!(snippet(page, "frame").await?.contains("“dog bites man”\""));
        }
        Ok(())
    })
}

#[test]
fn it_is_a_dialog_for_everyone() -> Result<()> {
    in_browser(async |page| {
        for (width, height) in [(1280, 800), (360, 740)] {
            page.resize(width, height).await?;
            page.open("#step=scores").await?;
            page.focus("[data-action=embed]").await?;
            page.press("\u{e007}").await?;
            page.find("dialog.embedding[open]").await?;
            page.until_js("document.querySelector('dialog').contains(document.activeElement)")
                .await?;
            page.assert_accessible().await?;
            page.click(".parameters summary").await?;
            let sideways = "const dialog = document.querySelector('dialog');
                return dialog.scrollWidth - dialog.clientWidth";
            assert!(page.run(sideways, vec![]).await?.as_i64().is_some_and(|more| more <= 0));
            page.press("\u{e00c}").await?;
            page.gone("dialog").await?;
            page.until_js("document.activeElement.matches('[data-action=embed]')").await?;
        }
        Ok(())
    })
}

#[test]
fn it_lists_every_parameter() -> Result<()> {
    in_browser(async |page| {
        open(page).await?;
        page.find("[data-parameter]").await?;
        let listed = "[...document.querySelectorAll('[data-parameter]')]
            .map(({ dataset }) => dataset.parameter).join()";
        let listed = page.js(listed).await?.as_str().unwrap_or_default().to_owned();
        assert!(listed.split(',').count() > 50, "{listed}");
        for name in ["lab", "text", "fit", "edit", "d_k"] {
            assert!(listed.split(',').any(|listed| listed == name), "{name}");
        }
        Ok(())
    })
}
