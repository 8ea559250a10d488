//! What to measure.

use engine::cost::{Setting, WAYS};
use web_sys::HtmlInputElement;
use yew::{Html, TargetCast, html};

use super::super::controls;
use super::super::names::title;
use crate::labs::LabProps;
use crate::labs::controls::{numbers, select};
use crate::state::{Action, CostChoice, LONGEST, WIDTHS};

/// The controls: those of the chosen variants only.
pub fn settings(lab: &LabProps) -> Html {
    let choice = lab.inputs.cost;
    let change = |set: fn(&mut CostChoice, usize)| {
        controls::change(lab, set).reform(|value: usize| value as f64)
    };
    let is_taken = |setting: Setting| {
        WAYS.iter().zip(choice.measured).any(|(way, is_in)| is_in && way.takes.contains(&setting))
    };
    let all =
        [Setting::Window, Setting::Globals, Setting::Random, Setting::Block, Setting::Features];
    html! {
        <section class="settings" aria-label="Settings">
            <div class="controls">
                { variants(lab) }
                { select("longest", "Longest sequence", "In tokens; each length doubles", &numbers(&LONGEST), choice.longest, change(|c, n| c.longest = n)) }
                { select("width", "d_k", "How many numbers a query, a key and a value have", &numbers(&WIDTHS), choice.d_k, change(|c, n| c.d_k = n)) }
                { controls::mask(lab) }
                { for all.into_iter().filter(|s| is_taken(*s)).map(|s| controls::setting(lab, s)) }
            </div>
        </section>
    }
}

/// A box to tick for each variant.
fn variants(lab: &LabProps) -> Html {
    let choice = lab.inputs.cost;
    let boxes = WAYS.iter().enumerate().map(|(index, entry)| {
        let onchange = lab.dispatch.reform(move |event: yew::Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let mut next = choice;
            next.measured[index] = input.checked();
            Action::Cost(next)
        });
        html! {
            <label key={entry.name}>
                <input type="checkbox" data-variant={entry.name} checked={choice.measured[index]} {onchange} />
                { title(entry.name) }
            </label>
        }
    });
    html! {
        <fieldset class="control boxes"><legend>{ "Variants" }</legend>{ for boxes }</fieldset>
    }
}
