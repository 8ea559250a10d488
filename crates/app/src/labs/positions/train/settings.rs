//! What to train.

use engine::training::{D_MODELS, HEADS, LAYERS, SEEDS, TASKS, Training};
use engine::{EncodingKind, MaskKind};
use web_sys::HtmlInputElement;
use yew::{Callback, Html, TargetCast, html};

use super::super::look::title;
use super::super::settings::Settings;
use crate::labs::controls::{numbers, seed, select, with};
use crate::labs::parts::Slider;
use crate::state::{Action, Inputs};

/// How many steps are on offer; others can be had by the URL.
const STEPS: [u32; 7] = [100, 200, 400, 800, 1500, 3000, 5000];

/// The controls.
pub fn settings(inputs: &Inputs, dispatch: &Callback<Action>) -> Html {
    let plan = &inputs.training;
    // Each control gives the plan as it would be.
    let change = |change: fn(&mut Training, usize)| {
        let (plan, dispatch) = (plan.clone(), dispatch.clone());
        Callback::from(move |value| {
            let mut plan = (*plan).clone();
            change(&mut plan, value);
            dispatch.emit(Action::Training(Box::new(plan)));
        })
    };
    let at = TASKS.iter().position(|task| task.name() == plan.task).unwrap_or_default();
    let bounds = TASKS[at].bounds();
    let tasks: Vec<_> = TASKS.iter().map(|task| task.title().to_owned()).enumerate().collect();
    let steps: Vec<usize> = STEPS.iter().map(|steps| *steps as usize).collect();
    let causal = usize::from(inputs.settings.mask == MaskKind::Causal);
    let mask = dispatch
        .reform(|causal| Action::Mask(if causal == 1 { MaskKind::Causal } else { MaskKind::None }));
    let whole = |names, value, bound: engine::training::Bound, to: fn(&mut Training, usize)| {
        let on = change(to).reform(|value: f64| value as usize);
        (bound.least < bound.most)
            .then(|| Slider::whole(names, value, (bound.least, bound.most)).draw(on))
    };
    html! {
        <Settings>
            <div class="controls">
                { select("task", "Task", "What the models learn", &tasks, at, change(|plan, task| {
                    *plan = plan.clone().of(TASKS[task.min(TASKS.len() - 1)]);
                })) }
                { encodings(plan, dispatch) }
                { select(
                    "mask", "Mask", "Who may look at whom",
                    &[(0, "none".to_owned()), (1, "causal".to_owned())], causal, mask,
                ) }
                { whole(("length", "Longest example", "In tokens"), plan.length, bounds.length, |p, n| p.length = n) }
                { whole(("vocabulary", "Words", "How many to draw from"), plan.vocabulary, bounds.vocabulary, |p, n| p.vocabulary = n) }
                { whole(("back", "Places back", "Which word is asked"), plan.k, bounds.k, |p, n| p.k = n) }
                { select("width", "d_model", "How many numbers stand for a word", &numbers(&D_MODELS), plan.d_model, change(|p, n| p.d_model = n)) }
                { select("train_heads", "Heads", "How many attention patterns work side by side", &numbers(&HEADS), plan.heads, change(|p, n| p.heads = n)) }
                { select("layers", "Layers", "How many blocks stand one above the other", &numbers(&LAYERS.collect::<Vec<_>>()), plan.layers, change(|p, n| p.layers = n)) }
                { select("steps", "Steps", "How often each model learns from 32 examples", &numbers(&with(&steps, plan.steps as usize)), plan.steps as usize, change(|p, n| p.steps = n as u32)) }
                { select("seeds", "Seeds", "Train each from several seeds to see how much is luck", &numbers(&SEEDS.collect::<Vec<_>>()), plan.seeds, change(|p, n| p.seeds = n)) }
                { inputs.shows("seed").then(|| seed(inputs.settings.seed, dispatch)) }
            </div>
        </Settings>
    }
}

/// A box to tick for each encoding.
fn encodings(plan: &Training, dispatch: &Callback<Action>) -> Html {
    let boxes = EncodingKind::ALL.into_iter().map(|kind| {
        let is_in = plan.encodings.contains(&kind);
        let (plan, dispatch) = (plan.clone(), dispatch.clone());
        let onchange = Callback::from(move |event: yew::Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let wanted = |other: &EncodingKind| {
                if *other == kind { input.checked() } else { plan.encodings.contains(other) }
            };
            let encodings = EncodingKind::ALL.into_iter().filter(wanted).collect();
            dispatch.emit(Action::Training(Box::new(Training { encodings, ..plan.clone() })));
        });
        html! {
            <label key={kind.name()}>
                <input type="checkbox" data-encoding={kind.name()} checked={is_in} {onchange} />
                { title(kind) }
            </label>
        }
    });
    html! {
        <fieldset class="control boxes"><legend>{ "Encodings" }</legend>{ for boxes }</fieldset>
    }
}
