//! The one boundary between the mathematics and its users: [`run`] answers a [`Request`]
//! with a [`Response`], [`explain`] opens one cell down to its arithmetic.
//!
//! What goes out of it and comes in can be serialized, and it knows nothing of the screen.

pub mod architectures;
pub mod cost;
pub mod direct;
mod edits;
mod encoding;
mod error;
mod explain;
pub mod export;
mod given;
mod ledger;
mod matrix_name;
pub mod measuring;
mod notebook;
mod order;
mod positions;
mod provided;
pub mod question;
pub mod recurrent;
mod request;
mod response;
mod settings;
mod spread;
mod trace;
pub mod training;

pub use edits::MAX_EDIT;
pub use error::EngineError;
pub use explain::explain;
pub use ledger::{Factor, Ledger, Line, Operation, Term};
pub use matrix_name::MatrixName;
pub use order::explain_difference;
pub use positions::{
    Chance, Comparison, Detail, Largest, MAX_POSITIONS, Pairing, Positions, Rotation, Rotations,
    Sinusoids, Survey, Turned,
};
pub use provided::{Misread, is_provided, misread};
pub use request::{
    Edit, EncodingKind, MAX_D_MODEL, MAX_TOKENS, MaskKind, Request, Settings, Target,
    TokenizerKind, Weights,
};
pub use response::{
    Axis, Cell, Matrix, Origin, Response, Spread, SpreadPoint, Token, Trace, WordOrder,
};

/// What normalisation adds under the root (ε), where [`Operation::InverseDeviation`] and
/// [`Operation::InverseRootMeanSquare`] say that it does.
pub const NORM_EPSILON: f32 = models::transformer::Norm::EPSILON;

/// Answers a request.
///
/// # Errors
///
/// [`EngineError`] where the settings contradict themselves or an edit can't be computed
/// with. No text is an error: an empty one has a trace without matrices.
///
/// ```
/// use engine::{MatrixName, Request, Response, Settings, run};
///
/// let Response::Attention(trace) = run(&Request::Attention(Settings::default()))? else {
///     unreachable!()
/// };
/// let weights = trace.matrix(MatrixName::Weights, 0).unwrap();
/// assert_eq!(weights.values.dim(), (3, 3));
/// assert!((weights.values.row(0).sum() - 1.0).abs() < 1e-6);
///
/// let refused = run(&Request::Attention(Settings { heads: 3, ..Settings::default() }));
/// assert_eq!(
///     refused.unwrap_err().to_string(),
///     "3 heads can't share a d_model of 8 evenly; choose a number of heads that divides it: \
///      1, 2, 4, 8"
/// );
/// # Ok::<(), engine::EngineError>(())
/// ```
// Inlined, so that whoever asks for one kind of answer carries the code of that kind only.
#[inline(always)]
pub fn run(request: &Request) -> Result<Response, EngineError> {
    Ok(match request {
        Request::Attention(settings) => Response::Attention(trace::trace(settings)?),
        Request::WordOrder { settings, compare } => {
            Response::WordOrder(order::compare(settings, compare)?)
        }
        Request::Spread(settings) => Response::Spread(spread::spread(settings)?),
        Request::Positions(survey) => Response::Positions(positions::survey(survey)?),
        Request::Comparison { settings, with, head } => {
            Response::Comparison(positions::compare(settings, *with, *head)?)
        }
    })
}
