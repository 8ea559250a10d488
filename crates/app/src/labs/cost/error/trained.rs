//! A model trained with full attention, asked to do without.

use engine::MaskKind;
use engine::cost::{Asked, TrialQuestion, WaySettings};
use engine::training::TASKS;
use yew::{Html, component, html, use_state};

use super::bars::{Line, bars};
use super::trial::{Model, Phase, UseTrial, use_trial};
use crate::hooks::use_idle;
use crate::labs::LabProps;
use crate::words;

/// A trained model, and the ways in which it is asked.
type Question = (Model, WaySettings);

/// The button, the progress, and what came of it.
#[component]
pub fn Trained(props: &LabProps) -> Html {
    let inputs = &props.inputs;
    let question = TrialQuestion {
        task: inputs.training.task.clone(),
        encoding: inputs.settings.encoding,
        causal: inputs.settings.mask == MaskKind::Causal,
        seed: inputs.settings.seed,
    };
    let UseTrial { phase, start, cancel } = use_trial();
    let asked = use_state(|| None::<(Question, Result<Vec<Asked>, String>)>);
    let now: Option<Question> = match &phase {
        Phase::Trained(_, model) => Some((model.clone(), inputs.cost.on_sentence())),
        _ => None,
    };
    // Asking takes longer than a frame.
    use_idle(now.clone(), {
        let asked = asked.setter();
        move |question: Option<Question>| {
            asked.set(question.map(|question| {
                let answers = question.0.0.ask(&question.1);
                (question, answers.map_err(|error| error.to_string()))
            }));
        }
    });
    // Answers to another question are none.
    let answers = (*asked).as_ref().filter(|(question, _)| Some(question) == now.as_ref());
    let is_training = matches!(phase, Phase::Training(..));
    let train = {
        let question = question.clone();
        let (start, cancel) = (start, cancel);
        yew::Callback::from(move |_| match is_training {
            true => cancel.emit(()),
            false => start.emit(question.clone()),
        })
    };
    // What stands below is of the model that was trained, whatever is chosen now.
    let of = match &phase {
        Phase::Trained(trained, _) => trained,
        _ => &question,
    };
    let title = TASKS.iter().find(|task| task.name() == of.task).map(|task| task.title());
    let title = title.unwrap_or_default();
    let encoding = words::encoding(of.encoding);
    html! {
        <>
            <h2>{ "On trained weights" }</h2>
            <div class="run">
                <div class="buttons">
                    <button class="primary" data-action={if is_training { "cancel" } else { "train" }} onclick={train}>
                        { if is_training { "Cancel" } else { "Train a small model" } }
                    </button>
                    { progress(&phase, &question) }
                </div>
            </div>
            <p class="fact">{ format!("Task: {title}. Positions: {encoding}. The model has four heads and a width of 32.") }</p>
            { found(&phase, answers.map(|(_, answers)| answers)) }
        </>
    }
}

/// How far the training is.
fn progress(phase: &Phase, wanted: &TrialQuestion) -> Html {
    let status = match phase {
        Phase::Idle => "It takes a few seconds, with full attention.".to_owned(),
        Phase::Training(done, steps) => format!("step {done} of {steps}"),
        Phase::Trained(question, _) if question != wanted => {
            "Trained with other settings; train again to use these.".to_owned()
        }
        Phase::Trained(..) => "Trained, with full attention.".to_owned(),
        Phase::Failed(reason) => reason.clone(),
    };
    let bar = match phase {
        Phase::Training(done, steps) => Some(
            html! { <progress max={steps.to_string()} value={done.to_string()} aria-label="Training" /> },
        ),
        _ => None,
    };
    html! { <>{ bar }<span class="status" role="status">{ status }</span></> }
}

/// What each variant makes of the trained model.
fn found(phase: &Phase, asked: Option<&Result<Vec<Asked>, String>>) -> Option<Html> {
    if !matches!(phase, Phase::Trained(..)) {
        return None;
    }
    let asked = match asked? {
        Err(reason) => return Some(html! { <p class="warning" role="alert">{ reason }</p> }),
        Ok(asked) => asked,
    };
    let count = asked.iter().find_map(|asked| Some(asked.answers.as_ref().ok()?.count));
    let lines = asked.iter().map(|asked| {
        let answers = asked.answers.as_ref();
        Line {
            way: asked.way.clone(),
            coverage: asked.coverage,
            error: answers.map(|answers| answers.loss).map_err(ToString::to_string),
            right: answers.ok().map(|answers| answers.accuracy),
        }
    });
    Some(html! {
        <>
            { bars("On trained weights", &lines.collect::<Vec<_>>()) }
            <p class="fact">{ format!(
                "Measured: the same model answers {} held-out questions once with each variant in \
                 place of full attention. The error is that of what attention gives, in all blocks.",
                count.unwrap_or_default(),
            ) }</p>
        </>
    })
}
