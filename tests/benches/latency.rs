//! From keystroke to painted frame, in a real browser on the built page.
//!
//! Real keys are pressed in the sentence box. *Latency* counts from the key's input event to
//! the moment after the next frame was painted, so it holds the wait for that frame.
//! *Busy* is the main thread's own work for it: script, style, layout and paint.
//!
//! The first and the last row are the floor: the same keys in a page that holds a text box and
//! a paragraph and copies the one into the other. Machines differ, and so does one machine from
//! minute to minute; how many floors a row takes differs less.

#[path = "../e2e/harness/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests need more of it")]
mod harness;

use std::time::Duration;

use anyhow::{Context, Result};
use harness::{Page, in_browser};
use serde_json::Value;

/// Keys pressed for each row.
const KEYS: usize = 80;

/// Pause between two keys: long enough for the frame and the idle work after it.
const PAUSE: Duration = Duration::from_millis(150);

/// (tokens, heads, d_model) of the two promises.
const SIZES: [(usize, usize, usize); 2] = [(64, 8, 64), (12, 4, 16)];

const STEPS: [&str; 5] = ["tokens", "projections", "scores", "weights", "output"];

/// Keys as WebDriver names them.
const END: &str = "\u{E010}";
const BACKSPACE: &str = "\u{E003}";

/// A message posted from the input event comes after its task, and one posted from a frame
/// callback comes after the frame was painted.
const LISTEN: &str = r"
    window.measured = [];
    const after = (then) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => then(performance.now());
        channel.port2.postMessage(null);
    };
    document.querySelector('#sentence').addEventListener('input', (event) => {
        const start = performance.now();
        let scripted = null;
        after((now) => { scripted = now; });
        requestAnimationFrame(() => {
            const frame = performance.now();
            const script = scripted === null ? frame - start : scripted - start;
            after((now) => window.measured.push([now - event.timeStamp, script + now - frame]));
        });
    }, true);
";

/// A page that does as little for a key as a page can.
const BARE: &str = r"
    document.body.innerHTML = '<input id=sentence value=a><p>';
    const [box, text] = ['input', 'p'].map((name) => document.querySelector(name));
    box.addEventListener('input', () => { text.textContent = box.value; });
";

fn main() -> Result<()> {
    println!("| tokens | heads | d_model | step | latency median | p95 | busy median | p95 |");
    println!("|-:|-:|-:|-|-:|-:|-:|-:|");
    in_browser(async |page| {
        page.resize(1280, 800).await?;
        floor(page).await?;
        for (tokens, heads, d_model) in SIZES {
            for step in STEPS {
                let text: Vec<_> = (1..tokens).map(|word| format!("word{word}")).collect();
                let text = text.join("+");
                let state = format!("#step={step}&heads={heads}&d_model={d_model}&text={text}+a");
                page.open(&state).await?;
                let measured = measure(page).await?;
                print(&format!("{tokens} | {heads} | {d_model} | {step}"), measured);
            }
        }
        floor(page).await
    })
}

async fn floor(page: &Page) -> Result<()> {
    page.open("").await?;
    page.run(BARE, vec![]).await?;
    print("– | – | – | floor", measure(page).await?);
    Ok(())
}

fn print(what: &str, mut measured: Vec<[f64; 2]>) {
    let [latency, latency_p95] = quantiles(&mut measured, 0);
    let [busy, busy_p95] = quantiles(&mut measured, 1);
    println!(
        "| {what} | {latency:.1} ms | {latency_p95:.1} ms | {busy:.1} ms | {busy_p95:.1} ms |"
    );
}

async fn measure(page: &Page) -> Result<Vec<[f64; 2]>> {
    page.settle().await?;
    page.run(LISTEN, vec![]).await?;
    page.click("#sentence").await?;
    page.press(END).await?;
    for key in 0..KEYS {
        page.press(if key % 2 == 0 { "x" } else { BACKSPACE }).await?;
        tokio::time::sleep(PAUSE).await;
    }
    let rows = page.run("return window.measured", vec![]).await?;
    let rows = rows.as_array().context("no list of measurements")?;
    let pair = |row: &Value| Some([row[0].as_f64()?, row[1].as_f64()?]);
    rows.iter().map(|row| pair(row).context("a measurement is not two numbers")).collect()
}

/// The median and the 95th percentile.
fn quantiles(measured: &mut [[f64; 2]], column: usize) -> [f64; 2] {
    measured.sort_by(|a, b| a[column].total_cmp(&b[column]));
    let at = |share: f64| ((measured.len() - 1) as f64 * share).round() as usize;
    [0.5, 0.95].map(|share| measured.get(at(share)).map_or(f64::NAN, |row| row[column]))
}
