//! The lab of architectures: one sentence through the three families.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use models::transformer::{Family, read, write};
use serde_json::{Value, json};

use crate::architectures::invented;
use crate::harness::{Page, in_browser};

/// The models of the view: the name of each file, and its family.
const MODELS: [(&str, Family); 3] =
    [("encoder", Family::Encoder), ("gpt", Family::Decoder), ("t5", Family::EncoderDecoder)];

/// The file of a model that nobody has trained; that of two stacks knows two tasks.
fn file(family: Family) -> Result<Vec<u8>> {
    let mut model = read(&invented(family)?)?;
    if family == Family::EncoderDecoder {
        for (word, task) in [("[MASK]", "passive:"), ("sees", "reverse:")] {
            let word = model.words.iter_mut().find(|it| *it == word).context("a word")?;
            *word = task.into();
        }
    }
    Ok(write(&model)?)
}

/// Answers the page's requests for these models; others aren't there.
async fn serve(page: &Page, names: &[&str]) -> Result<()> {
    let there = MODELS.iter().filter(|(name, _)| names.contains(name));
    let files = there.map(|(name, family)| Ok(((*name).to_owned(), json!(file(*family)?))));
    let files: serde_json::Map<String, Value> = files.collect::<Result<_>>()?;
    let script = "const [files] = arguments;
        window.reallyFetch ??= window.fetch;
        window.fetch = (what, ...rest) => {
            const name = /models\\/(\\w+)\\.weights/.exec(String(what))?.[1];
            if (!name) {
                return window.reallyFetch(what, ...rest);
            }
            const bytes = files[name];
            return Promise.resolve(bytes
                ? new Response(new Uint8Array(bytes))
                : new Response('', { status: 404 }));
        };";
    page.run(script, vec![Value::Object(files)]).await.map(drop)
}

/// Opens the view on a sentence, once all three models are there.
async fn open(page: &Page, state: &str) -> Result<()> {
    page.open("").await?;
    serve(page, &["encoder", "gpt", "t5"]).await?;
    page.go(&format!("#lab=architectures&view=families&{state}")).await?;
    all_there(page).await
}

async fn all_there(page: &Page) -> Result<()> {
    let there = async || Ok(page.count("[data-family] [data-model-state=there]").await? == 3);
    page.until("all three models are there", there).await
}

/// An attention on the page: its family, its name, what its mask comes to, and the weights of its
/// table.
type Attention = (String, String, String, Vec<Vec<f64>>);

async fn attentions(page: &Page) -> Result<Vec<Attention>> {
    let filled = "return String([...document.querySelectorAll('figure[data-matrix]')]
        .every(figure => figure.querySelector('td[data-value]')))";
    let are_filled = async || Ok(page.text_of(filled).await? == "true");
    page.until("the tables are filled", are_filled).await?;
    let script =
        "return JSON.stringify([...document.querySelectorAll('[data-attention]')].map(it => [
        it.closest('[data-family]').dataset.family, it.dataset.attention, it.dataset.rule,
        [...it.querySelectorAll('figure tbody tr')].map(row =>
            [...row.querySelectorAll('td[data-value]')].map(cell => Number(cell.dataset.value))),
    ]))";
    Ok(serde_json::from_str(&page.text_of(script).await?)?)
}

#[test]
fn each_family_has_its_own_mask() -> Result<()> {
    in_browser(async |page| {
        open(page, "text=the dog bites man").await?;
        assert_eq!(page.count("[data-family] .blocks svg").await?, 3);
        let all = attentions(page).await?;
        let said = page.count("[data-family=encoder-decoder] [data-said]").await?;
        let expected = [
            ("encoder", "encoder", "all", (4, 4)),
            ("decoder", "decoder", "causal", (5, 5)),
            ("encoder-decoder", "encoder", "all", (5, 5)),
            ("encoder-decoder", "decoder", "causal", (said, said)),
            ("encoder-decoder", "cross", "all", (said, 5)),
        ];
        assert_eq!(all.len(), expected.len());
        for ((family, name, rule, weights), (of, attention, by, (queries, keys))) in
            all.iter().zip(expected)
        {
            assert_eq!((family.as_str(), name.as_str(), rule.as_str()), (of, attention, by));
            assert_eq!(weights.len(), queries, "{family} {name}");
            for (query, row) in weights.iter().enumerate() {
                assert_eq!(row.len(), keys, "{family} {name}");
                ensure!((row.iter().sum::<f64>() - 1.0).abs() < 1e-4, "{family} {name}: {row:?}");
                // Softmax gives 0 to what is masked and to nothing else.
                for (key, weight) in row.iter().enumerate() {
                    let may = by == "all" || key <= query;
                    assert_eq!(*weight > 0.0, may, "{family} {name} {query} {key}");
                }
            }
        }
        // What comes out: a guess for each word, the best next tokens, a new sentence.
        let guessed =
            async || Ok(page.count("[data-family=encoder] [data-hidden] [data-value]").await? == 4);
        page.until("each word was hidden once", guessed).await?;
        assert_eq!(page.count("[data-family=decoder] [data-next]").await?, 3);
        page.assert_accessible().await
    })
}

