//! The tokens as cards in a row that can be moved, by pointer or keyboard.

use std::rc::Rc;

use web_sys::{DragEvent, HtmlElement, KeyboardEvent};
use yew::{Callback, Html, Properties, TargetCast, classes, component, html, use_state_eq};

/// What the row shows.
#[derive(Properties, PartialEq)]
pub struct TokensProps {
    /// What the row is called.
    #[prop_or("Tokens")]
    pub name: &'static str,
    /// The tokens, in order.
    pub tokens: Rc<[String]>,
    /// Tells that the token at the first place was moved to the second.
    pub on_move: Callback<(usize, usize)>,
}

/// The row of cards.
#[component]
pub fn Tokens(props: &TokensProps) -> Html {
    let dragged = use_state_eq(|| None::<usize>);
    let over = use_state_eq(|| None::<usize>);
    let picked = use_state_eq(|| None::<usize>);
    let count = props.tokens.len();
    let cards = props.tokens.iter().enumerate().map(|(index, text)| {
        let onkeydown = {
            let (on_move, release) = (props.on_move.clone(), picked.setter());
            Callback::from(move |event: KeyboardEvent| {
                let to = match event.key().as_str() {
                    "Escape" => {
                        release.set(None);
                        return;
                    }
                    "ArrowLeft" => index.checked_sub(1),
                    "ArrowRight" => Some(index + 1).filter(|to| *to < count),
                    "Home" => Some(0),
                    "End" => count.checked_sub(1),
                    _ => return,
                };
                event.prevent_default();
                let Some(to) = to else { return };
                if event.alt_key() {
                    on_move.emit((index, to));
                }
                // With Alt the focus goes along with the word, since the cards stay in
                // place and only their texts move.
                focus(&event, to);
            })
        };
        let ondragstart = {
            let dragged = dragged.clone();
            Callback::from(move |event: DragEvent| {
                if let Some(data) = event.data_transfer() {
                    // Firefox drags nothing without data; the data itself is not needed.
                    let _ = data.set_data("text/plain", "");
                    data.set_effect_allowed("move");
                }
                dragged.set(Some(index));
            })
        };
        let ondragover = {
            let (dragged, over) = (dragged.clone(), over.clone());
            Callback::from(move |event: DragEvent| {
                if dragged.is_some() {
                    event.prevent_default();
                    over.set(Some(index));
                }
            })
        };
        let ondrop = {
            let (dragged, over, on_move) = (dragged.clone(), over.clone(), props.on_move.clone());
            Callback::from(move |event: DragEvent| {
                event.prevent_default();
                if let Some(from) = dragged.filter(|from| *from != index) {
                    on_move.emit((from, index));
                }
                dragged.set(None);
                over.set(None);
            })
        };
        let ondragend = {
            let (dragged, over) = (dragged.clone(), over.clone());
            Callback::from(move |_| {
                dragged.set(None);
                over.set(None);
            })
        };
        // Fingers can't drag these and not everyone can press two keys at once, so a word
        // can also be picked up with one press and put down with another.
        let onclick = {
            let (picked, on_move) = (picked.clone(), props.on_move.clone());
            Callback::from(move |_| {
                if let Some(from) = picked.filter(|from| *from != index) {
                    on_move.emit((from, index));
                }
                picked.set(if picked.is_some() { None } else { Some(index) });
            })
        };
        let is_picked = *picked == Some(index);
        let class = classes!(
            "token",
            is_picked.then_some("picked"),
            (*dragged == Some(index)).then_some("dragged"),
            (*over == Some(index) && *dragged != Some(index)).then_some("over"),
        );
        html! {
            <li key={index}>
                <button
                    {class}
                    draggable="true"
                    aria-pressed={is_picked.to_string()}
                    title="Drag it, or press it and then its new place, or Alt + arrow keys"
                    {onclick}
                    {onkeydown}
                    {ondragstart}
                    {ondragover}
                    {ondrop}
                    {ondragend}
                >
                    <bdi>{ text }</bdi>
                    <span class="visually-hidden">{ ", place " }</span>
                    <sub>{ index }</sub>
                </button>
            </li>
        }
    });
    html! { <ol class="tokens" aria-label={props.name}>{ for cards }</ol> }
}

fn focus(event: &KeyboardEvent, to: usize) {
    let button: Option<HtmlElement> = event.target_dyn_into();
    let list = button.and_then(|button| button.closest("ol").ok().flatten());
    let item = list.and_then(|list| list.children().item(u32::try_from(to).unwrap_or(0)));
    let button = item.and_then(|item| item.first_element_child());
    if let Some(button) = button.and_then(|b| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(b).ok())
    {
        // An element that can't take the focus leaves it where it is.
        let _ = button.focus();
    }
}
