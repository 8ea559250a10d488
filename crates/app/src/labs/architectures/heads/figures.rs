//! What was measured of one head, and where it shows best.

use engine::architectures::{Best, Family, HeadFigure, HeadShown, Measure, Stack};
use scene::format::digits;
use yew::{Callback, Html, html};

use super::said;
use crate::labs::LabProps;
use crate::labs::units::{count, percent};
use crate::numbers::exact;
use crate::state::{Action, ArchitecturesChoice, TASKS};

/// The table of all figures; nothing where none is known.
pub fn figures(head: &HeadShown, lab: &LabProps, family: Family) -> Option<Html> {
    let stack = head.place.stack;
    (!head.figures.is_empty()).then(|| html! {
        <div class="head-figures">
            <p class="fact">{ "What was measured, as means over held-out sentences of the training language, \
                not over the one above. Choose a sentence to look at it." }</p>
            <div class="scroll" tabindex="0" role="region" aria-label="What was measured of this head">
                <table class="bars">
                    <thead><tr>
                        <th scope="col">{ "measure" }</th>
                        <th scope="col">{ "mean" }</th>
                        <th scope="col">{ "over tokens" }</th>
                        <th scope="col">{ "shows best in" }</th>
                    </tr></thead>
                    <tbody>{ for head.figures.iter().map(|figure| row(figure, stack, lab, family)) }</tbody>
                </table>
            </div>
        </div>
    })
}

fn row(figure: &HeadFigure, stack: Stack, lab: &LabProps, family: Family) -> Html {
    let HeadFigure { measure, mean, queries, best } = figure;
    let (slug, what) = said::measure(*measure, stack);
    let mean = match (*mean, measure) {
        (None, _) => html! { <td>{ "nowhere" }</td> },
        (Some(mean), Measure::Distance) => {
            html! { <td data-value={exact(mean)}>{ format!("{} tokens", digits(mean as f32, 1)) }</td> }
        }
        (Some(mean), Measure::Entropy) => {
            html! { <td data-value={exact(mean)}>{ said::bits(mean) }</td> }
        }
        (Some(mean), _) => html! {
            <td class="share" data-value={exact(mean)}>
                <span>{ percent(mean) }</span>
                <i aria-hidden="true" ~style={format!("--part:{:.4}", mean.clamp(0.0, 1.0))} />
            </td>
        },
    };
    html! {
        <tr key={slug} data-figure={slug}>
            <th scope="row">{ what }</th>
            { mean }
            <td>{ count(*queries as u64) }</td>
            <td>{ best.as_ref().map(|best| button(best, lab, family)) }</td>
        </tr>
    }
}

/// Puts a sentence into the box, as it was measured: with nothing hidden, and with its task.
fn button(best: &Best, lab: &LabProps, family: Family) -> Html {
    let choice = lab.inputs.architectures;
    let asked = best.task.as_deref().and_then(|task| TASKS.into_iter().find(|it| *it == task));
    let shown = match family {
        Family::Encoder => ArchitecturesChoice { hidden: 0, ..choice },
        _ => ArchitecturesChoice { task: asked.unwrap_or(choice.task), ..choice },
    };
    let onclick = {
        let (dispatch, text) = (lab.dispatch.clone(), best.text.clone());
        Callback::from(move |_| {
            dispatch.emit(Action::Text(text.clone()));
            dispatch.emit(Action::Architectures(shown));
        })
    };
    html! {
        <button data-action="show-best" title="Put this sentence into the box" {onclick}>
            <bdi>{ &best.sentence }</bdi>
        </button>
    }
}
