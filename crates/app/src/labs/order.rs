//! The word-order lab: two sentences through the same layer.

use std::rc::Rc;

use engine::{EncodingKind, MaskKind, MatrixName, Trace, WordOrder};
use scene::chart::{self, Group, Plane};
use scene::{Domain, Rgb};
use yew::{Callback, Html, component, html, use_memo};

use super::attention::controls;
use super::{Lab, LabProps};
use crate::answers;
use crate::components::{
    Figure, Look, Marks, Pointing, Tokens, chart as picture, gutter, sentence,
};
use crate::numbers::javascript;
use crate::reorder::moved;
use crate::shared::{MatrixRef, Shared};
use crate::state::{Action, Inputs};
use crate::words;

/// The lab's line in the list.
pub const LAB: Lab = Lab {
    slug: "order",
    title: "Word order",
    question: "Does attention know who bites whom?",
    view: |props| html! { <Order ..props /> },
};

/// Differences below this are rounding: a few hundred units in the last place of an f32
/// near 1, after sums of at most 64 products.
const ROUNDING: f32 = 1e-5;

/// The lab.
#[component]
fn Order(props: &LabProps) -> Html {
    let LabProps { inputs, theme, dispatch } = props;
    let deps = (inputs.settings.clone(), inputs.compare.clone());
    let result = use_memo(deps, |(settings, compare)| answers::word_order(settings, compare));
    let sentences = inputs.shows("sentence").then(|| {
        html! {
            <div class="pair">
                { sentence(
                    "sentence", "First", &inputs.settings.text, inputs.shows("examples"),
                    &dispatch.reform(Action::Text),
                ) }
                <button
                    data-action="swap"
                    title="Swap the two sentences"
                    aria-label="Swap the two sentences"
                    onclick={dispatch.reform(|_| Action::Swap)}
                >{ "⇅" }</button>
                { sentence(
                    "compare", "Second", &inputs.compare, inputs.shows("examples"),
                    &dispatch.reform(Action::Compare),
                ) }
            </div>
        }
    });
    let body = match &*result {
        Err(error) => html! { <p class="warning" role="alert">{ error }</p> },
        Ok(result) => html! {
            { comparison(result, inputs, *theme, dispatch) }
        },
    };
    html! {
        <div class="lab" data-lab="order" data-step={inputs.step.name()}>
            { sentences }
            { body }
        </div>
    }
}

/// The outputs of both sentences, their difference, and the plane.
fn comparison(
    result: &Shared<WordOrder>,
    inputs: &Inputs,
    theme: scene::Theme,
    dispatch: &Callback<Action>,
) -> Html {
    let tokens = [shown(&result.a), shown(&result.b)];
    let [first, second, difference] = &pictures(result);
    let pair_words: Rc<[String]> =
        result.pairs.iter().filter_map(|(a, _)| tokens[0].get(*a).cloned()).collect();
    let domain = [first, second]
        .into_iter()
        .flatten()
        .map(|m| Domain::of(m.values.iter().copied()))
        .reduce(Domain::union);
    let picture = |matrix: &Option<MatrixRef>, rows: &Rc<[String]>, domain: Option<Domain>| {
        let matrix = matrix.clone()?;
        let own = Domain::of(matrix.values.iter().copied());
        let columns = matrix.values.ncols() as f64;
        let cell = (640.0 / columns).clamp(9.0, 44.0).floor();
        let look = Look {
            cell: (cell, cell.clamp(14.0, 26.0)),
            domain: domain.unwrap_or(own),
            theme,
            transposed: false,
        };
        Some(html! {
            <Figure
                {matrix}
                {look}
                rows={rows.clone()}
                columns={rows.clone()}
                gutter={(gutter(rows.iter()), 18.0)}
                shared={domain.is_some()}
                below={false}
                marks={Marks::default()}
                on={Callback::<Pointing>::noop()}
            />
        })
    };
    let on_move = |text: String, trace: &Trace, action: fn(String) -> Action| {
        let (tokens, dispatch) = (trace.tokens.clone(), dispatch.clone());
        Callback::from(move |(from, to)| {
            dispatch.emit(action(moved(&text, &tokens, from, to)));
        })
    };
    let on_first = on_move(inputs.settings.text.clone(), &result.a, Action::Text);
    let on_second = on_move(inputs.compare.to_string(), &result.b, Action::Compare);
    html! {
        <div class="bench">
            <div class="middle">
                <div class="stage outputs">
                    <div class="strip"><span>{ "First" }</span><Tokens tokens={tokens[0].clone()} on_move={on_first} /></div>
                    { picture(first, &tokens[0], domain) }
                    <div class="strip"><span>{ "Second" }</span><Tokens tokens={tokens[1].clone()} on_move={on_second} /></div>
                    { picture(second, &tokens[1], domain) }
                    { picture(difference, &pair_words, None) }
                </div>
            </div>
            <aside class="side" aria-label="What was measured">
                { verdict(result, inputs) }
                { plane(result, &tokens, theme) }
            </aside>
            { inputs.shows("controls").then(|| html! {
                <section class="settings" aria-label="Settings">
                    { controls(inputs, dispatch) }
                </section>
            }) }
        </div>
    }
}

