//! What must hold of the core whatever the numbers.

#![allow(clippy::expect_used, reason = "inputs that can't be drawn should stop the test")]

mod attention_laws;
mod encoding_laws;
mod hostile;
mod inputs;
mod traced;
