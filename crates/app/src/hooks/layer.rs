//! Which layer a lab takes apart: one of a trained model, once that is there, or an invented one.

use std::cell::Cell;
use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::rc::Rc;

use engine::{Misread, Settings, Weights, is_provided, misread};
use gloo::timers::callback::Timeout;
use yew::platform::spawn_local;
use yew::{Callback, hook, use_effect_with, use_state, use_state_eq};

use super::model::provide;
use crate::labs::load;
use crate::state::{ArchitecturesChoice, Inputs, TRAINED, WeightsChoice};

/// How long the numbers wait for a trained model, in milliseconds. Then they are invented until
/// it comes.
const PATIENCE: u32 = 4_000;

/// What to take apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// Not known yet: the trained model is on its way.
    Awaited,
    /// This layer; and why it is an invented one, where a trained one was asked for.
    Of(Rc<Settings>, Option<Instead>),
}

/// Why numbers are invented.
#[derive(Clone, Debug, PartialEq)]
pub enum Instead {
    /// The model wasn't trained to read this.
    Misread(Misread),
    /// Whoever made this page left the models out.
    LeftOut,
    /// The model can't be had; why, and what tries again.
    Failed(Rc<str>, Callback<()>),
    /// It still is on its way; whether it was asked for once more.
    Late(bool),
}

/// The layer of a trained model that is taken apart, if one is: by itself the first of the
/// encoder. A model of two stacks can't be.
pub fn trained_layer(inputs: &Inputs) -> (&'static str, usize) {
    let ArchitecturesChoice { trained, layer, .. } = inputs.architectures;
    match inputs.weights {
        WeightsChoice::Trained if trained != "t5" => (trained, layer),
        _ => (TRAINED[0], 0),
    }
}

/// Why a model can't be had. Here, since all that bears the name of [`super::model`] comes later.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Unprovided {
    /// Whoever made this page left the models out.
    LeftOut,
    /// It couldn't be fetched or read; why.
    Failed(Rc<str>),
}

type Providing = Pin<Box<dyn Future<Output = Result<(), Unprovided>>>>;

/// Waits until the engine has that model. Its code comes later than the page.
async fn fetch(model: &'static str) -> Result<(), Unprovided> {
    load().await.map_err(|_| Unprovided::Failed("its code couldn’t be fetched".into()))?;
    // A call that the compiler could see through would be a use from the start.
    let provide: fn(&'static str) -> Providing = black_box(provide);
    provide(model).await
}

/// The layer that these inputs ask for; of the second text too, if there is one.
#[hook]
pub fn use_layer(inputs: &Inputs, second: Option<&str>) -> Layer {
    let (model, layer) = trained_layer(inputs);
    let wants = inputs.weights != WeightsChoice::Invented;
    let failed = use_state(|| None::<(&'static str, Unprovided)>);
    let late = use_state_eq(|| None::<&'static str>);
    let arrived = use_state(|| ());
    let attempt = use_state(|| 0_u32);
    use_effect_with((wants, model, *attempt), {
        let (failed, late, arrived) = (failed.setter(), late.setter(), arrived.setter());
        move |&(wants, model, _)| {
            let is_awaited = Rc::new(Cell::new(true));
            let mut patience = None;
            if wants && !is_provided(model) {
                patience = Some(Timeout::new(PATIENCE, move || late.set(Some(model))));
                let is_awaited = is_awaited.clone();
                spawn_local(async move {
                    let answer = fetch(model).await;
                    if is_awaited.get() {
                        failed.set(answer.err().map(|why| (model, why)));
                        arrived.set(());
                    }
                });
            }
            move || {
                is_awaited.set(false);
                drop(patience);
            }
        }
    });
    let invented = |instead| Layer::Of(inputs.settings.clone(), instead);
    if !wants {
        return invented(None);
    }
    if !is_provided(model) {
        return match &*failed {
            Some((of, Unprovided::LeftOut)) if *of == model => invented(Some(Instead::LeftOut)),
            Some((of, Unprovided::Failed(reason))) if *of == model => {
                let (attempt, failed, late) = (attempt.clone(), failed.setter(), late.setter());
                let retry = Callback::from(move |()| {
                    failed.set(None);
                    // What is on the screen stays there meanwhile.
                    late.set(Some(model));
                    attempt.set(attempt.wrapping_add(1));
                });
                invented(Some(Instead::Failed(reason.clone(), retry)))
            }
            _ if *late == Some(model) => invented(Some(Instead::Late(*attempt > 0))),
            _ => Layer::Awaited,
        };
    }
    if inputs.weights == WeightsChoice::Auto {
        let second =
            second.map(|text| Settings { text: text.into(), ..(*inputs.settings).clone() });
        let texts = [Some(&*inputs.settings), second.as_ref()].into_iter().flatten();
        if let Some(why) = texts.filter_map(|settings| misread(model, settings)).next() {
            return invented(Some(Instead::Misread(why)));
        }
    }
    let weights = Weights::Trained { model: model.into(), layer };
    Layer::Of(Rc::new(Settings { weights, ..(*inputs.settings).clone() }), None)
}
