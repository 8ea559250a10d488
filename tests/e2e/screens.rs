//! Narrow screens, dark themes, and people who use the page differently.

use anyhow::{Result, ensure};

use crate::harness::{Page, in_browser};

/// A sentence whose words are of all lengths.
const TEXT: &str = "text=The animal didn't cross the street because it was too tired.";

/// Views that differ in what they show.
const VIEWS: [&str; 34] = [
    "lab=attention&step=tokens",
    "lab=attention&step=embeddings&cell=0,0",
    "lab=attention&step=positions&encoding=rope",
    "lab=attention&step=positions&encoding=alibi",
    "lab=attention&step=inputs",
    "lab=attention&step=projections",
    "lab=attention&step=scores&cell=1,2",
    "lab=attention&step=scaled",
    "lab=attention&step=masked&mask=causal",
    "lab=attention&step=weights&cell=1,2&temperature=2",
    "lab=attention&step=head-output",
    "lab=attention&step=output",
    "lab=order&compare=man bites dog",
    "lab=positions&encoding=none",
    "lab=positions&encoding=sinusoidal&d_model=64",
    "lab=positions&encoding=learned",
    "lab=positions&encoding=rope&d_model=64",
    "lab=positions&encoding=alibi&d_model=16&heads=16",
    "lab=positions&encoding=t5&positions=128",
    "lab=positions&view=compare&with=alibi",
    "lab=positions&view=train",
    "lab=positions&view=length",
    "lab=cost&n=16",
    "lab=cost&view=paint",
    "lab=cost&view=flash&mask=causal",
    "lab=cost&view=performer",
    "lab=cost&view=error",
    "lab=cost&view=measure",
    "lab=cost&view=recurrent",
    "lab=architectures",
    "lab=architectures&view=guess",
    "lab=architectures&view=generate&made=5",
    "lab=architectures&view=real",
    "lab=architectures&view=real&model=t5-11b&family=encoder-decoder&sort=difference",
];

/// Goes through all views on a screen, checks each for barriers and for its width, and
/// tells of all that is wrong at once.
async fn inspect(page: &Page, width: u32, theme: &str) -> Result<()> {
    page.resize(width, 800).await?;
    page.open(&format!("#{TEXT}&theme={theme}")).await?;
    let mut faults = vec![];
    for view in VIEWS {
        page.go(&format!("#{view}&{TEXT}&theme={theme}")).await?;
        let without = ["tokens", "view=train", "view=length", "lab=cost", "lab=architectures"];
        let has_figures = without.iter().all(|v| !view.contains(v));
        if has_figures {
            page.figures().await?;
        }
        for fault in [page.assert_no_sideways_scroll().await, page.assert_accessible().await] {
            faults.extend(fault.err().map(|fault| format!("{view}: {fault}")));
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n\n"));
    Ok(())
}

#[test]
fn no_barriers_on_a_narrow_light_screen() -> Result<()> {
    in_browser(async |page| inspect(page, 360, "light").await)
}

#[test]
fn no_barriers_on_a_narrow_dark_screen() -> Result<()> {
    in_browser(async |page| inspect(page, 360, "dark").await)
}

#[test]
fn no_barriers_on_a_wide_light_screen() -> Result<()> {
    in_browser(async |page| inspect(page, 1280, "light").await)
}

#[test]
fn no_barriers_on_a_wide_dark_screen() -> Result<()> {
    in_browser(async |page| inspect(page, 1280, "dark").await)
}

#[test]
fn the_lab_fits_on_a_laptop() -> Result<()> {
    in_browser(async |page| {
        page.resize(1280, 800).await?;
        page.open("").await?;
        for step in ["tokens", "projections", "scores", "weights", "output"] {
            let text = "one two three four five six seven eight nine ten eleven twelve";
            page.go(&format!("#step={step}&text={text}")).await?;
            page.until_step(step).await?;
            let heights = "const root = document.scrollingElement;
                return `${root.scrollHeight} of ${root.clientHeight}`";
            let heights = page.text_of(heights).await?;
            assert_eq!(heights, "800 of 800", "{step} scrolls");
        }
        Ok(())
    })
}

/// The page's background, as the browser paints it.
async fn background(page: &Page) -> Result<String> {
    page.text_of("return getComputedStyle(document.body).backgroundColor").await
}

#[test]
fn the_theme_follows_the_system_until_one_is_chosen() -> Result<()> {
    in_browser(async |page| {
        page.prefer("prefers-color-scheme", "light").await?;
        page.open("").await?;
        let light = background(page).await?;
        page.prefer("prefers-color-scheme", "dark").await?;
        let dark = background(page).await?;
        assert_ne!(light, dark);

        let mut seen = vec![];
        for _ in 0..3 {
            page.click("[data-action=theme]").await?;
            seen.push(background(page).await?);
        }
        assert!(seen.contains(&light) && seen.contains(&dark), "{seen:?}");

        page.open("#theme=light").await?;
        assert_eq!(background(page).await?, light);
        page.open("#theme=dark").await?;
        assert_eq!(background(page).await?, dark);
        Ok(())
    })
}

#[test]
fn nothing_moves_where_motion_is_unwanted() -> Result<()> {
    in_browser(async |page| {
        page.prefer("prefers-reduced-motion", "reduce").await?;
        page.open("#step=scores&cell=0,1").await?;
        page.click("[data-action=next]").await?;
        let moving = page.text_of(
            "return document.getAnimations().filter(a => a.playState === 'running')
                 .map(a => a.effect.target.outerHTML.slice(0, 100)).join('\\n')",
        );
        assert_eq!(moving.await?, "");
        Ok(())
    })
}

#[test]
fn nothing_is_asked_of_another_host() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=scores&cell=0,1").await?;
        page.go("#lab=order").await?;
        page.find("[data-lab=order]").await?;
        let asked = page.text_of(
            "return performance.getEntriesByType('resource').map(e => e.name)
                 .filter(name => new URL(name).origin !== location.origin).join('\\n')",
        );
        assert_eq!(asked.await?, "");
        Ok(())
    })
}

