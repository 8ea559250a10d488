//! Controls that several views of the lab have.

use engine::MaskKind;
use engine::cost::Setting;
use yew::{Callback, Html, html};

use crate::labs::LabProps;
use crate::labs::controls::select;
use crate::labs::parts::Slider;
use crate::state::{Action, CostChoice};

/// The most global tokens and random keys on offer; more can be had by the URL.
const FEW: usize = 16;

/// Tells the page a choice that is changed in one place.
pub fn change(lab: &LabProps, set: fn(&mut CostChoice, usize)) -> Callback<f64> {
    let choice = lab.inputs.cost;
    lab.dispatch.reform(move |value: f64| {
        let mut next = choice;
        set(&mut next, value as usize);
        Action::Cost(next)
    })
}

/// A slider whose steps double.
pub fn doubling(
    lab: &LabProps,
    (id, label, hint): (&'static str, &'static str, &'static str),
    value: usize,
    (least, most): (usize, usize),
    set: fn(&mut CostChoice, usize),
) -> Html {
    let at = |value: usize| (value.max(1) as f64).log2().round();
    let (value, text) = (at(value), value.to_string());
    Slider { id, label, hint, value, range: (at(least), at(most), 1.0), text }
        .draw(change(lab, set).reform(f64::exp2))
}

/// None or causal.
pub fn mask(lab: &LabProps) -> Html {
    let causal = usize::from(lab.inputs.settings.mask == MaskKind::Causal);
    let choose = lab
        .dispatch
        .reform(|causal| Action::Mask(if causal == 1 { MaskKind::Causal } else { MaskKind::None }));
    let choices = [(0, "none".to_owned()), (1, "causal".to_owned())];
    select("mask", "Mask", "Who may look at whom", &choices, causal, choose)
}

/// The control of one setting of the variants.
pub fn setting(lab: &LabProps, setting: Setting) -> Html {
    let choice = lab.inputs.cost;
    let whole =
        |names, value, least, set| Slider::whole(names, value, (least, FEW)).draw(change(lab, set));
    match setting {
        Setting::Window => doubling(
            lab,
            (
                "window",
                "Window",
                "Its full width: half of it on each side, and the token itself; for BigBird, in blocks",
            ),
            choice.window,
            (1, 1024),
            |c, n| c.window = n,
        ),
        Setting::Globals => whole(
            (
                "global",
                "Global tokens",
                "How many of the first tokens attend to all and are attended by all; for BigBird, blocks",
            ),
            choice.globals,
            0,
            |c, n| c.globals = n,
        ),
        Setting::Random => whole(
            (
                "random",
                "Random keys",
                "How many further keys each query of BigBird attends to; in blocks",
            ),
            choice.random,
            0,
            |c, n| c.random = n,
        ),
        Setting::Block => doubling(
            lab,
            (
                "block",
                "Block",
                "How many tokens BigBird takes as one: its window, global tokens and random keys are then counted in such blocks",
            ),
            choice.block,
            (1, 64),
            |c, n| c.block = n,
        ),
        Setting::Features => doubling(
            lab,
            ("features", "Random features", "How many stand for the exponential in Performer"),
            choice.features,
            (1, 1024),
            |c, n| c.features = n,
        ),
        Setting::Seed => redraw(lab),
    }
}

/// Draws what is random anew.
fn redraw(lab: &LabProps) -> Html {
    let choice = lab.inputs.cost;
    let next = lab
        .dispatch
        .reform(move |_| Action::Cost(CostChoice { draw: choice.draw.wrapping_add(1), ..choice }));
    html! {
        <div class="control seed" title="What random keys and features are drawn from: the same draw gives the same ones">
            <span>{ "Draw " }<output>{ choice.draw }</output></span>
            <button data-action="redraw" onclick={next}>{ "Redraw" }</button>
        </div>
    }
}
