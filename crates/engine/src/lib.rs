//! The one boundary between the mathematics and its users: [`run`] answers a [`Request`]
//! with a [`Response`], [`explain`] opens one cell down to its arithmetic.
//!
//! This is the only crate that serializes, and it knows nothing of the screen.

mod ledger;
mod request;
mod response;

pub use ledger::{Factor, Ledger, Line, Operation, Term};
pub use request::{
    Edit, EncodingKind, MAX_D_MODEL, MAX_TOKENS, MaskKind, Request, Settings, Target, TokenizerKind,
};
pub use response::{
    Axis, Cell, Matrix, MatrixName, Origin, Response, Spread, SpreadPoint, Token, Trace, WordOrder,
};
