//! The inner loops.
//!
//! Nothing here asks the machine for more than IEEE's +, −, ×, ÷ and √, each rounded once and
//! in a fixed order, so that a training run is the same, bit for bit, natively and in wasm.
//!
//! Loops that matter ask for wasm's vectors of four numbers, which every browser has had since
//! 2023 and which make a step more than three times as fast. As always, the compiler makes
//! vectors of them only from optimisation level 2 on.

mod exp;
mod product;
mod sum;

pub(crate) use exp::{sigmoid, softmax_in_place};
pub(crate) use product::{Rows, RowsMut, add_product, add_transposed_product, transpose};
pub(crate) use sum::{add_assign, dot, sum, sum_squared_differences, sum_squares};
