//! The recipes there are.

use language::Grammar;

use crate::causal::Causal;
use crate::masked::Masked;
use crate::tasks::Tasks;
use crate::{Recipe, shape};

/// A recipe's name, and how it is made.
pub type Entry = (&'static str, fn() -> Box<dyn Recipe>);

/// All recipes.
///
/// ```
/// for (name, make) in recipes::ALL {
///     let recipe = make();
///     assert_eq!(recipe.name(), *name);
///     assert_eq!(recipe.words().len(), recipe.config().vocabulary);
/// }
/// ```
pub const ALL: &[Entry] = &[
    ("encoder", || Box::new(Masked { grammar: Grammar::new() })),
    ("gpt", || Box::new(Causal { name: "gpt", shape: shape::gpt, grammar: Grammar::new() })),
    ("llama", || Box::new(Causal { name: "llama", shape: shape::llama, grammar: Grammar::new() })),
    ("t5", || Box::new(Tasks { grammar: Grammar::new() })),
];
