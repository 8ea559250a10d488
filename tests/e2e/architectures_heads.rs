//! The lab of architectures: what heads look at, and what turning them off changes.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use models::transformer::{
    Config, Family, Figure, HeadReport, Heads, Measure, Model, Stack, Transformer, write,
};

use crate::architectures::serve;
use crate::harness::{Page, in_browser};

const LAYERS: usize = 2;
const HEADS: usize = 2;

/// The file of a model that nobody has trained, with a report of its heads that is made up: the
/// first looks at the previous token, the second's look is spread, and no other has a name.
fn invented(family: Family) -> Result<Vec<u8>> {
    let words = [
        "[BEGIN]",
        "[END]",
        "[MASK]",
        "#z",
        "#o",
        "#?",
        "passive:",
        "negate:",
        "question:",
        "plural:",
        "reverse:",
        "german:",
        "the",
        "dog",
        "bites",
        "man",
        "sees",
        ".",
    ];
    let words: Vec<String> = words.map(String::from).to_vec();
    let stacks: &[Stack] = match family {
        Family::Encoder => &[Stack::Encoder],
        Family::Decoder => &[Stack::Decoder],
        Family::EncoderDecoder => &[Stack::Encoder, Stack::Decoder, Stack::Cross],
    };
    let report = |at: usize| {
        let mean = |measure| match (at, measure) {
            (0, Measure::Previous) => 0.91,
            (1, Measure::Entropy) => 2.5,
            _ => 0.25,
        };
        let figure = |measure| Some(Figure { mean: mean(measure), queries: 40, best: 0 });
        HeadReport { layer: at / HEADS, head: at % HEADS, figures: Measure::ALL.map(figure) }
    };
    let of = |stack: &Stack| (0..LAYERS * HEADS).map(|at| (*stack, report(at))).collect::<Vec<_>>();
    let sentence = match family {
        Family::EncoderDecoder => "negate: the man sees the dog . → the dog .",
        Family::Encoder | Family::Decoder => "the man sees the dog .",
    };
    let heads =
        Heads { sentences: vec![sentence.into()], reports: stacks.iter().flat_map(of).collect() };
    let config = Config {
        family,
        vocabulary: words.len(),
        classes: words.len(),
        encoding: "learned",
        max_length: 16,
        tied: true,
        layers: LAYERS,
        heads: HEADS,
        kv_heads: HEADS,
        ..Config::default()
    };
    let transformer = Transformer::invented(config, 1)?;
    let (corpus, figures) = Default::default();
    let name = "test".into();
    Ok(write(&Model { name, seed: 1, words, corpus, figures, heads, transformer })?)
}

/// Opens the view on such a model.
async fn open(page: &Page, family: Family, state: &str) -> Result<()> {
    page.open("").await?;
    serve(page, &invented(family)?, 200).await?;
    page.go(&format!("#lab=architectures&view=heads&{state}")).await?;
    page.find("[data-model-state=there]").await.map(drop)
}

/// The total variation distance in a panel.
async fn distance(page: &Page, panel: &str) -> Result<f64> {
    let element = format!("[data-change={panel}] [data-measure=distance]");
    let value = page.attribute(&element, "data-value").await?;
    Ok(value.context("no distance")?.parse()?)
}

/// The sums of what stands in a panel's two columns.
async fn sums(page: &Page, panel: &str) -> Result<String> {
    page.text_of(&format!(
        "return ['before', 'after'].map(part => [...document.querySelectorAll(
                 `[data-change={panel}] [data-part=${{part}}]`)]
             .reduce((sum, cell) => sum + Number(cell.dataset.value), 0).toFixed(4)).join()"
    ))
    .await
}

#[test]
fn a_head_is_opened_by_keyboard_and_turned_off() -> Result<()> {
    in_browser(async |page| {
        open(page, Family::Encoder, "text=the dog bites man .&blank=1").await?;
        assert_eq!(page.count("[data-head-cell]").await?, LAYERS * HEADS);
        assert_eq!(page.count("[data-head-cell][aria-pressed=true]").await?, 1);
        let name = page.attribute("[data-head-cell='encoder.0.0']", "aria-label").await?;
        let long = "encoder layer 0, head 0: looks at the previous token, 91\u{a0}%";
        ensure!(name.as_ref().is_some_and(|name| name.ends_with(long)), "{name:?}");
        let name = page.attribute("[data-head-cell='encoder.0.1']", "aria-label").await?;
        let long = "encoder layer 0, head 1: spread, 2.5\u{a0}bits";
        ensure!(name.as_ref().is_some_and(|name| name.ends_with(long)), "{name:?}");
        page.focus("[data-head-cell='encoder.1.1']").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "layer=1").await?;
        page.until_hash(true, "head=1").await?;
        page.find("[data-opened-head='encoder.1.1'] [data-called=false]").await?;
        let weights = page.matrix("weights", Some(1)).await?;
        assert_eq!(weights.rows, ["the", "[MASK]", "bites", "man", "."]);
        for row in &weights.values {
            ensure!((row.iter().sum::<f64>() - 1.0).abs() < 1e-5, "{row:?}");
        }
        assert_eq!(page.count("[data-figure]").await?, 8);

        // With all on nothing changes; with one off something does.
        assert_eq!(distance(page, "word-1").await?, 0.0);
        page.focus("[data-action=toggle-head]").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "off=3").await?;
        page.find("[data-head-cell='encoder.1.1'].off").await?;
        let changed = async || Ok(distance(page, "word-1").await? > 0.0);
        page.until("the prediction changes", changed).await?;
        assert_eq!(sums(page, "word-1").await?, "1.0000,1.0000");
        assert_eq!(page.count("[data-change] tr.right").await?, 1);
        page.assert_accessible().await?;

        // The address brings it back.
        page.go("#lab=attention").await?;
        page.go("#lab=architectures&view=heads&text=the dog bites man .&off=0,3&layer=1&head=0")
            .await?;
        page.find("[data-opened-head='encoder.1.0']").await?;
        assert_eq!(page.count("[data-head-cell].off").await?, 2);
        page.click("[data-action=all-heads-on]").await?;
        page.until_hash(false, "off=").await?;
        page.gone("[data-head-cell].off").await?;
        // What is hidden can be chosen here too.
        page.click("[data-word='1']").await?;
        page.until_hash(true, "blank=").await?;
        page.gone("[data-change]").await
    })
}

