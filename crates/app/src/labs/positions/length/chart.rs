//! Accuracy against length.

use engine::training::Training;
use scene::chart::{Backdrop, Band, Chart, Limit, Reference, Series};
use scene::{Rgb, Theme};
use yew::{Html, html};

use super::super::look::title;
use super::super::train::colour;
use super::found::Found;
use crate::components::chart as picture;
use crate::labs::parts::table;

/// The least height of the chart, in CSS pixels.
const LEAST_HEIGHT: f64 = 360.0;

/// What the chart is called.
const NAME: &str = "How much is right, in percent, against the length of the examples";

/// The chart, with its numbers, and whose they are. `is_on` tells whether another run is being
/// made.
pub fn chart(
    found: &Found,
    plan: &Training,
    is_on: bool,
    chance: Option<f64>,
    theme: Theme,
    (width, height): (f64, f64),
) -> Html {
    let percent = |values: Vec<(f64, f64)>| -> Vec<(f64, f64)> {
        values.into_iter().map(|(x, y)| (x, 100.0 * y)).collect()
    };
    let means: Vec<Vec<(f64, f64)>> = found
        .lines
        .iter()
        .map(|line| percent(line.points.iter().map(|(n, all)| (*n as f64, all.mean)).collect()))
        .collect();
    let ranges: Vec<Vec<(f64, f64, f64)>> = found
        .lines
        .iter()
        .map(|line| {
            let points = line.points.iter();
            points.map(|(n, all)| (*n as f64, 100.0 * all.least, 100.0 * all.most)).collect()
        })
        .collect();
    let ceiling = percent(found.ceiling.clone());
    let grey = match theme {
        Theme::Light => Rgb(0x86, 0x8b, 0x93),
        Theme::Dark => Rgb(0x74, 0x7a, 0x84),
    };
    let lines = found.lines.iter().zip(&means).map(|(line, points)| {
        let (colour, dashed) = colour(line.kind, theme);
        Series { label: title(line.kind), points, colour, dashed }
    });
    let best = Series { label: "best without order", points: &ceiling, colour: grey, dashed: true };
    let best = (!ceiling.is_empty()).then_some(best);
    let series: Vec<Series> = lines.chain(best).collect();
    let bands: Vec<Band> = found
        .lines
        .iter()
        .zip(&ranges)
        .map(|(line, points)| Band {
            label: title(line.kind),
            points,
            colour: colour(line.kind, theme).0,
        })
        .collect();
    let label = format!("trained up to L = {}", found.plan.length);
    let limits = [Limit { x: found.plan.length as f64, label: &label }];
    // Below the chart stand its origin and its numbers.
    let width = (width - 16.0).clamp(240.0, 860.0);
    // On a phone the names of the lines take rows above them.
    let least = (0.6 * width).max(LEAST_HEIGHT);
    let size = (width as u32, (height - 110.0).clamp(least, least.max(0.8 * width)) as u32);
    let same = chance.map(|y| Reference { y: 100.0 * y, label: "always the same answer" });
    let drawing = Chart {
        title: None,
        x_label: "length of the examples, in tokens",
        y_label: "right (%)",
        log_x: true,
        log_y: false,
        series: &series,
        references: same.as_slice(),
        size,
        theme,
    };
    let backdrop = Backdrop { bands: &bands, limits: &limits };
    let mut heads = vec!["length"];
    for line in &found.lines {
        heads.extend([title(line.kind), "least", "most"]);
    }
    heads.push("best without order");
    let rows = found.lengths.iter().map(|&length| {
        let of = |line: &super::found::Line| {
            let at = line.points.iter().find(|point| point.0 == length);
            at.map_or([f64::NAN; 3], |(_, all)| [all.mean, all.least, all.most])
        };
        let cells = found.lines.iter().flat_map(of);
        let best = ceiling.iter().find(|point| point.0 == length as f64);
        let best = best.map_or(f64::NAN, |point| point.1);
        std::iter::once(length as f64).chain(cells).chain([best]).collect()
    });
    let hidden = found.is_record && *plan.encodings != found.plan.encodings;
    html! {
        <section class="panel" data-record={found.is_record.to_string()}>
            <>{ (is_on && found.is_record).then(|| html! {
                <p class="notice" data-earlier="true">
                    { "This is still the earlier run. Yours takes its place once its first model is trained and tested." }
                </p>
            }) }</>
            { picture(&(drawing, backdrop), NAME) }
            <p class="fact">{ origin(found) }{ hidden.then_some(" It shows all encodings.") }</p>
            { table(NAME, &heads, rows) }
        </section>
    }
}

/// Whose numbers they are.
fn origin(found: &Found) -> String {
    let seeds = found.seeds();
    let over = match seeds {
        1 => "one seed; train several to see how much is luck".into(),
        seeds => format!("means of {seeds} seeds, shaded from the least to the most"),
    };
    match found.is_record {
        true => format!(
            "Computed before, by the same program (cargo xtask lengths): {over}. Train to measure \
             it in this page."
        ),
        false => format!("Measured in this page: {over}."),
    }
}
