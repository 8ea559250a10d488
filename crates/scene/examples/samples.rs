//! Writes one HTML page with the colour maps and sample charts in both themes, to be
//! looked at: `cargo run -p scene --example samples > samples.html`.

use scene::chart::{Chart, Group, Plane, Reference, Series, lines, plane};
use scene::{Domain, Rgb, SceneError, Theme, colour, format, ink, legend};

/// The colours of the roles: query, key, value, weights.
fn roles(theme: Theme) -> [Rgb; 4] {
    match theme {
        Theme::Light => [Rgb(0, 105, 168), Rgb(168, 72, 0), Rgb(0, 113, 79), Rgb(109, 63, 176)],
        Theme::Dark => {
            [Rgb(92, 184, 245), Rgb(246, 158, 88), Rgb(74, 204, 158), Rgb(190, 155, 250)]
        }
    }
}

fn main() -> Result<(), SceneError> {
    println!("<!doctype html><meta charset=utf-8><body style='margin:0;display:flex'>");
    for theme in Theme::ALL {
        let ink = ink(0.0, Domain::Sequential { max: 1.0 }, theme);
        println!(
            "<div style='background:{};color:{};padding:16px;font:13px sans-serif;width:640px'>",
            theme.page().css(),
            ink.css(),
        );
        maps(theme);
        println!("{}", cost(theme)?);
        println!("{}", spread(theme)?);
        println!("{}", words(theme)?);
        println!("</div>");
    }
    Ok(())
}

/// Both maps as strips and as cells with numbers.
fn maps(theme: Theme) {
    for domain in [Domain::Sequential { max: 1.0 }, Domain::Diverging { max: 1.0 }] {
        let strip: Vec<String> = legend(domain, theme, 64).into_iter().map(Rgb::css).collect();
        let stops = strip.join(",");
        println!("<div style='height:24px;background:linear-gradient(90deg,{stops})'></div>");
        println!("<div style='display:flex;margin:8px 0'>");
        let (left, right) = domain.ends();
        let values = (0..11).map(|step| left + (right - left) * step as f32 / 10.0);
        for value in values.chain([f32::NEG_INFINITY, f32::NAN]) {
            println!(
                "<div style='width:46px;line-height:32px;text-align:center;background:{};color:{}'>{}</div>",
                colour(value, domain, theme).css(),
                ink(value, domain, theme).css(),
                format::short(value),
            );
        }
        println!("</div>");
    }
}

/// How the cost of attention grows, with lines that end close to each other.
fn cost(theme: Theme) -> Result<String, SceneError> {
    let lengths: Vec<f64> = (7..15).map(|power| f64::from(1 << power)).collect();
    let curve = |pairs: fn(f64) -> f64| -> Vec<(f64, f64)> {
        lengths.iter().map(|&n| (n, pairs(n))).collect()
    };
    let [full, window, global, random] = [
        curve(|n| n * n),
        curve(|n| n * n.min(513.0)),
        curve(|n| n * n.min(515.0)),
        curve(|n| n * n.min(705.0)),
    ];
    let [query, key, value, weight] = roles(theme);
    let series = |label, points, colour, dashed| Series { label, points, colour, dashed };
    lines(&Chart {
        title: Some("Pairs of tokens that are compared"),
        x_label: "tokens in the sentence",
        y_label: "pairs",
        log_x: true,
        log_y: true,
        series: &[
            series("full", &full, query, false),
            series("sliding window", &window, key, false),
            series("Longformer", &global, value, true),
            series("BigBird", &random, weight, false),
        ],
        references: &[Reference { y: 1e7, label: "ten million" }],
        size: (600, 340),
        theme,
    })
}

/// How the spread of the scores grows with d_k, on plain axes.
fn spread(theme: Theme) -> Result<String, SceneError> {
    let curve = |f: fn(f64) -> f64| -> Vec<(f64, f64)> {
        (1..=64).map(|d| (f64::from(d), f(f64::from(d)))).collect()
    };
    let (raw, scaled) =
        (curve(|d| d.sqrt() + 0.2 * (d * 1.7).sin()), curve(|d| 1.0 + 0.1 * (d * 0.9).sin()));
    let [query, key, ..] = roles(theme);
    lines(&Chart {
        title: None,
        x_label: "width of a head, d_k",
        y_label: "standard deviation of the scores",
        log_x: false,
        log_y: false,
        series: &[
            Series {
                label: "queries · keys, as they are, without any division",
                points: &raw,
                colour: query,
                dashed: false,
            },
            Series { label: "divided by √d_k", points: &scaled, colour: key, dashed: true },
        ],
        references: &[Reference { y: 1.0, label: "one" }],
        size: (600, 300),
        theme,
    })
}

/// The words of two sentences, some of which stay where they are.
fn words(theme: Theme) -> Result<String, SceneError> {
    let [query, key, ..] = roles(theme);
    let labels = ["the", "dog", "bites", "the", "old", "man", "extraordinarily"];
    plane(&Plane {
        a: Group {
            name: "the dog bites the old man",
            points: &[
                (-1.2, 0.4),
                (0.9, 0.75),
                (0.2, -0.9),
                (-1.2, 0.4),
                (-0.6, -0.3),
                (1.3, 0.5),
                (0.0, 0.1),
            ],
            labels: &labels,
            colour: query,
        },
        b: Group {
            name: "the man bites the old dog",
            points: &[
                (-1.1, 0.1),
                (1.2, 0.55),
                (0.2, -0.9),
                (-1.3, 0.6),
                (-0.5, -0.35),
                (0.8, 0.7),
                (0.05, 0.02),
            ],
            labels: &labels,
            colour: key,
        },
        arrows: &[(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)],
        x_label: "first principal component (61 % of the variance)",
        y_label: "second principal component (22 %)",
        size: (600, 420),
        theme,
    })
}
