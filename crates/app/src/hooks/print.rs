//! The page on its way to paper.

use std::cell::Cell;

use gloo::events::EventListener;
use web_sys::window;
use yew::{Callback, hook, use_effect_with};

thread_local! {
    static PRINTING: Cell<bool> = const { Cell::new(false) };
}

/// Whether the page is being printed.
pub fn is_printing() -> bool {
    PRINTING.get()
}

/// Tells when the page is about to be printed, and when it was. What is done at once is done
/// before; a change of state may come too late, where much is drawn. It is told what was given
/// first.
#[hook]
pub fn use_print(on: Callback<bool>) {
    use_effect_with((), move |()| {
        let listeners = window().map(|window| {
            let tell = move |printing| {
                PRINTING.set(printing);
                on.emit(printing);
            };
            let (start, end) = (tell.clone(), tell.clone());
            // Whoever only looks at the printed page, as a browser's tools do, tells the query
            // alone.
            let query = window.match_media("print").ok().flatten();
            let query = query.map(|query| {
                let current = query.clone();
                EventListener::new(&query, "change", move |_| tell(current.matches()))
            });
            [
                Some(EventListener::new(&window, "beforeprint", move |_| start(true))),
                Some(EventListener::new(&window, "afterprint", move |_| end(false))),
                query,
            ]
        });
        move || drop(listeners)
    });
}
