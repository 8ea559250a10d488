//! How right the models are, and their loss, step by step.

use engine::training::{Report, TaskFacts, Training};
use scene::Theme;
use scene::chart::{Backdrop, Band, Chart, Limit, Reference, Series};
use yew::{Html, html};

use super::super::look::title;
use super::colour;
use super::progress::{Point, Progress};
use crate::components::chart as picture;
use crate::labs::parts::table;

/// Up to this width of the stage the charts stand one below the other.
const NARROW: f64 = 640.0;

/// What is drawn of the reports.
struct Measure {
    name: &'static str,
    label: &'static str,
    value: fn(&Report) -> f64,
}

const MEASURES: [Measure; 2] = [
    Measure {
        name: "How much is right, in percent of the held-out answers, against the steps made",
        label: "right (%)",
        value: |report| 100.0 * report.accuracy,
    },
    Measure {
        name: "Loss on the held-out answers, in nats, against the steps made",
        label: "loss (nats)",
        value: |report| f64::from(report.loss),
    },
];

/// The most of the window's height that a chart takes, so that the tables below it are seen too,
/// and the least height of any chart, in CSS pixels.
const HEIGHT: (f64, f64) = (0.3, 240.0);

/// The width of a panel on a stage so wide, in CSS pixels.
pub fn panel(stage: f64) -> f64 {
    let width = if stage < NARROW { stage - 16.0 } else { (stage - 32.0) / 2.0 };
    width.clamp(240.0, 640.0)
}

/// Both charts, each with its numbers. Before anything is trained they show what is known.
pub fn charts(
    progress: &Progress,
    plan: &Training,
    known: Option<&TaskFacts>,
    theme: Theme,
    (stage, window): (f64, f64),
) -> Html {
    let plan = progress.plan.as_deref().unwrap_or(plan);
    let level = |y: f64, label| Reference { y: 100.0 * y, label };
    let levels: Vec<Reference> = known
        .into_iter()
        .flat_map(|known| {
            let ceiling = known.ceiling.map(|ceiling| level(ceiling, "best without order"));
            ceiling.into_iter().chain([level(known.chance, "always the same answer")])
        })
        .collect();
    let width = panel(stage);
    let most = (HEIGHT.0 * window).max(HEIGHT.1);
    let size = (width as u32, (0.66 * width).clamp(HEIGHT.1, most) as u32);
    let panels = MEASURES.iter().enumerate().map(|(index, measure)| {
        let curves: Vec<Vec<Point>> =
            plan.encodings.iter().map(|&kind| progress.curve(kind, measure.value)).collect();
        let means: Vec<Vec<(f64, f64)>> = curves
            .iter()
            .map(|curve| curve.iter().map(|(step, all)| (*step, all.mean)).collect())
            .collect();
        let ranges: Vec<Vec<(f64, f64, f64)>> = curves
            .iter()
            .map(|curve| {
                let spread = curve.iter().filter(|(_, all)| all.most > all.least);
                spread.map(|(step, all)| (*step, all.least, all.most)).collect()
            })
            .collect();
        let series: Vec<Series> = plan
            .encodings
            .iter()
            .zip(&means)
            .filter(|(_, points)| !points.is_empty())
            .map(|(&kind, points)| {
                let (colour, dashed) = colour(kind, theme);
                Series { label: title(kind), points, colour, dashed }
            })
            .collect();
        let bands: Vec<Band> = plan
            .encodings
            .iter()
            .zip(&ranges)
            .filter(|(_, points)| !points.is_empty())
            .map(|(&kind, points)| Band {
                label: title(kind),
                points,
                colour: colour(kind, theme).0,
            })
            .collect();
        // The axis reaches from no step to the last from the start on.
        let ends = [0, plan.steps].map(|step| Limit { x: f64::from(step), label: "" });
        let drawing = Chart {
            title: None,
            x_label: "steps",
            y_label: measure.label,
            log_x: false,
            log_y: false,
            series: &series,
            references: if index == 0 { &levels } else { &[] },
            size,
            theme,
        };
        let backdrop = Backdrop { bands: &bands, limits: &ends };
        let mut heads = vec!["step"];
        heads.extend(plan.encodings.iter().map(|&kind| title(kind)));
        html! {
            <section key={index} class="panel" data-chart={measure.label}>
                { picture(&(drawing, backdrop), measure.name) }
                { table(measure.name, &heads, rows(&means)) }
            </section>
        }
    });
    html! { <>{ for panels }</> }
}

/// One row for each step at which any model reported.
fn rows(means: &[Vec<(f64, f64)>]) -> impl Iterator<Item = Vec<f64>> {
    let longest = means.iter().max_by_key(|points| points.len());
    let steps = longest.into_iter().flatten().map(|point| point.0);
    steps.map(move |step| {
        let value = |points: &Vec<(f64, f64)>| {
            points.iter().find(|point| point.0 == step).map_or(f64::NAN, |point| point.1)
        };
        std::iter::once(step).chain(means.iter().map(value)).collect()
    })
}
