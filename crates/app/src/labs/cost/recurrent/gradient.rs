//! The size of the gradient against the distance.

use engine::recurrent::{Contrast, Layer, Pass};
use scene::Theme;
use scene::chart::{Backdrop, Chart, Limit, Series};
use scene::format::wide;
use yew::{Html, html};

use super::names::{colour, title};
use crate::components::chart as picture;

/// What the chart is called.
const NAME: &str =
    "Size of the gradient of the last output, against the distance of the word that moves it";

/// Below this part of the largest the chart ends: the lines above would lie flat otherwise.
const FLOOR: f64 = 1e-12;

/// Over which sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Invented vectors, as many as asked for.
    Invented,
    /// The learner's sentence.
    Sentence,
}

impl Over {
    /// What there is to choose, for the buttons.
    pub const CHOICES: [(Self, &'static str, &'static str); 2] = [
        (Self::Invented, "invented", "an invented sequence"),
        (Self::Sentence, "sentence", "your sentence"),
    ];

    /// What a layer did over it.
    pub fn pass(self, layer: &Layer) -> &Pass {
        match self {
            Self::Invented => &layer.invented,
            Self::Sentence => &layer.sentence,
        }
    }

    /// How many vectors it has.
    pub fn length(self, seen: &Contrast) -> usize {
        self.pass(&seen.layers[0]).norms.len()
    }

    /// What it is.
    pub fn origin(self, seen: &Contrast) -> String {
        match self {
            Self::Invented => format!(
                "{} vectors, each number drawn from N(0, 1) by the seed.",
                self.length(seen)
            ),
            Self::Sentence => {
                "The words’ own vectors, drawn from their spelling and the seed.".into()
            }
        }
    }
}

/// The chart, with its numbers.
pub fn gradient(seen: &Contrast, over: Over, theme: Theme, (width, height): (f64, f64)) -> Html {
    let largest = seen.layers.iter().flat_map(|layer| &over.pass(layer).norms);
    let largest = largest.fold(0.0_f64, |largest, norm| largest.max(*norm));
    let floor = FLOOR * largest;
    let points = seen.layers.each_ref().map(|layer| {
        let norms = over.pass(layer).norms.iter().enumerate();
        let seen = norms.filter(|(_, norm)| **norm >= floor);
        seen.map(|(distance, norm)| (distance as f64, *norm)).collect::<Vec<_>>()
    });
    let cut = over.length(seen) * points.len() > points.iter().map(Vec::len).sum();
    let series: Vec<_> = seen
        .layers
        .iter()
        .zip(&points)
        .map(|(layer, points)| {
            let (colour, dashed) = colour(layer.kind, theme);
            Series { label: title(layer.kind), points, colour, dashed }
        })
        .collect();
    // The axis reaches to the first word, also where the lines end before.
    let last = over.length(seen).saturating_sub(1);
    let limits = [Limit { x: last as f64, label: "the first word" }];
    let width = (width - 16.0).clamp(240.0, 860.0);
    let size = (width as u32, (height - 330.0).clamp(0.42 * width, 0.66 * width) as u32);
    let drawing = Chart {
        title: None,
        x_label: "distance, in words",
        y_label: "size of the gradient",
        log_x: false,
        log_y: true,
        series: &series,
        references: &[],
        size,
        theme,
    };
    let backdrop = Backdrop { bands: &[], limits: &limits };
    html! {
        <section class="panel" data-chart="gradient">
            <h2>{ "How much of a far word is left" }</h2>
            if over.length(seen) == 0 {
                <p role="status">{ "Type a sentence to see its gradients." }</p>
            } else {
                { picture(&(drawing, backdrop), NAME) }
                <p class="fact">
                    { "How much the last output moves when the word so many places before it moves \
                       a little: the Frobenius norm of the Jacobian, by back-propagation. " }
                    { over.origin(seen) }
                </p>
                { cut.then(|| html! {
                    <p class="fact">{ "Below 10⁻¹² of the largest the chart ends; the table goes on." }</p>
                }) }
                { numbers(seen, over) }
            }
        </section>
    }
}

/// The same numbers as a table.
fn numbers(seen: &Contrast, over: Over) -> Html {
    let rows = (0..over.length(seen)).map(|distance| {
        let cells = seen.layers.iter().map(|layer| {
            let norm = over.pass(layer).norms.get(distance).copied().unwrap_or_default();
            html! { <td data-value={format!("{norm:e}")}>{ wide(norm) }</td> }
        });
        html! { <tr key={distance}><th scope="row">{ distance }</th>{ for cells }</tr> }
    });
    html! {
        <details class="data">
            <summary>{ "The numbers" }<span class="visually-hidden">{ format!(": {NAME}") }</span></summary>
            <div class="scroll" tabindex="0" role="region" aria-label={format!("Numbers: {NAME}")}>
                <table>
                    <thead><tr>
                        <th scope="col">{ "distance" }</th>
                        { for seen.layers.iter().map(|layer| html! { <th scope="col">{ title(layer.kind) }</th> }) }
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </details>
    }
}
