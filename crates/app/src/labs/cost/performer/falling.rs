//! The error against the number of features, measured while the page is idle.

use engine::cost::{ErrorPoint, Falling, PerformerQuestion, falling};
use scene::Theme;
use scene::chart::{Backdrop, Band, Chart, Limit, Series};
use scene::format::digits;
use yew::{Html, Properties, component, html, use_state};

use super::super::names::colour;
use crate::components::{chart as picture, prose};
use crate::hooks::use_idle;
use crate::labs::parts::table;

/// What is measured.
#[derive(Properties, PartialEq)]
pub struct FallsProps {
    /// The sentence, the head, and the draw that others follow.
    pub question: PerformerQuestion,
    /// Light or dark.
    pub theme: Theme,
    /// The width of the stage.
    pub width: f64,
}

/// The chart and its numbers.
#[component]
pub fn Falls(FallsProps { question, theme, width }: &FallsProps) -> Html {
    let seen = use_state(|| None::<Falling>);
    // How many features are chosen changes nothing here.
    use_idle(PerformerQuestion { features: 1, ..question.clone() }, {
        let seen = seen.setter();
        move |question| seen.set(falling(&question).ok())
    });
    let (width, height) = size(*width);
    let Some(seen) = &*seen else {
        // As high as what comes, so that nothing moves when it does.
        return html! {
            <p role="status" ~style={format!("min-height:{height}px")}>{ "Measuring…" }</p>
        };
    };
    html! {
        <>
            <h2>{ "How the error falls with more features" }</h2>
            { drawn(seen, question.features, *theme, (width, height)) }
            <p class="fact" data-measure="slope" data-value={seen.slope.map(|slope| slope.to_string())}>
                { prose(&verdict(seen)) }
            </p>
            { table(
                "error against features",
                &["features", "mean error", "least", "most"],
                seen.points.iter().map(|p| vec![p.features as f64, p.mean, p.least, p.most]),
            ) }
        </>
    }
}

fn size(stage: f64) -> (u32, u32) {
    let width = (stage - 16.0).clamp(240.0, 760.0);
    (width as u32, (0.45 * width).clamp(200.0, 320.0) as u32)
}

fn drawn(seen: &Falling, features: usize, theme: Theme, size: (u32, u32)) -> Option<Html> {
    // Where there is no error there is nothing to draw on a logarithmic axis.
    seen.slope?;
    let (colour, _) = colour("performer", theme);
    let points: Vec<_> = seen.points.iter().map(|p| (p.features as f64, p.mean)).collect();
    let ends: Vec<_> = seen.points.iter().map(|p| (p.features as f64, p.least, p.most)).collect();
    let ideal = ideal(&seen.points);
    let (muted, dashed) = super::super::names::colour("full", theme);
    let drawing = Chart {
        title: None,
        x_label: "random features, m",
        y_label: "relative error of the output",
        log_x: true,
        log_y: true,
        series: &[
            Series { label: "measured", points: &points, colour, dashed: false },
            Series { label: "1 ÷ √m", points: &ideal, colour: muted, dashed: !dashed },
        ],
        references: &[],
        size,
        theme,
    };
    let limits = [Limit { x: features as f64, label: "chosen" }];
    let shown = if (4..=1024).contains(&features) { &limits[..] } else { &[] };
    let bands = [Band { label: "measured", points: &ends, colour }];
    let backdrop = Backdrop { bands: &bands, limits: shown };
    Some(picture(
        &(drawing, backdrop),
        "The relative error of the output against the number of random features, measured, beside \
         a line that falls as one over the root of the number",
    ))
}

/// A line from the first point on that falls as 1 ÷ √m.
fn ideal(points: &[ErrorPoint]) -> Vec<(f64, f64)> {
    let Some(first) = points.first() else { return Vec::new() };
    let at = |features: usize| first.mean * (first.features as f64 / features as f64).sqrt();
    points.iter().map(|point| (point.features as f64, at(point.features))).collect()
}

fn verdict(seen: &Falling) -> String {
    let Some(slope) = seen.slope else {
        return match seen.tokens {
            0 | 1 => "There is no error but rounding: with a single key all weight is its own.",
            _ => {
                "There is no error but rounding: the keys or the values are all alike, so that the \
                 output is the same whatever is drawn."
            }
        }
        .into();
    };
    let draws = seen.draws;
    let measured = format!(
        "Mean of {draws} draws; the band is from the best to the worst of them. Measured, the error \
         falls as m to the power {}; 1 ÷ √m would be −0.5. ",
        digits(slope as f32, 2)
    );
    let norm = digits(seen.norm as f32, 1);
    let why = if (slope + 0.5).abs() < 0.08 {
        format!(
            "It follows the root law. ‖q + k‖² is {norm} on average; the smaller it is, the fewer \
             features are enough (lemma 2 there)."
        )
    } else {
        format!(
            "The variance of one pair’s estimate, over the square of what is estimated, is about e \
             to ‖q + k‖², over m (lemma 2 there). \
             ‖q + k‖² is {norm} on average here, and more for some pairs, which need far more \
             features than the others before the root law holds. Raise the temperature, which \
             shortens all of them."
        )
    };
    measured + &why
}

#[cfg(test)]
mod tests {
    use engine::{EncodingKind, Settings};

    use super::*;

    #[test]
    fn no_error_has_its_reason() {
        let said = |text: &str| {
            let encoding = EncodingKind::None;
            let settings = Settings {
                text: text.into(),
                encoding,
                d_model: 2,
                heads: 1,
                ..Settings::default()
            };
            let question = PerformerQuestion { settings, head: 0, features: 1, seed: 1 };
            verdict(&falling(&question).expect("is measured"))
        };
        assert!(said("dog").contains("a single key"));
        assert!(said("dog dog dog").contains("all alike"));
        assert!(said("dog bites man").contains("to the power"));
    }
}
