//! The positions lab without eyes: what is said aloud, in which order, and under which names.

use anyhow::{Result, ensure};
use fantoccini::key::Key;

use crate::harness::{Page, in_browser};

/// Opens a view and waits for its figures.
async fn open(page: &Page, state: &str) -> Result<()> {
    page.open(&format!("#{state}")).await?;
    page.find("figure table").await.map(drop)
}

/// What all figures say now; only one of them may speak at a time.
async fn said(page: &Page) -> Result<String> {
    let script = "return [...document.querySelectorAll('figure [aria-live=polite]')]
        .map(e => e.textContent.trim()).filter(text => text).join(' | ')";
    page.text_of(script).await
}

/// What the table of a figure shows in a cell.
async fn shown(page: &Page, matrix: &str, (row, column): (usize, usize)) -> Result<String> {
    let cell = format!("tbody tr:nth-child({}) td:nth-child({})", row + 1, column + 2);
    let script =
        format!("return document.querySelector('figure[data-matrix={matrix}] {cell}').textContent");
    page.text_of(&script).await
}

#[test]
fn what_the_keys_do_to_a_picture_is_said() -> Result<()> {
    in_browser(async |page| {
        open(page, "lab=positions&encoding=sinusoidal").await?;
        assert_eq!(said(page).await?, "");
        page.focus("figure[data-matrix=encoding] .heatmap").await?;
        page.press(&Key::Down).await?;
        page.press(&Key::Right).await?;
        let value = shown(page, "encoding", (1, 1)).await?;
        assert_eq!(said(page).await?, format!("row 1, column 1: {value}."));
        page.press(&Key::Enter).await?;
        let chosen = said(page).await?;
        ensure!(chosen.contains("Position 1, dimension 1: one wave takes 6.28"), "{chosen}");
        page.press(&Key::Down).await?;
        ensure!(!said(page).await?.contains("Position"), "it goes on saying what was chosen");
        page.press(&Key::Tab).await?;
        assert_eq!(said(page).await?, "");

        open(page, "lab=positions&encoding=rope").await?;
        page.focus("figure[data-matrix=similarity] .heatmap").await?;
        page.press(&Key::Home).await?;
        page.press(&Key::Enter).await?;
        let chosen = said(page).await?;
        ensure!(chosen.contains("key at 0: score"), "{chosen}");
        Ok(())
    })
}

#[test]
fn words_are_said_and_by_one_picture_only() -> Result<()> {
    in_browser(async |page| {
        open(page, "lab=positions&view=compare&text=dog bites man&encoding=rope").await?;
        page.focus("figure[data-matrix=weights-b] .heatmap").await?;
        page.press(&Key::Down).await?;
        let value = shown(page, "weights-b", (1, 0)).await?;
        assert_eq!(said(page).await?, format!("bites, dog: {value}."));

        open(page, "lab=order&text=dog bites man&compare=man bites dog").await?;
        page.focus("figure[data-matrix=output-b] .heatmap").await?;
        page.press(&Key::Right).await?;
        let value = shown(page, "output-b", (0, 1)).await?;
        assert_eq!(said(page).await?, format!("man, column 1: {value}."));
        Ok(())
    })
}

/// Keeps what live regions come to say, each once.
const LISTEN: &str = "window.heard = new Set();
    const live = '[role=status], [aria-live=polite], output:not([aria-live=off])';
    new MutationObserver(changes => changes.forEach(({ target }) => {
        const element = target.nodeType === 1 ? target : target.parentElement;
        const region = element?.closest(live);
        if (region) window.heard.add(region.textContent.trim());
    })).observe(document.body, { subtree: true, childList: true, characterData: true });";

#[test]
fn a_training_says_when_it_starts_how_far_it_is_and_what_came_of_it() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=positions&view=train&encodings=none,learned&steps=150&width=16").await?;
        page.find(".run[data-phase]").await?;
        page.run(LISTEN, vec![]).await?;
        page.click("[data-action=train]").await?;
        page.find(".run[data-phase=finished]").await?;
        page.settle().await?;
        let heard = page.text_of("return [...window.heard].join('\\n')").await?;
        let lines: Vec<_> = heard.lines().collect();
        // The start, three quarters and the end; the page's notice may come and go.
        ensure!((2..=7).contains(&lines.len()), "{} things are said:\n{heard}", lines.len());
        let end = lines.last().copied().unwrap_or_default();
        ensure!(end.contains("Finished") && end.contains("learned"), "{heard}");

        // The keys work in the learned table too.
        page.focus("[data-frame='0'] .heatmap").await?;
        page.press(&Key::Right).await?;
        let cell = said(page).await?;
        ensure!(cell.starts_with("row 0, column 1: "), "{cell}");
        // With its headings, tables and all.
        page.assert_accessible().await
    })
}

#[test]
fn the_tab_key_goes_where_the_eye_goes() -> Result<()> {
    in_browser(async |page| {
        // From the left to the right and from above.
        let script = "const all = ['.settings', '.stage', '.side'];
            const at = all.map(selector => document.querySelector(selector));
            const before = (a, b) => Boolean(a.compareDocumentPosition(b) & 4);
            const place = e => { const r = e.getBoundingClientRect(); return [r.left, r.top]; };
            const seen = (a, b) => place(a)[0] < place(b)[0] || place(a)[1] < place(b)[1];
            return [0, 1].filter(i => !before(at[i], at[i + 1]) || !seen(at[i], at[i + 1]))
                .map(i => all[i] + ' and ' + all[i + 1]).join()";
        for width in [1280, 1000, 360] {
            page.resize(width, 800).await?;
            for view in ["look", "compare", "train", "length"] {
                page.open(&format!("#lab=positions&view={view}")).await?;
                page.find(".settings").await?;
                assert_eq!(page.text_of(script).await?, "", "{view} at {width}");
            }
        }
        // A picture comes before the button below it that opens its table.
        page.open("#lab=positions").await?;
        page.find("figure table").await?;
        let script = "return String([...document.querySelectorAll('figure.below')].every(figure =>
            figure.querySelector('.heatmap').compareDocumentPosition(
                figure.querySelector('summary')) & 4))";
        assert_eq!(page.text_of(script).await?, "true");
        Ok(())
    })
}

#[test]
fn pictures_that_are_compared_have_names_of_their_own() -> Result<()> {
    in_browser(async |page| {
        open(page, "lab=positions&view=compare&encoding=rope&with=rope&text=dog bites man").await?;
        page.figures().await?;
        let open_all = "document.querySelectorAll('figure details').forEach(d => d.open = true)";
        page.run(open_all, vec![]).await?;
        page.settle().await?;
        page.assert_accessible().await?;
        let names =
            "const names = [...document.querySelectorAll('.heatmap')].map(e => e.ariaLabel);
            return `${new Set(names).size} of ${names.length}`";
        assert_eq!(page.text_of(names).await?, "6 of 6");
        Ok(())
    })
}
