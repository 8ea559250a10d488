//! Milliseconds against tokens, both logarithmic.

use engine::measuring::Measuring;
use scene::Theme;
use scene::chart::{Backdrop, Band, Chart, Limit, Series};
use yew::{Html, html};

use super::super::names::{colour, title};
use super::progress::Progress;
use crate::components::chart as picture;
use crate::labs::parts::table;

/// What the chart is called.
const NAME: &str = "Milliseconds for one head, against the length in tokens";

/// The chart, with its numbers. Before anything is measured it shows its axes.
pub fn chart(
    progress: &Progress,
    plan: &Measuring,
    theme: Theme,
    (width, height): (f64, f64),
) -> Html {
    let plan = progress.plan.as_deref().unwrap_or(plan);
    if progress.points.is_empty() {
        return html! {
            <p class="fact empty">
                { "Each point will be one variant at one length, measured on this device: the \
                   longer, the further to the right; the slower, the higher. On these axes, where \
                   each step doubles or multiplies by ten, a straight line of slope 2 is \
                   quadratic and one of slope 1 is linear." }
            </p>
        };
    }
    let curves: Vec<_> = plan.variants.iter().map(|name| (name, progress.curve(name))).collect();
    let ranges: Vec<Vec<(f64, f64, f64)>> = plan
        .variants
        .iter()
        .map(|name| {
            let points = progress.of(name);
            points.map(|point| (point.n as f64, point.quartiles.0, point.quartiles.1)).collect()
        })
        .collect();
    let shown = curves.iter().filter(|(_, points)| !points.is_empty());
    let series: Vec<Series> = shown
        .map(|(name, points)| {
            let (colour, dashed) = colour(name, theme);
            Series { label: title(name), points, colour, dashed }
        })
        .collect();
    let bands: Vec<Band> = curves
        .iter()
        .zip(&ranges)
        .filter(|(_, points)| points.len() > 1)
        .map(|((name, _), points)| Band {
            label: title(name),
            points,
            colour: colour(name, theme).0,
        })
        .collect();
    // The axis reaches to the longest sequence from the start on.
    let ends: Vec<Limit> = [plan.lengths.iter().min(), plan.lengths.iter().max()]
        .into_iter()
        .flatten()
        .map(|n| Limit { x: *n as f64, label: "" })
        .collect();
    let width = (width - 16.0).clamp(240.0, 860.0);
    let size = (width as u32, (height - 90.0).clamp(0.6 * width, 0.8 * width) as u32);
    let drawing = Chart {
        title: None,
        x_label: "length, in tokens",
        y_label: "milliseconds",
        log_x: true,
        log_y: true,
        series: &series,
        references: &[],
        size,
        theme,
    };
    let backdrop = Backdrop { bands: &bands, limits: &ends };
    let mut heads = vec!["tokens"];
    heads.extend(plan.variants.iter().map(|name| title(name)));
    let rows = plan.lengths.iter().map(|&n| {
        let at = |name: &String| {
            let point = progress.of(name).find(|point| point.n == n);
            point.map_or(f64::NAN, |point| point.milliseconds)
        };
        std::iter::once(n as f64).chain(plan.variants.iter().map(at)).collect()
    });
    html! {
        <section class="panel" data-chart="milliseconds">
            { picture(&(drawing, backdrop), NAME) }
            <p class="fact">
                { "Medians, shaded from the first to the third quartile, of one head on one \
                   thread, without a graphics processor." }
            </p>
            { table(NAME, &heads, rows) }
        </section>
    }
}
