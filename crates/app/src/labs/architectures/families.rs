//! One sentence through the three families of transformers, side by side.

mod diagram;
mod lit;
mod outcome;
mod picture;
mod said;
mod seen;
mod settings;

use engine::architectures::{Family, Loaded, passage};
use yew::{Callback, Html, Properties, component, html, use_callback, use_memo, use_state_eq};

use super::View;
use super::awaited::{awaited, source};
use super::words::{take_sentence, unknown};
use crate::components::sentence;
use crate::hooks::{Fetched, use_model};
use crate::labs::LabProps;
use crate::shared::Shared;
use crate::state::Action;
use lit::Chosen;
use seen::WhoSeesWhom;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "families", title: "Three families", draw: |lab| html! { <Families ..lab /> } };

/// A family, and the model that stands for it.
struct Shown {
    model: (&'static str, Family),
    slug: &'static str,
    title: &'static str,
    lead: &'static str,
}

/// The families, from left to right.
static FAMILIES: [Shown; 3] = [
    Shown {
        model: ("encoder", Family::Encoder),
        slug: "encoder",
        title: "Encoder, as BERT",
        lead: "It reads a whole sentence at once and makes a vector of each token. BERT normalises \
               after each part; this one does before it, as GPT-2.",
    },
    Shown {
        model: ("gpt", Family::Decoder),
        slug: "decoder",
        title: "Decoder, as GPT",
        lead: "It reads from left to right and says what may come next.",
    },
    Shown {
        model: ("t5", Family::EncoderDecoder),
        slug: "encoder-decoder",
        title: "Encoder–decoder, as T5",
        lead: "One half reads a sentence; the other looks at it while it writes a new one.",
    },
];

/// A model that was asked for, and what tries again to fetch it.
type Asked = (Fetched, Callback<()>);

/// The view.
#[component]
fn Families(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let [encoder, decoder, both] = &FAMILIES;
    let fetched: [Asked; 3] =
        [use_model(encoder.model), use_model(decoder.model), use_model(both.model)];
    let chosen = use_state_eq(|| None::<Chosen>);
    let choose = use_callback(chosen.setter(), |one, chosen| chosen.set(one));
    // In another sentence it is another token.
    let now = (*chosen).as_ref().filter(|chosen| chosen.sentence == inputs.settings.text);
    let columns = FAMILIES.iter().zip(&fetched).map(|(family, fetched)| {
        let content = awaited(fetched, |model| {
            html! {
                <Passing
                    lab={props.clone()}
                    model={model.clone()}
                    family={family.model.1}
                    chosen={now.cloned()}
                    choose={choose.clone()}
                />
            }
        });
        html! {
            <section key={family.slug} class="panel family" data-family={family.slug} aria-label={family.title}>
                <header>
                    <h2>{ family.title }</h2>
                    <p class="fact">{ family.lead }</p>
                </header>
                <>{ content }</>
            </section>
        }
    });
    let there = fetched.iter().filter_map(|(fetched, _)| match fetched {
        Fetched::There(model) => Some(model.config()),
        Fetched::OnItsWay | Fetched::Failed(_) => None,
    });
    let most = there.fold((0, 0), |(layers, heads), config| {
        (config.layers.max(layers), config.heads.max(heads))
    });
    html! {
        <div class="real">
            { inputs.shows("sentence").then(|| sentence(
                "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                &dispatch.reform(Action::Text),
            )) }
            { inputs.shows("controls").then(|| settings::settings(props, most)) }
            <div class="families">{ for columns }</div>
            { explanation(props) }
        </div>
    }
}

fn explanation(LabProps { inputs, dispatch, .. }: &LabProps) -> Html {
    html! {
        <section class="explanation">
            <h2>{ "Who sees what comes after it?" }</h2>
            <p>{ "In each picture a row is a token that asks, a column one that is looked at. The darker \
                the cell, the larger the weight of the layer and the head chosen above. What is hatched \
                is masked: the score is −∞ there, so the weight is 0 whatever the model has learned." }</p>
            <p class="look">{ "Choose the first word of the sentence, then the last one. Which family \
                lets a word see what comes after it? Change the layer and the head: the weights \
                change, the mask doesn’t." }</p>
            <p class="look">{ "Choose a word that T5’s decoder reads. It sees the whole sentence, but of \
                what it writes only what is there already. Why must it be so, if the model is to \
                write one token after the other?" }</p>
            <p class="hint">
                { "These small models learned a small language of made-up sentences, and know nothing \
                    else of the world. " }
                { inputs.shows("sentence").then(|| take_sentence(dispatch)) }
            </p>
        </section>
    }
}

/// What the part needs that has the model.
#[derive(Properties, PartialEq)]
struct PassingProps {
    lab: LabProps,
    model: Shared<Loaded>,
    family: Family,
    chosen: Option<Chosen>,
    choose: Callback<Option<Chosen>>,
}

/// A family: its parts, who sees whom, and what comes out.
#[component]
fn Passing(PassingProps { lab, model, family, chosen, choose }: &PassingProps) -> Html {
    let inputs = &lab.inputs;
    // Models of one stack have no tasks.
    let task = (*family == Family::EncoderDecoder).then_some(inputs.architectures.task);
    let asked = (inputs.settings.text.clone(), task, model.clone());
    let passed = use_memo(asked, |(text, task, _)| {
        passage(model, text, task.unwrap_or_default()).map(Shared::new)
    });
    let passed = match &*passed {
        Err(error) => return html! { <p class="warning" role="alert">{ error.to_string() }</p> },
        Ok(passed) => passed,
    };
    html! {
        <>
            { diagram::diagram(model.config()) }
            <div class="passed">
                <WhoSeesWhom
                    passed={passed.clone()}
                    family={*family}
                    sentence={inputs.settings.text.clone()}
                    place={(inputs.architectures.layer, inputs.head)}
                    theme={lab.theme}
                    chosen={chosen.clone()}
                    {choose}
                />
                { outcome::outcome(passed, model, &inputs.settings.text, inputs.architectures.task) }
                <>{ unknown(passed.words.iter(), model) }</>
                { source(model) }
            </div>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::is_family;
    use super::FAMILIES;

    #[test]
    fn each_family_is_shown_once_by_a_shipped_model() {
        let trained = engine::architectures::TRAINED;
        for family in &FAMILIES {
            assert!(trained.contains(&family.model), "{}", family.title);
            assert!(is_family(family.model.1, family.slug), "{}", family.title);
        }
    }
}
