//! What comes out of a model.

use engine::architectures::{Ending, Guess, Loaded, Made, Outcome, Passage, guess};
use yew::{Html, Properties, component, html, use_state};

use super::super::bar::bar;
use super::super::names;
use crate::hooks::use_idle;
use crate::labs::units::{count, percent};
use crate::shared::Shared;

/// What came out.
pub fn outcome(passed: &Shared<Passage>, model: &Shared<Loaded>, text: &str, task: &str) -> Html {
    let content = match &passed.outcome {
        Outcome::Vectors(width) => html! {
            <>
                <p class="fact">{ format!(
                    "Of each token a vector of {width} numbers, made with a look at both sides. What a \
                     vector knows shows when its word is hidden: this is the best guess then, one run \
                     for each word."
                ) }</p>
                <Hidden passed={passed.clone()} model={model.clone()} text={text.to_owned()} />
            </>
        },
        Outcome::Next(candidates) => html! {
            <>
                <p class="fact">{ format!(
                    "After the last token, how probable each of {} tokens is to come next. These are \
                     the best.",
                    count(model.vocabulary() as u64),
                ) }</p>
                { table(["next", "probability"], candidates.iter().enumerate().map(|(at, (word, probability))| {
                    html! {
                        <tr key={at} data-next={word.clone()}>
                            <th scope="row"><bdi>{ word }</bdi></th>
                            { bar(None, *probability) }
                        </tr>
                    }
                })) }
            </>
        },
        Outcome::Answer(said, ending) => answer(said, *ending, names::language(task)),
    };
    html! {
        <div class="outcome">
            <h3>{ "What comes out" }</h3>
            { content }
        </div>
    }
}

/// What was said, each token with its probability.
fn answer(said: &[Made], ending: Ending, language: Option<&'static str>) -> Html {
    let tokens = said.iter().enumerate().map(|(at, Made { word, probability })| {
        html! {
            <li key={at} class="made" data-said={word.clone()} data-value={probability.to_string()}>
                <bdi lang={language}>{ word }</bdi><small>{ percent((*probability).into()) }</small>
            </li>
        }
    });
    let end = match ending {
        Ending::Said => "Each token is the most probable one after those before it. [END] ends it.",
        Ending::NoRoom => {
            "Each token is the most probable one after those before it. There is room for no more."
        }
    };
    html! {
        <>
            <p class="fact">{ end }</p>
            <ol class="words line" tabindex="0" aria-label="The new sentence, each token with its probability">
                { for tokens }
            </ol>
        </>
    }
}

fn table<const N: usize>(heads: [&'static str; N], rows: impl Iterator<Item = Html>) -> Html {
    html! {
        <table class="bars">
            <thead><tr>{ for heads.into_iter().map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}

/// Whose words are hidden, one after the other.
#[derive(Properties, PartialEq)]
struct HiddenProps {
    passed: Shared<Passage>,
    model: Shared<Loaded>,
    text: String,
}

/// What an encoder says of each word if it is hidden. Each is a whole run, so one is made at a
/// time, when the page is idle.
#[component]
fn Hidden(HiddenProps { passed, model, text }: &HiddenProps) -> Html {
    let found = use_state(|| (text.clone(), Vec::<Option<Guess>>::new()));
    // What was found of another text is of no use.
    let guesses: Vec<_> = if found.0 == *text { found.1.clone() } else { Vec::new() };
    let next = (guesses.len() < passed.words.len()).then_some(guesses.len());
    use_idle((text.clone(), next), {
        let (model, found, mut guesses) = (model.clone(), found.setter(), guesses.clone());
        move |(text, next): (String, Option<usize>)| {
            if let Some(word) = next {
                let said = guess(&model, &text, |at| at == word);
                guesses.push(said.ok().and_then(|mut said| said.places.pop()));
                found.set((text, guesses));
            }
        }
    });
    let rows = passed.words.iter().enumerate().map(|(at, word)| {
        let best = guesses.get(at).and_then(|guess| guess.as_ref()?.candidates.first());
        html! {
            <tr key={at} data-hidden={at.to_string()} class={best.filter(|best| best.is_right).map(|_| "right")}>
                <th scope="row"><bdi>{ &word.text }</bdi></th>
                <td>{ match best {
                    Some(best) => html! { <><bdi>{ &best.word }</bdi>{ if best.is_right { " ✓" } else { "" } }</> },
                    None => html! { "…" },
                } }</td>
                { match best {
                    Some(best) => bar(None, best.probability),
                    None => html! { <td class="share"></td> },
                } }
            </tr>
        }
    });
    table(["word", "if hidden", "probability"], rows)
}
