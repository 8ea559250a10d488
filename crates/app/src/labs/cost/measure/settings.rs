//! What to measure.

use engine::MaskKind;
use engine::measuring::{LENGTHS, Setting, VARIANTS};
use web_sys::HtmlInputElement;
use yew::{Callback, Html, TargetCast, UseStateHandle, html};

use super::super::names::title;
use super::choice::Choice;
use crate::labs::LabProps;
use crate::labs::controls::{numbers, select};
use crate::labs::parts::Slider;
use crate::state::{Action, CostChoice};

/// The widths on offer.
const WIDTHS: [usize; 4] = [16, 32, 64, 128];

/// Sizes on offer for windows and features: they double.
const POWERS: (f64, f64) = (1.0, 10.0);

/// The controls: those of the chosen variants only.
pub fn settings(lab: &LabProps, choice: &UseStateHandle<Choice>) -> Html {
    let LabProps { inputs, dispatch, .. } = lab;
    let change = |change: fn(&mut Choice, usize)| {
        let choice = choice.clone();
        Callback::from(move |value| {
            let mut next = (*choice).clone();
            change(&mut next, value);
            choice.set(next);
        })
    };
    let cost = inputs.cost;
    let set = |set: fn(&mut CostChoice, usize)| {
        dispatch.reform(move |value: f64| {
            let mut next = cost;
            set(&mut next, value as usize);
            Action::Cost(next)
        })
    };
    // A slider over powers of two.
    let doubling = |id, label, hint, value: usize, on: Callback<f64>| {
        let position = (value.max(1) as f64).log2().round();
        let range = (POWERS.0, POWERS.1, 1.0);
        Slider { id, label, hint, value: position, range, text: value.to_string() }
            .draw(on.reform(f64::exp2))
    };
    let is_taken = |setting: Setting| {
        VARIANTS.iter().any(|v| choice.variants.contains(&v.name) && v.takes.contains(&setting))
    };
    let lengths = LENGTHS.into_iter().filter(|n| *n >= 512).collect::<Vec<_>>();
    let causal = usize::from(inputs.settings.mask == MaskKind::Causal);
    let mask = dispatch
        .reform(|causal| Action::Mask(if causal == 1 { MaskKind::Causal } else { MaskKind::None }));
    html! {
        <section class="settings" aria-label="Settings">
            <div class="controls">
                { variants(choice) }
                { select("longest", "Longest sequence", "In tokens; each length doubles", &numbers(&lengths), choice.longest, change(|c, n| c.longest = n)) }
                { select("width", "d_k", "How many numbers a query, a key and a value have", &numbers(&WIDTHS), choice.d, change(|c, n| c.d = n)) }
                { select(
                    "mask", "Mask", "Who may look at whom",
                    &[(0, "none".to_owned()), (1, "causal".to_owned())], causal, mask,
                ) }
                { is_taken(Setting::Window).then(|| doubling("window", "Window", "Its full width: half of it on each side, and the token itself", cost.window, set(|c, n| c.window = n))) }
                { is_taken(Setting::Globals).then(|| {
                    Slider::whole(("global", "Global tokens", "How many of the first tokens attend to all and are attended by all"), cost.globals, (0, 16))
                        .draw(set(|c, n| c.globals = n))
                }) }
                { is_taken(Setting::Random).then(|| {
                    Slider::whole(("random", "Random keys", "How many further keys each query of BigBird attends to"), cost.random, (0, 16))
                        .draw(set(|c, n| c.random = n))
                }) }
                { is_taken(Setting::Features).then(|| doubling("features", "Random features", "How many stand for the exponential in Performer", cost.features, set(|c, n| c.features = n))) }
            </div>
        </section>
    }
}

/// A box to tick for each variant.
fn variants(choice: &UseStateHandle<Choice>) -> Html {
    let boxes = VARIANTS.iter().map(|entry| {
        let is_in = choice.variants.contains(&entry.name);
        let choice = choice.clone();
        let onchange = Callback::from(move |event: yew::Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let wanted = |name: &&str| {
                if *name == entry.name { input.checked() } else { choice.variants.contains(name) }
            };
            let variants = VARIANTS.map(|entry| entry.name).into_iter().filter(wanted).collect();
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
