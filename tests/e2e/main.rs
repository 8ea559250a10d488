//! What a person does, in a real browser, on the release build.

mod bundle;
mod cost;
mod editing;
mod element;
mod embed;
mod embed_dialog;
mod framed;
mod harness;
mod hostile;
mod keyboard;
mod ledger;
mod links;
mod notebook;
mod numbers;
mod opening;
mod order;
mod pointing;
mod positions;
mod positions_heard;
mod recurrent;
mod saving;
mod scorm;
mod screens;
mod stepping;
mod training;
mod variants;
