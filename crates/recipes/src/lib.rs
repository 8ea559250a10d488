//! How the models that come with the page are trained.
//!
//! - [`Recipe`] is what one needs: what the model is made of, what it is shown, how it is
//!   measured;
//! - [`ALL`] lists those there are;
//! - [`shape`] holds the four kinds of models, from BERT to T5, in small;
//! - [`objective`] makes examples of sentences;
//! - [`run`] trains, from the last [`Checkpoint`] on if there is one;
//! - [`measure`] tells how good a model is, [`heads`] what its heads look at;
//! - [`finish()`] rounds the weights as the file does, measures, and makes what the file holds;
//! - [`settings()`] is what must be the same for a file to be of today's recipe.

mod causal;
mod checkpoint;
mod commit;
mod finish;
pub mod heads;
mod list;
mod masked;
pub mod measure;
pub mod objective;
mod recipe;
mod run;
mod sentences;
mod settings;
pub mod shape;
mod tasks;

pub use checkpoint::Checkpoint;
pub use commit::commit;
pub use finish::{finish, measured, rounded, without_encoding};
pub use list::{ALL, Entry};
pub use recipe::{Figures, Recipe};
pub use run::{Progress, Run, run};
pub use settings::{fingerprint, settings};
