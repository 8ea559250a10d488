//! What the colours mean.

use scene::{Domain, Theme, format, legend};
use yew::{Html, Properties, component, html};

/// What the legend shows.
#[derive(Properties, PartialEq)]
pub struct LegendProps {
    /// Which values the colours span.
    pub domain: Domain,
    /// Light or dark.
    pub theme: Theme,
    /// Whether other matrices on the screen span the same.
    pub shared: bool,
}

/// The colours from end to end, the true values at the ends.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let (low, high) = props.domain.ends();
    let colours: Vec<_> = legend(props.domain, props.theme, 9).iter().map(|c| c.css()).collect();
    let style = format!("background:linear-gradient(to right,{})", colours.join(","));
    let title = match props.shared {
        true => "The same colours stand for the same values in the matrices side by side.",
        false => "This matrix has a scale of its own.",
    };
    html! {
        <span class="legend" {title}>
            <span>{ format::short(low) }</span>
            <span class="ramp" {style} />
            <span>{ format::short(high) }</span>
            <span class="scale">{ if props.shared { "shared scale" } else { "own scale" } }</span>
        </span>
    }
}
