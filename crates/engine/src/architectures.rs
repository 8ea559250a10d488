//! Whole transformers: what the published ones are made of, and what small trained ones do.

mod answer;
mod families;
mod generate;
mod guess;
mod heads;
mod layer;
mod loaded;
mod real;
mod translate;

pub use families::{Outcome, Passage, Rule, Seen, Token, passage};
pub use generate::{Ending, Generated, Kept, Likely, Made, Manner, Next, generate};
pub use guess::{Candidate, Guess, Guesses, guess};
pub use heads::{
    Answers, Best, Change, Compared, HeadFigure, HeadGrid, HeadName, HeadPlace, HeadShown,
    HeadsShown, NAMED_FROM, SPREAD_FROM, Shift, Trial, heads,
};
pub use layer::provide;
pub use loaded::{LoadError, Loaded, TRAINED, Word};
pub use models::transformer::{
    Activation, Config, Cut, Factor, Family, Measure, Norm, Part, RealActivation, RealModel,
    RealNorm, Stack,
};
pub use real::{Counted, Opened, Product, counted, opened, slug};
pub use translate::{Chance, Step, Translated, translate};
