//! The menu of one picture.

use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node, window};
use yew::platform::spawn_local;
use yew::{
    AttrValue, Callback, Html, NodeRef, Properties, component, hook, html, use_effect_with,
    use_node_ref, use_state_eq,
};

use super::{Deed, Item, Source};

/// The space to the edges of the window, in CSS pixels.
const EDGE: f64 = 8.0;

/// What the menu is for.
#[derive(Clone, Properties)]
pub struct MenuProps {
    /// What it is called.
    pub name: AttrValue,
    /// The groups of its items: what a group is, and each item with its name for scripts, what
    /// it is called and what it is.
    pub groups: Rc<[Group]>,
}

/// Items that belong together.
pub struct Group {
    /// What they are.
    pub name: &'static str,
    /// The items.
    pub items: Vec<Choice>,
}

/// One item.
pub struct Choice {
    /// Its name for scripts, in `data-save`.
    pub slug: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it is.
    pub hint: &'static str,
    /// Makes what choosing it comes to; nothing where that can't be made.
    pub deed: Box<dyn Fn() -> Option<Deed>>,
}

impl PartialEq for MenuProps {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && Rc::ptr_eq(&self.groups, &other.groups)
    }
}

/// The groups of what can be taken out of a picture.
pub fn groups(source: impl Source + 'static) -> Rc<[Group]> {
    let source = Rc::new(source);
    let groups = Item::GROUPS.iter().map(|(name, items)| Group {
        name,
        items: items
            .iter()
            .map(|&(item, slug, label, hint)| {
                let source = source.clone();
                Choice { slug, label, hint, deed: Box::new(move || source.deed(item)) }
            })
            .collect(),
    });
    groups.collect()
}

/// The menu. It says what came of the last choice.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let said = use_state_eq(String::new);
    let host = use_node_ref();
    use_place(&host);
    let groups = props.groups.iter().enumerate().map(|(at, group)| {
        let items = group.items.iter().enumerate().map(|(index, choice)| {
            let (groups, said) = (props.groups.clone(), said.setter());
            let onclick = Callback::from(move |_| {
                let choice = groups.get(at).and_then(|group| group.items.get(index));
                let deed = choice.and_then(|choice| (choice.deed)());
                let said = said.clone();
                // The deed begins in the very moment of the click, which some browsers ask for.
                spawn_local(async move {
                    said.set(match deed {
                        Some(deed) => deed.run().await,
                        None => "This can’t be made of an empty picture.".into(),
                    });
                });
            });
            html! {
                <button key={choice.slug} data-save={choice.slug} title={choice.hint} {onclick}>
                    { choice.label }
                    <span class="visually-hidden">{ format!(": {}", choice.hint) }</span>
                </button>
            }
        });
        html! {
            <div key={group.name} role="group" aria-label={group.name}>
                <span aria-hidden="true">{ group.name }</span>
                { for items }
            </div>
        }
    });
    html! {
        <div ref={host} class="menu" role="group" aria-label={props.name.clone()}>
            <>{ for groups }</>
            <p role="status">{ &*said }</p>
        </div>
    }
}

/// Puts the menu beside its sign, gives its first item the focus, and closes it when the learner
/// goes elsewhere.
#[hook]
fn use_place(host: &NodeRef) {
    let host = host.clone();
    use_effect_with((), move |()| {
        let menu = host.cast::<HtmlElement>();
        let details = menu.as_ref().and_then(|menu| menu.closest("details").ok()?);
        if let (Some(menu), Some(details)) = (&menu, &details) {
            place(menu, details);
        }
        let document = window().and_then(|window| window.document()).map(Node::from);
        let away = [
            (document.clone(), "pointerdown"),
            (document, "focusin"),
            // What moves the focus within a shadow root isn't heard outside of it.
            (details.as_ref().map(|details| details.get_root_node()), "focusin"),
        ];
        let listeners: Vec<_> = away
            .into_iter()
            .filter_map(|(place, event)| {
                let (place, details) = (place?, details.clone()?);
                Some(EventListener::new(&place, event, move |event| {
                    // From outside of a shadow root, its host is the target of all within.
                    let target = event.composed_path().get(0).dyn_into::<Node>().ok();
                    if !details.contains(target.as_ref()) {
                        // It has the attribute, or closes already.
                        let _ = details.remove_attribute("open");
                    }
                }))
            })
            .collect();
        move || drop(listeners)
    });
}

/// Beside the sign, above or below, as the window has room.
fn place(menu: &HtmlElement, details: &Element) {
    let Some(window) = window() else { return };
    let side = |value: Result<wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or_default()
    };
    let (width, height) = (side(window.inner_width()), side(window.inner_height()));
    let float = menu.parent_element().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let Some(float) = float else { return };
    let (sign, own) = (details.get_bounding_client_rect(), float.get_bounding_client_rect());
    let x = sign.left().min(width - own.width() - EDGE).max(EDGE);
    let below = sign.bottom() + 2.0;
    let y = match below + own.height() + EDGE <= height {
        true => below,
        false => (sign.top() - own.height() - 2.0).max(EDGE),
    };
    // It begins in the corner of whatever it is fixed to, which need not be the window.
    let from = [("left", x - own.left()), ("top", y - own.top())];
    for (side, length) in from {
        // A style can always be set; as an attribute, a page with a strict policy would refuse it.
        let _ = float.style().set_property(side, &format!("{length}px"));
    }
    let first = menu.query_selector("button").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        let _ = first.focus();
    }
}
