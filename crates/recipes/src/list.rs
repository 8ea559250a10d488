//! The recipes there are.

use anyhow::Result;

use crate::Recipe;

/// A recipe's name, and how it is made.
pub type Entry = (&'static str, fn() -> Result<Box<dyn Recipe>>);

/// All recipes.
pub const ALL: &[Entry] = &[];
