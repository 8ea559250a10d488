//! The lab of architectures: what the published models are made of.

use anyhow::{Context, Result};
use fantoccini::key::Key;

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
        page.open("#lab=architectures").await?;
        let models = listed(page).await?;
        assert_eq!((models.len(), models[0].as_str()), (23, "bert-base"));
        for model in models {
            page.click(&format!("[data-model={model}] button")).await?;
            page.find(&format!("[data-opened={model}]")).await?;
            let cell = format!("[data-model={model}] [data-column=parameters]");
            let number = page.attribute(&cell, "data-value").await?.context("a number")?;
            assert_eq!(sums(page).await?, [number.parse::<u64>()?; 3], "{model}");
        }
        page.go("#lab=architectures&model=bert-base").await?;
        page.find("[data-opened=bert-base] [data-sum='109482240']").await?;
        page.find("[data-difference='-517760']").await.map(drop)
    })
}

#[test]
fn models_are_sorted_filtered_and_opened_by_keyboard() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=architectures").await?;
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
        page.open("#lab=architectures").await?;
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
