//! The positions lab.

use anyhow::{Context, Result};
use fantoccini::key::Key;
use serde_json::json;
use tests::reference::{mismatch, sinusoids, zip};

use crate::harness::{Page, in_browser};

async fn open(page: &Page, state: &str) -> Result<()> {
    page.open(&format!("#lab=positions&{state}")).await?;
    page.find("[data-lab=positions] figure table").await.map(drop)
}

/// A number that the page says it measured.
async fn measured(page: &Page, name: &str) -> Result<f64> {
    let selector = format!("[data-measure={name}]");
    let value = page.attribute(&selector, "data-value").await?;
    Ok(value.with_context(|| format!("{name} has no value"))?.parse()?)
}

/// The numbers of a folded table or of a formula, row by row.
async fn numbers(page: &Page, selector: &str) -> Result<Vec<f64>> {
    page.find(selector).await?;
    let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.dataset.value)";
    let texts: Vec<String> =
        serde_json::from_value(page.run(script, vec![json!(selector)]).await?)?;
    texts.iter().map(|text| text.parse().context("no number")).collect()
}

/// Moves a slider as a hand does.
async fn slide(page: &Page, control: &str, value: &str) -> Result<()> {
    page.find(&format!("[data-control={control}]")).await?;
    let script = "const slider = document.querySelector(`[data-control=${arguments[0]}]`);
        slider.value = arguments[1];
        slider.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    page.run(script, vec![json!(control), json!(value)]).await?;
    page.settle().await
}

#[test]
fn sinusoids_are_those_of_the_formula() -> Result<()> {
    in_browser(async |page| {
        open(page, "encoding=sinusoidal&d_model=16&positions=40&dimension=4").await?;
        let table = page.matrix("encoding", None).await?;
        assert_eq!(mismatch(&table.values, &sinusoids(40, 16)), None);
        let similarity = page.matrix("similarity", None).await?;
        for (p, q) in [(0, 0), (3, 7), (39, 0)] {
            // The mean cosine of the angles between the two positions.
            let angle = |i: i32| f64::from(p - q) / 1e4_f64.powf(f64::from(2 * i) / 16.0);
            let wanted = (0..8).map(|i| angle(i).cos()).sum::<f64>() / 8.0;
            let value = similarity.values[p as usize][q as usize];
            assert!((value - wanted).abs() < 1e-5, "{value}, not {wanted}, at {p}, {q}");
        }
        let wavelength = page.attribute("[data-wavelength]", "data-wavelength").await?;
        let wavelength: f64 = wavelength.context("no wavelength")?.parse()?;
        assert!((wavelength - std::f64::consts::TAU * 10.0).abs() < 1e-9);
        // The wave of dimension 4 and its partner, at whole positions.
        let wave = numbers(page, ".data td[data-value]").await?;
        let wanted: Vec<f64> = table.values.iter().flat_map(|row| [row[4], row[5]]).collect();
        assert_eq!(mismatch(&[wave], &[wanted]), None);
        Ok(())
    })
}

#[test]
fn a_shift_is_a_rotation() -> Result<()> {
    in_browser(async |page| {
        open(page, "encoding=sinusoidal&dimension=2&position=5&shift=7").await?;
        let shown = numbers(page, "[data-rotation='1'] mn[data-value]").await?;
        // The angle is 7 ÷ 10000^(2 ÷ 8), a tenth of the shift.
        let at = |p: f64| [(p / 10.0).sin(), (p / 10.0).cos()];
        let [sin, cos] = at(7.0);
        let [from, to] = [at(5.0), at(12.0)];
        let wanted = vec![cos, sin, -sin, cos, from[0], from[1], to[0], to[1]];
        assert_eq!(mismatch(&[shown], &[wanted]), None);
        assert!(measured(page, "rotation").await? < 1e-6);

        slide(page, "shift", "-5").await?;
        page.until_hash(true, "shift=-5").await?;
        let shown = numbers(page, "[data-rotation='1'] mn[data-value]").await?;
        assert_eq!(&shown[6..], [0.0, 1.0], "position 0 is sine 0, cosine 1");
        Ok(())
    })
}

#[test]
fn rope_s_score_depends_on_the_distance_alone() -> Result<()> {
    in_browser(async |page| {
        for pairs in ["interleaved", "half"] {
            open(page, &format!("encoding=rope&position=4&shift=9&pairs={pairs}")).await?;
            let before = page.attribute("[data-turned-score]", "data-turned-score").await?;
            // Both move by 10: the arrows turn, the score stays.
            page.go(&format!("#lab=positions&encoding=rope&position=14&shift=9&pairs={pairs}"))
                .await?;
            let after = page.attribute("[data-turned-score]", "data-turned-score").await?;
            let parse = |text: Option<String>| {
                text.context("no score")?.parse::<f64>().context("no number")
            };
            assert!((parse(before)? - parse(after)?).abs() < 1e-5, "{pairs}");
            assert!(measured(page, "distance").await? < 1e-5, "{pairs}");
        }
        Ok(())
    })
}

