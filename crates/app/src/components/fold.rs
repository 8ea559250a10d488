//! What opens over the page from a sign: a table, a menu.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::{AttrValue, Callback, Html, TargetCast, classes, hook, html, use_state_eq};

/// What stands on the sign.
pub struct Sign {
    /// Its class.
    pub class: &'static str,
    /// What is seen.
    pub sign: &'static str,
    /// What the pointer is told.
    pub hint: &'static str,
    /// What assistive technology calls it.
    pub name: AttrValue,
}

impl Sign {
    /// The sign with what it opens. Escape closes that and gives the focus back.
    pub fn draw(self, ontoggle: Option<Callback<yew::Event>>, content: Html) -> Html {
        let Self { class, sign, hint, name } = self;
        let onkeydown = Callback::from(|event: KeyboardEvent| {
            let details =
                event.target_dyn_into::<Element>().and_then(|e| e.closest("details").ok()?);
            if let Some(details) =
                details.filter(|it| event.key() == "Escape" && it.has_attribute("open"))
            {
                event.stop_propagation();
                close(&details);
            }
        });
        html! {
            <details class={classes!("fold", class)} {onkeydown} {ontoggle}>
                <summary title={hint}>
                    <span aria-hidden="true">{ sign }</span>
                    <span class="visually-hidden">{ name }</span>
                </summary>
                { content }
            </details>
        }
    }
}

/// Closes what an element has opened, and gives it the focus.
fn close(details: &Element) {
    // Attributes of these names can always be taken away and elements focused.
    let _ = details.remove_attribute("open");
    let summary = details.first_element_child().and_then(|e| e.dyn_into().ok());
    let _ = summary.map(|summary: HtmlElement| summary.focus());
}

/// A sign whose content is made only while it is open.
#[hook]
pub fn use_fold(sign: Sign, content: impl FnOnce() -> Html) -> Html {
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.setter();
        Callback::from(move |event: yew::Event| {
            let details: Element = event.target_unchecked_into();
            open.set(details.has_attribute("open"));
        })
    };
    let content = if *open { content() } else { Html::default() };
    sign.draw(Some(ontoggle), html! { <div class="float">{ content }</div> })
}
