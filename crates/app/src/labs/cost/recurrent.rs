//! Recurrent networks beside attention: what waits for what, what it costs, and how much of a
//! far word is left.

mod costs;
mod gradient;
mod names;
mod reading;
mod said;
mod settings;
mod timing;

use engine::recurrent::{Contrast, Question, contrast};
use engine::{EncodingKind, MaskKind, Settings};
use yew::{AttrValue, Html, component, html, use_memo, use_node_ref, use_state_eq};

use self::gradient::Over;
use self::reading::Reading;
use self::timing::Timing;
use super::View;
use crate::components::sentence;
use crate::hooks::use_size;
use crate::labs::LabProps;
use crate::labs::parts::segments;
use crate::shared::Shared;
use crate::state::{Action, Inputs};
use crate::words;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "recurrent", title: "Recurrent", draw: |lab, _| html! { <Recurrent ..lab /> } };

/// What the learner's choices ask of the engine. Encoding, heads and mask, which are not to be
/// seen here, change nothing, nor can they be wrong.
fn question(inputs: &Inputs) -> Question {
    let layer = (*inputs.settings).clone();
    let (encoding, mask) = (EncodingKind::None, MaskKind::None);
    Question {
        settings: Settings { encoding, mask, heads: 1, ..layer },
        hidden: inputs.cost.hidden,
        gain: inputs.cost.gain,
        forget_bias: inputs.cost.forget,
        length: inputs.cost.span,
    }
}

/// The view.
#[component]
fn Recurrent(props: &LabProps) -> Html {
    let LabProps { inputs, theme, dispatch } = props;
    let answer = use_memo(question(inputs), |question| contrast(question).map(Shared::new));
    let over = use_state_eq(|| Over::Invented);
    let stage = use_node_ref();
    let size = use_size(stage.clone(), true).unwrap_or((688.0, 600.0));
    let (body, side) = match &*answer {
        Err(error) => {
            (html! { <p class="warning" role="alert">{ error.to_string() }</p> }, Html::default())
        }
        Ok(seen) => (
            html! {
                <>
                    <Reading words={labels(seen)} width={size.0 - 16.0} />
                    { gradient::gradient(seen, *over, *theme, size) }
                </>
            },
            html! {
                <>
                    { costs::costs(seen, *over) }
                    <Timing
                        d={inputs.settings.d_model}
                        hidden={inputs.cost.hidden}
                        seed={inputs.settings.seed}
                    />
                    { said::said(seen, *over, inputs.cost) }
                </>
            },
        ),
    };
    let choose = over.setter();
    html! {
        <div class="bench recurrent">
            <div class="middle">
                { inputs.shows("sentence").then(|| sentence(
                    "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                    &dispatch.reform(Action::Text),
                )) }
                { segments("Over", "over", &Over::CHOICES, *over, &(move |over| choose.set(over)).into()) }
                <div ref={stage} class="stage" tabindex="-1">
                    <div class="panels one">{ body }</div>
                </div>
            </div>
            <aside class="side" tabindex="0" aria-label="What it costs, and what was measured">
                { side }
            </aside>
            { inputs.shows("controls").then(|| settings::settings(inputs, dispatch)) }
        </div>
    }
}

/// The sentence's words, as they are shown.
fn labels(seen: &Contrast) -> Vec<AttrValue> {
    seen.tokens.iter().map(|token| words::token(&token.text).into()).collect()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[test]
    fn choices_that_are_hidden_stand_in_nothing_s_way() {
        let choice = |encoding, heads, d_model| {
            let settings = Settings { encoding, heads, d_model, ..Settings::default() };
            Inputs { settings: Rc::new(settings), ..Inputs::default() }
        };
        // RoPE turns pairs, and a head would have one number.
        let seen = contrast(&question(&choice(EncodingKind::Rope, 2, 2)));
        assert_eq!(seen, contrast(&question(&choice(EncodingKind::None, 1, 2))));
        assert!(seen.is_ok(), "{seen:?}");
    }
}
