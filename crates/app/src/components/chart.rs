//! A chart drawn as SVG.

use yew::{AttrValue, Html, Properties, component, html};

/// What the chart shows.
#[derive(Properties, PartialEq)]
pub struct ChartProps {
    /// The drawing, as `scene::chart` makes it: its texts are escaped there.
    pub svg: AttrValue,
    /// What there is to see, in words.
    pub label: AttrValue,
}

/// The drawing, as one picture with a name.
#[component]
pub fn Chart(props: &ChartProps) -> Html {
    html! {
        <div class="chart" role="img" aria-label={props.label.clone()}>
            { Html::from_html_unchecked(props.svg.clone()) }
        </div>
    }
}
