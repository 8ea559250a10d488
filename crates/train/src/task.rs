//! What the positions lab trains on: small tasks that hang on the order of the words.
//!
//! [`ALL`] lists them; a new one is a file and a line there. Each says how well a model can
//! do that sees which words there are but not in which order, and that is computed from how
//! the task draws its sequences, never assumed.

mod agent;
mod back;
mod bag;
mod brackets;
mod draw;
mod error;
mod first;
mod problem;
mod reverse;
mod settings;
mod words;

use rand_pcg::Pcg32;

use crate::Batch;

pub use agent::Agent;
pub use back::Back;
pub use bag::expected_largest;
pub use brackets::Brackets;
pub use error::TaskError;
pub use first::First;
pub use problem::{MAX_SEQUENCES, Problem, STRETCH};
pub use reverse::Reverse;
pub use settings::{Bound, Bounds, Settings};

/// Every task, in the order of the menu.
///
/// ```
/// let names: Vec<_> = train::task::ALL.iter().map(|task| task.name()).collect();
/// assert_eq!(names, ["agent", "back", "first", "reverse", "brackets"]);
/// ```
pub static ALL: &[&dyn Task] = &[&Agent, &Back, &First, &Reverse, &Brackets];

/// The task of a name, or an error that lists the names there are.
///
/// ```
/// use train::task;
///
/// assert_eq!(task::named("reverse")?.title(), "Reverse");
/// assert!(task::named("sort").is_err_and(|error| error.to_string().contains("brackets")));
/// # Ok::<(), task::TaskError>(())
/// ```
pub fn named(name: &str) -> Result<&'static dyn Task, TaskError> {
    ALL.iter().copied().find(|task| task.name() == name).ok_or_else(|| {
        let names: Vec<_> = ALL.iter().map(|task| task.name()).collect();
        TaskError::new("task", name, format!("one of {}", names.join(", ")))
    })
}

/// What the model is asked over and over, with other words each time.
///
/// The methods that take [`Settings`] trust them; [`Problem`] is a task whose settings have
/// been checked, and is what to train on.
///
/// ```
/// use train::task::{Odds, Reverse, Task};
///
/// let task = Reverse;
/// let settings = task.bounds().defaults();
/// assert_eq!(task.words(settings).len(), settings.vocabulary);
/// // Of two words, the other one is the answer: no order needed.
/// assert_eq!(task.odds(settings, 2), Odds { asked: 2.0, chance: 2.0 / 6.0, ceiling: 2.0 });
/// ```
pub trait Task: std::fmt::Debug + Send + Sync {
    /// The name in URLs.
    fn name(&self) -> &'static str;

    /// The name in menus.
    fn title(&self) -> &'static str;

    /// What the model has to do, for a learner.
    fn description(&self) -> &'static str;

    /// What each setting may be.
    fn bounds(&self) -> Bounds;

    /// How much training shows what the task is about, in a model of d_model 32.
    fn recipe(&self) -> Recipe;

    /// How each token is written, by token; as many as the model's vocabulary needs.
    fn words(&self, settings: Settings) -> Vec<&'static str>;

    /// How each answer is written, by class.
    fn answers(&self, settings: Settings) -> Vec<&'static str>;

    /// Whether there are sequences of this many tokens.
    fn admits(&self, settings: Settings, length: usize) -> bool;

    /// How much of one sequence of this length can be answered without its order.
    fn odds(&self, settings: Settings, length: usize) -> Odds;

    /// The same as [`Odds::ceiling`] under a causal mask: the expected number of right answers
    /// from the best predictor that sees, at each token, that token and the bag of the words
    /// before it. Nothing where words are asked for that are still hidden.
    fn masked_ceiling(&self, settings: Settings, length: usize) -> Option<f64>;

    /// Appends the tokens and targets of one sequence to `batch`, but not its length.
    fn write(&self, settings: Settings, length: usize, rng: &mut Pcg32, batch: &mut Batch);
}

/// What one sequence asks, and how many right answers to expect.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Odds {
    /// How many of its tokens have a target.
    pub asked: f64,
    /// The expected number of right answers from always giving the commonest class.
    pub chance: f64,
    /// The expected number of right answers from the best predictor that sees, at each token,
    /// that token and the bag of all the sequence's words.
    pub ceiling: f64,
}

/// How much training a task takes: found by training it with every encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// How many blocks.
    pub layers: usize,
    /// After how many steps the better encodings are nearly always right.
    pub steps: u32,
}
