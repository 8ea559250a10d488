//! Scaled dot-product attention with every intermediate kept, and positional encodings.
//!
//! The crate is mathematics on [`ndarray`] arrays of `f32` and knows nothing of text, JSON
//! or the web. [`trace`] is the naive version, which adds in an order that a reader can
//! follow with pencil and paper; [`attend`] is the fast one, tested against it. [`variant`]
//! has the ways to attend that cost less, and what each costs.
//!
//! ```
//! use attention::{Options, trace};
//! use ndarray::array;
//!
//! let q = array![[[1.0, 0.0]]]; // [heads, n_q, d_k]: one query
//! let k = array![[[4.0, 0.0], [0.0, 4.0]]]; // [heads, n_k, d_k]: two keys
//! let v = array![[[1.0], [0.0]]]; // [heads, n_k, d_v]
//! let t = trace(q.view(), k.view(), v.view(), &Options::default())?;
//! assert_eq!(t.scores, array![[[4.0, 0.0]]]);
//! assert!((t.scaled[[0, 0, 0]] - 4.0 / 2f32.sqrt()).abs() < 1e-6);
//! assert!((t.weights[[0, 0, 0]] - 0.944_193).abs() < 1e-6);
//! assert!((t.output[[0, 0, 0]] - 0.944_193).abs() < 1e-6);
//! # Ok::<(), attention::AttentionError>(())
//! ```

mod activation;
mod attend;
pub mod encoding;
mod error;
mod linalg;
mod mask;
mod norm;
mod options;
mod projection;
mod softmax;
mod trace;
pub mod variant;

pub use activation::{gelu_exact, gelu_tanh, silu};
pub use attend::attend;
pub use encoding::Encoding;
pub use error::{AttentionError, MAX_ELEMENTS};
pub use linalg::{matmul, weighted_sum};
pub use mask::{Mask, Window};
pub use norm::{Moments, inverse_root_mean_squares, layer_norm, moments, rms_norm};
pub use options::{Options, Scale};
pub use projection::{embed, merge_heads, project, split_heads};
pub use softmax::{softmax, softmax_rows, softmax_with_temperature};
pub use trace::{Trace, trace, trace_head};
