//! The sentence: a box to type in, and examples.

use web_sys::{HtmlInputElement, HtmlSelectElement, InputEvent};
use yew::{Callback, Html, TargetCast, html};

/// Sentences worth trying.
const EXAMPLES: [&str; 11] = [
    "dog bites man",
    "man bites dog",
    "the dog sees the cat and the cat sees the dog .",
    "the animal did not cross the street because it was too tired .",
    "the dogs near the old house sleep .",
    "The animal didn't cross the street because it was too tired.",
    "time flies like an arrow",
    "the cat that chased the mouse that ate the cheese slept",
    "what you see is what you get",
    "der Hund beißt den Mann",
    "🐶 🦴 👨",
];

/// The box of that id, and examples to choose from if they are wanted.
pub fn sentence(
    id: &'static str,
    label: &'static str,
    text: &str,
    with_examples: bool,
    on_text: &Callback<String>,
) -> Html {
    sentence_of(id, label, text, if with_examples { &EXAMPLES } else { &[] }, on_text)
}

/// The same with other examples, or none.
pub fn sentence_of(
    id: &'static str,
    label: &'static str,
    text: &str,
    examples: &'static [&'static str],
    on_text: &Callback<String>,
) -> Html {
    let oninput = on_text.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value()
    });
    let choose = {
        let on_text = on_text.clone();
        Callback::from(move |event: yew::Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            // The first option is the menu's title.
            let chosen = usize::try_from(select.selected_index() - 1).ok();
            if let Some(text) = chosen.and_then(|index| examples.get(index)) {
                on_text.emit((*text).to_owned());
            }
            select.set_selected_index(0);
        })
    };
    let menu = (!examples.is_empty()).then(|| {
        html! {
            <label class="examples">
                <span class="visually-hidden">{ "Examples" }</span>
                <select onchange={choose}>
                    <option selected=true>{ "Examples" }</option>
                    { for examples.iter().map(|text| html! { <option>{ *text }</option> }) }
                </select>
            </label>
        }
    });
    html! {
        <div class="sentence">
            <label for={id}>{ label }</label>
            <input
                {id}
                type="text"
                dir="auto"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder="Type a sentence, such as: dog bites man"
                value={text.to_owned()}
                {oninput}
            />
            { menu }
        </div>
    }
}
