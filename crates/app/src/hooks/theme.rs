//! Which theme is on the screen.

use gloo::events::EventListener;
use scene::Theme;
use web_sys::window;
use yew::{Callback, hook, use_effect_with, use_state, use_state_eq};

use super::use_print;
use crate::state::ThemeChoice;

/// The theme that a choice comes to, following the system where it is left to that. On paper it
/// is always light.
#[hook]
pub fn use_theme(choice: ThemeChoice) -> Theme {
    let dark = use_state(|| system().is_some_and(|query| query.matches()));
    let set = dark.setter();
    use_effect_with((), move |()| {
        let listener = system().map(|query| {
            let current = query.clone();
            EventListener::new(&query, "change", move |_| set.set(current.matches()))
        });
        move || drop(listener)
    });
    let printing = use_state_eq(|| false);
    use_print({
        let set = printing.setter();
        Callback::from(move |printing| set.set(printing))
    });
    match choice {
        _ if *printing => Theme::Light,
        ThemeChoice::Light => Theme::Light,
        ThemeChoice::Dark => Theme::Dark,
        ThemeChoice::Auto if *dark => Theme::Dark,
        ThemeChoice::Auto => Theme::Light,
    }
}

fn system() -> Option<web_sys::MediaQueryList> {
    window()?.match_media("(prefers-color-scheme: dark)").ok()?
}
