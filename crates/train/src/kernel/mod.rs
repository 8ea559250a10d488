//! The inner loops.
//!
//! Nothing here asks the machine for more than IEEE's +, −, ×, ÷ and √, each rounded once and
//! in a fixed order, so that a training run is the same, bit for bit, natively and in wasm.

mod exp;
mod product;
mod sum;

pub(crate) use exp::{sigmoid, softmax_in_place};
pub(crate) use product::{Rows, RowsMut, add_product, add_transposed_product, transpose};
pub(crate) use sum::{add_assign, dot, sum, sum_squares};
