//! A matrix the size of a stamp.

use scene::{Domain, Theme};
use web_sys::HtmlCanvasElement;
use yew::{Html, Properties, component, html, use_effect_with, use_node_ref};

use super::paint::{Look, pixels};
use crate::shared::MatrixRef;

/// What the thumbnail shows.
#[derive(Properties, PartialEq)]
pub struct ThumbnailProps {
    /// The matrix.
    pub matrix: MatrixRef,
    /// Light or dark.
    pub theme: Theme,
    /// Which values the colours span; its own if none is given.
    #[prop_or_default]
    pub domain: Option<Domain>,
}

/// A matrix at one pixel per cell, enlarged by the style sheet.
#[component]
pub fn Thumbnail(props: &ThumbnailProps) -> Html {
    let canvas = use_node_ref();
    let domain = props.domain.unwrap_or_else(|| Domain::of(props.matrix.values.iter().copied()));
    let look = Look { cell: (1.0, 1.0), domain, theme: props.theme, transposed: false };
    use_effect_with((props.matrix.clone(), look), {
        let canvas = canvas.clone();
        move |(matrix, look)| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                // Without a 2D context there is nothing to paint on; the table remains.
                let _: Option<()> = pixels(&canvas, matrix, look);
            }
        }
    });
    html! { <canvas ref={canvas} class="thumbnail" aria-hidden="true" /> }
}
