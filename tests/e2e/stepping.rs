//! Going through the steps, by mouse and by keyboard.

use anyhow::Result;
use fantoccini::key::Key;

use crate::harness::{Page, in_browser};

const STEPS: [&str; 11] = [
    "tokens",
    "embeddings",
    "positions",
    "inputs",
    "projections",
    "scores",
    "scaled",
    "masked",
    "weights",
    "head-output",
    "output",
];

const STEPPER: &str = "[data-stepper]";

/// Walks with `next` until the last step, and checks every step on the way.
async fn walk(page: &Page, has_mask: bool, next: impl AsyncFn() -> Result<()>) -> Result<()> {
    let steps: Vec<_> = STEPS.into_iter().filter(|step| has_mask || *step != "masked").collect();
    for (i, step) in steps.iter().enumerate() {
        if i > 0 {
            next().await?;
        }
        page.until_step(step).await?;
        page.until_hash(true, &format!("step={step}")).await?;
    }
    Ok(())
}

#[test]
fn the_mouse_walks_through_all_steps_and_back() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=tokens").await?;
        walk(page, false, async || page.click("[data-action=next]").await).await?;
        assert_eq!(page.count("[data-action=next][aria-disabled=true]").await?, 1);
        page.click("[data-action=previous]").await?;
        page.until_step("head-output").await
    })
}

#[test]
fn a_mask_brings_a_step_of_its_own() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=tokens&mask=causal").await?;
        walk(page, true, async || page.click("[data-action=next]").await).await
    })
}

#[test]
fn the_arrow_keys_walk_through_all_steps() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=tokens").await?;
        page.focus(STEPPER).await?;
        walk(page, false, async || page.press(&Key::Right).await).await?;
        page.press(&Key::Right).await?;
        page.until_step("output").await?;
        page.press(&Key::Left).await?;
        page.until_step("head-output").await?;
        page.press(&Key::Home).await?;
        page.until_step("tokens").await?;
        page.press(&Key::Left).await?;
        page.until_step("tokens").await?;
        page.press(&Key::End).await?;
        page.until_step("output").await
    })
}

#[test]
fn space_plays_and_pauses() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=tokens").await?;
        page.focus(STEPPER).await?;
        page.press(" ").await?;
        page.find("[data-action=play][aria-pressed=true]").await?;
        // It goes on by itself…
        page.until_step("embeddings").await?;
        page.press(" ").await?;
        page.find("[data-action=play][aria-pressed=false]").await?;
        assert_eq!(page.step().await?, "embeddings");
        // … and the button does the same.
        page.click("[data-action=play]").await?;
        page.find("[data-action=play][aria-pressed=true]").await?;
        page.click("[data-action=play]").await?;
        page.find("[data-action=play][aria-pressed=false]").await.map(drop)
    })
}

#[test]
fn every_step_has_its_formula_and_its_words() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=tokens&mask=causal").await?;
        let mut explanations = std::collections::BTreeSet::new();
        for step in STEPS {
            page.go(&format!("#mask=causal&step={step}")).await?;
            page.until_step(step).await?;
            assert!(page.count("math").await? > 0, "no formula at {step}");
            explanations.insert(page.text(".explanation").await?);
        }
        assert_eq!(explanations.len(), STEPS.len(), "each step is explained in its own words");
        Ok(())
    })
}

#[test]
fn formulas_have_the_biases_that_the_layer_has() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        // The layer, how many biases it has, and whether it has a norm.
        let layers =
            [("invented", 0, false), ("trained", 4, true), ("trained&trained=llama", 0, true)];
        for (weights, biases, has_norm) in layers {
            page.go(&format!("#step=output&weights={weights}")).await?;
            let is_so = async || {
                let formula = page.text(".formula").await?;
                let norm = formula.contains("norm");
                Ok(formula.matches('b').count() == biases && norm == has_norm)
            };
            page.until(weights, is_so).await?;
        }
        Ok(())
    })
}

#[test]
fn the_term_of_the_step_is_in_sight_on_a_narrow_screen() -> Result<()> {
    in_browser(async |page| {
        page.resize(360, 800).await?;
        page.open("#step=inputs").await?;
        for step in ["scores", "output", "embeddings"] {
            page.go(&format!("#step={step}")).await?;
            page.until_step(step).await?;
            let seen = "const [all, lit] = ['.formula', '.formula .lit'].map(
                it => document.querySelector(it).getBoundingClientRect());
                return lit.left >= all.left - 1 && lit.right <= all.right + 1";
            page.until(step, async || Ok(page.run(seen, vec![]).await? == true)).await?;
        }
        Ok(())
    })
}
