//! What to measure.

use engine::cost::{Setting, WAYS};
use engine::measuring::LENGTHS;
use web_sys::HtmlInputElement;
use yew::{Callback, Html, TargetCast, UseStateHandle, html};

use super::super::controls;
use super::super::names::title;
use super::choice::Choice;
use crate::labs::LabProps;
use crate::labs::controls::{numbers, select};

/// The widths on offer.
const WIDTHS: [usize; 4] = [16, 32, 64, 128];

/// The controls: those of the chosen variants only.
pub fn settings(lab: &LabProps, choice: &UseStateHandle<Choice>) -> Html {
    let change = |change: fn(&mut Choice, usize)| {
        let choice = choice.clone();
        Callback::from(move |value| {
            let mut next = (*choice).clone();
            change(&mut next, value);
            choice.set(next);
        })
    };
    let is_taken = |setting: Setting| {
        WAYS.iter().any(|v| choice.variants.contains(&v.name) && v.takes.contains(&setting))
    };
    let all = [Setting::Window, Setting::Globals, Setting::Random, Setting::Features];
    let lengths = LENGTHS.into_iter().filter(|n| *n >= 512).collect::<Vec<_>>();
    html! {
        <section class="settings" aria-label="Settings">
            <div class="controls">
                { variants(choice) }
                { select("longest", "Longest sequence", "In tokens; each length doubles", &numbers(&lengths), choice.longest, change(|c, n| c.longest = n)) }
                { select("width", "d_k", "How many numbers a query, a key and a value have", &numbers(&WIDTHS), choice.d, change(|c, n| c.d = n)) }
                { controls::mask(lab) }
                { for all.into_iter().filter(|s| is_taken(*s)).map(|s| controls::setting(lab, s)) }
            </div>
        </section>
    }
}

/// A box to tick for each variant.
fn variants(choice: &UseStateHandle<Choice>) -> Html {
    let boxes = WAYS.iter().map(|entry| {
        let is_in = choice.variants.contains(&entry.name);
        let choice = choice.clone();
        let onchange = Callback::from(move |event: yew::Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let wanted = |name: &&str| {
                if *name == entry.name { input.checked() } else { choice.variants.contains(name) }
            };
            let variants = WAYS.map(|entry| entry.name).into_iter().filter(wanted).collect();
            choice.set(Choice { variants, ..(*choice).clone() });
        });
        html! {
            <label key={entry.name}>
                <input type="checkbox" data-variant={entry.name} checked={is_in} {onchange} />
                { title(entry.name) }
            </label>
        }
    });
    html! {
        <fieldset class="control boxes"><legend>{ "Variants" }</legend>{ for boxes }</fieldset>
    }
}
