//! The task, which two labs have: the positions lab trains models with one, in the lab of
//! architectures the encoder–decoder does one.

use std::rc::Rc;

use engine::training::TASKS as TRAINED;

use super::Key;
use super::Value::Other;
use super::architectures::one;
use crate::state::Inputs;
use crate::state::architectures::TASKS as DONE;

/// What is before the name of a task that both labs have, where the other lab's is meant.
const OF: [&str; 2] = ["positions:", "architectures:"];

pub(super) const KEYS: &[Key] = &[Key {
    name: "task",
    value: Other {
        values: "agent, back, first, reverse, brackets, passive, negate, question, plural or german",
        read: |i, v| {
            let named = OF.iter().position(|of| v.starts_with(of));
            let name = named.map_or(v, |at| &v[OF[at].len()..]);
            let trained = TRAINED.iter().find(|task| task.name() == name);
            match (trained, one(&DONE, name)) {
                (None, None) => return None,
                (None, Some(done)) => i.architectures.task = done,
                (Some(_), Some(done)) if named.unwrap_or(lab(i)) == 1 => {
                    i.architectures.task = done
                }
                (Some(task), _) => i.training = Rc::new((*i.training).clone().of(*task)),
            }
            Some(())
        },
        write: |i| {
            let tasks = [&*i.training.task, i.architectures.task];
            let is_shared =
                |name: &str| DONE.contains(&name) && TRAINED.iter().any(|task| task.name() == name);
            let spelled = tasks.iter().enumerate().map(|(of, name)| match is_shared(name) {
                true if of != lab(i) => format!("{}{name}", OF[of]),
                _ => (*name).to_owned(),
            });
            spelled.collect()
        },
    },
}];

/// Whose task is meant by its name alone, as in [`OF`].
fn lab(inputs: &Inputs) -> usize {
    usize::from(inputs.lab.slug == "architectures")
}
