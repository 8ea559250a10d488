//! The page: labs, components and state.
//!
//! What the learner does becomes an [`state::Action`], the reducer makes new
//! [`state::Inputs`] of it, the engine answers for them, and the components draw the answer.
//! Nothing here does mathematics, and nothing but [`address`] touches the URL.

pub mod address;
mod answers;
mod components;
pub mod embedded;
mod embedding;
pub mod files;
pub mod hooks;
pub mod labs;
mod ledger_text;
mod links;
pub mod numbers;
pub mod outside;
pub mod reorder;
mod shared;
pub mod state;
pub mod steps;
mod view;
mod words;

pub use view::{App, AppProps, Place};
