//! The encoder–decoder of the lab of architectures: tasks, steps, and who looks at whom.

use anyhow::{Context, Result, ensure};
use engine::architectures::{Loaded, Translated, translate};
use fantoccini::key::Key;
use models::transformer::{Config, Family, Model, Transformer, write};

use crate::architectures::serve;
use crate::harness::{Page, in_browser};

const TASKS: [&str; 6] = ["passive:", "negate:", "question:", "plural:", "reverse:", "german:"];
const TEXT: &str = "the dog bites zo .";
const VIEW: &str = "#lab=architectures&view=translate";

/// The file of a model that nobody has trained, which has these tasks.
fn invented(tasks: &[&str]) -> Result<Vec<u8>> {
    let words =
        ["[BEGIN]", "[END]", "[MASK]", "#z", "#o", "#?", "the", "dog", "bites", "man", "sees", "."];
    let words: Vec<String> = words.iter().chain(tasks).map(|word| (*word).to_owned()).collect();
    let config = Config {
        family: Family::EncoderDecoder,
        vocabulary: words.len(),
        classes: words.len(),
        encoding: "learned",
        max_length: 16,
        tied: true,
        layers: 2,
        heads: 4,
        kv_heads: 4,
        ..Config::default()
    };
    let transformer = Transformer::invented(config, 1)?;
    let (corpus, figures, heads) = Default::default();
    let model = Model { name: "test".into(), seed: 1, words, corpus, figures, heads, transformer };
    Ok(write(&model)?)
}

/// What the page must show.
fn expected(task: &str, steps: usize) -> Result<Translated> {
    let model = Loaded::read(&invented(&TASKS)?, Family::EncoderDecoder)?;
    Ok(translate(&model, TEXT, task, steps)?)
}

/// What the decoder has said, token by token.
async fn made(page: &Page) -> Result<Vec<String>> {
    let made = page.text_of(
        "return [...document.querySelectorAll('[data-made]')].map(it => it.dataset.made).join()",
    );
    Ok(made.await?.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

#[test]
fn each_step_adds_a_row_that_adds_up() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        serve(page, &invented(&TASKS)?, 200).await?;
        // More heads than the attention lab has.
        page.go(&format!("{VIEW}&text={TEXT}&prefix=reverse&layer=1&head=3")).await?;
        page.find("[data-model-state=there]").await?;
        page.focus("[data-action=next]").await?;
        for steps in 0..4 {
            let seen = expected("reverse", steps)?;
            let said: Vec<_> = seen.said().map(|chance| chance.word.clone()).collect();
            ensure!(said.len() == steps, "the model ends too soon: {said:?}");
            let are_said = async || Ok(made(page).await? == said);
            page.until(&format!("{said:?} is said"), are_said).await?;
            let matrix = page.matrix("cross-weights", Some(3)).await?;
            assert_eq!(matrix.columns, ["reverse:", "the", "dog", "bites", "#z", "#o", "."]);
            assert_eq!((matrix.rows.len(), matrix.rows[0].as_str()), (steps + 1, "[BEGIN]"));
            assert_eq!(matrix.rows[1..], said);
            let weights = seen.cross_weights(1, 3).context("a head")?;
            for (row, exact) in matrix.values.iter().zip(weights.values.rows()) {
                assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-5, "{row:?}");
                assert!(row.iter().zip(exact).all(|(a, b)| (a - f64::from(*b)).abs() < 1e-5));
            }
            page.press(&Key::Enter).await?;
            page.until_hash(true, &format!("made={}", steps + 1)).await?;
        }
        // What it has never seen is said, with its pieces.
        let told = page.text("[data-unknown=zo]").await?;
        ensure!(told.contains("#z #o"), "{told}");
        // What each step may have said adds up.
        let sum = page.text_of(
            "return [...document.querySelectorAll('[data-panel=next] [data-value]')]
                 .reduce((sum, cell) => sum + Number(cell.dataset.value), 0).toFixed(4)",
        );
        assert_eq!(sum.await?, "1.0000");
        page.assert_accessible().await
    })
}

