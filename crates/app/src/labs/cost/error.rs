//! What each variant loses: on the learner's sentence, and in a model that was trained.

mod bars;
mod trained;
mod trial;

use engine::cost::{Setting, losses};
use yew::{Html, component, html, use_memo};

use super::View;
use super::controls;
use crate::components::sentence;
use crate::labs::LabProps;
use crate::labs::controls::{controls as layer_controls, select};
use crate::labs::parts::Slider;
use crate::state::Action;
use bars::{Line, bars};
use engine::training::TASKS;
use trained::Trained;

/// The view's line in the list.
pub const VIEW: View =
    View { slug: "error", title: "Error", draw: |lab, _| html! { <Errors ..lab /> } };

/// The view.
#[component]
fn Errors(props: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = props;
    let ways = inputs.cost.on_sentence();
    let deps = (inputs.settings.clone(), ways.clone());
    let seen = use_memo(deps, |(settings, ways)| losses(settings, ways));
    let body = match &*seen {
        Err(error) => html! { <p class="warning" role="alert">{ error.to_string() }</p> },
        Ok(_) if inputs.settings.text.trim().is_empty() => {
            html! { <p>{ "There is nothing to measure yet. Type a sentence above." }</p> }
        }
        Ok(seen) => {
            let lines = seen.iter().map(|lost| Line {
                way: lost.way.clone(),
                coverage: lost.coverage,
                error: lost.loss.as_ref().map(|loss| *loss).map_err(ToString::to_string),
                right: None,
            });
            bars("On your sentence", &lines.collect::<Vec<_>>())
        }
    };
    html! {
        <>
            { inputs.shows("sentence").then(|| sentence(
                "sentence", "Sentence", &inputs.settings.text, inputs.shows("examples"),
                &dispatch.reform(Action::Text),
            )) }
            <div class="bench">
                <div class="middle">
                    <div class="stage" tabindex="-1">
                        <div class="panels one losses">
                            <section class="panel" data-losses="sentence">
                                <h2>{ "On your sentence" }</h2>
                                { body }
                                <p class="fact">{ "Measured: the output of all heads, with the \
                                    words’ invented vectors, against full attention under the same \
                                    mask. The error is ‖output − full‖ ÷ ‖full‖." }</p>
                            </section>
                            <section class="panel" data-losses="trained">
                                <Trained ..props.clone() />
                            </section>
                        </div>
                    </div>
                </div>
                <aside class="side" tabindex="0" aria-label="What is lost, and why">
                    { explanation() }
                </aside>
                { inputs.shows("controls").then(|| settings(props)) }
            </div>
        </>
    }
}

fn explanation() -> Html {
    html! {
        <section class="explanation">
            <h2>{ "What a cheaper way loses" }</h2>
            <p>{ "Full attention and FlashAttention are exact. A sparse variant leaves out pairs, and \
                  with them whatever weight they had. Performer sees all pairs, each by a noisy \
                  estimate." }</p>
            <p>{ "Where attention is spread out, as it mostly is with invented weights, the division \
                  and temperature 1, what is lost is about what is left out. A trained model is \
                  different: its heads look at few words, and all \
                  depends on whether those are among the pairs. A window that reaches them answers \
                  as well as full attention, though its output differs; one that doesn’t, guesses." }</p>
            <p class="look">{ "Train on “the word k places back” (here 2), and set the window to 2, \
                               then to 4. One key on each side can’t reach; two can." }</p>
            <p class="source">{ "Beltagy et al. 2020; Zaheer et al. 2020; Choromanski et al. 2021. \
                                 These models were trained with full attention and meet the other \
                                 variants untrained; models that train with them do better." }</p>
        </section>
    }
}

fn settings(lab: &LabProps) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let few = |id, label, hint, value, set| {
        Slider::whole((id, label, hint), value, (0, 16)).draw(controls::change(lab, set))
    };
    let plan = inputs.training.clone();
    let at = TASKS.iter().position(|task| task.name() == plan.task).unwrap_or_default();
    let tasks: Vec<_> = TASKS.iter().map(|task| task.title().to_owned()).enumerate().collect();
    let choose = dispatch.reform(move |task: usize| {
        let task = TASKS[task.min(TASKS.len() - 1)];
        Action::Training(Box::new((*plan).clone().of(task)))
    });
    html! {
        <section class="settings" aria-label="Settings">
            <div class="controls">
                { few("near", "Window", "Its full width on the sentence: half of it on each side, and the token itself", inputs.cost.near, |c, n| c.near = n) }
                { controls::setting(lab, Setting::Globals) }
                { few("further", "Random keys", "How many further keys each query of BigBird attends to", inputs.cost.further, |c, n| c.further = n) }
                { controls::setting(lab, Setting::Features) }
                { controls::setting(lab, Setting::Seed) }
                { select("task", "Task", "What the small model learns", &tasks, at, choose) }
            </div>
            { layer_controls(inputs, dispatch) }
        </section>
    }
}