fn shown(trace: &Trace) -> Rc<[String]> {
    trace.tokens.iter().map(|token| words::token(&token.text)).collect()
}

/// Both outputs under their names in this lab, and the difference.
fn pictures(result: &Shared<WordOrder>) -> [Option<MatrixRef>; 3] {
    let output = |trace: &Trace, name| {
        let mut matrix = trace.matrix(MatrixName::Output, 0)?.clone();
        matrix.name = name;
        Some(MatrixRef::Alone(Shared::new(matrix)))
    };
    let difference = (!result.pairs.is_empty())
        .then(|| MatrixRef::Alone(Shared::new(result.difference.clone())));
    [output(&result.a, MatrixName::OutputA), output(&result.b, MatrixName::OutputB), difference]
}

/// The number, and what it says.
fn verdict(result: &WordOrder, inputs: &Inputs) -> Html {
    let largest = result.max_difference;
    let is_zero = largest <= ROUNDING;
    let settings = &inputs.settings;
    let is_plain = settings.encoding == EncodingKind::None && settings.mask == MaskKind::None;
    let (title, text) = match (result.is_permutation, is_zero) {
        _ if result.pairs.is_empty() => (
            "No word stands in both",
            "Type two sentences that share words: each shared word’s output is compared.",
        ),
        (true, true) if inputs.settings.text == *inputs.compare => {
            ("The same sentence twice", "Put the words of the second sentence in another order.")
        }
        (true, true) if is_plain => (
            "Order is lost",
            "Every word leaves with the same vector in both sentences, up to rounding. The \
             outputs are merely permuted: to this layer, both say the same.",
        ),
        (true, true) if settings.encoding == EncodingKind::Alibi => (
            "Distance has no direction",
            "ALiBi’s penalty depends on how far apart two words stand, not on which comes first. \
             Without a mask, a sentence and its mirror image give the same outputs, up to \
             rounding.",
        ),
        (true, true) => (
            "No difference here",
            "Every word leaves with the same vector in both sentences, up to rounding.",
        ),
        (true, false) if settings.encoding == EncodingKind::None => (
            "The mask alone tells order",
            "There is no positional encoding, and yet the outputs differ. The mask lets each \
             word see other companions in each order, and that is enough.",
        ),
        (true, false) => (
            "Order matters",
            "The same words leave with different vectors, because the encoding gives every \
             place its mark.",
        ),
        (false, _) => (
            "Different words",
            "The sentences are not made of the same words, so their outputs differ for that \
             reason too. Words that stand in both are compared.",
        ),
    };
    let hint = match (settings.encoding, settings.mask) {
        (EncodingKind::None, MaskKind::None) => {
            "Try: leave the encoding off and set the mask to causal. Will the difference stay zero?"
        }
        (EncodingKind::None, _) => "Try: take the mask away. Which of the two told the order?",
        _ => "Try: set the encoding to none. What is left of the difference?",
    };
    html! {
        <section class="explanation">
            <h2>{ title }</h2>
            <p class="measure">
                <span>{ "largest difference" }</span>
                <output data-max-difference={javascript(largest)} title={javascript(largest)}>
                    { scene::format::digits(largest, 4) }
                </output>
            </p>
            <p>{ text }</p>
            <p class="look">{ hint }</p>
        </section>
    }
}

/// The output vectors in the plane.
fn plane(result: &WordOrder, tokens: &[Rc<[String]>; 2], theme: scene::Theme) -> Option<Html> {
    let points: Vec<(f64, f64)> =
        result.plane.iter().map(|p| (f64::from(p[0]), f64::from(p[1]))).collect();
    let (a, b) = points.split_at_checked(result.a.tokens.len())?;
    if a.is_empty() && b.is_empty() {
        return None;
    }
    let labels = |tokens: &Rc<[String]>| tokens.to_vec();
    let (labels_a, labels_b) = (labels(&tokens[0]), labels(&tokens[1]));
    let (labels_a, labels_b): (Vec<&str>, Vec<&str>) = (
        labels_a.iter().map(String::as_str).collect(),
        labels_b.iter().map(String::as_str).collect(),
    );
    let colour = |light, dark| if theme == scene::Theme::Light { light } else { dark };
    let [share_x, share_y] = result.explained.map(|share| (share * 100.0).round());
    let (x_label, y_label) =
        (format!("first component ({share_x} % of the variance)"), format!("second ({share_y} %)"));
    let drawing = Plane {
        a: Group {
            name: "first",
            points: a,
            labels: &labels_a,
            colour: colour(Rgb(0x00, 0x69, 0xa8), Rgb(0x7c, 0xc4, 0xff)),
        },
        b: Group {
            name: "second",
            points: b,
            labels: &labels_b,
            colour: colour(Rgb(0xa8, 0x48, 0x00), Rgb(0xff, 0xb0, 0x70)),
        },
        arrows: &result.pairs,
        x_label: &x_label,
        y_label: &y_label,
        size: (380, 340),
        theme,
    };
    let svg = chart::plane(&drawing).ok()?;
    let label = "The output vectors of both sentences in the plane of their first two principal \
                 components; an arrow leads from a word in the first sentence to the same word in \
                 the second";
    Some(html! {
        <section>
            <h3>{ "The outputs in the plane" }</h3>
            { picture(svg, label) }
        </section>
    })
}
