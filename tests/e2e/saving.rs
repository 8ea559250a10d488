//! Taking out what the page shows: pictures, numbers, programs, paper.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::harness::{Page, in_browser};

/// Keeps what the page would save or copy, and lets nothing of it out.
const RECORD: &str = "
    window.saved = [];
    const make = URL.createObjectURL;
    let blob;
    URL.createObjectURL = it => make.call(URL, blob = it);
    HTMLAnchorElement.prototype.click = function () { saved.push([this.download, blob]) };
    navigator.clipboard.writeText = async text => { window.copied = text };
    navigator.clipboard.write = async ([item]) => {
        window.copied = (await item.getType('image/png')).size;
    };";

/// The name and the text of the file that was saved last.
const FILE: &str = "const done = arguments[arguments.length - 1];
    const [name, blob] = saved.at(-1) ?? ['', new Blob()];
    blob.text().then(text => done([name, text]))";

/// The name and the sides of the picture that was saved last.
const PICTURE: &str = "const done = arguments[arguments.length - 1];
    const [name, blob] = saved.at(-1);
    createImageBitmap(blob).then(({ width, height }) => done([name, width, height]))";

/// Opens a menu.
async fn open(page: &Page, host: &str) -> Result<()> {
    page.run(RECORD, vec![]).await?;
    page.click(&format!("{host} summary")).await?;
    page.find(&format!("{host} [data-save]")).await.map(drop)
}

/// Chooses an item of the open menu and waits until the page says that it is done.
async fn choose(page: &Page, item: &str) -> Result<()> {
    let before = page.run("return saved.length", vec![]).await?;
    page.click(&format!("[data-save={item}]")).await?;
    let script = "return saved.length > arguments[0] || window.copied !== undefined";
    page.until(&format!("{item} is done"), async || {
        Ok(page.run(script, vec![before.clone()]).await? == json!(true))
    })
    .await
}

async fn file(page: &Page, item: &str) -> Result<(String, String)> {
    choose(page, item).await?;
    Ok(serde_json::from_value(page.run_async(FILE).await?)?)
}

fn schema() -> Result<Validator> {
    let schema = include_str!("../../www/export.schema.json");
    Ok(jsonschema::validator_for(&serde_json::from_str(schema)?)?)
}

fn described(text: &str) -> Result<Value> {
    let document: Value = serde_json::from_str(text)?;
    let errors: Vec<_> = schema()?.iter_errors(&document).map(|e| e.to_string()).collect();
    ensure!(errors.is_empty(), "{}", errors.join("\n"));
    Ok(document)
}

#[test]
fn a_heatmap_is_saved_in_every_form() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=masked&mask=causal&head=1").await?;
        let shown = page.matrix("masked", Some(1)).await?;
        open(page, "figure[data-matrix=masked] .save").await?;

        let (name, csv) = file(page, "csv").await?;
        assert_eq!(name, "attention-lab-masked-head-1.csv");
        let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!(rows[0], ["", "dog", "bites", "man"]);
        for (row, values) in rows[1..].iter().zip(&shown.values) {
            let saved: Vec<f64> =
                row[1..].iter().map(|cell| cell.parse()).collect::<Result<_, _>>()?;
            assert_eq!(&saved, values);
        }
        assert_eq!(rows[1][3], "-Infinity");

        let (name, text) = file(page, "json").await?;
        assert_eq!(name, "attention-lab-masked-head-1.json");
        let document = described(&text)?;
        assert_eq!(document["format"], "attention-lab figure");
        assert_eq!(document["matrix"]["values"][0][2], "-Infinity");
        assert_eq!(document["matrix"]["values"][2][0].as_f64(), Some(shown.values[2][0]));
        assert_eq!(document["settings"]["mask"], "causal");

        let (name, svg) = file(page, "svg").await?;
        assert_eq!(name, "attention-lab-masked-head-1.svg");
        let read = "const svg = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
            return [svg.querySelector('parsererror')?.textContent ?? '', svg.documentElement.textContent]";
        let read: (String, String) =
            serde_json::from_value(page.run(read, vec![json!(svg)]).await?)?;
        assert_eq!(read.0, "");
        for part in ["masked scores, head 1", "bites", "hatched", "mask: causal"] {
            ensure!(read.1.contains(part), "no {part}: {}", read.1);
        }

        let mut sides = Vec::new();
        for (item, name) in [("png-1", "1.png"), ("png-2", "1.2x.png"), ("png-4", "1.4x.png")] {
            choose(page, item).await?;
            let (saved, width, height): (String, u32, u32) =
                serde_json::from_value(page.run_async(PICTURE).await?)?;
            assert_eq!(saved, format!("attention-lab-masked-head-{name}"));
            sides.push((width, height));
        }
        let (width, height) = sides[0];
        ensure!(width > 300 && height > 150, "{width} × {height}");
        assert_eq!(sides, [1, 2, 4].map(|times| (times * width, times * height)));
        page.until("the page says so", async || {
            Ok(page.text(".menu [role=status]").await?
                == "Saved attention-lab-masked-head-1.4x.png.")
        })
        .await
    })
}

