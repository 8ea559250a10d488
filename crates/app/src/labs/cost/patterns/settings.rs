//! What the patterns are drawn for.

use engine::cost::Setting;
use yew::{Html, html};

use super::super::controls;
use crate::labs::LabProps;
use crate::state::MAX_PATTERN;

/// The controls.
pub fn settings(lab: &LabProps) -> Html {
    let all = [Setting::Window, Setting::Globals, Setting::Random, Setting::Block, Setting::Seed];
    let names = ("n", "Tokens", "How long the text is");
    html! {
        <section class="settings" aria-label="Settings">
            <div class="controls">
                { controls::doubling(lab, names, lab.inputs.cost.n, (2, MAX_PATTERN), |c, n| c.n = n) }
                { controls::mask(lab) }
                { for all.into_iter().map(|setting| controls::setting(lab, setting)) }
            </div>
        </section>
    }
}
