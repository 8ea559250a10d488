//! The trained models that come with the page, in the attention and the word-order lab.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use tests::reference::{mismatch, zip};

use crate::architectures::serve;
use crate::harness::{Matrix, Page, in_browser};

/// x · w + b, row by row.
fn projected(x: &Matrix, w: &Matrix, b: &Matrix) -> Vec<Vec<f64>> {
    let column = |row: &[f64], k: usize| -> f64 {
        row.iter().zip(&w.values).map(|(x, weights)| x * weights[k]).sum::<f64>() + b.values[0][k]
    };
    let rows = x.values.iter();
    rows.map(|row| (0..b.values[0].len()).map(|k| column(row, k)).collect()).collect()
}

async fn chosen(page: &Page) -> Result<String> {
    page.find("[data-control=weights]").await?;
    page.text_of("return document.querySelector('[data-control=weights]').selectedOptions[0].text")
        .await
}

#[test]
fn the_page_opens_on_trained_attention_and_every_number_follows() -> Result<()> {
    in_browser(async |page| {
        page.open_as("").await?;
        page.find("[data-control=weights]").await?;
        page.until("the model is there", async || Ok(chosen(page).await?.contains("encoder")))
            .await?;
        page.go("#weights=auto&text=the dog bites the man .&step=inputs").await?;
        let [embeddings, positions, inputs] = [
            page.matrix("embeddings", None).await?,
            page.matrix("positions", None).await?,
            page.matrix("inputs", None).await?,
        ];
        let sum = zip(&embeddings.values, &positions.values, |a, b| a + b);
        assert_eq!(mismatch(&inputs.values, &sum), None);
        // The same word has the same vector, wherever it stands.
        assert_eq!(embeddings.values[0], embeddings.values[3]);

        page.go("#weights=auto&text=the dog bites the man .&step=projections&head=3").await?;
        let normed = page.matrix("normed", None).await?;
        for (name, weights, bias) in [
            ("queries", "query-weights", "query-bias"),
            ("keys", "key-weights", "key-bias"),
            ("values", "value-weights", "value-bias"),
        ] {
            let weights = page.matrix(weights, Some(3)).await?;
            let bias = page.matrix(bias, Some(3)).await?;
            let found = page.matrix(name, Some(3)).await?;
            assert_eq!(
                mismatch(&found.values, &projected(&normed, &weights, &bias)),
                None,
                "{name}"
            );
        }
        page.go("#weights=auto&text=the dog bites the man .&step=weights&head=3").await?;
        for row in page.matrix("weights", Some(3)).await?.values {
            ensure!((row.iter().sum::<f64>() - 1.0).abs() < 1e-5, "{row:?}");
        }
        page.assert_accessible().await
    })
}

#[test]
fn what_the_model_has_never_seen_is_invented_unless_it_is_asked_to_read_it() -> Result<()> {
    in_browser(async |page| {
        page.open_as("#text=zebra bites man&step=embeddings").await?;
        let said = page.text(".instead").await?;
        ensure!(said.contains("“zebra”") && said.contains("invented"), "{said}");
        assert_eq!(page.matrix("embeddings", None).await?.values[0].len(), 8);
        // It reads the word in pieces, and the address says so.
        page.focus("[data-action=use-trained]").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "weights=trained").await?;
        page.gone(".instead").await?;
        let embeddings = page.matrix("embeddings", None).await?;
        assert_eq!((embeddings.rows.len(), embeddings.rows[0].as_str()), (7, "#z"));
        // What a trained model decides is chosen for numbers that are invented.
        page.choose("[data-control=heads]", 0).await?;
        page.until_hash(false, "weights=trained").await?;
        page.until("it is invented", async || Ok(chosen(page).await?.contains("seed"))).await?;
        page.find("[data-matrix=embeddings]").await.map(drop)
    })
}

#[test]
fn a_changed_cell_keeps_the_numbers_trained() -> Result<()> {
    in_browser(async |page| {
        page.open_as("#text=dog bites man&step=embeddings&cell=0,0").await?;
        page.write("[data-edit=embeddings]", "2.5").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "edit=embeddings,0,2.5,dog").await?;
        page.until_hash(true, "weights=trained").await?;
        // Even of a sentence that it would not have read by itself.
        page.write("#sentence", "dog bites zebra").await?;
        page.until("it is still trained", async || {
            Ok(page.matrix("embeddings", None).await?.values[0].len() == 64)
        })
        .await?;
        assert_eq!(page.matrix("embeddings", None).await?.values[0][0], 2.5);
        page.reload().await?;
        assert_eq!(page.matrix("embeddings", None).await?.values[0][0], 2.5);
        Ok(())
    })
}

