//! Plain text with symbols in it.

use yew::{Html, html};

/// A text in which `d_k` and the like are set as symbols with an index.
pub fn prose(text: &str) -> Html {
    let words = text.split_inclusive(|c: char| !is_part(c)).map(|piece| {
        let word = piece.trim_end_matches(|c: char| !is_part(c));
        let rest = piece[word.len()..].to_owned();
        match word.split_once('_') {
            Some((base, index)) if !base.is_empty() && !index.is_empty() => html! {
                <><i>{ base.to_owned() }</i><sub>{ index.to_owned() }</sub>{ rest }</>
            },
            _ => html! { { piece.to_owned() } },
        }
    });
    html! { <span class="prose">{ for words }</span> }
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
