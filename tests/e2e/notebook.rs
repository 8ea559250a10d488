//! The widget for notebooks, in what plays one.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use xtask::{bundle, project};

use crate::embed::Host;
use crate::harness::{Page, in_browser, site};

/// What a notebook holds.
async fn model(page: &Page, key: &str) -> Result<Value> {
    page.run("return model.values[arguments[0]]", vec![json!(key)]).await
}

/// Waits until it holds this.
async fn until_model(page: &Page, key: &str, value: Value) -> Result<()> {
    let holds = async || Ok(model(page, key).await? == value);
    page.until(&format!("the notebook's {key} is {value}"), holds).await
}

/// Changes what a notebook holds, as its code does.
async fn set(page: &Page, key: &str, value: Value) -> Result<()> {
    page.run("model.set(arguments[0], arguments[1])", vec![json!(key), value]).await.map(drop)
}

/// A notebook with the widget that holds the page.
fn notebook() -> Result<Host> {
    let host = Host::new()?;
    let path = host.folder.path();
    fs::write(path.join("attention-lab.html"), bundle::of(&site()?, bundle::Trained::Included)?)?;
    let widget = bundle::widget(&path.join("attention-lab.html"))?;
    fs::write(path.join("attention-lab.widget.js"), widget)?;
    fs::write(path.join("index.html"), include_str!("notebook/notebook.html"))?;
    Ok(host)
}

async fn show(page: &Page, values: Value) -> Result<()> {
    page.run("show(arguments[0])", vec![values]).await?;
    page.find("iframe[style*='visible']").await.map(drop)
}

#[test]
fn a_notebook_and_its_widget_say_the_same() -> Result<()> {
    let host = notebook()?;
    in_browser(async |page| {
        host.open(page, "").await?;
        let values = json!({
            "lab": null, "text": "a bird sings", "step": "weights", "heads": 1, "scale": false,
            "hide": ["header"], "cell": null, "encoding": null, "other": 1,
        });
        show(page, values).await?;
        page.enter("iframe").await?;
        page.until_step("weights").await?;
        assert_eq!(page.value("#sentence").await?, "a bird sings");
        assert_eq!(page.count("header").await?, 0);

        // What the learner does is found in the notebook, as the kind of value that it was.
        page.click("[data-action=next]").await?;
        page.choose("[data-control=heads]", 1).await?;
        page.leave().await?;
        until_model(page, "step", json!("head-output")).await?;
        until_model(page, "heads", json!(2)).await?;
        assert_eq!(model(page, "scale").await?, json!(false));
        assert_eq!(model(page, "hide").await?, json!(["header"]));
        assert_eq!(model(page, "lab").await?, json!("attention"));
        assert_eq!(model(page, "encoding").await?, json!("sinusoidal"));
        assert_eq!(model(page, "other").await?, json!(1));
        ensure!(page.run("return model.saved", vec![]).await?.as_u64() > Some(0));

        // What the notebook says is done in the lab.
        set(page, "text", json!("man bites dog")).await?;
        set(page, "step", json!("weights")).await?;
        set(page, "cell", json!("1,2")).await?;
        set(page, "hide", json!([])).await?;
        page.enter("iframe").await?;
        page.until_step("weights").await?;
        page.find("[data-ledger]").await?;
        page.find("header").await?;
        assert_eq!(page.value("#sentence").await?, "man bites dog");
        page.leave().await?;

        // The frame is as high as its content.
        let height = "const frame = document.querySelector('iframe');
            const content = frame.contentDocument.querySelector('.app');
            return frame.offsetHeight - content.getBoundingClientRect().height";
        page.until("the frame is as high as its content", async || {
            let difference = page.run(height, vec![]).await?;
            Ok(difference.as_f64().is_some_and(|difference| difference.abs() <= 1.0))
        })
        .await?;

        page.run("end()", vec![]).await?;
        assert_eq!(page.count("iframe").await?, 0);
        assert_eq!(page.run("return model.linked", vec![]).await?, json!([]));
        Ok(())
    })
}

