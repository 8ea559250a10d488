//! The labs. A new one is one file and one line in [`LABS`].

mod architectures;
mod attention;
mod controls;
mod cost;
mod deferred;
mod order;
mod parts;
mod positions;
mod units;
mod weights;

use std::rc::Rc;

pub(crate) use deferred::{later, load, unseen};
use scene::Theme;
use yew::{Callback, Html, Properties, html};

use crate::state::{Action, Inputs};

/// What every lab is given.
#[derive(Clone, Properties, PartialEq)]
pub struct LabProps {
    /// What the learner chose.
    pub inputs: Rc<Inputs>,
    /// Light or dark.
    pub theme: Theme,
    /// Takes what the learner does.
    pub dispatch: Callback<Action>,
}

/// One lab.
#[derive(Debug)]
pub struct Lab {
    /// The name in the URL and in `data-lab`.
    pub slug: &'static str,
    /// The name in the menu.
    pub title: &'static str,
    /// What the lab asks, for the page's title.
    pub question: &'static str,
    /// What an author can hide of it, names of [`crate::state::HIDEABLE`] in their order.
    pub parts: &'static [&'static str],
    /// Draws the lab.
    pub view: View,
}

/// How a lab is drawn.
#[derive(Clone, Copy, Debug)]
pub enum View {
    /// By code that is there from the start.
    Ready(fn(LabProps) -> Html),
    /// By code that comes when the lab opens.
    Deferred(fn(LabProps) -> Html),
}

impl Lab {
    /// Draws the lab, or says that its code is on its way.
    pub fn draw(&'static self, props: LabProps) -> Html {
        match self.view {
            View::Ready(draw) => draw(props),
            View::Deferred(draw) => {
                html! { <deferred::Slot draw={Callback::from(move |()| draw(props.clone()))} /> }
            }
        }
    }
}

impl PartialEq for Lab {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

/// All labs, in the order of the menu; the page opens on the first.
pub static LABS: [Lab; 5] =
    [attention::LAB, order::LAB, positions::LAB, cost::LAB, architectures::LAB];

/// The lab that the page opens on.
pub fn first() -> &'static Lab {
    &LABS[0]
}

/// The lab of that slug.
pub fn find(slug: &str) -> Option<&'static Lab> {
    LABS.iter().find(|lab| lab.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::LABS;
    use crate::state::HIDEABLE;

    #[test]
    fn a_labs_parts_can_be_hidden() {
        for lab in &LABS {
            let known = HIDEABLE.into_iter().filter(|part| lab.parts.contains(part));
            assert_eq!(known.collect::<Vec<_>>(), lab.parts, "{}", lab.slug);
        }
    }
}
