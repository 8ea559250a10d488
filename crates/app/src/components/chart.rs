//! A chart drawn as SVG.

use yew::{AttrValue, Html, html};

/// A drawing as one picture with a name. The SVG is as `scene::chart` makes it: its texts
/// are escaped there.
pub fn chart(svg: String, label: &'static str) -> Html {
    html! {
        <div class="chart" role="img" aria-label={label}>
            { Html::from_html_unchecked(AttrValue::from(svg)) }
        </div>
    }
}