#[test]
fn a_picture_and_its_numbers_are_copied() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=weights").await?;
        open(page, "figure[data-matrix=weights] .save").await?;
        choose(page, "copy-numbers").await?;
        let text = page.text_of("return window.copied").await?;
        assert_eq!(text.lines().next(), Some("\tdog\tbites\tman"));
        assert_eq!(text.lines().count(), 4);
        page.run("window.copied = undefined", vec![]).await?;
        choose(page, "copy-picture").await?;
        let size = page.run("return window.copied", vec![]).await?;
        ensure!(size.as_u64().is_some_and(|size| size > 1000), "{size}");
        Ok(())
    })
}

#[test]
fn the_menu_is_used_by_keyboard() -> Result<()> {
    in_browser(async |page| {
        page.resize(1280, 800).await?;
        page.open("#step=weights").await?;
        let sign = "figure[data-matrix=weights] .save summary";
        let at = "return document.activeElement.dataset.save ?? document.activeElement.localName";
        page.focus(sign).await?;
        page.press(&Key::Enter).await?;
        page.find("[data-save=png-1]").await?;
        page.until("the first item has the focus", async || Ok(page.text_of(at).await? == "png-1"))
            .await?;
        page.press(&Key::Tab).await?;
        assert_eq!(page.text_of(at).await?, "png-2");
        page.assert_accessible().await?;
        page.press(&Key::Escape).await?;
        page.gone("[data-save]").await?;
        assert_eq!(page.text_of(at).await?, "summary");

        // Whoever goes on leaves it closed behind them.
        page.press(&Key::Enter).await?;
        page.find("[data-save=png-1]").await?;
        page.focus("#sentence").await?;
        page.gone("[data-save]").await
    })
}

#[test]
fn the_menu_fits_on_a_phone() -> Result<()> {
    in_browser(async |page| {
        page.resize(360, 640).await?;
        for (state, host) in [
            ("#step=output", "figure[data-matrix=output] .save"),
            ("#lab=positions&encoding=alibi", ".charted .save"),
            ("#step=output", ".take"),
        ] {
            page.open(state).await?;
            open(page, host).await?;
            page.assert_no_sideways_scroll().await?;
            let seen = "const { left, top, right, bottom } =
                    document.querySelector('[open] > .float').getBoundingClientRect();
                return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight";
            assert_eq!(page.run(seen, vec![]).await?, json!(true), "{state} {host}");
        }
        Ok(())
    })
}

#[test]
fn a_chart_gives_the_numbers_that_it_draws() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=positions&encoding=alibi&heads=2").await?;
        open(page, ".charted .save").await?;
        let (_, csv) = file(page, "csv").await?;
        assert_eq!(csv.lines().next(), Some("distance of query and key,head 0,head 1"));
        // Half of the two slopes' steps: 2⁻⁴ and 2⁻⁸.
        assert_eq!(csv.lines().nth(3), Some("2,-0.125,-0.0078125"));
        let (_, text) = file(page, "json").await?;
        let document = described(&text)?;
        assert_eq!(document["format"], "attention-lab chart");
        assert_eq!(document["rows"][2], json!([2, -0.125, -0.0078125]));
        let (_, svg) = file(page, "svg").await?;
        ensure!(svg.contains("What each head adds to a score"), "{svg}");
        choose(page, "png-2").await
    })
}

