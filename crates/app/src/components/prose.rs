//! Plain text with symbols in it.

use yew::{Html, html};

/// A text in which `d_k` and the like are set as symbols with an index. What stands between
/// them stays in one piece, for screen readers stop at every piece.
pub fn prose(text: &str) -> Html {
    let mut pieces = Vec::new();
    let mut plain = 0;
    for (at, _) in text.match_indices('_') {
        let start = text[..at].rfind(|c: char| !c.is_ascii_alphanumeric());
        let start = start
            .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
        let end = text[at + 1..].find(|c: char| !c.is_ascii_alphanumeric());
        let end = end.map_or(text.len(), |after| at + 1 + after);
        if start < at && at + 1 < end && plain <= start {
            pieces.push(html! { { text[plain..start].to_owned() } });
            let (base, index) = (text[start..at].to_owned(), text[at + 1..end].to_owned());
            pieces.push(html! { <><i>{ base }</i><sub>{ index }</sub></> });
            plain = end;
        }
    }
    pieces.push(html! { { text[plain..].to_owned() } });
    html! { <span class="prose">{ for pieces }</span> }
}
