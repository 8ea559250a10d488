//! Keys of what the positions lab trains.

use std::rc::Rc;

use engine::training::{Bounds, D_MODELS, HEADS, LAYERS, SEEDS, STEPS, TASKS, Training};

use super::Value::{Other, Whole};
use super::{Key, encoding, within};
use crate::state::Inputs;

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "task",
        value: Other {
            values: "agent, back, first, reverse or brackets",
            read: |i, v| {
                let task = TASKS.iter().find(|task| task.name() == v)?;
                i.training = Rc::new((*i.training).clone().of(*task));
                Some(())
            },
            write: |i| vec![i.training.task.clone()],
        },
    },
    Key {
        name: "encodings",
        value: Other {
            values: "a list of encodings, each once, such as none,rope",
            read: |i, v| {
                let kinds: Option<Vec<_>> = v.split(',').map(encoding).collect();
                let kinds = kinds.filter(|kinds| {
                    kinds.iter().enumerate().all(|(at, kind)| !kinds[..at].contains(kind))
                });
                plan(i).encodings = kinds?;
                Some(())
            },
            write: |i| {
                let names: Vec<_> = i.training.encodings.iter().map(|kind| kind.name()).collect();
                vec![names.join(",")]
            },
        },
    },
    Key {
        name: "length",
        value: Other {
            values: "a whole number that the task allows",
            read: |i, v| within(v, task(i).length.range()).map(|n| plan(i).length = n),
            write: |i| vec![i.training.length.to_string()],
        },
    },
    Key {
        name: "vocabulary",
        value: Other {
            values: "a whole number that the task allows",
            read: |i, v| within(v, task(i).vocabulary.range()).map(|n| plan(i).vocabulary = n),
            write: |i| vec![i.training.vocabulary.to_string()],
        },
    },
    Key {
        name: "back",
        value: Other {
            values: "a whole number that the task allows",
            read: |i, v| within(v, task(i).k.range()).map(|n| plan(i).k = n),
            write: |i| vec![i.training.k.to_string()],
        },
    },
    Key {
        name: "width",
        value: Other {
            values: "16, 32 or 64",
            read: |i, v| {
                v.parse().ok().filter(|n| D_MODELS.contains(n)).map(|n| plan(i).d_model = n)
            },
            write: |i| vec![i.training.d_model.to_string()],
        },
    },
    Key {
        name: "train_heads",
        value: Other {
            values: "1, 2, 4 or 8",
            read: |i, v| v.parse().ok().filter(|n| HEADS.contains(n)).map(|n| plan(i).heads = n),
            write: |i| vec![i.training.heads.to_string()],
        },
    },
    Key { name: "layers", value: Whole(LAYERS, |i| &mut plan(i).layers) },
    Key {
        name: "steps",
        value: Other {
            values: "a whole number from 50 to 5000",
            read: |i, v| within(v, STEPS).map(|n| plan(i).steps = n),
            write: |i| vec![i.training.steps.to_string()],
        },
    },
    Key { name: "seeds", value: Whole(SEEDS, |i| &mut plan(i).seeds) },
];

/// The plan of the positions lab, to change it.
fn plan(inputs: &mut Inputs) -> &mut Training {
    Rc::make_mut(&mut inputs.training)
}

/// The sizes that the task of the plan allows.
fn task(inputs: &Inputs) -> Bounds {
    let task = TASKS.iter().find(|task| task.name() == inputs.training.task);
    task.unwrap_or(&TASKS[0]).bounds()
}
