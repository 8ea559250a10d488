//! What the colours mean.

use scene::{Domain, Theme, format, legend};
use yew::{Html, html};

/// The colours of a domain from end to end, the true values at the ends; `shared` if other
/// matrices on the screen span the same.
pub fn ramp(domain: Domain, shared: bool) -> Html {
    let (low, high) = domain.ends();
    let [light, dark] = Theme::ALL.map(|theme| legend(domain, theme, 9));
    // Both, so that paper has its own without any script.
    let colours = light.iter().zip(&dark);
    let colours: Vec<_> = colours
        .map(|(light, dark)| format!("light-dark({},{})", light.css(), dark.css()))
        .collect();
    let style = format!("background:linear-gradient(to right,{})", colours.join(","));
    let title = match shared {
        true => "The same colours stand for the same values in the matrices side by side.",
        false => "This matrix has a scale of its own.",
    };
    html! {
        <span class="legend" {title}>
            <span>{ format::short(low) }</span>
            <span class="ramp" ~style={style} />
            <span>{ format::short(high) }</span>
            <span class="scale">{ if shared { "shared scale" } else { "own scale" } }</span>
        </span>
    }
}
