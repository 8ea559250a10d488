//! Whole transformers: what the published ones are made of.

mod real;

pub use models::transformer::{Factor, Family, Part, RealActivation, RealModel, RealNorm, Stack};
pub use real::{Counted, Opened, Product, counted, opened, slug};