#[test]
fn a_head_opens_in_the_attention_lab() -> Result<()> {
    in_browser(async |page| {
        let text = "the dog sees the cat and the cat sees the dog .";
        page.open(&format!("#lab=architectures&view=heads&trained=llama&text={text}")).await?;
        page.click("[data-head-cell='decoder.2.1']").await?;
        let opened = page.matrix("weights", Some(1)).await?;
        page.click("[data-action=open-head]").await?;
        page.find("[data-lab=attention][data-step=weights]").await?;
        page.until_hash(true, "mask=causal").await?;
        let found = page.matrix("weights", Some(1)).await?;
        assert_eq!(mismatch(&found.values, &opened.values), None);
        assert_eq!(found.rows[0], "[BEGIN]");
        ensure!(chosen(page).await?.contains("LLaMA, layer 2"), "{}", chosen(page).await?);
        // RoPE's steps are there too.
        page.go(&format!(
            "#weights=trained&trained=llama&layer=2&mask=causal&head=1&text={text}&step=projections"
        ))
        .await?;
        page.matrix("queries-unrotated", Some(1)).await.map(drop)
    })
}

/// The trained layer needs code that comes later, and with that code comes its style.
#[test]
fn what_comes_later_has_its_style_on_the_page_that_opens() -> Result<()> {
    in_browser(async |page| {
        for (width, address) in [(1280, ""), (360, "#step=scaled"), (360, "#step=scores&cell=0,1")]
        {
            page.resize(width, 800).await?;
            page.open_as(address).await?;
            page.until("trained numbers", async || Ok(chosen(page).await?.contains("encoder")))
                .await?;
            page.settle().await?;
            let styles = "return document.querySelector('link[data-later=style]').disabled";
            assert_eq!(page.run(styles, vec![]).await?, false, "{address}");
            page.assert_no_sideways_scroll().await?;
            page.assert_accessible().await?;
        }
        Ok(())
    })
}

#[test]
fn without_the_model_the_page_goes_on_with_what_it_has() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=weights").await?;
        serve(page, b"<!doctype html>", 200).await?;
        // Whether it was asked for or is what the page opens on.
        for weights in ["trained", "auto"] {
            page.go(&format!("#weights={weights}&text=dog bites man&step=weights")).await?;
            let said = page.text(".instead").await?;
            ensure!(said.contains("can’t be had") && said.contains("ATTNLAB"), "{weights}: {said}");
        }
        assert_eq!(page.matrix("weights", Some(0)).await?.values.len(), 3);
        page.write("#sentence", "a cat").await?;
        let is_there = async || Ok(page.matrix("weights", Some(0)).await?.values.len() == 2);
        page.until("the other sentence", is_there).await?;
        // Once the file is there, it need only be asked for again.
        page.run("window.fetch = window.reallyFetch", vec![]).await?;
        page.click("[data-action=retry-model]").await?;
        page.gone(".instead").await?;
        page.until("it is trained", async || Ok(chosen(page).await?.contains("encoder"))).await
    })
}

#[test]
fn word_order_reaches_the_trained_layer_through_its_positions() -> Result<()> {
    in_browser(async |page| {
        page.open_as("#lab=order&text=dog bites man&compare=man bites dog").await?;
        page.until("the model is there", async || Ok(chosen(page).await?.contains("encoder")))
            .await?;
        let difference = page.max_difference().await?;
        ensure!(difference > 0.01, "{difference}");
        let output = page.matrix("output-a", None).await?;
        assert_eq!(output.values.first().context("a row")?.len(), 64);
        // Without them the trained layer, too, says the same of both sentences.
        page.choose("[data-control=encoding]", 0).await?;
        page.until_hash(true, "encoding=none").await?;
        page.until("nothing tells places", async || Ok(page.max_difference().await? < 1e-4))
            .await?;
        ensure!(chosen(page).await?.contains("encoder"), "{}", chosen(page).await?);
        page.reload().await?;
        ensure!(page.max_difference().await? < 1e-4, "the address says it");
        for layer in 1..4 {
            page.choose("[data-control=weights]", layer).await?;
            page.choose("[data-control=encoding]", 0).await?;
            page.until_hash(true, &format!("layer={layer}")).await?;
            // Taken out of the layers before as well.
            let title = async || Ok(page.text(".side h2").await? == "Order is lost");
            page.until("no layer knows the order", title).await?;
        }
        page.choose("[data-control=weights]", 0).await?;
        page.choose("[data-control=encoding]", 0).await?;
        page.until_hash(true, "encoding=none").await?;
        // Put back, it is the layer that it was.
        page.choose("[data-control=encoding]", 1).await?;
        let is_back = async || Ok(page.max_difference().await? == difference);
        page.until("the encoding is back", is_back).await?;
        // Its output is the one that the attention lab shows.
        page.go("#weights=auto&text=dog bites man&step=output").await?;
        let same = page.matrix("output", None).await?;
        assert_eq!(mismatch(&same.values, &output.values), None);
        Ok(())
    })
}
