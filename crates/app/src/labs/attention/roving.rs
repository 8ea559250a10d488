//! Many buttons that are one stop for Tab: arrow keys go from one to the next.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::{Callback, NodeRef, TargetCast, hook, use_callback, use_effect};

/// The buttons.
const BUTTONS: &str = "button.factor";

/// Makes the buttons below a node one stop, and gives what answers to the keys there.
#[hook]
pub fn use_roving(node: &NodeRef) -> Callback<KeyboardEvent> {
    use_effect({
        let node = node.clone();
        move || {
            let Some(root) = node.cast::<Element>() else { return };
            let all = buttons(&root);
            let stops = all.iter().filter(|button| button.tab_index() == 0).count();
            // As many as there were a moment ago, for Yew keeps the buttons that stay.
            if stops != all.len().min(1) {
                all.iter().enumerate().for_each(|(at, it)| it.set_tab_index(-i32::from(at > 0)));
            }
        }
    });
    use_callback(node.clone(), |event: KeyboardEvent, node| {
        let (Some(root), Some(from)) =
            (node.cast::<Element>(), event.target_dyn_into::<HtmlElement>())
        else {
            return;
        };
        let all = buttons(&root);
        let Some(at) = all.iter().position(|button| *button == from) else { return };
        let last = all.len().saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => (at + 1).min(last),
            "ArrowUp" | "ArrowLeft" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        from.set_tab_index(-1);
        all[to].set_tab_index(0);
        // A button that can't take the focus leaves it where it is.
        let _ = all[to].focus();
    })
}

fn buttons(root: &Element) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(BUTTONS) else { return Vec::new() };
    let nodes = (0..list.length()).filter_map(|at| list.get(at));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}
