//! The Performer's estimate beside what it estimates.

mod falling;
mod pictures;

use engine::Cell;
use engine::cost::{Estimate, PerformerQuestion, Setting, performer};
use scene::format::digits;
use yew::{AttrValue, Html, component, html, use_callback, use_memo, use_node_ref, use_state_eq};

use super::View;
use super::controls;
use crate::components::{Pointing, prose, sentence};
use crate::hooks::use_size;
use crate::labs::LabProps;
use crate::labs::controls::controls as layer_controls;
use crate::labs::parts::{Slider, formula, measure};
use crate::labs::units::{count, percent};
use crate::state::Action;
use falling::Falls;
use pictures::Seen;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "performer", title: "Performer", draw: |lab, _| html! { <Performer ..lab /> } };

/// The view.
#[component]
fn Performer(props: &LabProps) -> Html {
    let LabProps { inputs, theme, dispatch } = props;
    let question = PerformerQuestion {
        settings: (*inputs.settings).clone(),
        head: inputs.head,
        features: inputs.cost.features,
        seed: inputs.cost.draw,
    };
    let seen = use_memo(question.clone(), |question| {
        performer(question).map(Seen::new).map_err(|error| AttrValue::from(error.to_string()))
    });
    let hover = use_state_eq(|| None::<Cell>);
    let on = use_callback(hover.setter(), |pointing, hover| {
        if let Pointing::Hover(cell) = pointing {
            hover.set(cell);
        }
    });
    let stage = use_node_ref();
    let (width, _) = use_size(stage.clone(), true).unwrap_or((688.0, 600.0));
    let (body, verdict) = match &*seen {
        Err(error) => (html! { <p class="warning" role="alert">{ error }</p> }, None),
        Ok(seen) if seen.estimate.matrices.is_empty() => {
            (html! { <p>{ "There is nothing to estimate yet. Type a sentence above." }</p> }, None)
        }
        Ok(seen) => (
            html! {
                <div class="panels one">
                    { seen.draw(*theme, width, *hover, &on) }
                    <section class="panel"><Falls question={question} theme={*theme} {width} /></section>
                </div>
            },
            Some(verdict(&seen.estimate)),
        ),
    };
    html! {
        <>
            { inputs.shows("sentence").then(|| sentence(
                "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                &dispatch.reform(Action::Text),
            )) }
            <div class="bench">
                <div class="middle">
                    <div ref={stage} class="stage" tabindex="-1">{ body }</div>
                </div>
                <aside class="side" tabindex="0" aria-label="What is estimated, and what was measured">
                    { explanation() }
                    { verdict }
                </aside>
                { inputs.shows("controls").then(|| settings(props)) }
            </div>
        </>
    }
}

fn explanation() -> Html {
    html! {
        <section class="explanation">
            <h2>{ "Attention without a single score" }</h2>
            <p>{ prose("The exponential of a score is an expectation over random vectors ω, each of whose \
                  numbers is normal, with mean 0 and variance 1. Draw m of them, turn each query and key into m positive numbers, and their products are \
                  an estimate of all exponentials at once. The sums over the keys are then the same \
                  for every query: the cost grows with n, not with n². Here q and k are already \
                  divided by the root of what scores are divided by (√d_k as a rule, and the \
                  temperature), so that q·k is what goes into the softmax, and φ has one number for \
                  each ω.") }</p>
            <div class="rules">
                { formula("<msup><mi>e</mi><mrow><mi>q</mi><mo>·</mo><mi>k</mi></mrow></msup><mo>=</mo><mi mathvariant=\"normal\">E</mi><mo>[</mo><mi>φ</mi><mo>(</mo><mi>q</mi><mo>)</mo><mo>·</mo><mi>φ</mi><mo>(</mo><mi>k</mi><mo>)</mo><mo>]</mo>") }
                { formula("<mi>φ</mi><mo>(</mo><mi>x</mi><mo>)</mo><mo>=</mo><mfrac><mn>1</mn><msqrt><mi>m</mi></msqrt></mfrac><msup><mi>e</mi><mrow><mi>ω</mi><mi>x</mi><mo>−</mo><msup><mrow><mo>‖</mo><mi>x</mi><mo>‖</mo></mrow><mn>2</mn></msup><mo>/</mo><mn>2</mn></mrow></msup>") }
            </div>
            <p class="look">{ "Redraw several times: the estimate is a draw of the dice. Then raise \
                               the features, or the temperature, and see it settle." }</p>
            <p class="source">{ "Choromanski et al. 2021, lemma 1 and section 2.4: FAVOR+, with \
                                 positive features and orthogonal directions." }</p>
        </section>
    }
}

/// The errors and the cost.
fn verdict(seen: &Estimate) -> Html {
    let Estimate { output, weights, cost, full, pays_from, .. } = seen;
    let part = cost.multiply_adds as f64 / full.multiply_adds.max(1) as f64;
    html! {
        <section>
            { measure("output", "relative error of the output", output.relative as f32) }
            { measure("weights", "relative error of the weights", weights.relative as f32) }
            <p class="fact">{ format!(
                "At most {} off in one number of the output, {} in one weight.",
                digits(output.largest, 4), digits(weights.largest, 4),
            ) }</p>
            <p class="fact" data-measure="cost" data-value={cost.multiply_adds.to_string()}>{ format!(
                "{} multiply-adds for this head, {} full attention’s {}.{}",
                count(cost.multiply_adds),
                if part > 1.0 { format!("{} times", digits(part as f32, 1)) } else { format!("{} of", percent(part)) },
                count(full.multiply_adds),
                if part > 1.0 { format!(" It takes fewer from {} tokens on.", count(*pays_from as u64)) } else { String::new() },
            ) }</p>
        </section>
    }
}

fn settings(lab: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let heads = inputs.settings.heads;
    html! {
        <section class="settings" aria-label="Settings">
            <div class="controls">
                { controls::setting(lab, Setting::Features) }
                { controls::setting(lab, Setting::Seed) }
                { (heads > 1).then(|| {
                    Slider::whole(("head", "Head", "Whose weights are estimated"), inputs.head, (0, heads - 1))
                        .draw(dispatch.reform(|head: f64| Action::Head(head as usize)))
                }) }
            </div>
            { layer_controls(inputs, dispatch) }
        </section>
    }
}
