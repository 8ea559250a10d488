//! The keyboard's place when what had the focus goes away.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, window};
use yew::{Callback, NodeRef, hook, use_callback, use_effect, use_mut_ref};

use crate::state::Action;

/// The ledger's heading.
const LEDGER: &str = ".ledger h3";
/// Where the pictures are.
const STAGE: &str = ".stage";

/// Passes actions on to `dispatch`. Where an action takes away the very element that has the
/// focus (a closed notice), the browser gives the focus to the page's start and a keyboard's
/// user would have to walk all the way back; this gives it to what is worked at, within
/// `root`. A number followed to its cell takes the focus to that cell's ledger.
#[hook]
pub fn use_kept_focus(root: NodeRef, dispatch: Callback<Action>) -> Callback<Action> {
    let next = use_mut_ref(|| None::<&'static str>);
    use_effect({
        let (next, root) = (next.clone(), root.clone());
        move || {
            let root = root.cast::<Element>();
            // By the document and not by a shadow root, of which nothing has the focus as well when
            // something of the page around has it.
            let is_lost = window().and_then(|window| window.document()).is_some_and(|document| {
                document.active_element().is_none_or(|it| it.tag_name() == "BODY")
            });
            let next = next.take().filter(|next| is_lost || *next == LEDGER);
            let target = next.zip(root).and_then(|(next, root)| find(&root, next));
            if let Some(target) = target {
                // An element that can't take the focus leaves it where it is.
                let _ = target.focus();
            }
        }
    });
    use_callback((dispatch, root), move |action: Action, (dispatch, root)| {
        let root = root.cast::<Element>();
        let focused = root.as_ref().and_then(focused);
        let is_ours = focused.zip(root).is_some_and(|(it, root)| root.contains(Some(&it)));
        *next.borrow_mut() = is_ours.then_some(match action {
            Action::Open(_) => LEDGER,
            _ => STAGE,
        });
        dispatch.emit(action);
    })
}

/// Gives the focus to the ledger's heading, where one is open within `root`.
pub fn focus_ledger(root: &NodeRef) {
    let root = root.cast::<Element>();
    if let Some(heading) = root.and_then(|root| find(&root, LEDGER)) {
        // An element that can't take the focus leaves it where it is.
        let _ = heading.focus();
    }
}

/// The element that has the focus, if any has it, in the document or the shadow root that
/// `root` is in.
pub fn focused(root: &Element) -> Option<Element> {
    let element = Reflect::get(&root.get_root_node(), &"activeElement".into()).ok()?;
    element.dyn_into::<Element>().ok().filter(|it| it.tag_name() != "BODY")
}

fn find(root: &Element, selector: &str) -> Option<HtmlElement> {
    root.query_selector(selector).ok()??.dyn_into().ok()
}
