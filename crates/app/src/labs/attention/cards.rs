//! The tokens as cards.

use engine::Trace;
use yew::{Html, html};

use crate::words;

/// The tokens, each with what the layer will know of it.
pub fn token_cards(trace: &Trace) -> Html {
    let cards = trace.tokens.iter().enumerate().map(|(index, token)| {
        let first = trace.tokens.iter().position(|other| other.text == token.text);
        let same = first.filter(|first| *first < index).map(|first| {
            html! { <small>{ format!("same as {first}") }</small> }
        });
        let bytes = token.text.len();
        let characters = token.text.chars().count();
        html! {
            <li key={index}>
                <span class="place">{ index }</span>
                <b><bdi>{ words::token(&token.text) }</bdi></b>
                <small>{ format!(
                    "{}, {}", words::counted(characters, "code point"), words::counted(bytes, "byte")
                ) }</small>
                { same }
            </li>
        }
    });
    html! { <ol class="cards" start="0">{ for cards }</ol> }
}
