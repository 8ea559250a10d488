//! The lab of architectures: what the published models are made of.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use models::transformer::{Config, Family, Model, Transformer, write};
use serde_json::json;

use crate::harness::{Page, in_browser};

/// The models of the table, from top to bottom, by their names in the address.
async fn listed(page: &Page) -> Result<Vec<String>> {
    let names = page.text_of(
        "return [...document.querySelectorAll('[data-model]')].map(row => row.dataset.model).join()",
    );
    Ok(names.await?.split(',').map(str::to_owned).collect())
}

/// The number of parameters of the model that is open, and the sums of its products and parts.
async fn sums(page: &Page) -> Result<[u64; 3]> {
    let sums = page.text_of(
        "const sum = (of, name) => [...document.querySelectorAll(of)]
             .map(element => Number(element.dataset[name])).reduce((a, b) => a + b, 0);
         return [sum('[data-sum]', 'sum'), sum('[data-product]', 'product'),
             sum('[data-part][data-value]', 'value')].join()",
    );
    let sums = sums.await?;
    let numbers: Vec<u64> = sums.split(',').map(str::parse).collect::<Result<_, _>>()?;
    numbers.try_into().map_err(|_| anyhow::anyhow!("three sums: {sums}"))
}

#[test]
fn the_formula_of_every_model_adds_up_to_the_number_in_its_row() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=architectures&view=real").await?;
        let models = listed(page).await?;
        assert_eq!((models.len(), models[0].as_str()), (23, "bert-base"));
        for model in models {
            page.click(&format!("[data-model={model}] button")).await?;
            page.find(&format!("[data-opened={model}]")).await?;
            let cell = format!("[data-model={model}] [data-column=parameters]");
            let number = page.attribute(&cell, "data-value").await?.context("a number")?;
            assert_eq!(sums(page).await?, [number.parse::<u64>()?; 3], "{model}");
        }
        page.go("#lab=architectures&view=real&model=bert-base").await?;
        page.find("[data-opened=bert-base] [data-sum='109482240']").await?;
        page.find("[data-difference='-517760']").await.map(drop)
    })
}

#[test]
fn models_are_sorted_filtered_and_opened_by_keyboard() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=architectures&view=real").await?;
        page.focus("[data-sort=parameters]").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "sort=parameters").await?;
        assert_eq!(listed(page).await?[0], "llama-65b");
        page.find("[aria-sort=descending] [data-sort=parameters]").await?;
        // Once more, the other way round.
        page.press(&Key::Enter).await?;
        page.until_hash(true, "direction=up").await?;
        assert_eq!(listed(page).await?[0], "t5-small");
        page.click("[data-choices=family] [data-choice=encoder]").await?;
        page.until_hash(true, "family=encoder").await?;
        let encoders = ["bert-base", "roberta-base", "bert-large", "roberta-large"];
        let encoders_by_size = async || {
            let listed = listed(page).await?;
            Ok(listed.len() == 4 && listed[0] == encoders[0] && listed[3] == encoders[3])
        };
        page.until("only encoders are listed", encoders_by_size).await?;
        page.focus("[data-model=roberta-large] button").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "model=roberta-large").await?;
        // The address brings it all back, and undo takes it back one by one.
        page.reload().await?;
        page.find("[data-opened=roberta-large]").await?;
        page.assert_accessible().await
    })
}

#[test]
fn what_was_chosen_is_taken_back_one_by_one() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=architectures&view=real").await?;
        page.click("[data-model=gpt-2-xl] button").await?;
        page.click("[data-sort=layers]").await?;
        page.until_hash(true, "sort=layers").await?;
        page.click("[data-action=undo]").await?;
        page.until_hash(false, "sort=layers").await?;
        page.find("[data-opened=gpt-2-xl]").await?;
        page.click("[data-action=undo]").await?;
        page.find("[data-opened=bert-base]").await.map(drop)
    })
}

