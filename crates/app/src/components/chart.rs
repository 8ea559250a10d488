//! A chart drawn as SVG.

use scene::{Rgb, Theme};
use yew::{AttrValue, Html, html};

/// A drawing as one picture with a name. The SVG is as `scene::chart` makes it: its texts
/// are escaped there.
pub fn chart(svg: String, label: impl Into<AttrValue>) -> Html {
    html! {
        <div class="chart" role="img" aria-label={label.into()}>
            { Html::from_html_unchecked(AttrValue::from(svg)) }
        </div>
    }
}

/// Blue and orange, for what is compared.
pub fn colours(theme: Theme) -> [Rgb; 2] {
    match theme {
        Theme::Light => [Rgb(0x00, 0x69, 0xa8), Rgb(0xa8, 0x48, 0x00)],
        Theme::Dark => [Rgb(0x7c, 0xc4, 0xff), Rgb(0xff, 0xb0, 0x70)],
    }
}
