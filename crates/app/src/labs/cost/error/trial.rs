//! Trains a small model a slice at a time, so that the page goes on answering.

use std::cell::RefCell;
use std::rc::Rc;

use engine::cost::{Trial, TrialQuestion};
use gloo::timers::callback::Timeout;
use yew::{Callback, hook, use_effect_with, use_mut_ref, use_state};

/// How long a slice works, in milliseconds: a frame with room to draw.
const SLICE: f64 = 12.0;

/// How far a trial is.
#[derive(Clone, Default)]
pub enum Phase {
    /// Nothing was trained.
    #[default]
    Idle,
    /// So many of so many steps are made.
    Training(u32, u32),
    /// This is trained, and can be asked.
    Trained(TrialQuestion, Model),
    /// It came to nothing.
    Failed(String),
}

/// A trained model, equal to nothing but itself.
#[derive(Clone)]
pub struct Model(pub Rc<Trial>);

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A trial and how to start and stop it.
pub struct UseTrial {
    /// How far it is.
    pub phase: Phase,
    /// Starts it anew.
    pub start: Callback<TrialQuestion>,
    /// Gives up what is under way.
    pub cancel: Callback<()>,
}

/// What runs next; dropping it stops the work.
type Slot = Rc<RefCell<Option<Timeout>>>;

/// A trial of this component. It ends with it.
#[hook]
pub fn use_trial() -> UseTrial {
    let phase = use_state(Phase::default);
    let slot: Slot = use_mut_ref(|| None);
    let tell = {
        let phase = phase.setter();
        Callback::from(move |next| phase.set(next))
    };
    use_effect_with((), {
        let slot = slot.clone();
        // The work holds on to its slot, and would go on after the component.
        move |()| move || drop(slot.take())
    });
    let start = {
        let (tell, slot) = (tell.clone(), slot.clone());
        Callback::from(move |question: TrialQuestion| match Trial::new(&question) {
            Err(error) => tell.emit(Phase::Failed(error.to_string())),
            Ok(trial) => {
                tell.emit(Phase::Training(0, trial.steps()));
                go_on(Box::new((question, trial)), &tell, &slot);
            }
        })
    };
    let cancel = Callback::from(move |()| {
        slot.replace(None);
        tell.emit(Phase::Idle);
    });
    UseTrial { phase: (*phase).clone(), start, cancel }
}

/// Works for a slice as soon as the page has had its turn, and goes on until all is done.
fn go_on(mut work: Box<(TrialQuestion, Trial)>, tell: &Callback<Phase>, slot: &Slot) {
    let (told, next) = (tell.clone(), slot.clone());
    let timeout = Timeout::new(0, move || {
        let end = js_sys::Date::now() + SLICE;
        let trial = &mut work.1;
        while !trial.is_trained() && js_sys::Date::now() < end {
            if let Err(error) = trial.step() {
                return told.emit(Phase::Failed(error.to_string()));
            }
        }
        if trial.is_trained() {
            let (question, trial) = *work;
            told.emit(Phase::Trained(question, Model(Rc::new(trial))));
        } else {
            told.emit(Phase::Training(trial.done(), trial.steps()));
            go_on(work, &told, &next);
        }
    });
    // What was to run before has run, or is replaced by this.
    slot.replace(Some(timeout));
}
