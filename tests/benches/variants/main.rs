//! How fast the variants of attention are, in a real browser, on one head of f32 with d = 64.
//!
//! First the exact ones beside onnxruntime-web, on one thread each, and beside what the
//! machine can do; then how time grows with the number of tokens. Machines differ, and so does
//! one machine from minute to minute: all that is compared takes turns, round by round, on the
//! same numbers, and the medians are what counts.

mod figures;

#[path = "../../e2e/harness/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests need more of it")]
mod harness;

use anyhow::{Context, Result, ensure};
use harness::{Page, in_browser};
use serde_json::{Value, json};

use figures::{Samples, slope};

/// How wide a head is, here and in the page.
const D: f64 = 64.0;

/// Who gives the output of full attention: `package` is the npm package's `attend`, which
/// takes what is fastest; `relaxed` is with relaxed SIMD, which the page's worker uses where
/// the browser has it.
const EXACT: [&str; 6] =
    ["onnxruntime", "full", "flash", "full, relaxed", "flash, relaxed", "package"];

/// The lengths, and how many rounds for each.
const LENGTHS: [(u32, usize); 4] = [(256, 41), (1024, 31), (2048, 21), (4096, 15)];

/// How far the outputs may be from each other; the values lie in [−1, 1).
const NEAR: f64 = 1e-5;

/// The variants whose growth is measured. From the second on they hold no scores of all pairs,
/// which at the longest lengths would be a gigabyte.
const VARIANTS: [&str; 6] =
    ["full", "flash", "sliding_window", "longformer", "big_bird", "performer"];

/// The lengths.
const GROWTH: [u32; 5] = [1024, 2048, 4096, 8192, 16384];

/// How many rounds.
const GROWTH_ROUNDS: usize = 9;

/// The longest text of full attention.
const FULL: u32 = 8192;

fn main() -> Result<()> {
    in_browser(async |page| {
        page.open("").await?;
        exact(page).await?;
        growth(page).await
    })
}

/// The exact ones side by side.
async fn exact(page: &Page) -> Result<()> {
    println!("| n | | ms | times as fast | GFLOP/s | of the peak |");
    println!("|-:|-|-:|-:|-:|-:|");
    for (n, rounds) in LENGTHS {
        let differences = prepare(page, &EXACT, n).await?;
        let agree = differences.iter().all(|difference| *difference < NEAR);
        ensure!(agree, "at n = {n} the outputs are {differences:?} apart");
        let mut samples = Samples::new(EXACT.len());
        for _ in 0..rounds {
            round(page, &EXACT, n, &mut samples).await?;
        }
        // Two operations each: 2 n² d multiply-adds for the scores and the output.
        let operations = 4.0 * f64::from(n).powi(2) * D;
        let peak = 2.0 * samples.peak() / 1e9;
        for (at, name) in EXACT.iter().enumerate() {
            let time = samples.time(at);
            let (ratio, speed) = (samples.time(0) / time, operations / time / 1e6);
            let share = 100.0 * speed / peak;
            println!("| {n} | {name} | {time:.2} | {ratio:.2} | {speed:.1} | {share:.0} % |");
        }
        println!("| | peak | | | {peak:.1} | 100 % |");
    }
    Ok(())
}

/// How time grows. All lengths take turns as well.
async fn growth(page: &Page) -> Result<()> {
    for n in GROWTH {
        prepare(page, growing(n), n).await?;
    }
    let mut samples = GROWTH.map(|n| Samples::new(growing(n).len()));
    for _ in 0..GROWTH_ROUNDS {
        for (n, samples) in GROWTH.into_iter().zip(&mut samples) {
            round(page, growing(n), n, samples).await?;
        }
    }
    let lengths = GROWTH.map(|n| format!("{n} tokens")).join(" | ");
    println!("\n| ms | {lengths} | slope |\n|-|{}-:|", "-:|".repeat(GROWTH.len()));
    let time = |name, at: usize| {
        let place = growing(GROWTH[at]).iter().position(|other| *other == name)?;
        Some(samples[at].time(place))
    };
    for name in VARIANTS {
        let times: Vec<_> = (0..GROWTH.len()).map(|at| time(name, at)).collect();
        let points = GROWTH.iter().zip(&times);
        let points = points.filter_map(|(n, time)| Some((f64::from(*n), (*time)?)));
        let slope = slope(&points.collect::<Vec<_>>());
        let cell = |time: &Option<f64>| time.map_or("–".into(), |time| format!("{time:.2}"));
        let cells = times.iter().map(cell).collect::<Vec<String>>().join(" | ");
        println!("| {name} | {cells} | {slope:.2} |");
    }
    let last = GROWTH.len() - 1;
    let [all, near] = ["flash", "sliding_window"].map(|name| time(name, last));
    let ratio = all.zip(near).map(|(all, near)| all / near).context("no times")?;
    println!("\nOf {} tokens, near ones take {ratio:.1} times less than all pairs.", GROWTH[last]);
    Ok(())
}

/// The variants that are measured at a length.
fn growing(n: u32) -> &'static [&'static str] {
    &VARIANTS[usize::from(n > FULL)..]
}

/// Warms the contenders up and gives how far the output of each is from that of the first.
async fn prepare(page: &Page, names: &[&str], n: u32) -> Result<Vec<f64>> {
    let mut differences = Vec::new();
    for name in names {
        let arguments = vec![json!(name), json!(n)];
        let difference = page.run("return prepare(...arguments)", arguments).await?;
        differences.push(difference.as_f64().context("no difference")?);
    }
    Ok(differences)
}

/// Lets the contenders take their turns once.
async fn round(page: &Page, names: &[&str], n: u32, samples: &mut Samples) -> Result<()> {
    let arguments = vec![json!(names), json!(n)];
    let round = page.run("return round(...arguments)", arguments).await?;
    samples.push(&numbers(&round["times"])?, round["peak"].as_f64().context("no peak")?);
    Ok(())
}

fn numbers(list: &Value) -> Result<Vec<f64>> {
    let list = list.as_array().context("no list of numbers")?;
    list.iter().map(|x| x.as_f64().context("not a number")).collect()
}
