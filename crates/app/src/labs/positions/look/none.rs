//! No encoding: nothing to see, and why that matters.

use engine::{EncodingKind, MatrixName};
use scene::Domain;
use yew::{Html, html};

use super::Picture;
use super::sight::{Shown, Sight};
use crate::labs;
use crate::state::Action;

pub const PICTURE: Picture = Picture {
    kind: EncodingKind::None,
    title: "none",
    what: "Nothing tells one position from another. Without a mask, attention then sees a bag of \
           words: move them about and every output moves along, unchanged.",
    formulas: &["<msub><mi>x</mi><mi>p</mi></msub><mo>=</mo><msub><mi>e</mi><mi>p</mi></msub>"],
    source: "Vaswani et al. 2017, section 3.5: order must be put in, since nothing else holds it.",
    similarity: "the dot product of what is added at two positions. It is 0 everywhere.",
    hint: "A causal mask alone also tells positions apart. The word-order lab measures both.",
    draw,
};

fn draw(sight: &Sight) -> Html {
    let plain = |square| Shown {
        domain: Some(Domain::Sequential { max: 1.0 }),
        hint: "Arrow keys move.",
        square,
        tall: true,
        ..Shown::default()
    };
    let order = sight.dispatch.clone();
    let onclick = move |_| {
        if let Some(lab) = labs::find("order") {
            order.emit(Action::Lab(lab));
        }
    };
    html! {
        <>
            <section class="panel">{ sight.figure(MatrixName::Encoding, 0, plain(false)) }</section>
            <section class="panel">{ sight.figure(MatrixName::Similarity, 0, plain(true)) }</section>
            <section class="panel wide">
                <p>{ "All positions are alike, and all pictures blank. That is no mistake: it is what the layer sees." }</p>
                <button data-action="order" {onclick}>{ "Swap words in the word-order lab" }</button>
            </section>
        </>
    }
}
