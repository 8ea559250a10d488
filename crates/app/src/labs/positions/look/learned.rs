//! A learned table, before any training.

use engine::training::{Training, untrained_size};
use engine::{Chance, Detail, EncodingKind, MatrixName};
use scene::Domain;
use scene::format::digits;
use yew::{Html, Properties, component, html, use_memo};

use super::super::train::percent;
use super::Picture;
use super::sight::{Shown, Sight};
use crate::numbers::javascript;
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
    similarity: "the cosine of two rows. Each is like itself; which others it is like is chance, and \
                 tells of no near and far yet.",
    hint: "Raise d_model: fewer rows are alike by chance, and random ones come ever closer to right \
           angles, cosine 0.",
    draw,
};

/// The height of what is said below the matrices, beyond that of a sentence, in CSS pixels.
const WORDS: f64 = 88.0;

fn draw(sight: &Sight) -> Html {
    let Detail::Learned(chance) = sight.seen.detail else { return Html::default() };
    let plain = |domain, square| Shown {
        domain,
        hint: "Arrow keys move.",
        square,
        tall: true,
        room: WORDS,
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
                { alike(&chance, sight.inputs.settings.d_model) }
                <Drawn plan={sight.inputs.plan()} size={chance.size} />
                { train }
            </section>
        </>
    }
}

/// How much of what is alike is chance, measured.
fn alike(chance: &Chance, d_model: usize) -> Html {
    let expected = 1.0 / (d_model as f32).sqrt();
    html! {
        <p class="fact">
            { format!("Of {} pairs of different rows, ", chance.pairs) }
            <b data-measure="alike" data-value={javascript(chance.alike)}>{ percent(chance.alike.into()) }</b>
            { format!(
                " have a cosine beyond ±0.5, by chance alone. The root mean square of these cosines \
                 is {}; of random rows with {d_model} numbers each, 1/√{d_model} = {} is expected.",
                digits(chance.cosine, 3), digits(expected, 3),
            ) }
        </p>
    }
}

/// Where the table comes from.
#[derive(Properties, PartialEq)]
struct DrawnProps {
    /// What the view that trains would train.
    plan: Training,
    /// The root mean square of the table that is shown.
    size: f32,
}

/// Where the table comes from, and that the one which is trained starts smaller.
#[component]
fn Drawn(DrawnProps { plan, size }: &DrawnProps) -> Html {
    let start = use_memo(plan.clone(), |plan| untrained_size(plan).ok());
    html! {
        <p class="fact">
            { format!(
                "Drawn from seed {}, untrained, with a root mean square of {}: as large as the \
                 invented words that the attention lab adds it to.",
                plan.seed, digits(*size, 3),
            ) }
            { start.map(|start| html! {
                <>
                    { " Training starts from the same kind of noise, but " }
                    { format!("{} times smaller, with ", digits(size / start, 0)) }
                    <b data-measure="start" data-value={javascript(start)}>{ digits(start, 4) }</b>
                    { ", so that what is seen of it later has been learned." }
                </>
            }) }
        </p>
    }
}
