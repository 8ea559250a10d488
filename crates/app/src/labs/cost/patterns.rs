//! Which query meets which key, by each variant.

mod panel;
mod settings;

use engine::MaskKind;
use engine::cost::{PatternQuestion, WAYS, Way};
use yew::{Html, component, html, use_node_ref};

use super::View;
use crate::hooks::use_size;
use crate::labs::LabProps;
use crate::state::Inputs;
use panel::Panel;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "patterns", title: "Patterns", draw: |lab, _| html! { <Patterns ..lab /> } };

/// The width of queries, keys and values that the costs are of.
const D: usize = 64;

/// The view.
#[component]
fn Patterns(props: &LabProps) -> Html {
    let LabProps { inputs, theme, .. } = props;
    let stage = use_node_ref();
    let (width, _) = use_size(stage.clone(), true).unwrap_or((688.0, 600.0));
    let panels = WAYS.iter().map(|way| {
        html! { <Panel key={way.name} question={question(inputs, way)} theme={*theme} {width} /> }
    });
    html! {
        <div class="bench">
            <div class="middle">
                <div ref={stage} class="stage" tabindex="-1">
                    <div class="patterns" ~style={format!("--columns: {}", panel::columns(width))}>{ for panels }</div>
                </div>
            </div>
            <aside class="side" tabindex="0" aria-label="What the patterns mean">
                <section class="explanation">
                    <h2>{ "Who meets whom" }</h2>
                    <p>{ "Each row is a query, each column a key; where a cell is filled, the two meet. \
                          Full attention meets all n² pairs. A sparse variant leaves most of them \
                          out, and pays for it: what a token has to say then takes several layers \
                          to reach everyone, handed on from neighbour to neighbour, through a \
                          global token, or by luck through a random key." }</p>
                    <p>{ "Make the text longer and watch two numbers: the coverage, which is the part \
                          of all pairs that meet, and after how many layers every token can have \
                          heard of every other that it may hear of." }</p>
                    <p class="hint">{ format!(
                        "Multiply-adds and memory are those of one head with {D} numbers in a query, \
                         a key and a value. Memory is what a variant holds beside q, k and v as it is \
                         computed here: the output, and all scores or a tile of them, or nothing \
                         of the kind. FlashAttention meets \
                         all pairs, a tile at a time; Performer never forms a pair, and yet every \
                         query hears of every key, by estimate."
                    ) }</p>
                </section>
            </aside>
            { inputs.shows("controls").then(|| settings::settings(props)) }
        </div>
    }
}

/// The question about one variant, with the settings that it takes; others stay at their
/// defaults, so that they change nothing.
fn question(inputs: &Inputs, way: &Way) -> PatternQuestion {
    let settings = inputs.cost.settings(way.takes);
    let causal = inputs.settings.mask == MaskKind::Causal;
    PatternQuestion { way: way.name.into(), settings, n: inputs.cost.n, d: D, causal }
}