/// The file of a model that nobody has trained; the page is told in its place what a server
/// would send.
pub fn invented(family: Family) -> Result<Vec<u8>> {
    let words =
        ["[BEGIN]", "[END]", "[MASK]", "#z", "#o", "#?", "the", "dog", "bites", "man", "sees", "."];
    let words: Vec<String> = words.map(String::from).to_vec();
    let config = Config {
        family,
        vocabulary: words.len(),
        classes: words.len(),
        encoding: "learned",
        max_length: 16,
        tied: true,
        layers: 2,
        ..Config::default()
    };
    let transformer = Transformer::invented(config, 1)?;
    let (corpus, figures, heads) = Default::default();
    let model = Model { name: "test".into(), seed: 1, words, corpus, figures, heads, transformer };
    Ok(write(&model)?)
}

/// Answers the page's requests for models with these bytes, or with that status.
pub async fn serve(page: &Page, bytes: &[u8], status: u16) -> Result<()> {
    let script = "const [bytes, status] = arguments;
        window.reallyFetch ??= window.fetch;
        window.asked = 0;
        window.fetch = (what, ...rest) => {
            if (!String(what).includes('/models/') && !String(what).startsWith('models/')) {
                return window.reallyFetch(what, ...rest);
            }
            window.asked += 1;
            return Promise.resolve(new Response(new Uint8Array(bytes), { status }));
        };";
    page.run(script, vec![json!(bytes), json!(status)]).await.map(drop)
}

#[test]
fn hidden_words_are_guessed_with_probabilities_that_add_up() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        serve(page, &invented(Family::Encoder)?, 200).await?;
        page.go("#lab=architectures&view=guess&text=the dog bites zo .&blank=1").await?;
        page.find("[data-model-state=there]").await?;
        assert_eq!(page.count("[data-place] ").await?, 1);
        let sum = page.text_of(
            "return String([...document.querySelectorAll('[data-place] [data-value]')]
                 .reduce((sum, cell) => sum + Number(cell.dataset.value), 0))",
        );
        let sum: f64 = sum.await?.parse()?;
        ensure!((sum - 1.0).abs() < 1e-4, "{sum}");
        assert_eq!(page.count("[data-place] tr.right").await?, 1);
        // What it has never seen is said, with its pieces.
        let told = page.text("[data-unknown=zo]").await?;
        ensure!(told.contains("#z #o"), "{told}");
        // By keyboard: one more is hidden, then the first is shown again.
        page.focus("[data-word='3']").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "blank=1,3").await?;
        page.find("[data-place='3']").await?;
        page.click("[data-word='1']").await?;
        page.until_hash(true, "blank=3").await?;
        page.gone("[data-place='1']").await?;
        page.assert_accessible().await?;
        // It was fetched once, and stays while other views are looked at.
        page.click("[data-choice=real]").await?;
        page.click("[data-choice=guess]").await?;
        page.find("[data-model-state=there]").await?;
        assert_eq!(page.text_of("return String(window.asked)").await?, "1");
        Ok(())
    })
}

#[test]
fn a_model_that_cannot_be_had_is_told_and_can_be_tried_again() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let file = invented(Family::Encoder)?;
        let mut changed = file.clone();
        changed[file.len() / 2] ^= 1;
        let wrong = invented(Family::Decoder)?;
        let cases: [(&[u8], u16, &str); 6] = [
            (&file[..file.len() - 9], 200, "bytes, needed are"),
            (&changed, 200, "its checksum is"),
            (&wrong, 200, "needed is Encoder"),
            (b"<!doctype html>", 200, "this is none"),
            (&[], 404, "its file isn’t there"),
            (&[], 200, "bytes, needed are"),
        ];
        serve(page, &[], 500).await?;
        page.go("#lab=architectures&view=guess").await?;
        page.find("[data-model-state=failed]").await?;
        for (bytes, status, reason) in cases {
            serve(page, bytes, status).await?;
            page.click("[data-action=retry-model]").await?;
            let told = async || Ok(page.text("[data-lab]").await?.contains(reason));
            page.until(&format!("it says {reason}"), told).await?;
        }
        page.assert_accessible().await?;
        // The rest goes on.
        page.click("[data-choice=real]").await?;
        page.find("[data-opened]").await?;
        page.click("[data-choice=guess]").await?;
        page.find("[data-model-state=failed]").await?;
        serve(page, &file, 200).await?;
        page.click("[data-action=retry-model]").await?;
        page.find("[data-model-state=there]").await.map(drop)
    })
}

