//! The attention lab: one sentence, one layer, step by step.

mod arithmetic;
mod cards;
mod centred;
mod explain;
mod flow;
mod guess;
mod heads;
mod layout;
mod ledger;
mod roving;
mod spread;
mod stage;
mod take;
mod view;

use yew::html;

use super::{Lab, View};
use crate::state::HIDEABLE;

/// The lab's line in the list.
pub const LAB: Lab = Lab {
    slug: "attention",
    title: "Attention",
    question: "How does a sentence look at itself?",
    parts: &HIDEABLE,
    view: View::Ready(|props| html! { <view::Attention ..props /> }),
};