#[test]
fn a_token_is_chosen_in_one_family_and_found_in_the_others() -> Result<()> {
    in_browser(async |page| {
        open(page, "text=the dog bites man").await?;
        let dog = "[data-family=encoder] [data-strand=source] [data-token='1']";
        page.focus(dog).await?;
        page.press(&Key::Enter).await?;
        // Before the words stand what begins a sentence, and the task.
        page.find("[data-family=decoder] [data-token='2'][aria-pressed=true]").await?;
        page.find("[data-family=encoder-decoder] [data-strand=source] [data-token='2'][aria-pressed=true]").await?;
        assert_eq!(page.count("[data-family=encoder] .seen").await?, 4);
        assert_eq!(page.count("[data-family=decoder] .seen").await?, 3);
        let told = page.text("[data-family=decoder] [data-query='2']").await?;
        ensure!(
            told.contains("sees [BEGIN], the, dog") && told.contains("see bites, man"),
            "{told}"
        );
        let told = page.text("[data-family=encoder] [data-query='1']").await?;
        ensure!(told.contains("sees all: the, dog, bites, man"), "{told}");
        page.assert_accessible().await?;
        // The focus stays; once more, and nothing is chosen.
        page.press(&Key::Enter).await?;
        page.gone("[data-family] [aria-pressed=true][data-token]").await?;
        // A row of a picture can be chosen too.
        page.focus("[data-family=decoder] .heatmap").await?;
        page.press(&Key::Down).await?;
        page.press(&Key::Enter).await?;
        page.find("[data-family=encoder] [data-token='0'][aria-pressed=true]").await?;
        // In another sentence nothing is chosen.
        page.write("#sentence", "dog bites the man").await?;
        page.gone("[data-family] [aria-pressed=true][data-token]").await
    })
}

#[test]
fn layer_head_and_task_are_in_the_address() -> Result<()> {
    in_browser(async |page| {
        open(page, "text=the dog bites man").await?;
        let before = attentions(page).await?;
        page.click("[data-choices=layer] [data-choice='1']").await?;
        page.until_hash(true, "layer=1").await?;
        page.click("[data-choices=head] [data-choice='1']").await?;
        page.until_hash(true, "head=1").await?;
        let after = attentions(page).await?;
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before.2, after.2, "the mask is the same");
            assert_ne!(before.3, after.3, "{} {}", before.0, before.1);
        }
        page.click("[data-choices=task] [data-choice=reverse]").await?;
        page.until_hash(true, "prefix=").await?;
        let first = "[data-family=encoder-decoder] [data-strand=source] [data-token='0']";
        let reversed = async || Ok(page.text(first).await? == "reverse:");
        page.until("the task is read", reversed).await?;
        // A task that the model hasn't learned is said, beside the other families.
        page.click("[data-choices=task] [data-choice=plural]").await?;
        page.find("[data-family=encoder-decoder] .warning").await?;
        page.find("[data-family=decoder] [data-attention]").await.map(drop)
    })
}

#[test]
fn unknown_words_and_texts_too_short_or_too_long_are_told() -> Result<()> {
    in_browser(async |page| {
        open(page, "text=the zo bites").await?;
        assert_eq!(page.count("[data-family] [data-unknown=zo]").await?, 3);
        let pieces = "[data-family=encoder] [data-strand=source] [data-token]";
        assert_eq!(page.count(pieces).await?, 4);
        page.write("#sentence", &"dog ".repeat(40)).await?;
        let told = async || Ok(page.count("[data-family] .notice").await? == 3);
        page.until("the end is left out", told).await?;
        page.write("#sentence", "").await?;
        page.find("[data-family=encoder] .empty").await?;
        // A decoder begins by itself.
        page.find("[data-family=decoder] [data-next]").await?;
        page.assert_accessible().await
    })
}

#[test]
fn a_file_that_is_missing_leaves_the_other_families() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        serve(page, &["encoder", "t5"]).await?;
        page.go("#lab=architectures&view=families&text=the dog bites man").await?;
        page.find("[data-family=decoder] [data-model-state=failed]").await?;
        page.find("[data-family=encoder] [data-model-state=there]").await?;
        page.find("[data-family=encoder-decoder] [data-model-state=there]").await?;
        page.assert_accessible().await?;
        serve(page, &["gpt"]).await?;
        page.click("[data-family=decoder] [data-action=retry-model]").await?;
        all_there(page).await
    })
}

#[test]
fn the_families_have_no_barriers_on_any_screen() -> Result<()> {
    in_browser(async |page| {
        let text = "text=the dog bites the antidisestablishmentarianist because man sees dog .";
        open(page, text).await?;
        let mut faults = vec![];
        for (width, theme) in [(360, "light"), (360, "dark"), (1280, "dark"), (1920, "light")] {
            page.resize(width, 800).await?;
            for text in [text, "text=dog bites man"] {
                page.go(&format!("#lab=architectures&view=families&{text}&theme={theme}")).await?;
                all_there(page).await?;
                page.click("[data-family=encoder] [data-token='1']").await?;
                for fault in
                    [page.assert_no_sideways_scroll().await, page.assert_accessible().await]
                {
                    faults.extend(fault.err().map(|it| format!("{text}, {width}, {theme}: {it}")));
                }
            }
        }
        ensure!(faults.is_empty(), "{}", faults.join("\n\n"));
        Ok(())
    })
}
