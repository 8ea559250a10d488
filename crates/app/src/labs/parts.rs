//! What the labs' views are made of: buttons, sliders, numbers.

use scene::format::digits;
use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Html, TargetCast, html};

use crate::components::prose;
use crate::numbers::javascript;

/// Buttons of which one is pressed. Each choice is its value, its name for scripts (in
/// `data-NAME`) and its title.
pub fn segments<T: Copy + PartialEq + 'static>(
    label: &'static str,
    name: &'static str,
    choices: &[(T, &'static str, &'static str)],
    current: T,
    on: &Callback<T>,
) -> Html {
    let buttons = choices.iter().map(|&(value, slug, title)| {
        let onclick = on.reform(move |_| value);
        html! {
            <button key={slug} data-choice={slug} aria-pressed={(value == current).to_string()} {onclick}>
                { title }
            </button>
        }
    });
    html! {
        <div class="segments" role="group" aria-label={label} data-choices={name}>
            <span aria-hidden="true">{ label }</span>
            <>{ for buttons }</>
        </div>
    }
}

/// A slider.
pub struct Slider {
    /// The name for scripts.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it does.
    pub hint: &'static str,
    /// Where it stands.
    pub value: f64,
    /// Its ends and its step.
    pub range: (f64, f64, f64),
    /// What it says.
    pub text: String,
}

impl Slider {
    /// A slider over the whole numbers from one to another.
    pub fn whole(
        (id, label, hint): (&'static str, &'static str, &'static str),
        value: usize,
        (low, high): (usize, usize),
    ) -> Self {
        let range = (low as f64, high as f64, 1.0);
        Self { id, label, hint, value: value as f64, range, text: value.to_string() }
    }

    /// Draws it; `on` is told where it is moved.
    pub fn draw(self, on: Callback<f64>) -> Html {
        let Self { id, label, hint, value, range: (low, high, step), text } = self;
        let oninput = on.reform(|event: yew::InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            input.value_as_number()
        });
        html! {
            <label class="control" title={hint}>
                // The slider says its value itself, once.
                <span>{ prose(label) }<output aria-live="off">{ text.clone() }</output></span>
                <input
                    data-control={id}
                    aria-label={label}
                    aria-valuetext={text}
                    type="range"
                    min={low.to_string()}
                    max={high.to_string()}
                    step={step.to_string()}
                    value={value.to_string()}
                    {oninput}
                />
            </label>
        }
    }
}

/// The numbers of a chart as a table, folded; the first column heads the rows.
pub fn table(label: &'static str, heads: &[&str], rows: impl Iterator<Item = Vec<f64>>) -> Html {
    let rows = rows.map(|row| {
        let cells = row.iter().enumerate().map(|(index, value)| match index {
            0 => html! { <th scope="row">{ *value }</th> },
            _ => html! { <td data-value={javascript(*value as f32)}>{ exact(*value) }</td> },
        });
        html! { <tr>{ for cells }</tr> }
    });
    html! {
        <details class="data">
            <summary>{ "The numbers" }<span class="visually-hidden">{ format!(": {label}") }</span></summary>
            <div class="scroll" tabindex="0" role="region" aria-label={format!("Numbers: {label}")}>
                <table>
                    <thead><tr>{ for heads.iter().map(|head| html! {
                        <th scope="col">{ (*head).to_owned() }</th>
                    }) }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </details>
    }
}

/// Whole numbers as they are, others to four decimals.
fn exact(value: f64) -> String {
    digits(value as f32, if value.fract() == 0.0 { 0 } else { 4 })
}

/// A number that was measured, under what it is.
pub fn measure(name: &'static str, what: impl Into<AttrValue>, value: f32) -> Html {
    html! {
        <p class="measure" data-measure={name} data-value={javascript(value)}>
            <span>{ what.into() }</span>
            <strong title={javascript(value)}>{ digits(value, 4) }</strong>
        </p>
    }
}

/// A formula, given as MathML that is part of the program.
pub fn formula(mathml: &'static str) -> Html {
    let math = format!("<math displaystyle=\"true\">{mathml}</math>");
    html! { <div class="rule">{ Html::from_html_unchecked(math.into()) }</div> }
}
