//! What came of an action, for those who can't see it; of most, the control itself says it.

use crate::state::{Action, Inputs, url};

/// So many changes are said; there may be a dozen.
const MOST: usize = 3;

/// What is to be said aloud of an action that led from these inputs to those, or nothing.
pub fn news(action: &Action, before: &Inputs, after: &Inputs) -> String {
    match action {
        Action::Undo => changed("Undone", before, after),
        Action::Redo => changed("Done again", before, after),
        Action::Reset => changed("Reset", before, after),
        Action::Move(text) => format!("The sentence is now: {text}"),
        Action::MoveSecond(text) => format!("The second sentence is now: {text}"),
        Action::Swap => format!("Swapped. The sentence is now: {}", after.settings.text),
        _ => String::new(),
    }
}

/// What is so now, as an address says it.
fn changed(done: &str, before: &Inputs, after: &Inputs) -> String {
    let keys = url::differing(before, after);
    let pairs = url::write(after, true);
    let said = keys.iter().take(MOST).map(|key| {
        let value = pairs.iter().find(|(name, _)| name == key).map_or("none", |(_, value)| value);
        format!("{} is {}", key.replace('_', " "), if value.is_empty() { "empty" } else { value })
    });
    let said = said.collect::<Vec<_>>().join(", ");
    let more = keys.len().saturating_sub(MOST);
    match (said.is_empty(), more) {
        (true, _) => format!("{done}."),
        (false, 0) => format!("{done}: {said}."),
        (false, more) => format!("{done}: {said}, and {more} more."),
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use engine::MaskKind;
    use yew::Reducible;

    use super::*;
    use crate::state::State;

    #[test]
    fn what_undo_and_redo_bring_is_said() {
        let state = Rc::new(State::default());
        let masked = state.reduce(Action::Mask(MaskKind::Causal));
        assert_eq!(masked.news, "", "its menu says it");
        let undone = masked.reduce(Action::Undo);
        assert_eq!(undone.news, "Undone: mask is none.");
        let redone = undone.reduce(Action::Redo);
        assert_eq!(redone.news, "Done again: mask is causal.");
        let moved = redone.reduce(Action::Move("man bites dog".into()));
        assert_eq!(moved.news, "The sentence is now: man bites dog");
        let reset = moved.reduce(Action::Reset);
        assert!(reset.news.starts_with("Reset: text is dog bites man"), "{}", reset.news);
        assert!(reset.news.ends_with("mask is none."), "{}", reset.news);
    }
}
