//! What decides the numbers.

use engine::{MaskKind, TokenizerKind};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, classes, html};

use super::weights;
use crate::components::prose;
use crate::state::{Action, Inputs};

/// The widths on offer; others can be had by the URL.
const D_MODELS: [usize; 6] = [2, 4, 8, 16, 32, 64];

/// The most heads on offer; more can be had by the URL.
const MAX_HEADS: usize = 16;

/// Controls whose choices are short, so that two stand in a line.
const NARROW: [&str; 2] = ["heads", "d_model"];

/// All controls, each with a label and a hint.
pub fn controls(inputs: &Inputs, dispatch: &Callback<Action>) -> Html {
    let settings = &inputs.settings;
    let d_models = with(&D_MODELS, settings.d_model);
    let divisors = (1..=MAX_HEADS).filter(|heads| settings.d_model.is_multiple_of(*heads));
    let heads = with(&divisors.collect::<Vec<_>>(), settings.heads);
    let shown = |part: &str, control: Html| inputs.shows(part).then_some(control);
    let mask = [
        (MaskKind::None, "none"),
        (MaskKind::Causal, "causal"),
        (MaskKind::Custom, "custom, cell by cell"),
    ];
    // It is drawn at a step.
    let can_draw = inputs.lab.parts.contains(&"steps") || settings.mask == MaskKind::Custom;
    let mask = mask.map(|(kind, name)| (kind, name.to_owned()));
    let mask = if can_draw { &mask[..] } else { &mask[..2] };
    let tokens = [(TokenizerKind::Words, "words"), (TokenizerKind::Characters, "characters")];
    html! {
        <div class="controls">
            { shown("seed", weights::menu(inputs, dispatch)) }
            { shown("encoding", weights::encodings(inputs, dispatch)) }
            { shown("mask", select(
                "mask", "Mask", "Who may look at whom",
                mask, settings.mask, dispatch.reform(Action::Mask),
            )) }
            { shown("heads", select(
                "heads", "Heads", "How many attention patterns work side by side",
                &numbers(&heads), settings.heads, dispatch.reform(Action::Heads),
            )) }
            { shown("d_model", select(
                "d_model", "d_model", "How many numbers stand for a word",
                &numbers(&d_models), settings.d_model, dispatch.reform(Action::DModel),
            )) }
            { shown("scale", scale(settings.scale, dispatch)) }
            { shown("temperature", temperature(settings.temperature, dispatch)) }
            // Trained numbers come of no seed, and one that is chosen would put others in their place.
            { (settings.trained_layer().is_none() && inputs.shows("seed"))
                .then(|| seed(settings.seed, dispatch)) }
            { select(
                "tokens", "Tokens are", "How the sentence is cut",
                &tokens.map(|(kind, name)| (kind, name.to_owned())),
                settings.tokenizer, dispatch.reform(Action::Tokenizer),
            ) }
            { (!settings.edits.is_empty()).then(|| html! {
                <button data-action="clear-edits" onclick={dispatch.reform(|_| Action::ClearEdits)}>
                    { match settings.edits.len() {
                        1 => "Undo the edited cell".to_owned(),
                        n => format!("Undo all {n} edited cells"),
                    } }
                </button>
            }) }
        </div>
    }
}

/// The choices on offer, and the one in force if it is not among them.
pub fn with(choices: &[usize], current: usize) -> Vec<usize> {
    let mut choices = choices.to_vec();
    if let Err(at) = choices.binary_search(&current) {
        choices.insert(at, current);
    }
    choices
}

/// Numbers, and how they are written.
pub fn numbers(choices: &[usize]) -> Vec<(usize, String)> {
    choices.iter().map(|n| (*n, n.to_string())).collect()
}

/// A menu; `on` is told which choice is made.
pub fn select<T: Copy + PartialEq + 'static>(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    choices: &[(T, String)],
    current: T,
    on: Callback<T>,
) -> Html {
    let index = choices.iter().position(|choice| choice.0 == current);
    // An option's attribute says nothing any more once somebody has chosen; the property does.
    let index = index.and_then(|index| i32::try_from(index).ok()).unwrap_or(-1);
    let values: Vec<T> = choices.iter().map(|choice| choice.0).collect();
    let onchange = Callback::from(move |event: yew::Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let index = usize::try_from(select.selected_index()).ok();
        if let Some(value) = index.and_then(|index| values.get(index)) {
            on.emit(*value);
        }
    });
    let options = choices.iter().map(|(value, name)| {
        html! { <option key={name.clone()} selected={*value == current}>{ name }</option> }
    });
    html! {
        <label class={classes!("control", NARROW.contains(&id).then_some("half"))} title={hint}>
            <span>{ prose(label) }</span>
            <select data-control={id} ~selectedIndex={index} {onchange}>{ for options }</select>
        </label>
    }
}

fn scale(on: bool, dispatch: &Callback<Action>) -> Html {
    let onchange = dispatch.reform(|event: yew::Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Scale(input.checked())
    });
    html! {
        <label class="control check" title="Whether the scores are divided by the square root of d_k">
            <span>{ prose("Divide by √d_k") }</span>
            <input data-control="scale" type="checkbox" checked={on} {onchange} />
        </label>
    }
}

/// The slider is logarithmic, since halving and doubling are alike: its ends are 2⁻⁴ and 2⁴.
pub fn temperature(value: f32, dispatch: &Callback<Action>) -> Html {
    let oninput = dispatch.reform(|event: yew::InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let exponent = input.value_as_number() as f32;
        // Two digits are enough, and make a short address.
        Action::Temperature((exponent.exp2() * 100.0).round() / 100.0)
    });
    html! {
        <label class="control" title="Scores are divided by this before the softmax: small is sharp, large is even">
            <span>{ "Temperature" }<span>{ value.to_string() }</span></span>
            <input
                data-control="temperature"
                aria-label="Temperature"
                aria-valuetext={value.to_string()}
                type="range"
                min="-4"
                max="4"
                step="0.25"
                value={value.log2().to_string()}
                {oninput}
            />
        </label>
    }
}

/// What is drawn from, and a button for another one.
pub fn seed(seed: u32, dispatch: &Callback<Action>) -> Html {
    let onchange = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: yew::Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            match input.value().trim().parse() {
                Ok(seed) => dispatch.emit(Action::Seed(seed)),
                Err(_) => input.set_value(&seed.to_string()),
            }
        })
    };
    let next = dispatch.reform(move |_| Action::Seed(seed.wrapping_add(1)));
    html! {
        <div class="control seed" title="What the invented numbers are drawn from: the same seed gives the same numbers">
            <label for="seed">{ "Seed" }</label>
            <input id="seed" data-control="seed" type="number" min="0" max="4294967295" step="1" value={seed.to_string()} {onchange} />
            <button data-action="next-seed" title="Next seed" aria-label="Next seed" onclick={next}>{ "⟳" }</button>
        </div>
    }
}
