//! The task, in words and examples.

use engine::training::{TASKS, TaskFacts, Training};
use yew::{Html, html};

use super::outcome::percent;

/// What the models have to do, what it looks like, and what can be done without order.
pub fn task(plan: &Training, known: &Result<TaskFacts, String>) -> Html {
    let Some(task) = TASKS.iter().find(|task| task.name() == plan.task) else {
        return Html::default();
    };
    html! {
        <section class="explanation">
            <h2>{ task.title() }</h2>
            <p>{ task.description() }</p>
            <>{ known.as_ref().ok().map(|known| shown(known, plan.causal)) }</>
        </section>
    }
}

fn shown(known: &TaskFacts, causal: bool) -> Html {
    let examples = known.examples.iter().enumerate().map(|(index, places)| {
        let words = places.iter().map(|(word, answer)| {
            html! {
                <span class="place">
                    <bdi>{ word }</bdi>
                    <b>{ answer.clone().unwrap_or_default() }</b>
                </span>
            }
        });
        html! { <li key={index}>{ for words }</li> }
    });
    html! {
        <>
            <ul class="examples" aria-label="Examples: what the model reads and, below, what it is to say">{ for examples }</ul>
            { match known.ceiling {
                Some(ceiling) => html! {
                    <p class="fact" data-measure="ceiling" data-value={ceiling.to_string()}>
                        { "Whoever sees the words" }{ causal.then_some(" that the mask leaves") }
                        { ", but not their order, gets at most " }
                        <b>{ percent(ceiling) }</b>
                        { " right, computed from how the examples are drawn." }
                    </p>
                },
                None => html! {
                    <p class="fact">
                        <b>{ "It can’t be done with a causal mask" }</b>
                        { ": half of the words that are asked for are still hidden." }
                    </p>
                },
            } }
            <p class="fact">
                { "Always the same answer gets " }<b>{ percent(known.chance) }</b>{ "." }
            </p>
        </>
    }
}
