//! A learned table, before any training.

use engine::{EncodingKind, MatrixName};
use scene::Domain;
use yew::{Html, html};

use super::Picture;
use super::sight::{Shown, Sight};
use crate::state::{Action, VIEWS};

pub const PICTURE: Picture = Picture {
    kind: EncodingKind::Learned,
    title: "learned",
    what: "Each position has a row of its own in a table, and training shapes the rows like any \
           other weights. Before that they are noise. A position beyond the table has no row at \
           all.",
    formulas: &[
        "<msub><mi>x</mi><mi>p</mi></msub><mo>=</mo><msub><mi>e</mi><mi>p</mi></msub><mo>+</mo>\
         <msub><mi>T</mi><mi>p</mi></msub>",
    ],
    source: "Gehring et al. 2017, section 3.1; BERT (Devlin et al. 2019) and GPT-2 use it.",
    similarity: "the cosine of two rows. Each is like itself and like no other: there is no near \
                 and far yet.",
    hint: "Raise d_model: random rows come ever closer to right angles, cosine 0.",
    draw,
};

fn draw(sight: &Sight) -> Html {
    let seed = sight.inputs.settings.seed;
    let plain = |domain, square| Shown {
        domain,
        hint: "Arrow keys move.",
        square,
        tall: true,
        ..Shown::default()
    };
    let cosines = Some(Domain::Diverging { max: 1.0 });
    // The view that trains the table, where the page has it.
    let train = VIEWS.into_iter().find(|view| *view == "train").map(|view| {
        let onclick = sight.dispatch.reform(move |_| Action::View(view));
        html! { <button data-action="train" {onclick}>{ "Train it" }</button> }
    });
    html! {
        <>
            <section class="panel">{ sight.figure(MatrixName::Encoding, 0, plain(None, false)) }</section>
            <section class="panel">{ sight.figure(MatrixName::Similarity, 0, plain(cosines, true)) }</section>
            <section class="panel wide" data-untrained="true">
                <p>{ format!(
                    "Drawn from seed {seed}, untrained: this is where training would begin, not \
                     what it leads to."
                ) }</p>
                { train }
            </section>
        </>
    }
}
