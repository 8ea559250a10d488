//! The layer as formulas, the term of the current step lit.

use engine::{EncodingKind, MaskKind, Settings, Weights};
use yew::{Html, classes, html};

use super::symbol::parts;
use crate::steps::Step;

/// The whole layer in formulas; what the settings leave out is left out here too. Whether its
/// projections have biases, only the layer itself tells.
pub fn formula(step: Step, settings: &Settings, has_biases: bool) -> Html {
    let lit = |at: Step, content: Html| term(at == step, content);
    let role = |class: &'static str, sign: &str| {
        html! { <mrow class={class}>{ parts(sign) }</mrow> }
    };
    let has_position_bias = matches!(settings.encoding, EncodingKind::Alibi | EncodingKind::T5);
    let (q, k, v) = (role("query", "Q"), role("key", "Kᵀ"), role("value", "V"));
    let product = lit(Step::Scores, html! { <mrow>{ q }{ k }</mrow> });
    let scaled = match settings.scale {
        true => {
            let root = html! { <msqrt><msub><mi>{ "d" }</mi><mi>{ "k" }</mi></msub></msqrt> };
            html! { <mfrac>{ product }{ lit(Step::Scaled, root) }</mfrac> }
        }
        false => product,
    };
    let bias = has_position_bias.then(|| {
        lit(Step::Scaled, html! { <><mo form="infix">{ "+" }</mo>{ role("score", "B") }</> })
    });
    let mask = (settings.mask != MaskKind::None).then(|| {
        lit(Step::Masked, html! { <><mo form="infix">{ "+" }</mo>{ role("score", "M") }</> })
    });
    let softmax = lit(Step::Weights, html! { <mi mathvariant="normal">{ "softmax" }</mi> });
    let inner = html! { <mrow>{ scaled }{ bias }{ mask }</mrow> };
    let inner = match settings.temperature {
        1.0 => inner,
        t => {
            html! { <mfrac>{ inner }{ lit(Step::Weights, html! { <mn>{ t.to_string() }</mn> }) }</mfrac> }
        }
    };
    // RoPE turns queries and keys by the angles θ.
    let turned = |product: Html| match settings.encoding {
        EncodingKind::Rope => html! {
            <mrow><msub><mi>{ "R" }</mi><mi>{ "θ" }</mi></msub><mo>{ "(" }</mo>{ product }<mo>{ ")" }</mo></mrow>
        },
        _ => product,
    };
    // A trained layer normalises before it projects.
    let is_trained = settings.weights != Weights::Invented;
    let x = if is_trained { "N" } else { "X" };
    let and = |class: &'static str, sign: &str| has_biases.then(|| role(class, sign));
    let heads = match settings.heads {
        1 => vec!["Z"],
        2 => vec!["Z₀", "Z₁"],
        _ => vec!["Z₀", "Z₁", "…"],
    };
    let heads = heads.into_iter().map(parts);
    html! {
        <div class="formula" role="group" aria-label="Formulas of the layer" tabindex="0">
            <math displaystyle="true">
                { lit(Step::Inputs, html! { <mrow>{ role("input", "X") }<mo>{ "=" }</mo></mrow> }) }
                { lit(Step::Inputs, html! {
                    <mrow>
                        { lit(Step::Embeddings, role("input", "E")) }
                        <mo>{ "+" }</mo>
                        { lit(Step::Positions, role("input", "P")) }
                        { is_trained.then(|| html! {
                            <><mo>{ "," }</mo><mi>{ "N" }</mi><mo>{ "=" }</mo><mi>{ "norm" }</mi><mo>{ "(" }</mo>{ role("input", "X") }<mo>{ ")" }</mo></>
                        }) }
                    </mrow>
                }) }
            </math>
            <math displaystyle="true">
                { lit(Step::Projections, html! {
                    <mrow>
                        { role("query", "Q") }<mo>{ "," }</mo>{ role("key", "K") }<mo>{ "," }</mo>{ role("value", "V") }
                        <mo>{ "=" }</mo>
                        { turned(html! { <><mi>{ x }</mi>{ role("query", "W_Q") }</> }) }{ and("query", "+ b_Q") }<mo>{ "," }</mo>
                        { turned(html! { <><mi>{ x }</mi>{ role("key", "W_K") }</> }) }{ and("key", "+ b_K") }<mo>{ "," }</mo>
                        <mi>{ x }</mi>{ role("value", "W_V") }{ and("value", "+ b_V") }
                    </mrow>
                }) }
            </math>
            <math displaystyle="true">
                { role("output", "Z") }<mo>{ "=" }</mo>
                { softmax }
                <mrow>
                    <mo stretchy="true">{ "(" }</mo>
                    { inner }
                    <mo stretchy="true">{ ")" }</mo>
                </mrow>
                { lit(Step::HeadOutput, v) }
            </math>
            <math displaystyle="true">
                { lit(Step::Output, html! {
                    <mrow>
                        { role("output", "Y") }<mo>{ "=" }</mo>
                        <mo>{ "[" }</mo>{ for heads }<mo>{ "]" }</mo>
                        { role("output", "W_O") }{ and("output", "+ b_O") }
                    </mrow>
                }) }
            </math>
        </div>
    }
}

fn term(lit: bool, content: Html) -> Html {
    html! { <mrow class={classes!("term", lit.then_some("lit"))}>{ content }</mrow> }
}