#[test]
fn task_layer_and_head_are_chosen_by_keyboard_and_stand_in_the_address() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        serve(page, &invented(&TASKS)?, 200).await?;
        page.go(&format!("{VIEW}&text={TEXT}&made=2")).await?;
        page.find("[data-source='passive:']").await?;
        for task in ["negate", "reverse", "german"] {
            page.focus(&format!("[data-choices=task] [data-choice={task}]")).await?;
            page.press(&Key::Enter).await?;
            page.until_hash(true, &format!("prefix={task}")).await?;
            page.find(&format!("[data-source='{task}:']")).await?;
            let said: Vec<_> = expected(task, 2)?.said().map(|it| it.word.clone()).collect();
            assert_eq!(made(page).await?, said, "{task}");
        }
        page.focus("[data-choices=layer] [data-choice='1']").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "layer=1").await?;
        page.focus("[data-head-button='2']").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "head=2").await?;
        page.find("figure[data-matrix=cross-weights][data-head='2']").await?;
        // A layer and a head that the model hasn't are the last ones it has.
        page.go(&format!("{VIEW}&text={TEXT}&prefix=german&layer=9&head=9")).await?;
        page.find("figure[data-matrix=cross-weights][data-head='3']").await?;
        page.find("[data-choices=layer] [data-choice='1'][aria-pressed=true]").await?;
        page.gone(".lab > .notice").await?;
        // The address is read as the page wrote it.
        page.go(&format!("{VIEW}&text={TEXT}&prefix=reverse")).await?;
        page.find("[data-choices=task] [data-choice=reverse][aria-pressed=true]").await?;
        page.click("[data-choice=german]").await?;
        page.click("[data-action=undo]").await?;
        page.find("[data-source='reverse:']").await.map(drop)
    })
}

/// How many lines are drawn, and how many there should be: of one step, or of all.
async fn lines(page: &Page, step: Option<usize>) -> Result<[usize; 2]> {
    let values = page.matrix("cross-weights", Some(0)).await?.values;
    let rows = values.iter().enumerate().filter(|(row, _)| step.is_none_or(|step| step == *row));
    let seen = rows.flat_map(|(_, row)| row).filter(|weight| **weight >= 0.02).count();
    Ok([page.count(".looking line").await?, seen])
}

#[test]
fn a_word_shows_its_lines_alone() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        serve(page, &invented(&TASKS)?, 200).await?;
        page.go(&format!("{VIEW}&text={TEXT}&made=3")).await?;
        page.find("[data-step-at='3']").await?;
        page.attend().await?;
        let [drawn, seen] = lines(page, None).await?;
        assert_eq!(drawn, seen);
        page.focus("[data-step-at='1']").await?;
        let [drawn, seen] = lines(page, Some(1)).await?;
        assert_eq!(drawn, seen);
        // Its weights stand below the words of the source.
        ensure!(page.text("[data-source=dog]").await?.contains('%'));
        // Once chosen it stays.
        page.press(&Key::Enter).await?;
        page.find("[data-step-at='1'][aria-pressed=true]").await?;
        page.focus("[data-action=next]").await?;
        let [drawn, seen] = lines(page, Some(1)).await?;
        assert_eq!(drawn, seen);
        page.assert_accessible().await?;
        // The matrix does the same.
        page.click_cell("cross-weights", Some(0), (2, 1)).await?;
        page.find("[data-step-at='2'][aria-pressed=true]").await.map(drop)
    })
}

#[test]
fn a_whole_sentence_is_offered_in_place_of_the_headline() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        serve(page, &invented(&TASKS)?, 200).await?;
        page.go(VIEW).await?;
        page.find("[data-model-state=there]").await?;
        page.focus("[data-action=whole]").await?;
        page.press(&Key::Enter).await?;
        page.gone("[data-action=whole]").await?;
        assert_eq!(page.value("#sentence").await?, "the dog bites the man .");
        let focused = page.text_of("return document.activeElement.tagName").await?;
        ensure!(focused != "BODY", "the focus is lost");
        // Other examples than those of other labs.
        page.choose(".examples select", 2).await?;
        assert_eq!(page.value("#sentence").await?, "the old king sees the small dogs .");
        page.write("#sentence", "").await?;
        page.gone("figure[data-matrix]").await?;
        page.find(".stage .empty").await?;
        page.assert_accessible().await?;
        // A model without the task says so.
        page.open("").await?;
        serve(page, &invented(&[])?, 200).await?;
        page.go(&format!("{VIEW}&text={TEXT}")).await?;
        let told = async || Ok(page.text("[role=alert]").await?.contains("passive:"));
        page.until("it says what is missing", told).await
    })
}

#[test]
fn it_has_no_barriers_on_any_screen() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        serve(page, &invented(&TASKS)?, 200).await?;
        let text = "text=the dog bites the antidisestablishmentarianist because man sees dog .";
        let mut faults = vec![];
        for view in [format!("{text}&made=0"), format!("text={TEXT}&made=8&prefix=question&head=1")]
        {
            for (width, theme) in [(360, "light"), (360, "dark"), (1280, "dark"), (1920, "light")] {
                page.resize(width, 800).await?;
                page.go(&format!("{VIEW}&{view}&theme={theme}")).await?;
                page.find("[data-model-state=there]").await?;
                for fault in
                    [page.assert_no_sideways_scroll().await, page.assert_accessible().await]
                {
                    faults.extend(fault.err().map(|it| format!("{view}, {width}, {theme}: {it}")));
                }
            }
        }
        ensure!(faults.is_empty(), "{}", faults.join("\n\n"));
        Ok(())
    })
}