#[test]
fn on_a_phone_the_arithmetic_of_a_tapped_cell_is_in_sight_and_so_is_the_cell() -> Result<()> {
    const SEEN: &str = "const inside = (it) => {
            const { top, bottom } = it.getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight + 1;
        };
        const ledger = document.querySelector('.ledger.locked').getBoundingClientRect();
        const mark = document.querySelector('figure[data-matrix=scores] .mark.locked');
        return String([inside(document.querySelector('[data-ledger-value]')), inside(mark),
            mark.getBoundingClientRect().bottom <= ledger.top + 1])";
    in_browser(async |page| {
        page.resize(360, 640).await?;
        page.open("#text=the dog bites the man in the park&step=scores").await?;
        page.click_cell("scores", Some(0), (7, 1)).await?;
        page.find(".ledger.locked [data-ledger-value]").await?;
        page.settle().await?;
        assert_eq!(page.text_of(SEEN).await?, "true,true,true");
        page.click("[data-action=close-ledger]").await?;
        page.gone(".ledger.locked").await
    })
}

/// Labels that are cut, and captions that reach over their neighbours.
const CUT: &str = "const cut = [...document.querySelectorAll('.stage .labels span')]
        .filter((it) => it.matches('.upright')
            ? it.scrollHeight > it.clientHeight + 1 : it.scrollWidth > it.clientWidth + 1)
        .map((it) => it.textContent);
    const right = (it) => Math.max(...[...it.querySelectorAll('figcaption > div > *')]
        .map((part) => part.getBoundingClientRect().right));
    const boxes = [...document.querySelectorAll('.stage figure')].map((it) =>
        ({ name: it.dataset.matrix, right: right(it), left: it.getBoundingClientRect().left,
           top: it.querySelector('figcaption').getBoundingClientRect().top }));
    const over = boxes.filter((it) => boxes.some((other) =>
        Math.abs(other.top - it.top) < 20 && other.left > it.left && it.right > other.left + 1));
    return [...cut, ...over.map((it) => 'caption of ' + it.name)].join(', ')";

#[test]
fn labels_and_captions_have_room_on_any_screen() -> Result<()> {
    in_browser(async |page| {
        let mut faults = vec![];
        for width in [768, 1280, 1920] {
            page.resize(width, 1000).await?;
            page.open("").await?;
            for step in ["embeddings", "projections", "scores", "weights", "head-output", "output"]
            {
                for text in ["dog bites man", "the dog bites the man who sees the old cat ."] {
                    page.go(&format!("#text={text}&step={step}")).await?;
                    page.figures().await?;
                    let found = page.text_of(CUT).await?;
                    if !found.is_empty() {
                        faults.push(format!("{width}, {step}, {text}: {found}"));
                    }
                }
            }
        }
        ensure!(faults.is_empty(), "{}", faults.join("\n"));
        Ok(())
    })
}
