//! A probability as a cell of a table: the number, and a bar as long as it.

use yew::{Html, html};

use crate::labs::units::percent;

/// A cell of a probability; `part` says which, where a row has more than one.
pub fn bar(part: Option<&'static str>, probability: f32) -> Html {
    html! {
        <td class="share" data-part={part} data-value={probability.to_string()}>
            <span>{ percent(probability.into()) }</span>
            <i aria-hidden="true" ~style={format!("--part:{:.4}", probability.clamp(0.0, 1.0))} />
        </td>
    }
}
