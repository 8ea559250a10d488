//! The output vectors of both sentences in one plane.

use std::rc::Rc;

use engine::WordOrder;
use scene::chart::{Group, Plane};
use yew::{Html, html};

use crate::components::{chart as picture, chart_colours};

/// The output vectors in the plane.
pub fn plane(result: &WordOrder, tokens: &[Rc<[String]>; 2], theme: scene::Theme) -> Option<Html> {
    let points: Vec<(f64, f64)> =
        result.plane.iter().map(|p| (f64::from(p[0]), f64::from(p[1]))).collect();
    let (a, b) = points.split_at_checked(result.a.tokens.len())?;
    if a.is_empty() && b.is_empty() {
        return None;
    }
    let [labels_a, labels_b] =
        tokens.each_ref().map(|all| all.iter().map(String::as_str).collect::<Vec<_>>());
    let [first, second] = chart_colours(theme);
    let [share_x, share_y] = result.explained.map(|share| (share * 100.0).round());
    let (x_label, y_label) = (
        format!("component 1 ({share_x} % of the variance)"),
        format!("component 2 ({share_y} %)"),
    );
    let drawing = Plane {
        a: Group { name: "first", points: a, labels: &labels_a, colour: first },
        b: Group { name: "second", points: b, labels: &labels_b, colour: second },
        arrows: &result.pairs,
        x_label: &x_label,
        y_label: &y_label,
        size: (380, 340),
        theme,
    };
    let label = "The output vectors of both sentences in the plane of their first two principal \
                 components; an arrow leads from a word in the first sentence to the same word in \
                 the second";
    Some(html! {
        <section>
            <h3>{ "The outputs in the plane" }</h3>
            { picture(&drawing, label) }
            <p class="fact">{ "Each output has as many numbers as the layer is wide. The plane is laid where \
                they differ most: its axes are the principal components, and the shares say how much of \
                the differences each of them shows." }</p>
        </section>
    })
}
