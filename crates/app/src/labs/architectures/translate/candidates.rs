//! What a step might say, with its probability.

use engine::architectures::{Chance, Step, Translated};
use yew::{Html, html};

use super::super::bar::bar;

/// The candidates of the step that is lit up, or else of the last one.
pub fn panel(seen: &Translated, lit: Option<usize>, language: Option<&'static str>) -> Html {
    let at = lit.unwrap_or(seen.steps.len().saturating_sub(1));
    html! {
        <section class="panel" data-panel="next" aria-label="What may be said">
            <h2>{ "What may be said" }</h2>
            { seen.steps.get(at).map(|step| table(step, language)) }
        </section>
    }
}

fn table(step: &Step, language: Option<&'static str>) -> Html {
    let Step { read, candidates, rest, is_said } = step;
    let rows = candidates.iter().enumerate().map(|(rank, Chance { word, probability })| {
        let is_taken = *is_said && rank == 0;
        html! {
            <tr key={rank} data-candidate={word.clone()} class={is_taken.then_some("right")}>
                <th scope="row">
                    <bdi lang={language}>{ word }</bdi><>{ is_taken.then(|| html! { <small>{ " ✓ said" }</small> }) }</>
                </th>
                { bar(None, *probability) }
            </tr>
        }
    });
    html! {
        <>
            <p class="fact">{ format!("After “{read}” {}.", if *is_said { "the best was said" } else { "the best comes next" }) }</p>
            <table class="bars">
                <thead><tr>
                    <th scope="col">{ "token" }</th>
                    <th scope="col">{ "probability" }</th>
                </tr></thead>
                <tbody>
                    <>{ for rows }</>
                    <tr><th scope="row">{ "all others" }</th>{ bar(None, *rest) }</tr>
                </tbody>
            </table>
        </>
    }
}