#[test]
fn what_changes_in_quick_succession_arrives_and_stays() -> Result<()> {
    let host = notebook()?;
    in_browser(async |page| {
        host.open(page, "").await?;
        show(page, json!({ "text": "dog bites man", "step": "scores", "seed": 1, "mask": "none" }))
            .await?;
        // At once, as a notebook sends what belongs together, and one after the other, as code
        // that sets them does.
        let change = "model.written = [];
            model.set('text', 'a bird sings');
            model.set('step', 'weights');
            const done = arguments[arguments.length - 1];
            const tasks = new MessageChannel();
            const rest = [['seed', 7], ['mask', 'causal'], ['seed', 8]];
            tasks.port1.onmessage = () => {
                const next = rest.shift();
                if (!next) return done();
                model.set(...next);
                tasks.port2.postMessage(0);
            };
            tasks.port2.postMessage(0)";
        page.run_async(change).await?;
        page.enter("iframe").await?;
        page.until_step("weights").await?;
        page.until_hash(true, "seed=8").await?;
        page.until_hash(true, "mask=causal").await?;
        assert_eq!(page.value("#sentence").await?, "a bird sings");
        page.leave().await?;
        // Nothing of it was undone in between, not even for a moment.
        let written = page.run("return model.written", vec![]).await?;
        let expected = json!([
            ["text", "a bird sings"],
            ["step", "weights"],
            ["seed", 7],
            ["mask", "causal"],
            ["seed", 8],
        ]);
        assert_eq!(written, expected);
        Ok(())
    })
}

#[test]
fn a_frame_that_loads_anew_shows_the_same() -> Result<()> {
    let host = notebook()?;
    in_browser(async |page| {
        host.open(page, "").await?;
        show(page, json!({ "text": "a bird sings", "step": "scores" })).await?;
        page.enter("iframe").await?;
        page.click("[data-action=next]").await?;
        page.leave().await?;
        until_model(page, "step", json!("scaled")).await?;
        // A notebook moves its cells, and a frame that is moved loads anew.
        page.run("document.body.append(document.querySelector('iframe'))", vec![]).await?;
        page.enter("iframe").await?;
        page.until_step("scaled").await?;
        assert_eq!(page.value("#sentence").await?, "a bird sings");
        page.leave().await?;
        // And both still hear of each other.
        set(page, "step", json!("weights")).await?;
        page.enter("iframe").await?;
        page.until_step("weights").await?;
        page.click("[data-action=next]").await?;
        page.leave().await?;
        until_model(page, "step", json!("head-output")).await
    })
}

/// The first column of the table of keys in the project's README.
fn keys() -> Result<Vec<String>> {
    let text = fs::read_to_string(project::root().join("README.md"))?;
    let (_, table) = text.split_once("| key | values | default |").context("no table of keys")?;
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(1)).filter(|cell| cell.contains('`'));
    let names = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned));
    Ok(names.collect())
}

#[test]
fn a_widget_knows_every_key_of_the_address() -> Result<()> {
    let host = notebook()?;
    let keys = keys()?;
    ensure!(keys.len() > 40, "{keys:?}");
    in_browser(async |page| {
        host.open(page, "").await?;
        show(page, keys.iter().map(|key| (key.clone(), Value::Null)).collect()).await?;
        let linked: Vec<String> =
            serde_json::from_value(page.run("return model.linked", vec![]).await?)?;
        let missing: Vec<_> = keys.iter().filter(|key| !linked.contains(key)).collect();
        ensure!(missing.is_empty(), "the widget doesn't know {missing:?}");
        Ok(())
    })
}

#[test]
fn a_widget_takes_the_page_from_a_host() -> Result<()> {
    let host = Host::new()?;
    let path = host.folder.path();
    let module = project::root().join("www/embed/anywidget.js");
    fs::copy(module, path.join("attention-lab.widget.js"))?;
    fs::write(path.join("index.html"), include_str!("notebook/notebook.html"))?;
    in_browser(async |page| {
        host.open(page, "").await?;
        let values =
            json!({ "page": host.lab(), "height": 500, "text": "a bird", "step": "scores" });
        show(page, values).await?;
        let height = "return document.querySelector('iframe').offsetHeight";
        assert_eq!(page.run(height, vec![]).await?, json!(500));
        page.enter("iframe").await?;
        page.until_step("scores").await?;
        assert_eq!(page.value("#sentence").await?, "a bird");
        page.click("[data-action=next]").await?;
        page.leave().await?;
        until_model(page, "step", json!("scaled")).await?;

        // Without a page there is nothing to show, and it says so.
        page.run("end(); show({})", vec![]).await?;
        let text = page.text("#cell").await?;
        ensure!(text.contains("set “page”"), "{text}");
        Ok(())
    })
}