/// The tokens that the decoder added.
async fn made(page: &Page) -> Result<Vec<String>> {
    let made = page.text_of(
        "return [...document.querySelectorAll('[data-made]')].map(it => it.dataset.made).join()",
    );
    Ok(made.await?.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

/// The numbers in the cache.
async fn cached(page: &Page) -> Result<usize> {
    let value = page.attribute("[data-measure=cached]", "data-value").await?;
    Ok(value.context("no number")?.parse()?)
}

#[test]
fn a_decoder_goes_on_by_keyboard_and_its_cache_grows() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        serve(page, &invented(Family::Decoder)?, 200).await?;
        page.go("#lab=architectures&view=generate&text=the dog&seed=3").await?;
        page.find("[data-model-state=there]").await?;
        // [BEGIN] and two words, each with a key and a value of 32 numbers in two layers.
        assert_eq!(cached(page).await?, 3 * 2 * 64);
        page.focus("[data-action=next]").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "made=1").await?;
        let first = made(page).await?;
        assert_eq!(first.len(), 1);
        page.click("[data-action=start]").await?;
        page.until_hash(false, "made=").await?;
        assert_eq!(made(page).await?, [""; 0]);
        // The same seed draws the same again, and goes on.
        page.go("#lab=architectures&view=generate&text=the dog&seed=3&made=3").await?;
        page.find("[data-made]").await?;
        let more = made(page).await?;
        assert_eq!(more[0], first[0]);
        if more.len() == 3 {
            assert_eq!(cached(page).await?, 6 * 2 * 64);
        }
        page.assert_accessible().await
    })
}

#[test]
fn candidates_are_cut_and_say_why() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        serve(page, &invented(Family::Decoder)?, 200).await?;
        page.go("#lab=architectures&view=generate&text=the dog&top_k=4&top_p=0.5").await?;
        let kept = page.attribute("[data-kept]", "data-kept").await?.context("a number")?;
        let kept: usize = kept.parse()?;
        ensure!((1..4).contains(&kept), "{kept}");
        assert_eq!(page.count("tr.cut").await?, 3);
        let sum = page.text_of(
            "return ['before', 'after'].map(part => [...document.querySelectorAll(`[data-part=${part}]`)]
                 .reduce((sum, cell) => sum + Number(cell.dataset.value), 0).toFixed(4)).join()",
        );
        assert_eq!(sum.await?, "1.0000,1.0000");
        // Of one that is left the choice is certain.
        page.focus("[data-control=top_k]").await?;
        for _ in 0..3 {
            page.press(&Key::Left).await?;
        }
        page.until_hash(true, "top_k=1").await?;
        page.click("[data-action=next]").await?;
        assert_eq!(page.attribute("[data-made]", "data-value").await?.as_deref(), Some("1"));
        // It plays until it is told to stop or has come to an end.
        page.click("[data-action=play]").await?;
        page.until_hash(true, "made=2").await?;
        page.assert_accessible().await
    })
}

/// The views that need a model can't be among those of `screens.rs` while none is shipped.
#[test]
fn views_of_models_have_no_barriers_on_any_screen() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        let text = "text=the dog bites the antidisestablishmentarianist because man sees dog .";
        let views = [
            (Family::Encoder, "view=guess&blank=1,4,7"),
            (Family::Decoder, "view=generate&made=4&top_k=3"),
            (Family::Decoder, "view=generate&decoder=llama&made=64&top_p=0.9"),
        ];
        let mut faults = vec![];
        for (family, view) in views {
            serve(page, &invented(family)?, 200).await?;
            for (width, theme) in [(360, "light"), (360, "dark"), (1280, "dark"), (1920, "light")] {
                page.resize(width, 800).await?;
                page.go(&format!("#lab=architectures&{view}&{text}&theme={theme}")).await?;
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
