//! What is known of a task without any training.

use serde::{Deserialize, Serialize};
use train::Model;
use train::task::Problem;

use super::Training;
use super::plan::TrainingError;
use super::work::{Use, stream};
use crate::EncodingKind;
use crate::positions::root_mean_square;

/// How many examples are shown.
const EXAMPLES: usize = 3;

/// What is known of a task without any training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskFacts {
    /// The best part right for whoever sees the words that the mask leaves, but not their
    /// order, from 0 to 1; nothing where words are asked for that the mask hides.
    pub ceiling: Option<f64>,
    /// The part right for whoever always says the most frequent answer.
    pub chance: f64,
    /// A few examples, as words: what the model reads, and what it is to say at each place.
    pub examples: Vec<Vec<(String, Option<String>)>>,
}

/// What is known of the task that a plan names, at the plan's sizes.
///
/// # Errors
/// What is wrong with the plan, in words for the learner.
///
/// ```
/// use engine::training::{Training, facts};
///
/// let known = facts(&Training::default())?;
/// // “dog bites man” and “man bites dog” have the same words.
/// assert_eq!(known.ceiling, Some(0.5));
/// let refused = facts(&Training { length: 1000, ..Training::default() });
/// assert_eq!(refused.unwrap_err(), "task: length is 1000, needed is from 4 to 32");
/// # Ok::<(), String>(())
/// ```
pub fn facts(plan: &Training) -> Result<TaskFacts, String> {
    plan.problem().and_then(|problem| of(plan, &problem)).map_err(|error| error.to_string())
}

/// How large the numbers of a plan's learned table are before its first step: their root mean
/// square.
///
/// # Errors
/// What is wrong with the plan, in words for the learner.
///
/// ```
/// use engine::training::{Training, untrained_size};
///
/// // From N(0, 0.02²), as BERT and GPT-2 start theirs.
/// let size = untrained_size(&Training::default())?;
/// assert!((size - 0.02).abs() < 0.002, "{size}");
/// # Ok::<(), String>(())
/// ```
pub fn untrained_size(plan: &Training) -> Result<f32, String> {
    let size = || -> Result<f32, TrainingError> {
        let config = plan.model(EncodingKind::Learned, &plan.problem()?);
        let model = Model::new(config, plan.seed)?;
        let table = model.position_table();
        Ok(table.map_or(0.0, |table| root_mean_square(table.iter())))
    };
    size().map_err(|error| error.to_string())
}

fn of(plan: &Training, problem: &Problem) -> Result<TaskFacts, TrainingError> {
    let lengths = problem.lengths();
    let ceiling = plan.ceiling(problem, lengths.clone())?;
    let chance = problem.chance(lengths)?;
    let mut rng = stream(plan.seed, Use::HeldOut);
    let batch = problem.sample(&mut rng, problem.lengths(), EXAMPLES)?;
    let mut places = batch.tokens.iter().zip(&batch.targets).map(|(token, target)| {
        let word = |words: &[&str], id: u32| words.get(id as usize).map(|w| (*w).to_owned());
        let answer = target.and_then(|target| word(problem.answers(), target));
        (word(problem.words(), *token).unwrap_or_default(), answer)
    });
    let examples = batch.lengths.iter().map(|&length| places.by_ref().take(length).collect());
    Ok(TaskFacts { ceiling, chance, examples: examples.collect() })
}

#[cfg(test)]
mod tests {
    use super::super::plan::BEYOND;
    use super::super::{TASKS, Training};

    /// The page draws one level for all lengths.
    #[test]
    fn the_same_answer_is_as_often_right_at_every_length() {
        for task in TASKS {
            let plan = Training::default().of(*task);
            let problem = plan.problem().unwrap();
            let at = |lengths| problem.chance(lengths).unwrap();
            let far = at(plan.length..=BEYOND * plan.length);
            assert!((at(problem.lengths()) - far).abs() < 1e-12, "{}", task.name());
        }
    }
}