#[test]
fn biases_and_buckets_follow_their_papers() -> Result<()> {
    in_browser(async |page| {
        open(page, "encoding=alibi&heads=8").await?;
        for head in [0, 7] {
            let bias = page.matrix("position-bias", Some(head)).await?;
            let slope = 0.5_f64.powi(head as i32 + 1);
            assert_eq!(bias.values[3][10], -7.0 * slope);
        }
        assert_eq!(numbers(page, "[data-table=slopes] td[data-value]").await?[2], 0.125);

        open(page, "encoding=t5&positions=128").await?;
        let buckets = page.matrix("buckets", None).await?;
        let row: Vec<_> = [0, 1, 7, 8, 16, 127].map(|d| buckets.values[d][0]).to_vec();
        assert_eq!(row, [0.0, 1.0, 7.0, 8.0, 10.0, 15.0]);
        assert_eq!(buckets.values[0][1], 17.0);
        let (table, bias) =
            (page.matrix("bias-table", None).await?, page.matrix("position-bias", Some(0)).await?);
        assert_eq!(bias.values[100][60], table.values[buckets.values[100][60] as usize][0]);
        page.click("[data-choices=bidirectional] [data-choice=off]").await?;
        page.until_hash(true, "bidirectional=off").await?;
        assert_eq!(page.matrix("buckets", None).await?.values[0][1], 0.0);
        Ok(())
    })
}

#[test]
fn what_is_not_trained_says_so_and_none_is_all_alike() -> Result<()> {
    in_browser(async |page| {
        open(page, "encoding=learned&seed=7").await?;
        assert!(page.text("[data-untrained]").await?.contains("seed 7, untrained"));
        assert!(page.text("figure[data-matrix=encoding] .origin").await?.contains("seed 7"));
        open(page, "encoding=none").await?;
        let similarity = page.matrix("similarity", None).await?;
        assert!(similarity.values.iter().flatten().all(|value| *value == 0.0));
        page.click("[data-action=order]").await?;
        page.find("[data-lab=order]").await.map(drop)
    })
}

#[test]
fn a_comparison_is_first_minus_second() -> Result<()> {
    in_browser(async |page| {
        open(page, "view=compare&text=a dog bites a man&encoding=t5&with=rope&head=1").await?;
        for of in ["scores", "weights"] {
            let [a, b, difference] = [
                page.matrix(&format!("{of}-a"), Some(1)).await?,
                page.matrix(&format!("{of}-b"), Some(1)).await?,
                page.matrix(&format!("{of}-difference"), Some(1)).await?,
            ];
            assert_eq!(a.rows, ["a", "dog", "bites", "a", "man"]);
            let expected = zip(&a.values, &b.values, |a, b| a - b);
            assert_eq!(mismatch(&difference.values, &expected), None, "{of}");
            let largest = difference.values.iter().flatten().fold(0.0_f64, |l, x| l.max(x.abs()));
            assert_eq!(measured(page, of).await?, largest);
            assert!(largest > 1e-3, "{of}");
        }
        page.click("[data-choices=with] [data-choice=t5]").await?;
        page.until_hash(true, "with=t5").await?;
        assert_eq!(measured(page, "weights").await?, 0.0, "an encoding against itself");
        page.write("#sentence", "").await?;
        page.gone("figure[data-matrix]").await?;
        // What the attention lab shows is what is compared here.
        page.go("#lab=positions&view=compare&encoding=alibi&text=dog bites man").await?;
        let here = page.matrix("weights-a", Some(0)).await?;
        page.go("#lab=attention&step=weights&encoding=alibi&text=dog bites man").await?;
        assert_eq!(page.matrix("weights", Some(0)).await?, here);
        Ok(())
    })
}

#[test]
fn the_lab_is_in_the_link_and_leads_to_the_attention_lab() -> Result<()> {
    const LINK: &str = "lab=positions&text=one two&encoding=rope&with=alibi&positions=50&base=500\
                        &dimension=3&position=20&shift=-11&pairs=half&bidirectional=off";
    in_browser(async |page| {
        open(page, LINK).await?;
        let similarity = page.matrix("similarity", None).await?;
        for part in LINK.split('&') {
            page.until_hash(true, part).await?;
        }
        let hash = page.hash().await?;
        page.reload().await?;
        assert_eq!(page.matrix("similarity", None).await?, similarity);
        assert_eq!(page.hash().await?, hash);
        page.click("[data-action=see]").await?;
        page.find("[data-lab=attention]").await?;
        assert_eq!(page.step().await?, "positions");
        assert_eq!(page.value("#sentence").await?, "one two");
        page.until_hash(true, "encoding=rope").await
    })
}

