//! The sentence: a box to type in, examples, and its tokens to move about.

use web_sys::{HtmlInputElement, HtmlSelectElement, InputEvent};
use yew::{AttrValue, Callback, Html, Properties, TargetCast, component, html};

/// Sentences worth trying.
const EXAMPLES: [&str; 9] = [
    "dog bites man",
    "man bites dog",
    "the dog sees the dog",
    "The animal didn't cross the street because it was too tired.",
    "time flies like an arrow",
    "the cat that chased the mouse that ate the cheese slept",
    "what you see is what you get",
    "der Hund beißt den Mann",
    "🐶 🦴 👨",
];

/// What the box shows.
#[derive(Properties, PartialEq)]
pub struct SentenceProps {
    /// The box's id.
    pub id: AttrValue,
    /// What stands before the box.
    pub label: AttrValue,
    /// What stands in it.
    pub text: AttrValue,
    /// Whether examples are on offer.
    #[prop_or(true)]
    pub examples: bool,
    /// Takes what was typed or chosen.
    pub on_text: Callback<String>,
}

/// The box and the examples.
#[component]
pub fn Sentence(props: &SentenceProps) -> Html {
    let oninput = props.on_text.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value()
    });
    let choose = {
        let on_text = props.on_text.clone();
        Callback::from(move |event: yew::Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            // The first option is the menu's title.
            let chosen = usize::try_from(select.selected_index() - 1).ok();
            if let Some(text) = chosen.and_then(|index| EXAMPLES.get(index)) {
                on_text.emit((*text).to_owned());
            }
            select.set_selected_index(0);
        })
    };
    let examples = props.examples.then(|| {
        html! {
            <label class="examples">
                <span class="visually-hidden">{ "Examples" }</span>
                <select onchange={choose}>
                    <option selected=true>{ "Examples" }</option>
                    { for EXAMPLES.iter().map(|text| html! { <option>{ *text }</option> }) }
                </select>
            </label>
        }
    });
    html! {
        <div class="sentence">
            <label for={props.id.clone()}>{ props.label.clone() }</label>
            <input
                id={props.id.clone()}
                type="text"
                dir="auto"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder="Type a sentence, such as: dog bites man"
                value={props.text.clone()}
                {oninput}
            />
            { for examples }
        </div>
    }
}
