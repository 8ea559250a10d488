//! Symbols of matrices as MathML.

use yew::{Html, html};

/// A matrix's symbol, `W_Q` with its index set low, `QKᵀ` with its T set high.
pub fn symbol(text: &str) -> Html {
    html! { <math>{ parts(text) }</math> }
}

/// The same, to stand within a formula.
pub fn parts(text: &str) -> Html {
    text.split(' ').map(part).collect()
}

fn part(text: &str) -> Html {
    if let Some((base, index)) = text.split_once('_') {
        return html! { <msub><mi>{ base.to_owned() }</mi><mi>{ index.to_owned() }</mi></msub> };
    }
    if let Some(base) = text.strip_suffix('ᵀ') {
        // In QKᵀ only the K is transposed.
        let split = base.char_indices().last().map_or(0, |(at, _)| at);
        let (before, last) = base.split_at(split);
        let before = (!before.is_empty()).then(|| html! { <mi>{ before.to_owned() }</mi> });
        return html! {
            <mrow>
                { before }
                <msup><mi>{ last.to_owned() }</mi><mi mathvariant="normal">{ "T" }</mi></msup>
            </mrow>
        };
    }
    if let Some((base, index)) = subscript(text) {
        return html! { <msub><mi>{ base }</mi><mn>{ index }</mn></msub> };
    }
    match text {
        // What stands first in its row would be taken for a sign, and set without space.
        "+" | "−" => html! { <mo form="infix">{ text.to_owned() }</mo> },
        "…" => html! { <mo>{ "…" }</mo> },
        text => html! { <mi>{ text.to_owned() }</mi> },
    }
}

/// `Y₁` as `Y` and `1`.
fn subscript(text: &str) -> Option<(String, String)> {
    let last = text.chars().last()?;
    let digit = "₀₁₂₃₄₅₆₇₈₉".chars().position(|c| c == last)?;
    Some((text.trim_end_matches(last).to_owned(), digit.to_string()))
}