#[test]
fn the_whole_trace_and_its_programs_are_saved() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=weights&mask=causal&encoding=rope").await?;
        let weights = page.matrix("weights", Some(0)).await?;
        open(page, ".take").await?;
        let (name, text) = file(page, "trace").await?;
        assert_eq!(name, "attention-lab-trace.json");
        let document = described(&text)?;
        let matrices = document["matrices"].as_array().context("no matrices")?;
        let saved = matrices.iter().find(|m| m["name"] == "weights" && m["head"] == 0);
        let saved = saved.context("no weights")?;
        let values: Vec<Vec<f64>> = serde_json::from_value(saved["values"].clone())?;
        assert_eq!(values, weights.values);

        let (name, program) = file(page, "numpy").await?;
        assert_eq!(name, "attention_numpy.py");
        ensure!(program.contains("import numpy") && program.contains("def turn"), "{program}");
        let (name, program) = file(page, "pytorch").await?;
        assert_eq!(name, "attention_pytorch.py");
        ensure!(program.contains("scaled_dot_product_attention"), "{program}");

        page.run("window.print = () => { window.copied = 'printed' }", vec![]).await?;
        choose(page, "print").await
    })
}

/// What stands on paper: in light colours, with its legend, its settings and the open ledger.
#[test]
fn a_lab_prints_as_a_handout() -> Result<()> {
    in_browser(async |page| {
        page.open("#step=masked&mask=causal&theme=dark&cell=2,1").await?;
        page.matrix("masked", Some(0)).await?;
        page.find(".ledger.locked").await?;
        // A masked cell, away from its stroke; read from a copy, since reading from the picture
        // itself again and again makes the browser complain.
        let tone = "const canvas = document.querySelector('figure[data-matrix=masked] canvas');
            const one = document.createElement('canvas').getContext('2d');
            const [x, y] = [canvas.width * 0.95, canvas.height * 0.3];
            one.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
            return [...one.getImageData(0, 0, 1, 1).data].slice(0, 3).join()";
        assert_eq!(page.text_of(tone).await?, "58,61,68", "dark on the screen");
        page.medium("print").await?;
        page.until("the masked tone is light", async || {
            Ok(page.text_of(tone).await? == "214,212,206")
        })
        .await?;
        let seen = "return [...document.querySelectorAll(arguments[0])].filter(
            e => e.checkVisibility({ visibilityProperty: true })).map(e => e.outerHTML)";
        let seen = async |selector: &str| -> Result<Vec<String>> {
            Ok(serde_json::from_value(page.run(seen, vec![json!(selector)]).await?)?)
        };
        // A number in the arithmetic, a word and what is chosen are plain text here.
        let buttons = seen("button:not(.factor, .token, [aria-pressed=true])").await?;
        ensure!(buttons.is_empty(), "{}", buttons.join("\n"));
        for selector in [".legend", ".ledger", "[data-control=encoding]", "[data-control=mask]"] {
            ensure!(!seen(selector).await?.is_empty(), "no {selector}");
        }
        for selector in ["input[type=range]", ".fold", ".flow", ".rail"] {
            ensure!(seen(selector).await?.is_empty(), "{selector} is printed");
        }
        let colours = "const { color, backgroundColor } = getComputedStyle(document.body);
            return `${color} on ${backgroundColor}`";
        assert_eq!(page.text_of(colours).await?, "rgb(29, 33, 41) on rgba(0, 0, 0, 0)");
        page.medium("").await?;
        page.until("the screen is dark again", async || Ok(page.text_of(tone).await? == "58,61,68"))
            .await
    })
}