#[test]
fn everything_works_by_keyboard() -> Result<()> {
    in_browser(async |page| {
        open(page, "encoding=sinusoidal").await?;
        page.focus("[data-control=dimension]").await?;
        page.press(&Key::Right).await?;
        page.until_hash(true, "dimension=3").await?;
        // A cell of the table chooses its position and its dimension.
        page.focus("figure[data-matrix=encoding] .heatmap").await?;
        page.press(&Key::Down).await?;
        page.press(&Key::Right).await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "dimension=1").await?;
        page.until_hash(true, "position=1").await?;
        page.focus("[data-choice=alibi]").await?;
        page.press(&Key::Enter).await?;
        page.until_hash(true, "encoding=alibi").await?;
        page.focus("[data-choice=compare]").await?;
        page.press(&Key::Enter).await?;
        page.find("[data-view=compare] #sentence").await?;
        page.click("[data-action=undo]").await?;
        page.until_hash(false, "encoding=alibi").await
    })
}

/// What is cut off of the labels of all pictures, or lies on another label.
const CUT: &str = "const faults = [];
    for (const strip of document.querySelectorAll('.labels')) {
        const texts = [...strip.querySelectorAll('span')].map(span => {
            const text = span.firstElementChild.getBoundingClientRect();
            const box = span.getBoundingClientRect();
            const cut = text.left < box.left - 1 || text.right > box.right + 1
                || text.top < box.top - 3 || text.bottom > box.bottom + 3;
            if (cut) faults.push(`${span.textContent} is cut off`);
            return text;
        });
        texts.slice(1).forEach((b, i) => {
            const a = texts[i];
            const apart = a.right <= b.left + 1 || a.bottom <= b.top + 1;
            if (!apart) faults.push(`label ${i} lies on the next`);
        });
    }
    return [...new Set(faults)].join('\\n');";

#[test]
fn numbers_beside_pictures_can_be_read() -> Result<()> {
    in_browser(async |page| {
        for width in [1280, 360] {
            page.resize(width, 800).await?;
            for positions in [8, 32, 101, 128] {
                for encoding in ["sinusoidal&d_model=64", "t5", "alibi&d_model=16&heads=8"] {
                    let state = format!("encoding={encoding}&positions={positions}");
                    open(page, &state).await?;
                    page.figures().await?;
                    assert_eq!(page.text_of(CUT).await?, "", "{state} at {width}");
                }
            }
        }
        Ok(())
    })
}

#[test]
fn no_picture_is_cut_where_there_is_room() -> Result<()> {
    in_browser(async |page| {
        let script = "return [...document.querySelectorAll('.planes, .rules, .side')]
            .filter(e => e.scrollWidth > e.clientWidth).map(e => e.className).join()";
        for (width, height) in [(1280, 900), (1920, 1080), (360, 800)] {
            page.resize(width, height).await?;
            for state in ["encoding=rope", "encoding=alibi&d_model=16&heads=8", "encoding=t5"] {
                open(page, state).await?;
                page.figures().await?;
                assert_eq!(page.text_of(script).await?, "", "{state} at {width}");
            }
        }
        Ok(())
    })
}

#[test]
fn first_and_second_can_be_swapped() -> Result<()> {
    in_browser(async |page| {
        open(page, "view=compare&encoding=rope&with=alibi").await?;
        let before = page.matrix("scores-difference", Some(0)).await?.values;
        page.click("[data-action=swap-encodings]").await?;
        page.until_hash(true, "encoding=alibi").await?;
        page.until_hash(true, "with=rope").await?;
        let after = page.matrix("scores-difference", Some(0)).await?.values;
        let expected = zip(&before, &before, |a, _| -a);
        assert_eq!(mismatch(&after, &expected), None);
        Ok(())
    })
}

/// RoPE can't turn a head of odd width: the page says so and can be led out of it.
#[test]
fn an_encoding_that_does_not_fit_says_why() -> Result<()> {
    in_browser(async |page| {
        page.open("#lab=positions&encoding=rope&d_model=9&heads=3").await?;
        assert!(page.text("[role=alert]").await?.contains("pairs"));
        page.click("[data-choice=sinusoidal]").await?;
        page.matrix("encoding", None).await.map(drop)
    })
}

#[test]
fn it_fits_on_a_laptop() -> Result<()> {
    in_browser(async |page| {
        page.resize(1280, 800).await?;
        page.open("#lab=positions").await?;
        let encodings = ["none", "sinusoidal", "learned", "rope", "alibi", "t5"];
        let screens = encodings.map(|encoding| (encoding, (1280, 800)));
        for (encoding, (width, height)) in screens.into_iter().chain([("rope", (1920, 1080))]) {
            page.resize(width, height).await?;
            page.go(&format!("#lab=positions&encoding={encoding}")).await?;
            page.figures().await?;
            let script = "const page = document.scrollingElement;
                const stage = document.querySelector('.stage');
                return [page.scrollHeight - page.clientHeight,
                    stage.scrollHeight - stage.clientHeight,
                    stage.scrollWidth - stage.clientWidth].join()";
            assert_eq!(page.text_of(script).await?, "0,0,0", "{encoding} scrolls");
        }
        Ok(())
    })
}