#[test]
fn a_decoders_next_token_changes_and_its_head_opens_in_the_attention_lab() -> Result<()> {
    in_browser(async |page| {
        open(page, Family::Decoder, "trained=llama&text=the dog&off=0").await?;
        assert_eq!(page.count("[data-head-cell^='decoder.']").await?, LAYERS * HEADS);
        ensure!(distance(page, "next").await? > 0.0);
        assert_eq!(sums(page, "next").await?, "1.0000,1.0000");
        page.click("[data-head-cell='decoder.1.1']").await?;
        page.find("[data-opened-head='decoder.1.1']").await?;
        assert_eq!(page.matrix("weights", Some(1)).await?.columns[0], "[BEGIN]");
        // The sentence where something shows best.
        page.click("[data-figure=previous] [data-action=show-best]").await?;
        page.until_hash(true, "text=the man sees the dog .").await?;
        assert_eq!(page.value("#sentence").await?, "the man sees the dog .");
        // Another model counts its heads anew.
        page.click("[data-choices=trained] [data-choice=gpt]").await?;
        page.until_hash(false, "off=").await?;
        page.click("[data-action=open-head]").await?;
        page.find("[data-lab=attention]").await?;
        page.until_hash(true, "trained=gpt").await?;
        page.until_hash(true, "layer=1").await?;
        page.until_hash(true, "head=1").await
    })
}

#[test]
fn answers_are_compared_and_a_sentence_brings_its_task() -> Result<()> {
    in_browser(async |page| {
        open(page, Family::EncoderDecoder, "trained=t5&text=the dog bites&stack=cross").await?;
        assert_eq!(page.count("[data-stack]").await?, 3);
        assert_eq!(page.count("[data-head-cell]").await?, 3 * LAYERS * HEADS);
        page.find("[data-opened-head='cross.0.0']").await?;
        assert_eq!(page.count("[data-action=open-head]").await?, 0);
        let weights = page.matrix("weights", Some(0)).await?;
        assert_eq!(weights.columns, ["passive:", "the", "dog", "bites"]);
        assert_eq!(weights.rows[0], "[BEGIN]");
        let before = page.text("[data-answer=before]").await?;
        assert_eq!(page.count("[data-answer=after]").await?, 0);
        // With all heads off, the model says something else, or says it in another way.
        let all: Vec<String> = (0..3 * LAYERS * HEADS).map(|head| head.to_string()).collect();
        let off = all.join(",");
        page.go(&format!(
            "#lab=architectures&view=heads&trained=t5&text=the dog bites&stack=cross&off={off}"
        ))
        .await?;
        page.find("[data-off-count='12']").await?;
        let after = page.text("[data-answer=after]").await?;
        let differ = page.attribute("[data-differ]", "data-differ").await?;
        assert_eq!(differ.as_deref() == Some("true"), before != after);
        ensure!(distance(page, "answer").await? > 0.0);
        assert_eq!(sums(page, "answer").await?, "1.0000,1.0000");
        page.click("[data-figure=previous] [data-action=show-best]").await?;
        page.until_hash(true, "prefix=negate").await?;
        assert_eq!(page.value("#sentence").await?, "the man sees the dog .");
        page.find("[data-choices=task] [data-choice=negate][aria-pressed=true]").await?;
        page.assert_accessible().await
    })
}

#[test]
fn heads_have_no_barriers_on_any_screen() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let text = "text=the dog bites the antidisestablishmentarianist zo man sees dog .";
        let views = [
            (Family::Encoder, "blank=1,4&off=0,2"),
            (Family::Encoder, "text=&blank="),
            (Family::Decoder, "trained=gpt&layer=1&head=1"),
            (Family::EncoderDecoder, "trained=t5&stack=cross&off=1,2,3,4,5"),
        ];
        let mut faults = vec![];
        for (family, view) in views {
            serve(page, &invented(family)?, 200).await?;
            let text = if view.contains("text=") { "" } else { text };
            for (width, theme) in [(360, "light"), (360, "dark"), (1280, "dark"), (1920, "light")] {
                page.resize(width, 800).await?;
                let state = format!("#lab=architectures&view=heads&{view}&{text}&theme={theme}");
                page.go(&state).await?;
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
