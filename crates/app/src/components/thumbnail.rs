//! Matrices the size of stamps.

use std::cell::RefCell;

use scene::{Domain, Theme};
use web_sys::HtmlCanvasElement;
use yew::{Html, NodeRef, html};

use super::paint::{Look, pixels};
use crate::shared::MatrixRef;

/// Stamps handed out during one rendering, to be painted after it.
#[derive(Default)]
pub struct Thumbnails(RefCell<Vec<(NodeRef, MatrixRef, Look)>>);

impl Thumbnails {
    /// A matrix at one pixel per cell, enlarged by the style sheet; the colours span its own
    /// values if no others are given.
    pub fn draw(&self, matrix: MatrixRef, theme: Theme, domain: Option<Domain>) -> Html {
        let canvas = NodeRef::default();
        let domain = domain.unwrap_or_else(|| Domain::of(matrix.values.iter().copied()));
        let look = Look { cell: (1.0, 1.0), domain, theme, transposed: false };
        self.0.borrow_mut().push((canvas.clone(), matrix, look));
        html! { <canvas ref={canvas} class="thumbnail" aria-hidden="true" /> }
    }

    /// Paints all of them; to be called when they are in the page.
    pub fn paint(&self) {
        for (canvas, matrix, look) in self.0.borrow().iter() {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                // Without a 2D context there is nothing to paint on; the table remains.
                let _: Option<()> = pixels(&canvas, matrix, look);
            }
        }
    }
}
