//! The settings of a view: beside the stage, or folded above it where there is no room.

use yew::{Html, Properties, component, html};

use crate::hooks::use_room;

/// Up to this width of the page the style sheet has the settings above the stage.
const NARROW: f64 = 1100.0;

/// The settings of a view.
#[derive(Properties, PartialEq)]
pub struct SettingsProps {
    /// The controls.
    pub children: Html,
}

/// The settings of a view. They come before the stage, where they are seen, so that the Tab
/// key reaches them in that order too.
#[component]
pub fn Settings(SettingsProps { children }: &SettingsProps) -> Html {
    match use_room().width < NARROW {
        true => html! {
            <details class="settings folded">
                <summary>{ "Settings" }</summary>
                { children.clone() }
            </details>
        },
        false => html! {
            <section class="settings" aria-label="Settings">{ children.clone() }</section>
        },
    }
}
